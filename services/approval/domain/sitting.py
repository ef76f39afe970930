"""A joint sitting (联合会审) over a project's open items: called, decided in, and minuted.

Each department still decides its own case, by its own officer; what the sitting adds is one
agenda, one record, and one id that all its decisions carry (mechanism M06).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from contracts.events.after_decision import SittingCalled, SittingHeld
from contracts.ids import CaseId, OrganisationId, ProjectId
from services.approval.domain.case import Case
from services.approval.domain.errors.sitting import (
    AbsentDecided,
    AttendanceIncomplete,
    NothingToSitOver,
    NotInProject,
    NotOnTheAgenda,
    SittingInThePast,
    SittingNotBegun,
    SittingOver,
)
from services.approval.domain.holder import Actor


class SittingState(StrEnum):
    """Where a sitting stands."""

    CALLED = "called"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A case on the agenda, and what was decided on it in the sitting."""

    case_id: CaseId
    item: str
    department: str
    decided_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked for: when, where, over what."""

    at: datetime
    place: str
    agenda: str
    cases: tuple[UUID, ...]
    """None named: every open case of the project."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting. called, until its minutes make it held; then nothing is added."""

    id: UUID
    project_id: ProjectId
    organisation_id: OrganisationId
    pack: str
    title: str
    at: datetime
    place: str
    agenda: str
    items: tuple[AgendaItem, ...]
    by: Actor
    called_at: datetime
    state: SittingState = SittingState.CALLED
    absent: tuple[str, ...] = ()
    minutes: str | None = None
    version: int = 1

    @classmethod
    def call(
        cls, id_: UUID, call: Call, cases: Iterable[Case], by: Actor, now: datetime
    ) -> tuple[Self, SittingCalled]:
        """Ask the departments of open cases to sit. ``cases`` are all of the project's."""
        if call.at <= now:
            raise SittingInThePast(instant=call.at.isoformat())
        chosen = _chosen(call, [each for each in cases if each.is_open])
        first = chosen[0]
        new = cls(
            id=id_,
            project_id=first.project_id,
            organisation_id=first.card.organisation_id,
            pack=first.card.pack,
            title=first.card.title,
            at=call.at,
            place=call.place,
            agenda=call.agenda,
            items=tuple(AgendaItem(each.id, each.name, each.department) for each in chosen),
            by=by,
            called_at=now,
        )
        return new, SittingCalled(
            project_id=new.project_id,
            sitting_id=id_,
            pack=new.pack,
            at=new.at,
            cases=tuple(each.case_id for each in new.items),
            departments=new.invited,
        )

    @property
    def invited(self) -> tuple[str, ...]:
        """The departments on the agenda, each once, in its order."""
        return tuple(dict.fromkeys(each.department for each in self.items))

    def check_decides(self, case_id: UUID, now: datetime) -> None:
        """Whether a case may be decided in this sitting now."""
        self._check_open()
        if case_id not in [each.case_id for each in self.items]:
            raise NotOnTheAgenda()
        if now < self.at:
            raise SittingNotBegun(instant=self.at.isoformat())

    def hold(
        self, minutes: str, absent: tuple[str, ...], now: datetime
    ) -> tuple[Self, SittingHeld]:
        """Keep the minutes and who did not come. Nothing is added afterwards."""
        self._check_open()
        if now < self.at:
            raise SittingNotBegun(instant=self.at.isoformat())
        strangers = [each for each in absent if each not in self.invited]
        if strangers:
            raise AttendanceIncomplete(
                departments=", ".join(strangers), invited=", ".join(self.invited)
            )
        decided = {each.department for each in self.items if each.decided_at}
        if decided.intersection(absent):
            raise AbsentDecided(departments=", ".join(sorted(decided.intersection(absent))))
        after = replace(self, state=SittingState.HELD, minutes=minutes, absent=absent)
        return after, SittingHeld(
            project_id=self.project_id,
            sitting_id=self.id,
            pack=self.pack,
            decided=tuple(each.case_id for each in self.items if each.decided_at),
            left_open=tuple(each.case_id for each in self.items if not each.decided_at),
            absent=absent,
        )

    def _check_open(self) -> None:
        if self.state is not SittingState.CALLED:
            raise SittingOver()


def _chosen(call: Call, open_: list[Case]) -> list[Case]:
    if not open_:
        raise NothingToSitOver()
    if not call.cases:
        return open_
    unknown = set(call.cases).difference(each.id for each in open_)
    if unknown:
        raise NotInProject(ids=", ".join(sorted(map(str, unknown))))
    return [each for each in open_ if each.id in call.cases]
