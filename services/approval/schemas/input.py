"""What people send to approval. Unknown fields are refused."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from services.approval.domain.decision import Trigger

Text4000 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Outcome = Literal[
    "approved", "approved_with_conditions", "refused", "advance", "iterate", "hold", "stop"
]
PersonKey = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class Input(BaseModel):
    """A body: fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class ReleaseInput(Input):
    """Why a task goes back; needed only for a colleague's."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""


class ClaimNextInput(Input):
    """Which item's tasks to pull from; without it from the whole queue."""

    item: Slug | None = None


class ConflictInput(Input):
    """A conflict of interest: with an organisation's work, or with one task."""

    organisation_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")] | None = None
    task_id: UUID | None = None
    reason: Text4000


class ReasonInput(Input):
    """Why."""

    reason: Text4000


class HandOverInput(Input):
    """To which colleague, and why."""

    to: PersonKey
    reason: Text4000


class ReassignInput(Input):
    """To whom and why; unnamed, to whoever has least in hand."""

    to: PersonKey | None = None
    reason: Text4000


class NoteInput(Input):
    """A word to go with it."""

    text: Note = ""


class CopyInput(Input):
    """To whose attention."""

    to: tuple[PersonKey, ...] = Field(min_length=1, max_length=20)
    text: Note = ""


class SignerInput(Input):
    """Whose signature is asked, and what they are to look at."""

    to: PersonKey
    note: Note = ""


class SignerRemovalInput(Input):
    """Whose signature is no longer awaited, and why."""

    person: PersonKey
    reason: Note


class SignatureInput(Input):
    """What a signer says; an objection needs its reason."""

    agrees: bool
    opinion: Note = ""


class BulkInput(Input):
    """One move on many tasks. ``to`` with transfer, and with reassign where somebody is meant."""

    action: Literal["claim", "release", "transfer", "reassign", "nudge"]
    tasks: tuple[UUID, ...] = Field(min_length=1, max_length=100)
    to: PersonKey | None = None
    reason: Note = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needs_reason = self.action in ("transfer", "reassign")
        if (self.action == "transfer" and self.to is None) or (needs_reason and not self.reason):
            raise PydanticCustomError("missing", "to and reason are required here")
        return self


class StandInInput(Input):
    """Who acts; without an item on all that no other stand-in has."""

    person: PersonKey
    item: Slug | None = None


class AbsenceInput(Input):
    """Away from ``from_on`` until the day before ``until_on``; a lead may name a colleague."""

    person: PersonKey | None = None
    from_on: date
    until_on: date
    reason: Text4000
    stand_ins: tuple[StandInInput, ...] = Field(min_length=1, max_length=30)


class InformationRequestInput(Input):
    """What a department asks of the sponsor, and the ground on which the clock stops."""

    ground: Slug
    question: Text4000


class InformationInput(Input):
    """The sponsor's answer, with documents that were uploaded to the project."""

    answer: Text4000
    documents: tuple[UUID, ...] = Field(default=(), max_length=50)


class ConditionInput(Input):
    """One condition of an approval."""

    text: Text4000
    trigger: Trigger
    due_on: date | None = None
    """Only with ``by_date``."""
    gate: Slug | None = None
    """A stage whose gate does not advance before this is met; with a ``before_`` trigger only."""
    reason: Text4000 | None = None
    """Why it is imposed; apart from what it says."""
    owner: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    """Who sees to it on the sponsor's side."""


class DecisionInput(Input):
    """A decision. Ground and conditions belong to cases, ``hold_until`` to gates."""

    outcome: Outcome
    reason: Text4000
    ground: Slug | None = None
    conditions: tuple[ConditionInput, ...] = Field(default=(), max_length=50)
    hold_until: date | None = None
    sitting_id: UUID | None = None
    """The joint sitting in which a case is decided."""


class ViewFilterInput(Input):
    """What a view shows of a queue: the parameters of ``GET /tasks``."""

    kind: Literal["case", "gate"] | None = None
    item: Slug | None = None
    stage: Slug | None = None
    state: Slug | None = None
    industry: Slug | None = None
    route: Slug | None = None
    grade: Slug | None = None
    pack: Slug | None = None
    text: Annotated[str, StringConstraints(max_length=100)] | None = None
    mine: bool = False
    unclaimed: bool = False
    overdue: bool = False
    on_hold: bool = False
    copied: bool = False
    to_sign: bool = False


class ViewInput(Input):
    """A view to keep."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    filter: ViewFilterInput


class DraftInput(Input):
    """A decision as far as it is typed: the form's fields, whatever they are."""

    fields: dict[Slug, Annotated[str, StringConstraints(max_length=4000)]] = Field(max_length=60)


class CheckInput(Input):
    """A tick on a checklist, or what is missing."""

    is_met: bool
    note: Note = ""


class RecomputeInput(Input):
    """A portion of the open tasks, by id."""

    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 500
