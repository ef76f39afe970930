"""Parts of a task that stand beside it: signers, ticks, where the time went."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel


class SignerView(BaseModel):
    """A colleague whose signature is asked; ``agrees`` None until they have signed."""

    person: str
    name: str
    asked_by_name: str
    asked_at: AwareDatetime
    note: str
    agrees: bool | None
    opinion: str | None
    signed_at: AwareDatetime | None
    signed_by_name: str | None
    """Who signed: the signer, or who stood in."""


class PointView(BaseModel):
    """A point of a checklist; without words it is a material, named by the pack."""

    point: str
    zh: str | None
    en: str | None


class CheckView(BaseModel):
    """The last word on a point of a task's checklist."""

    point: str
    is_met: bool
    note: str
    by_name: str
    checked_at: AwareDatetime


class StretchView(BaseModel):
    """A time [from_at, until_at) of the task's that belongs to one party."""

    party: Literal["queue", "department", "sponsor", "suspended"]
    who: str | None
    from_at: AwareDatetime
    until_at: AwareDatetime
