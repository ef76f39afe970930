"""Approval items: who decides on what, when it opens, in what time, and all that belongs to it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.process import OnRefusal, ProcedureKind, Rank, UtilityKind
from policy.model.base import (
    Basis,
    BasisKind,
    Entry,
    Expression,
    Figure,
    Name,
    PackModel,
    SetLimit,
    SetPeriod,
    Slug,
)

Percent = Annotated[int, Field(gt=0, le=100)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class LimitCase(PackModel):
    """Other limits while a condition holds, as for a report instead of a form."""

    id: Slug
    name: Name
    when: Expression
    statutory: SetLimit
    committed: SetLimit


class ItemLimits(PackModel):
    """The limit that the law sets and the shorter one that the authority promises.

    The first case that holds decides; what stands beside the cases is for everything else.
    """

    statutory: SetLimit
    committed: SetLimit
    cases: tuple[LimitCase, ...] = ()


class CommitmentText(Entry):
    """What a sponsor signs on the route of commitment and filing."""

    zh: LongText
    en: LongText


class RouteTerms(PackModel):
    """A lighter route of an item: its own promise and its own materials."""

    committed: SetLimit
    materials: tuple[Slug, ...]
    inspection: SetLimit | None = None
    """After a filing by commitment, in what time it is inspected."""
    commitment: Slug | None = None
    """The commitment text that is signed."""
    rectify: SetLimit | None = None
    """In which what an inspection finds is put right; then what was filed is revoked."""


class ItemRoutes(PackModel):
    """The lighter routes that an item has. The standard route is the item itself."""

    commitment_and_filing: RouteTerms | None = None
    simplified: RouteTerms | None = None


class Extension(PackModel):
    """How far a limit may be extended, how often, and who may say so."""

    at_most: SetLimit
    approver: Rank
    times: int = Field(default=1, ge=1, le=5)


class ItemProcedure(Entry):
    """A procedure of an item with a limit of its own: expert review, public notice, hearing ..."""

    kind: ProcedureKind
    limit: SetLimit
    stop_ground: Slug | None = None
    """The ground on which the item's clock stops meanwhile; it runs on when left out."""
    required: bool = False
    """Whether nothing may be decided without it."""


class Check(Entry):
    """What an officer looks at before deciding."""


class RoundTerms(PackModel):
    """The limits of one round of information; the last one's hold for later rounds."""

    round: int = Field(ge=1, le=10)
    answer: SetLimit | None = None
    """For the sponsor to answer."""
    review: SetLimit | None = None
    """For the department, from the answer; the item's own clock goes on when left out."""


class Permission(PackModel):
    """How long what was approved stays good, and how it is prolonged."""

    valid_for: SetPeriod
    prolonged_by: SetPeriod | None = None
    prolongations: int = Field(default=0, ge=0, le=10)
    when: Expression | None = None
    """Only for such projects; for others what was approved has no end."""
    temporary: bool = False
    """A run for a time: dismantled, sealed or converted when it ends."""


class Item(Entry, Basis):
    """An approval item. `set_by_authority` says why one is here that no clause names."""

    basis: BasisKind = "given"
    department: Slug
    opens_at: Slug
    after: tuple[Slug, ...] = ()
    materials: tuple[Slug, ...]
    limits: ItemLimits
    remind_at_percent: tuple[Percent, ...] = (50, 80, 100)
    on_refusal: OnRefusal
    """What a refusal does to the others: `stop` ends them, `finish` lets them be decided,
    `supersede` replaces those that wait for this one."""
    refusal_grounds: tuple[Slug, ...]
    stop_grounds: tuple[Slug, ...] = ()
    max_information_rounds: int = Field(ge=0, le=10)
    rounds: tuple[RoundTerms, ...] = ()
    when: Expression | None = None
    """Whether a project needs it at all; every project when left out."""
    routes: ItemRoutes | None = None
    extension: Extension | None = None
    deemed_approval: Basis | None = None
    """Silence beyond the statutory limit approves. Never where `affects_safety`."""
    affects_safety: bool = False
    accepts_gaps: bool = False
    four_eyes: bool = False
    """An assessor recommends, a reviewer confirms."""
    joint_review: bool = False
    permission: Permission | None = None
    utility: UtilityKind | None = None
    """A connection that a supplier makes rather than an approval."""
    procedures: tuple[ItemProcedure, ...] = ()
    checklist: tuple[Check, ...] = ()


class Priority(Entry):
    """A list that gives a project priority, and shorter promises from that day on."""

    when: Expression
    """Holds for a project that is on the list."""
    committed_percent: Figure
    """What is left of the committed limit; part days count whole."""
    items: tuple[Slug, ...] = ()
    """All items when left out."""
