"""The demo people of `samples/people*.yaml`, for the issuer and for whoever plays them.

One file per pack; the first is `people.yaml`, which also has those who belong to no pack.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from policy.loader import load_pack
from policy.problem import PackRefused, UnknownPack
from standalone.problem import StackProblem

ROOT = Path(__file__).resolve().parent.parent
SAMPLES_VARIABLE = "FASTLANE_SAMPLES"
SCOPES = ("pack", "department", "organisation", "platform")


@dataclass(frozen=True, slots=True)
class Person:
    """One who may sign in. `scopes` holds only those of SCOPES that the person has."""

    user: str
    password: str
    name: dict[str, str]
    email: str
    locale: str
    roles: tuple[str, ...]
    scopes: dict[str, str]
    place: dict[str, str]
    home: str = ""
    """The pack under whose name a sign-in page lists the person; empty for the whole lane."""

    def as_issuer_reads_it(self) -> dict[str, Any]:
        """The shape that `issuer/people.js` takes."""
        return {
            "user": self.user,
            "password": self.password,
            "name": self.name,
            "email": self.email,
            "locale": self.locale,
            "place": self.place,
            "home": home_name(self.home),
            "fastlane": {"roles": list(self.roles), **self.scopes},
        }


@dataclass(frozen=True, slots=True)
class Organisation:
    """A sample organisation, known by its unified social credit code."""

    uscc: str
    name: dict[str, str]


def samples(kind: str) -> list[Path]:
    """`<kind>.yaml` and then every `<kind>.<pack>.yaml` of the sample folder.

    The folder is ours, or the one that FASTLANE_SAMPLES names.
    """
    folder = Path(os.environ.get(SAMPLES_VARIABLE) or ROOT / "samples")
    return sorted(folder.glob(f"{kind}*.yaml"), key=lambda file: (file.name.count("."), file.name))


def load(path: Path | None = None) -> list[Person]:
    """The people of a file, or of all, in order.

    Raises StackProblem when an entry is incomplete or a user name stands twice.
    """
    found = [person for file in _files(path) for person in _people(file)]
    twice = [user for user, count in Counter(each.user for each in found).items() if count > 1]
    if twice:
        named = ", ".join(twice)
        raise StackProblem(
            f"演示人员的用户名重复：{named}。", f"User names of demo people stand twice: {named}."
        )
    return found


def organisations(path: Path | None = None) -> list[Organisation]:
    """The organisations of a file, or of all, in order."""
    rows = [row for file in _files(path) for row in _document(file)["organisations"]]
    return [Organisation(str(row["uscc"]), row["name"]) for row in rows]


def home_name(pack: str) -> dict[str, str]:
    """A pack's name as a sign-in page shows it; empty for the whole lane."""
    try:
        name = load_pack(pack).pack.name if pack else None
    except (UnknownPack, PackRefused):
        return {"zh-CN": pack, "en": pack}
    return {"zh-CN": name.zh, "en": name.en} if name else {}


def _files(path: Path | None) -> list[Path]:
    return [path] if path else samples("people")


def _people(file: Path) -> Iterator[Person]:
    document = _document(file)
    entries = document["people"]
    pack = next((entry["pack"] for entry in entries if "pack" in entry), "")
    for entry in entries:
        yield _person(entry, document["password"], pack, file)


def _document(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def _person(entry: dict[str, Any], password: str, pack: str, path: Path) -> Person:
    """A sponsor has no pack of their own, and belongs to that of the file."""
    try:
        user = entry["user"]
        return Person(
            user=user,
            password=entry.get("password", password),
            name=entry["name"],
            email=entry.get("email", f"{user}@fastlane.example"),
            locale=entry.get("locale", "zh-CN"),
            roles=tuple(entry["roles"]),
            scopes={key: str(entry[key]) for key in SCOPES if key in entry},
            place=entry.get("place", {}),
            home=entry.get("pack", pack if "sponsor" in entry["roles"] else ""),
        )
    except KeyError as missing:
        raise StackProblem(
            f"{path} 中的人员缺少 {missing}:{entry.get('user', entry)}。",
            f"A person in {path} lacks {missing}: {entry.get('user', entry)}.",
        ) from None
