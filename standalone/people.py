"""The demo people of `samples/people.yaml`, for the issuer and for whoever plays them."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

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

    def as_issuer_reads_it(self) -> dict[str, Any]:
        """The shape that `issuer/people.js` takes."""
        return {
            "user": self.user,
            "password": self.password,
            "name": self.name,
            "email": self.email,
            "locale": self.locale,
            "place": self.place,
            "fastlane": {"roles": list(self.roles), **self.scopes},
        }


@dataclass(frozen=True, slots=True)
class Organisation:
    """A sample organisation, known by its unified social credit code."""

    uscc: str
    name: dict[str, str]


def samples(name: str) -> Path:
    """A file of the sample folder: ours, or the one that FASTLANE_SAMPLES names."""
    return Path(os.environ.get(SAMPLES_VARIABLE) or ROOT / "samples") / name


def load(path: Path | None = None) -> list[Person]:
    """The people in the order of the file. Raises StackProblem when an entry is incomplete."""
    path = path or samples("people.yaml")
    document = _document(path)
    return [_person(entry, document["password"], path) for entry in document["people"]]


def organisations(path: Path | None = None) -> list[Organisation]:
    """The organisations in the order of the file."""
    path = path or samples("people.yaml")
    return [Organisation(str(row["uscc"]), row["name"]) for row in _document(path)["organisations"]]


def _document(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def _person(entry: dict[str, Any], password: str, path: Path) -> Person:
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
        )
    except KeyError as missing:
        raise StackProblem(
            f"{path} 中的人员缺少 {missing}:{entry.get('user', entry)}。",
            f"A person in {path} lacks {missing}: {entry.get('user', entry)}.",
        ) from None
