"""Who calls: bearer tokens checked against the issuer's keys, roles and scopes from claims."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
from fastapi import Depends, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis.problems import Problem
from contracts.people import SCOPES, Role

_CLAIM = "fastlane"
_REFETCH_AFTER_S = 5.0
"""An unknown key is looked up again at most this often: bad tokens cost the issuer little."""
_LEEWAY_S = 30


@dataclass(frozen=True, slots=True)
class Principal:
    """The person behind a request, as the issuer vouches."""

    id: str
    name: str
    email: str
    locale: str
    roles: frozenset[Role]
    scopes: Mapping[str, str]

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)

    def scope(self, name: str) -> str | None:
        """Where the person's roles hold: a department, an organisation, a platform, a pack."""
        return self.scopes.get(name)


def unauthenticated(detail_zh: str, detail_en: str) -> Problem:
    """401, with the reason."""
    return Problem(401, "unauthenticated", zh=detail_zh, en=detail_en)


class Verifier:
    """Checks access tokens of one issuer. Keys are fetched when first needed and when unknown."""

    def __init__(self, issuer: str, audience: str, client: httpx.AsyncClient) -> None:
        self._issuer = issuer
        self._client = client
        self._keys: KeySet | None = None
        self._fetched_at = -_REFETCH_AFTER_S
        self._lock = asyncio.Lock()
        self._claims = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    async def verify(self, token: str) -> Principal:
        """The person a token speaks for. Raises Problem (401) for any other token."""
        for attempt in (1, 2):
            keys = await self._known_keys(again=attempt == 2)
            try:
                decoded = jwt.decode(token, keys, algorithms=["RS256"])
                self._claims.validate(decoded.claims)
                return _principal(decoded.claims)
            except (JoseError, ValueError) as fault:
                if attempt == 2 or "exp" in str(fault):
                    raise unauthenticated(
                        "登录凭证无效或已过期，请重新登录。",
                        "The access token is invalid or has expired. Sign in again.",
                    ) from fault
        raise AssertionError("unreachable")

    async def _known_keys(self, *, again: bool) -> KeySet:
        async with self._lock:
            stale = self._keys is None or again
            if stale and time.monotonic() - self._fetched_at >= _REFETCH_AFTER_S:
                self._keys = await self._fetch()
                self._fetched_at = time.monotonic()
            if self._keys is None:
                raise Problem(
                    503,
                    "issuer_unreachable",
                    zh="暂时无法联系登录服务，请稍后再试。",
                    en="The sign-in service cannot be reached. Try again shortly.",
                )
            return self._keys

    async def _fetch(self) -> KeySet | None:
        try:
            found = await self._client.get(f"{self._issuer}/.well-known/openid-configuration")
            found.raise_for_status()
            keys = await self._client.get(found.json()["jwks_uri"])
            keys.raise_for_status()
            return KeySet.import_key_set(keys.json())
        except (httpx.HTTPError, ValueError, KeyError):
            return self._keys


def _principal(claims: Mapping[str, Any]) -> Principal:
    ours = claims.get(_CLAIM)
    ours = ours if isinstance(ours, dict) else {}
    known = {role.value for role in Role}
    roles = frozenset(Role(role) for role in ours.get("roles", ()) if role in known)
    return Principal(
        id=str(claims["sub"]),
        name=str(claims.get("name", "")),
        email=str(claims.get("email", "")),
        locale=str(claims.get("locale", "zh-CN")),
        roles=roles,
        scopes={key: str(ours[key]) for key in SCOPES if ours.get(key)},
    )


async def authenticate(request: Request) -> Principal:
    """Dependency: the calling person. 401 without a valid bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthenticated("请先登录。", "Sign in first: a bearer token is missing.")
    verifier: Verifier = request.app.state.verifier
    principal = await verifier.verify(token)
    if not principal.roles:
        raise Problem(
            403,
            "no_role",
            zh="您的账号尚未分配角色，请联系管理员。",
            en="Your account has no role on the lane. Ask an administrator for one.",
        )
    return principal


Caller = Annotated[Principal, Depends(authenticate)]


class Needs:
    """Dependency: the caller must hold one of the roles, else 403."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(self, caller: Caller) -> Principal:
        if not caller.has(*self.roles):
            raise Problem(
                403,
                "role_required",
                zh="此操作需要以下角色之一：{roles}。",
                en="This needs one of the roles: {roles}.",
                facts={"roles": ", ".join(self.roles)},
            )
        return caller
