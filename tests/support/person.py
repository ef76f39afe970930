"""People who call a service under test, and the tokens that speak for them."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey
from stdnum.cn import uscc as uscc_rules

from chassis.auth import Verifier
from contracts.people import Role

ISSUER = "http://issuer.test"
AUDIENCE = "fastlane-api"
PACK = "guangzhou"


def uscc(number: int) -> str:
    """A valid organisation id, another one for every number."""
    begin = f"91440101MA5{number:06d}"
    return begin + uscc_rules.calc_check_digit(begin)


OWN_USCC = uscc(1)
OTHER_USCC = uscc(2)


@dataclass(frozen=True)
class Person:
    """A person as the issuer's claims describe them; keys left at None are left out."""

    id: str
    roles: tuple[Role, ...]
    name: str = ""
    pack: str | None = PACK
    department: str | None = None
    organisation: str | None = None
    platform: str | None = None
    locale: str = "zh-CN"

    @property
    def claims(self) -> dict[str, Any]:
        """The claims of an access token that is valid for ten minutes."""
        ours = {
            "roles": [str(role) for role in self.roles],
            "pack": self.pack,
            "department": self.department,
            "organisation": self.organisation,
            "platform": self.platform,
        }
        return {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": self.id,
            "exp": int(time.time()) + 600,
            "name": self.name or self.id,
            "email": f"{self.id}@fastlane.example",
            "locale": self.locale,
            "fastlane": {key: value for key, value in ours.items() if value is not None},
        }


def sponsor(id_: str = "sponsor", organisation: str = OWN_USCC) -> Person:
    """Somebody who acts for an organisation."""
    return Person(id_, (Role.SPONSOR,), pack=None, organisation=organisation)


def officer(id_: str, department: str, pack: str = PACK) -> Person:
    """Somebody who works through a department's queue."""
    return Person(id_, (Role.OFFICER,), pack=pack, department=department)


def lead(id_: str, department: str, pack: str = PACK) -> Person:
    """The lead of a department."""
    return Person(id_, (Role.DEPARTMENT_LEAD,), pack=pack, department=department)


def worker_of_pack(id_: str, *roles: Role, pack: str | None = PACK) -> Person:
    """Somebody whose roles hold in a whole pack: reviewer, case manager, director, auditor."""
    return Person(id_, roles, pack=pack)


@dataclass
class Issuer:
    """Signs tokens, and serves its keys to a verifier without a network."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test"}))

    def token(self, person: Person) -> str:
        """An access token for a person."""
        header = {"alg": "RS256", "kid": "test"}
        return jwt.encode(header, person.claims, self.key, algorithms=["RS256"])

    def verifier(self) -> Verifier:
        """What a service checks this issuer's tokens with."""
        return Verifier(ISSUER, AUDIENCE, httpx.AsyncClient(transport=self._transport()))

    def _transport(self) -> httpx.MockTransport:
        public: dict[str, Iterable[Any]] = {"keys": [self.key.as_dict(private=False)]}

        def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/.well-known/openid-configuration":
                return httpx.Response(200, json={"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"})
            return httpx.Response(200, json=public)

        return httpx.MockTransport(answer)
