"""A platform's entry: what it is, where it is, whom it serves, how much it can take on."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from contracts.events.registry import PlatformPublished
from contracts.ids import PlatformId
from contracts.lane_time import LANE_ZONE
from services.registry.domain.errors import (
    BadPlatformId,
    PackIsFixed,
    PlatformFull,
    UnknownIndustry,
    UnknownPlatformType,
)

_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLUG_LENGTH: Final = range(2, 64)


def lane_month(at: datetime) -> date:
    """The first day of the month, on the lane's calendar, in which ``at`` lies."""
    return at.astimezone(LANE_ZONE).date().replace(day=1)


def checked_platform_id(given: str) -> PlatformId:
    """The id, if it is a slug. Raises BadPlatformId."""
    if len(given) not in _SLUG_LENGTH or not _SLUG.fullmatch(given):
        raise BadPlatformId(given=given)
    return PlatformId(given)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask. Shown to others only while ``is_public``: the person consented."""

    name: str
    phone: str
    email: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform as it describes itself. Longitude and latitude are WGS-84 degrees."""

    id: PlatformId
    pack: str
    platform_type: str
    name_zh: str
    name_en: str
    industries: tuple[str, ...]
    place_zh: str
    place_en: str
    longitude: Decimal
    latitude: Decimal
    monthly_capacity: int
    contact: Contact | None
    version: int = 1

    def check(self, types: Collection[str], industries: Collection[str]) -> None:
        """Refuse a type or an industry that the pack does not name."""
        if self.platform_type not in types:
            raise UnknownPlatformType(
                pack=self.pack, given=self.platform_type, known=", ".join(types)
            )
        for each in self.industries:
            if each not in industries:
                raise UnknownIndustry(pack=self.pack, given=each, known=", ".join(industries))

    def changed_to(self, new: "Platform") -> "Platform | None":
        """The entry with the new words and the next version; None when nothing differs."""
        if new.pack != self.pack:
            raise PackIsFixed(current=self.pack)
        after = replace(new, version=self.version)
        return None if after == self else replace(after, version=self.version + 1)

    def published(self) -> PlatformPublished:
        """The fact that the entry stands as it does."""
        return PlatformPublished(
            platform_id=self.id,
            pack=self.pack,
            platform_type=self.platform_type,
            industries=self.industries,
        )

    def check_room(self, taken: int) -> None:
        """Refuse one more project when the month's ``taken`` ones fill the platform."""
        if taken >= self.monthly_capacity:
            raise PlatformFull(platform=self.id, capacity=self.monthly_capacity)
