"""Signing in at the issuer: authorization code with PKCE (RFC 7636), refresh, sign-out.

Three requests are all that is needed, so they are made here; keys and claims are checked by
``chassis.auth.Verifier`` and joserfc.
"""

import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis.auth import Verifier
from chassis.problems import Problem
from services.portal.session import PendingSignIn, Session, new_csrf
from services.portal.settings import PortalSettings

SCOPE = "openid profile email"


class SignInFailed(Exception):
    """The issuer gave no session: what came back does not fit what was asked."""


class IssuerUnreachable(Exception):
    """The issuer did not answer."""


class Issuer:
    """The issuer as the portal needs it. Its addresses are looked up once."""

    def __init__(self, client: httpx.AsyncClient, settings: PortalSettings) -> None:
        self._client, self._settings = client, settings
        self._verifier = Verifier(settings.oidc_issuer, settings.oidc_audience, client)
        self._known: dict[str, Any] | None = None

    @property
    def callback(self) -> str:
        """Where the issuer sends people back to."""
        return f"{self._settings.public_url}/auth/callback"

    async def _address(self, name: str) -> str:
        if self._known is None:
            url = f"{self._settings.oidc_issuer}/.well-known/openid-configuration"
            self._known = await self._json("GET", url)
        return str(self._known[name])

    async def _json(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        try:
            response = await self._client.request(method, url, **more)
            if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise IssuerUnreachable
            if response.is_error:
                raise SignInFailed(f"the issuer answered {response.status_code}")
            found: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as fault:
            raise IssuerUnreachable from fault
        return found

    async def begin(self, next_: str, language: str) -> tuple[str, PendingSignIn]:
        """Where to send the person, and what to remember meanwhile."""
        pending = PendingSignIn(
            state=secrets.token_urlsafe(16),
            nonce=secrets.token_urlsafe(16),
            verifier=secrets.token_urlsafe(48),
            next=next_,
            started_at=time.time(),
        )
        digest = hashlib.sha256(pending.verifier.encode()).digest()
        query = {
            "client_id": self._settings.oidc_client,
            "redirect_uri": self.callback,
            "response_type": "code",
            "scope": SCOPE,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "ui_locales": "zh-CN" if language == "zh" else "en",
        }
        return f"{await self._address('authorization_endpoint')}?{urlencode(query)}", pending

    async def finish(self, pending: PendingSignIn, code: str) -> Session:
        """The session for a code. Raises SignInFailed, IssuerUnreachable."""
        given = await self._grant(
            grant_type="authorization_code",
            code=code,
            redirect_uri=self.callback,
            code_verifier=pending.verifier,
        )
        await self._check_identity(given.get("id_token", ""), pending.nonce)
        return await self._session(given, new_csrf(), time.time())

    async def refresh(self, session: Session) -> Session:
        """The session with new tokens. Raises SignInFailed when it has ended."""
        given = await self._grant(grant_type="refresh_token", refresh_token=session.refresh)
        given.setdefault("refresh_token", session.refresh)
        renewed = await self._session(given, session.csrf, session.started_at)
        if renewed.person != session.person:
            raise SignInFailed("the refreshed token speaks for somebody else")
        return renewed

    async def sign_out_address(self, language: str) -> str:
        """Where the issuer ends its own session and sends the person home."""
        query = {
            "client_id": self._settings.oidc_client,
            "post_logout_redirect_uri": f"{self._settings.public_url}/",
            "ui_locales": "zh-CN" if language == "zh" else "en",
        }
        return f"{await self._address('end_session_endpoint')}?{urlencode(query)}"

    async def _grant(self, **form: str) -> dict[str, Any]:
        address = await self._address("token_endpoint")
        data = {"client_id": self._settings.oidc_client, **form}
        return await self._json("POST", address, data=data)

    async def _check_identity(self, token: str, nonce: str) -> None:
        found = await self._json("GET", await self._address("jwks_uri"))
        keys = KeySet.import_key_set({"keys": found["keys"]})
        rules = jwt.JWTClaimsRegistry(
            leeway=30,
            iss={"essential": True, "value": self._settings.oidc_issuer},
            aud={"essential": True, "value": self._settings.oidc_client},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
        )
        try:
            rules.validate(jwt.decode(token, keys, algorithms=["RS256"]).claims)
        except (JoseError, ValueError) as fault:
            raise SignInFailed("the identity token does not hold") from fault

    async def _session(self, given: dict[str, Any], csrf: str, started_at: float) -> Session:
        try:
            person = await self._verifier.verify(given["access_token"])
        except (Problem, KeyError) as fault:
            raise SignInFailed("the access token does not hold") from fault
        return Session(
            person=person.id,
            name=person.name,
            email=person.email,
            locale=person.locale,
            roles=tuple(sorted(role.value for role in person.roles)),
            scopes=dict(person.scopes),
            access=given["access_token"],
            refresh=given.get("refresh_token", ""),
            expires_at=time.time() + float(given.get("expires_in", 300)),
            csrf=csrf,
            started_at=started_at,
        )
