"""The other services over HTTP, as the signed-in person and in the reader's language."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from opentelemetry.propagate import inject
from pydantic import BaseModel, TypeAdapter, ValidationError

from services.portal.settings import PortalSettings

_STREAM_QUIET_S = 40.0
"""A stream says a word every quarter of a minute; longer silence means that it is dead."""
T = TypeVar("T")
Params = Mapping[str, Any]
"""Query parameters; those that are None or empty are left out."""


@dataclass
class Refused(Exception):
    """A service said no: its problem, in the reader's language."""

    status: int
    code: str
    detail: str
    title: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    """Field → what to do."""


@dataclass
class Unreachable(Exception):
    """A service did not answer, or not in a way that can be read."""

    service: str


class SessionEnded(Exception):
    """A service does not accept the access token any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer: its body, and the version that a later change has to name."""

    content: bytes
    media_type: str
    etag: str | None

    def read(self, type_: type[T]) -> T:
        """The body as ``type_``, which says what the portal needs of it."""
        return TypeAdapter(type_).validate_json(self.content)


class Backend:
    """Speaks to the services for one request."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        settings: PortalSettings,
        token: str | None,
        language: str,
        readable: Callable[[str], str] = str,
    ) -> None:
        """``readable`` makes a service's sentence one for people."""
        self._client, self._settings, self._readable = client, settings, readable
        self._headers = {"Accept-Language": "zh-CN" if language == "zh" else "en"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    async def get(self, type_: type[T], service: str, path: str, params: Params | None = None) -> T:
        """Read something. Raises Refused, Unreachable, SessionEnded."""
        answer = await self.call("GET", service, path, params=params)
        try:
            return answer.read(type_)
        except ValidationError as fault:
            raise Unreachable(service) from fault

    async def post(
        self,
        service: str,
        path: str,
        body: BaseModel | Mapping[str, Any] | None,
        *,
        key: str,
        version: int | None = None,
        method: str = "POST",
    ) -> Answer:
        """Ask for something to be done, once per ``key``. Raises like ``get``."""
        headers = {"Idempotency-Key": key}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        content = body.model_dump(mode="json") if isinstance(body, BaseModel) else body
        return await self.call(method, service, path, json=content, headers=headers)

    async def upload(
        self, service: str, path: str, name: str, content: bytes, media_type: str, *, key: str
    ) -> Answer:
        """Hand a file on. Raises like ``get``."""
        files = {"file": (name, content, media_type)}
        headers = {"Idempotency-Key": key}
        return await self.call("POST", service, path, files=files, headers=headers)

    @asynccontextmanager
    async def stream(self, service: str, path: str) -> AsyncIterator[httpx.Response]:
        """An answer that goes on for as long as it is read. Raises like ``get``."""
        url = f"{self._settings.base(service)}/api/{service}/v1{path}"
        timeout = httpx.Timeout(15.0, read=_STREAM_QUIET_S)
        try:
            opened = self._client.stream("GET", url, headers=self._headers, timeout=timeout)
            async with opened as response:
                if response.status_code == httpx.codes.UNAUTHORIZED:
                    raise SessionEnded
                if response.is_error:
                    await response.aread()
                    raise _refusal(service, response, self._readable)
                yield response
        except httpx.HTTPError as fault:
            raise Unreachable(service) from fault

    async def call(
        self, method: str, service: str, path: str, *, params: Params | None = None, **more: Any
    ) -> Answer:
        """One exchange; everything else here rests on it."""
        headers = {**self._headers, **more.pop("headers", {})}
        inject(headers)
        url = f"{self._settings.base(service)}/api/{service}/v1{path}"
        asked = {key: value for key, value in (params or {}).items() if value not in (None, "")}
        try:
            response = await self._client.request(
                method, url, params=asked, headers=headers, **more
            )
        except httpx.HTTPError as fault:
            raise Unreachable(service) from fault
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise SessionEnded
        if response.is_error:
            raise _refusal(service, response, self._readable)
        return Answer(
            response.content, response.headers.get("content-type", ""), response.headers.get("etag")
        )


def _refusal(service: str, response: httpx.Response, readable: Callable[[str], str]) -> Exception:
    try:
        problem = response.json()
        told = problem.get("errors") or ()
        errors = {each["field"]: readable(each["message"]) for each in told}
        refused = Refused(
            status=response.status_code,
            code=problem["code"],
            detail=readable(problem["detail"]),
            title=problem.get("title", ""),
            errors=errors,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unreachable(service)
    # A fault of the other side is no answer to what the person did.
    return refused if refused.status < httpx.codes.INTERNAL_SERVER_ERROR else Unreachable(service)
