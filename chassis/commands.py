"""Commands over HTTP: one transaction, one answer, the same answer for the same key."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import select, update

from chassis.auth import Caller, Principal
from chassis.database import Database, UnitOfWork
from chassis.problems import Problem
from chassis.telemetry import span

T = TypeVar("T")

KeyHeader = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]
IfMatchHeader = Annotated[str | None, Header(alias="If-Match", max_length=200)]


async def expected_version(if_match: IfMatchHeader = None) -> int | None:
    """Dependency: the version in If-Match, None when the caller names none. 400 if unreadable."""
    if if_match is None or if_match == "*":
        return None
    try:
        return int(if_match.strip().removeprefix("W/").strip('"'))
    except ValueError:
        raise Problem(
            400,
            "malformed_if_match",
            zh="If-Match 应为先前响应中的 ETag 值。",
            en="If-Match must be an ETag that an earlier answer carried.",
            field="If-Match",
        ) from None


ExpectedVersion = Annotated[int | None, Depends(expected_version)]


class Execute:
    """Runs a handler in one unit of work and answers with what it returns.

    With an Idempotency-Key the answer is kept in the same transaction: the same person, key and
    request get the same answer again and nothing happens twice; another request under the same
    key is refused. Refusals are not kept, since they changed nothing.
    """

    def __init__(self, database: Database, caller: Principal, request: Request, key: str | None):
        self._database = database
        self.caller = caller
        self._request = request
        self._key = key

    async def __call__(
        self,
        handler: Callable[[UnitOfWork], Awaitable[BaseModel]],
        *,
        status: int = 200,
        fingerprint: str | None = None,
    ) -> JSONResponse:
        """``handler`` returns the body; a ``version`` on it becomes the ETag.

        ``fingerprint`` stands for the request's content where the body is a stream.
        """
        if self._key is None and self._request.method == "POST":
            raise Problem(
                428,
                "idempotency_key_missing",
                zh="请在请求头 Idempotency-Key 中提供一个唯一值，重试时保持不变。",
                en="Send a unique Idempotency-Key header, the same one on every retry.",
                field="Idempotency-Key",
            )
        mark = await self._fingerprint(fingerprint)
        with span(f"command {self._request.scope['route'].name}"):
            async with self._database.unit_of_work() as uow:
                if self._key is not None:
                    earlier = await self._earlier_reply(uow, self._key, mark)
                    if earlier is not None:
                        return earlier
                view = await handler(uow)
                version = getattr(view, "version", None)
                etag = f'"{version}"' if version is not None else None
                body = view.model_dump(mode="json")
                if self._key is not None:
                    await self._keep_reply(uow, self._key, status, body, etag)
        return _answer(status, body, etag)

    async def _fingerprint(self, given: str | None) -> str:
        content = given.encode() if given is not None else await self._request.body()
        what = f"{self._request.method} {self._request.url.path}\n".encode()
        if_match = self._request.headers.get("if-match", "").encode()
        return hashlib.sha256(what + if_match + b"\n" + content).hexdigest()

    async def _earlier_reply(
        self, uow: UnitOfWork, key: str, fingerprint: str
    ) -> JSONResponse | None:
        reply = self._database.plumbing.reply
        claimed = {
            "person": self.caller.id,
            "key": key,
            "fingerprint": fingerprint,
            "replied_at": uow.clock.real_now(),
        }
        first = await uow.connection.execute(self._database.plumbing.claim_reply, claimed)
        if first.first() is not None:
            return None
        kept = (
            await uow.connection.execute(
                select(reply).where(reply.c.person == self.caller.id, reply.c.key == key)
            )
        ).one()
        if kept.fingerprint != fingerprint:
            raise Problem(
                409,
                "idempotency_key_reused",
                zh="此 Idempotency-Key 已用于另一请求，请换一个新值。",
                en="This Idempotency-Key was used for another request. Use a new one.",
                field="Idempotency-Key",
            )
        return _answer(kept.status, kept.body, kept.etag, replayed=True)

    async def _keep_reply(
        self, uow: UnitOfWork, key: str, status: int, body: object, etag: str | None
    ) -> None:
        reply = self._database.plumbing.reply
        await uow.connection.execute(
            update(reply)
            .where(reply.c.person == self.caller.id, reply.c.key == key)
            .values(status=status, body=body, etag=etag)
        )


def _answer(status: int, body: object, etag: str | None, *, replayed: bool = False) -> JSONResponse:
    headers = {"ETag": etag} if etag else {}
    if replayed:
        headers["Idempotency-Replayed"] = "true"
    return JSONResponse(body, status, headers=headers)


async def make_execute(request: Request, caller: Caller, key: KeyHeader = None) -> Execute:
    """Dependency: runs commands for the calling person."""
    return Execute(request.app.state.database, caller, request, key)


Executor = Annotated[Execute, Depends(make_execute)]


async def database_of(request: Request) -> Database:
    """Dependency: the service's database, for a route that only reads."""
    database: Database = request.app.state.database
    return database


Reader = Annotated[Database, Depends(database_of)]
