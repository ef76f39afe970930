"""What people send about the time after a decision. Unknown fields are refused."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from contracts.events.after_decision import CreditGrade, Finding, RevocationGround
from services.approval.schemas.input import ConditionInput, Note, Slug, Text4000

Documents = Annotated[tuple[UUID, ...], Field(max_length=50)]
Minutes = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CommitmentInput(_Input):
    """That the sponsor has read and signs the text with this digest."""

    sha256: Sha256


class FindingInput(_Input):
    """What an inspection found; ``rectify_by`` only where something is to be put right."""

    finding: Finding
    text: Text4000
    rectify_by: date | None = None


class WordInput(_Input):
    """A sponsor's word, with documents that were uploaded to the project."""

    text: Text4000
    documents: Documents = ()


class RevocationInput(_Input):
    """On which ground a decision is taken back, and why."""

    ground: RevocationGround
    reason: Text4000

    @model_validator(mode="after")
    def _by_people(self) -> Self:
        if self.ground == "upstream_revoked":
            raise PydanticCustomError("ground", "only a reconsideration decides on that ground")
        return self


class CreditInput(_Input):
    """A grade as the authority finds it, or as it repairs it."""

    grade: CreditGrade
    is_repair: bool = False
    reason: Text4000


class FactsInput(_Input):
    """Facts that turned out to be otherwise, and how that came to be known."""

    facts: dict[Slug, bool | Annotated[str, StringConstraints(max_length=80)]] = Field(
        min_length=1, max_length=50
    )
    reason: Text4000


class GradeInput(_Input):
    """The grade that an officer puts in the place of the rules'."""

    grade: Slug
    reason: Text4000


class ConsentInput(_Input):
    """A second person's word on it."""

    given: bool
    reason: Note = ""


class DischargeInput(_Input):
    """Whether a condition is met."""

    result: Literal["discharged", "partly", "refused"]
    reason: Text4000


class ReplacementInput(_Input):
    """The condition that takes the place of another, and why."""

    condition: ConditionInput
    reason: Text4000


class PermissionEndInput(_Input):
    """What became of a temporary run."""

    how: Literal["converted", "dismantled", "sealed"]
    reason: Text4000


class ReconsideredInput(_Input):
    """The decision stands (``upheld``), or this one takes its place."""

    outcome: Literal["upheld", "approved", "approved_with_conditions", "refused"]
    reason: Text4000
    ground: Slug | None = None
    conditions: tuple[ConditionInput, ...] = Field(default=(), max_length=50)


class SittingInput(_Input):
    """When and where departments sit, over what; without cases over every open one."""

    at: AwareDatetime
    place: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    agenda: Text4000
    cases: Annotated[tuple[UUID, ...], Field(max_length=50)] = ()


class MinutesInput(_Input):
    """What was said, and which of the invited departments did not come."""

    minutes: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20000)
    ]
    absent: Annotated[tuple[Slug, ...], Field(max_length=50)] = ()
