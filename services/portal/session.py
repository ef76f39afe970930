"""The session: encrypted cookies, nothing kept on the server. Who signed in is in ``Session``.

The key is derived from the session secret; a cookie that we did not make, or that is too old,
counts as none. Sign-in itself is in ``clients.issuer``.
"""

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from contracts.people import Role

_HEADER = {"alg": "dir", "enc": "A256GCM"}
SESSION_S = 12 * 3600
"""A working day; the issuer's own session is no longer."""
SIGN_IN_S = 900
"""How long somebody may take over the sign-in page."""


@dataclass(frozen=True, slots=True)
class Session:
    """A person who signed in, and the tokens to speak for them. Times are epoch seconds."""

    person: str
    name: str
    email: str
    locale: str
    roles: tuple[str, ...]
    scopes: dict[str, str]
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: float
    csrf: str = field(repr=False)
    started_at: float

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of the roles."""
        return any(role.value in self.roles for role in roles)

    def needs_refresh(self, now: float, margin_s: float = 45.0) -> bool:
        """Whether the access token ends before a request could have used it."""
        return now >= self.expires_at - margin_s


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """What has to come back unchanged from the issuer, and where to go then."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    next: str
    started_at: float


@dataclass(frozen=True, slots=True)
class Flash:
    """One sentence for the next page."""

    kind: Literal["good", "bad", "note"]
    text: str


class Sealer:
    """Encrypts small records into cookie values and reads them back."""

    def __init__(self, secret: str) -> None:
        key = hmac.new(secret.encode(), b"fastlane portal cookies", hashlib.sha256).digest()
        self._key = OctKey.import_key(key)

    def seal(self, purpose: str, record: Session | PendingSignIn | Flash) -> str:
        """A cookie value that only this portal can read."""
        content = json.dumps({"for": purpose, **asdict(record)}, separators=(",", ":"))
        return jwe.encrypt_compact(_HEADER, content, self._key)

    def _open(self, purpose: str, value: str | None) -> dict[str, Any] | None:
        if not value:
            return None
        try:
            opened = jwe.decrypt_compact(value, self._key).plaintext
            record: dict[str, Any] = json.loads(opened or b"")
        except (JoseError, ValueError):
            return None
        return record if record.pop("for", None) == purpose else None

    def session(self, value: str | None) -> Session | None:
        """The session in a cookie, None when there is none that counts."""
        record = self._open("session", value)
        if record is None or time.time() - record["started_at"] > SESSION_S:
            return None
        record["roles"] = tuple(record["roles"])
        return Session(**record)

    def pending(self, value: str | None) -> PendingSignIn | None:
        """The sign-in under way, None when there is none or it took too long."""
        record = self._open("sign-in", value)
        if record is None or time.time() - record["started_at"] > SIGN_IN_S:
            return None
        return PendingSignIn(**record)

    def flash(self, value: str | None) -> Flash | None:
        """The sentence left for this page."""
        record = self._open("flash", value)
        return Flash(**record) if record else None


def new_csrf() -> str:
    """A token that only pages of this session carry."""
    return secrets.token_urlsafe(24)


def same(expected: str, given: str) -> bool:
    """Compares two tokens without telling by time where they differ."""
    return hmac.compare_digest(expected.encode(), given.encode())
