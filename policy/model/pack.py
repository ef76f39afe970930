"""A whole pack: whose policy it is, on which text it rests, and all its parts."""

from collections.abc import Sequence
from datetime import date, time
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints

from policy.model.base import Clause, Entry, Name, PackModel, Slug, Text
from policy.model.fact import Fact
from policy.model.funding import Advice, Evaluation, Grant, Programme, Referral, Stacking, Voucher
from policy.model.item import CommitmentText, Item, Priority
from policy.model.party import Chain, Department, Industry, SponsorKind, Tier
from policy.model.platform import IndicatorSet, PlatformType, PublishedList
from policy.model.process import (
    EvidenceKind,
    HoldGround,
    Material,
    Procedure,
    RefusalGround,
    Stage,
    StopGround,
    Supervision,
)
from policy.model.risk import CreditGrade, Risk
from policy.model.subject import Subject
from policy.model.target import Target

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
T = TypeVar("T", bound=Entry)
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,3}$")]


class Source(PackModel):
    """A document that the pack rests on, with its clauses, so that citing one can be checked."""

    id: Slug
    title: Name
    file: Text
    issued_on: date
    in_force_from: date | None = None
    """Day on which it takes effect; None where the text does not say."""
    expires_on: date | None = None
    """Its last day in force; None where the text sets none."""
    status: Literal["in_force", "draft", "interpretation", "superseded"]
    superseded_by: Text | None = None
    clauses: tuple[Clause, ...] = Field(min_length=1)
    cited_as: tuple[Name, ...] = Field(default=(), max_length=4)
    """What the first of each level is called: 第一部分 / part 1, 第（一）条 / clause 1."""

    def has_expired(self, on: date) -> bool:
        """Whether its last day is over on that day."""
        return self.expires_on is not None and on > self.expires_on

    def is_yet_to_come(self, on: date) -> bool:
        """Whether it takes effect only after that day."""
        return self.in_force_from is not None and on < self.in_force_from


class Reason(Entry):
    """A reason that several figures share; they name it by its id."""


class DayOff(PackModel):
    """A local day off, beside the mainland's calendar."""

    on: date
    name: Name


class Calendar(PackModel):
    """Which working days count, and when the office closes."""

    base: Literal["china_mainland"] = "china_mainland"
    office_closes_at: ClockTime = "17:30"
    days_off: tuple[DayOff, ...] = ()

    @property
    def office_closes(self) -> time:
        return time.fromisoformat(self.office_closes_at)


class Pack(PackModel):
    """One city or province. Everything that differs between them is in here."""

    format: Literal[1]
    id: Slug
    version: Version
    name: Name
    sources: tuple[Source, ...] = Field(min_length=1)
    reasons: tuple[Reason, ...] = ()
    """What `reason: <id>` stands for. Written out before anything else is read."""
    calendar: Calendar = Calendar()
    departments: tuple[Department, ...] = Field(min_length=1)
    industries: tuple[Industry, ...] = Field(min_length=1)
    tiers: tuple[Tier, ...] = ()
    chains: tuple[Chain, ...] = ()
    sponsor_kinds: tuple[SponsorKind, ...] = Field(min_length=1)
    facts: tuple[Fact, ...] = ()
    platform_types: tuple[PlatformType, ...] = ()
    indicator_sets: tuple[IndicatorSet, ...] = ()
    evidence_kinds: tuple[EvidenceKind, ...] = Field(min_length=1)
    materials: tuple[Material, ...] = ()
    refusal_grounds: tuple[RefusalGround, ...] = Field(min_length=1)
    stop_grounds: tuple[StopGround, ...] = ()
    hold_grounds: tuple[HoldGround, ...] = ()
    procedure: Procedure = Procedure()
    stages: tuple[Stage, ...] = Field(min_length=1)
    items: tuple[Item, ...] = ()
    commitment_texts: tuple[CommitmentText, ...] = ()
    priorities: tuple[Priority, ...] = ()
    """From top to bottom; the first whose condition holds decides."""
    supervision: tuple[Supervision, ...] = ()
    subjects: tuple[Subject, ...] = ()
    risk: Risk | None = None
    credit: tuple[CreditGrade, ...] = ()
    programmes: tuple[Programme, ...] = ()
    stacking: tuple[Stacking, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    advice: tuple[Advice, ...] = ()
    published_lists: tuple[PublishedList, ...] = ()
    targets: tuple[Target, ...] = ()

    @property
    def all_stages(self) -> tuple[Stage, ...]:
        """The project's stages, and those that other subjects have of their own."""
        return (*self.stages, *(stage for subject in self.subjects for stage in subject.stages))

    @property
    def vouchers(self) -> tuple[Voucher, ...]:
        return tuple(each for each in self.programmes if isinstance(each, Voucher))

    def stage(self, id_: str) -> Stage:
        """KeyError when the pack has none of that id; so for the other look-ups."""
        return _by_id(self.all_stages, id_)

    def item(self, id_: str) -> Item:
        return _by_id(self.items, id_)

    def department(self, id_: str) -> Department:
        return _by_id(self.departments, id_)

    def industry(self, id_: str) -> Industry:
        return _by_id(self.industries, id_)

    def programme(self, id_: str) -> Voucher | Grant | Referral:
        return _by_id(self.programmes, id_)

    def items_at(self, stage: str) -> tuple[Item, ...]:
        """The items that open at a stage, in the pack's order."""
        return tuple(item for item in self.items if item.opens_at == stage)

    def name_of(self, section: str, id_: str) -> Name:
        """The name of an entry of a listed section, such as ("materials", "site_plan")."""
        name = "all_stages" if section == "stages" else section
        entries: tuple[Entry, ...] = getattr(self, name)
        return _by_id(entries, id_).name


def _by_id(entries: Sequence[T], id_: str) -> T:
    for entry in entries:
        if entry.id == id_:
            return entry
    raise KeyError(id_)
