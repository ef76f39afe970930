"""A simulated person: signs in like everybody and works through the public API.

A call that finds a process down is made again with the same idempotency key, as a person would
press the button again; a refusal is an answer, not a fault.
"""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

from standalone.people import Person
from standalone.sign_in import SignInRefused, Tokens, refresh, sign_in

RETRY_FOR_S = 120.0
RETRY_EVERY_S = 0.5
_DOWN = frozenset({500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lane said: ``code`` is the problem's code when it refused."""

    status: int
    body: Any
    code: str | None = None

    @property
    def is_done(self) -> bool:
        return self.status < 400


@dataclass
class Tally:
    """Counted over all people of a season."""

    calls: int = 0
    retries: int = 0
    refusals: dict[str, int] = field(default_factory=dict)


class Actor:
    """One person at work. ``http`` is shared; its base address is the gateway."""

    def __init__(self, person: Person, issuer: str, http: httpx.AsyncClient, tally: Tally) -> None:
        self.person = person
        self._issuer = issuer
        self._http = http
        self._tally = tally
        self._tokens: Tokens | None = None

    async def get(self, path: str, **params: str | int) -> Any:
        """The body of a page. Raises RuntimeError for a refusal: a person would not ask for it."""
        answer = await self._call("GET", path, params=params)
        if not answer.is_done:
            raise RuntimeError(f"{self.person.user}: GET {path}: {answer.status} {answer.code}")
        return answer.body

    async def do(
        self, method: str, path: str, body: object = None, *, expected: int | None = None
    ) -> Answer:
        """Send a command once, however often it has to be sent.

        With ``expected`` it is refused (412) unless what it changes still has that version.
        """
        key = str(uuid.uuid4())
        return await self._call(method, path, json=body, key=key, expected=expected)

    async def upload(self, path: str, name: str, content: bytes) -> Answer:
        """Upload a PDF."""
        files = {"file": (name, content, "application/pdf")}
        return await self._call("POST", path, files=files, key=str(uuid.uuid4()))

    async def _call(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        expected: int | None = None,
        **more: Any,
    ) -> Answer:
        deadline = asyncio.get_running_loop().time() + RETRY_FOR_S
        while True:
            try:
                headers = await self._headers(key)
                if expected is not None:
                    headers["If-Match"] = f'"{expected}"'
                response = await self._http.request(method, path, headers=headers, **more)
            except (httpx.TransportError, SignInRefused) as fault:
                if asyncio.get_running_loop().time() > deadline:
                    raise RuntimeError(f"{self.person.user}: {method} {path}: {fault!r}") from fault
            else:
                self._tally.calls += 1
                if response.status_code == 401:
                    self._tokens = None
                elif response.status_code not in _DOWN:
                    return self._answer(response)
                if asyncio.get_running_loop().time() > deadline:
                    raise RuntimeError(
                        f"{self.person.user}: {method} {path}: {response.status_code} "
                        f"{response.text[:300]}"
                    )
            self._tally.retries += 1
            await asyncio.sleep(RETRY_EVERY_S)

    async def _headers(self, key: str | None) -> dict[str, str]:
        if self._tokens is None:
            self._tokens = await sign_in(self._issuer, self.person.user, self.person.password)
        elif not self._tokens.is_fresh:
            try:
                self._tokens = await refresh(self._issuer, self.person.user, self._tokens)
            except SignInRefused:
                self._tokens = None
                return await self._headers(key)
        return {**self._tokens.header, **({"Idempotency-Key": key} if key else {})}

    def _answer(self, response: httpx.Response) -> Answer:
        body = response.json() if response.content else None
        code = body.get("code") if response.status_code >= 400 and isinstance(body, dict) else None
        if code:
            self._tally.refusals[code] = self._tally.refusals.get(code, 0) + 1
        return Answer(response.status_code, body, code)
