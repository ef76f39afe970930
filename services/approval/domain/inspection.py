"""The inspection of what was filed on commitment, until it passes or fails."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from contracts.events.after_decision import (
    Finding,
    InspectionFound,
    InspectionOpened,
    RectificationReported,
)
from contracts.ids import DocumentId
from contracts.process import Limit
from policy.calendar import calendar_with
from policy.clock import due_date, lane_date
from services.approval.domain.about import About
from services.approval.domain.errors.inspection import (
    InspectionEnded,
    NothingToRectify,
    RectificationAwaited,
    RectifyDateMissing,
    RectifyDateNotAllowed,
    RectifyDatePassed,
    RectifyDateTooLate,
)
from services.approval.domain.holder import Actor
from services.approval.domain.obligation import Term


class InspectionState(StrEnum):
    """Where an inspection stands."""

    DUE = "due"
    RECTIFYING = "rectifying"
    REPORTED = "reported"
    PASSED = "passed"
    FAILED = "failed"


_OPEN = (InspectionState.DUE, InspectionState.RECTIFYING, InspectionState.REPORTED)


@dataclass(frozen=True, slots=True)
class Found:
    """What an officer found; ``rectify_by`` only with that finding. Words: in the history."""

    finding: Finding
    rectify_by: date | None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """The sponsor's word that it is put right."""

    text: str
    documents: tuple[DocumentId, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection. Methods return it after, and the fact.

    ===========  ===============================  ==========
    state        on                               then
    ===========  ===============================  ==========
    due          find passed                      passed
    due          find rectify                     rectifying
    due          find failed                      failed
    rectifying   report                           reported
    rectifying   find failed, once it is overdue  failed
    reported     find passed, rectify, failed     as from due
    ===========  ===============================  ==========

    passed and failed are final.
    """

    id: UUID
    about: About
    state: InspectionState
    opened_at: datetime
    due_at: datetime
    is_provisional: bool
    rectify_limit: Limit | None
    """The longest that the pack leaves for putting things right; None where it sets none."""
    found: Found | None = None
    report: Report | None = None
    version: int = 1

    @classmethod
    def open(
        cls, id_: UUID, about: About, term: Term, rectify: Limit | None, now: datetime
    ) -> tuple[Self, InspectionOpened]:
        """To be done by the end of the term, which counts from the filing."""
        new = cls(id_, about, InspectionState.DUE, now, term.due_at, term.is_provisional, rectify)
        return new, InspectionOpened(
            **new._of_case(), due_at=new.due_at, provisional=new.is_provisional
        )

    @property
    def is_open(self) -> bool:
        """Whether it has still to be done."""
        return self.state in _OPEN

    def find(self, found: Found) -> tuple[Self, InspectionFound]:
        """Enter what was found, on the first visit or on looking again.

        While the sponsor has time to put things right only that time's end lets one find failed.
        """
        self._check_open()
        today = lane_date(found.at)
        if self.state is InspectionState.RECTIFYING:
            until = self.found.rectify_by if self.found else None
            if found.finding is not Finding.FAILED or (until is not None and today <= until):
                raise RectificationAwaited(until=until.isoformat() if until else "-")
        self._check_date(found, today)
        state = {
            Finding.PASSED: InspectionState.PASSED,
            Finding.RECTIFY: InspectionState.RECTIFYING,
            Finding.FAILED: InspectionState.FAILED,
        }[found.finding]
        after = replace(self, state=state, found=found, report=None)
        return after, InspectionFound(
            **self._of_case(),
            finding=found.finding,
            rectify_by=found.rectify_by,
            found_by=found.by.person,
        )

    def reported(self, report: Report) -> tuple[Self, RectificationReported]:
        """Take the sponsor's word that it is put right; the department looks again."""
        self._check_open()
        if self.state is not InspectionState.RECTIFYING:
            raise NothingToRectify()
        after = replace(self, state=InspectionState.REPORTED, report=report)
        return after, RectificationReported(**self._of_case())

    def latest_rectify_on(self, today: date) -> date | None:
        """The last day that may be given, None where the pack sets no limit."""
        if self.rectify_limit is None:
            return None
        return due_date(self.rectify_limit, today, calendar=calendar_with()).due_on

    def _check_open(self) -> None:
        if not self.is_open:
            raise InspectionEnded()

    def _check_date(self, found: Found, today: date) -> None:
        by = found.rectify_by
        if found.finding is not Finding.RECTIFY:
            if by is not None:
                raise RectifyDateNotAllowed()
            return
        if by is None:
            raise RectifyDateMissing()
        if by <= today:
            raise RectifyDatePassed(given=by.isoformat(), today=today.isoformat())
        latest = self.latest_rectify_on(today)
        if latest is not None and by > latest:
            raise RectifyDateTooLate(given=by.isoformat(), latest=latest.isoformat())

    def _of_case(self) -> dict[str, object]:
        return {
            "project_id": self.about.project_id,
            "case_id": self.about.case_id,
            "item": self.about.item,
            "department": self.about.department,
            "pack": self.about.pack,
            "inspection_id": self.id,
        }
