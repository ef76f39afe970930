"""What the portal reads from registry."""

from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read, Words


class Place(Read):
    """Where a platform is."""

    name: Words
    longitude: float
    latitude: float


class Contact(Read):
    """Whom to ask."""

    name: str
    phone: str
    email: str


class Platform(Read):
    """A platform's entry."""

    id: str
    pack: str
    platform_type: str
    name: Words
    industries: list[str]
    place: Place
    monthly_capacity: int
    capacity_left: int
    contact: Contact | None
    contact_is_public: bool
    version: int


class PlatformPage(Read):
    """A page of platforms."""

    items: list[Platform]
    next_cursor: str | None


class Decline(Read):
    """A platform's no."""

    platform_id: str
    ground: str
    note: str
    declined_at: AwareDatetime


class Placement(Read):
    """A search for a platform."""

    id: UUID
    project_id: UUID
    stage: str
    pack: str
    organisation_name: str
    title: str
    industry: str
    key_project: bool
    state: str
    platform_id: str | None
    declines: list[Decline]
    opened_at: AwareDatetime
    chosen_at: AwareDatetime | None
    confirmed_at: AwareDatetime | None
    version: int


class PlacementPage(Read):
    """A page of placements."""

    items: list[Placement]
    next_cursor: str | None
