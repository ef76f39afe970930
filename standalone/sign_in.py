"""Signing in as a person does, without a browser: authorization code with PKCE, then refresh.

Used by the demo, the seed and the tests, so that they hold nothing a person could not get.
"""

import base64
import hashlib
import re
import secrets
import ssl
import time
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs, urlsplit

import httpx

CLIENT = "fastlane-cli"
REDIRECT = "http://127.0.0.1/callback"
SCOPE = "openid profile email"
# Refreshed this long before it ends, so that no request meets its last second.
MARGIN_S = 30.0
_HOPS = 8


class SignInRefused(Exception):
    """The issuer did not let this person in; the message names the person and the step."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the issuer gave. `expires_at` is monotonic seconds of this process."""

    access: str
    refresh: str
    identity: str
    expires_at: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.expires_at - MARGIN_S

    @property
    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"}


async def sign_in(issuer: str, person: str, password: str) -> Tokens:
    """Goes through the whole flow with user name and password. Raises SignInRefused."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    state = secrets.token_urlsafe(16)
    query = {
        "client_id": CLIENT,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": SCOPE,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    async with _client(issuer) as client:
        answer = await client.get("/auth", params=query)
        page = await _follow(client, answer, person)
        action = re.search(r'action="(/interaction/[^"]+/login)"', page.text)
        if action is None:
            raise SignInRefused(f"{person}: expected the sign-in page, got {page.status_code}")
        answer = await client.post(action.group(1), data={"user": person, "password": password})
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            raise SignInRefused(f"{person}: user name or password not accepted")
        landed = await _follow(client, answer, person)
        code = _code(landed, state, person)
        return await _exchange(
            client,
            person,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": REDIRECT,
                "code_verifier": verifier,
            },
        )


async def refresh(issuer: str, person: str, tokens: Tokens) -> Tokens:
    """New tokens for old ones. Raises SignInRefused when the session has ended."""
    async with _client(issuer) as client:
        grant = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        return await _exchange(client, person, grant)


@cache
def _trust() -> ssl.SSLContext:
    """Whom to trust, read once: it takes longer than the whole sign-in of a person."""
    return httpx.create_ssl_context(trust_env=False)


def _client(issuer: str) -> httpx.AsyncClient:
    """Cookies of one person only."""
    return httpx.AsyncClient(base_url=issuer, trust_env=False, timeout=30, verify=_trust())


async def _follow(client: httpx.AsyncClient, answer: httpx.Response, person: str) -> httpx.Response:
    """Follows redirects until a page, or until the address that is ours."""
    for _ in range(_HOPS):
        if not answer.is_redirect or answer.headers["location"].startswith(REDIRECT):
            return answer
        answer = await client.get(answer.headers["location"])
    raise SignInRefused(f"{person}: more than {_HOPS} redirects")


def _code(landed: httpx.Response, state: str, person: str) -> str:
    given = parse_qs(urlsplit(landed.headers.get("location", "")).query)
    if given.get("state") != [state] or "code" not in given:
        raise SignInRefused(f"{person}: no code came back ({landed.status_code})")
    code: str = given["code"][0]
    return code


async def _exchange(client: httpx.AsyncClient, person: str, grant: dict[str, str]) -> Tokens:
    answer = await client.post("/token", data={"client_id": CLIENT, **grant})
    if answer.is_error:
        raise SignInRefused(f"{person}: token endpoint answered {answer.status_code} {answer.text}")
    given = answer.json()
    return Tokens(
        access=given["access_token"],
        refresh=given.get("refresh_token", ""),
        identity=given.get("id_token", ""),
        expires_at=time.monotonic() + float(given["expires_in"]),
    )
