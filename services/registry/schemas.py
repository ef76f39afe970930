"""What registry's HTTP API takes and gives."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from services.registry.domain.ground import DeclineGround

Text200 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$", max_length=255)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()-]{4,29}$")]
AsNumber = PlainSerializer(float, return_type=float, when_used="json")
# Six decimals of a degree are a tenth of a metre.
Longitude = Annotated[
    Decimal, Field(ge=-180, le=180, decimal_places=6, allow_inf_nan=False), AsNumber
]
Latitude = Annotated[Decimal, Field(ge=-90, le=90, decimal_places=6, allow_inf_nan=False), AsNumber]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Words(_Input):
    """A name in both languages."""

    zh: Text200
    en: Text200


class Place(_Input):
    """Where a platform is; WGS-84 degrees."""

    name: Words
    longitude: Longitude
    latitude: Latitude


class Contact(_Input):
    """Whom to ask about a platform."""

    name: Text200
    phone: Phone
    email: Email


class PlatformInput(_Input):
    """A platform in its operator's words."""

    pack: Slug
    platform_type: Slug
    name: Words
    industries: tuple[Slug, ...] = Field(min_length=1, max_length=50)
    place: Place
    monthly_capacity: int = Field(gt=0, le=100_000, strict=True)
    contact: Contact | None = None
    contact_is_public: bool = False
    """The contact person consented to being shown to everybody who signs in."""


class PlatformView(BaseModel):
    """A platform's entry. ``contact`` is null unless public or the reader's own."""

    id: str
    pack: str
    platform_type: str
    name: Words
    industries: list[str]
    place: Place
    monthly_capacity: int
    capacity_left: int
    """Projects that can still be taken on in the current lane month."""
    contact: Contact | None
    contact_is_public: bool
    published_at: AwareDatetime
    changed_at: AwareDatetime
    version: int


class PlatformPage(BaseModel):
    """A page of platforms, by id."""

    items: list[PlatformView]
    next_cursor: str | None


class ChoiceInput(_Input):
    """Which platform the sponsor asks."""

    platform_id: Slug


class AnswerInput(_Input):
    """What the asked platform says. ``ground`` only and always with a no."""

    accept: bool = Field(strict=True)
    ground: DeclineGround | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class DeclineView(BaseModel):
    """A platform's no."""

    platform_id: str
    ground: str
    note: str
    declined_at: AwareDatetime


class PlacementView(BaseModel):
    """A search for a platform. Declines of other platforms are hidden from an operator."""

    id: UUID
    project_id: UUID
    stage: str
    pack: str
    organisation_id: str
    organisation_name: str
    title: str
    industry: str
    key_project: bool
    state: str
    platform_id: str | None
    declines: list[DeclineView]
    opened_at: AwareDatetime
    chosen_at: AwareDatetime | None
    confirmed_at: AwareDatetime | None
    released_at: AwareDatetime | None
    version: int


class PlacementPage(BaseModel):
    """A page of placements, newest first."""

    items: list[PlacementView]
    next_cursor: str | None


class GroundView(BaseModel):
    """A ground with its names."""

    id: str
    zh: str
    en: str
