"""How long what was approved holds: periods, prolongation, temporary runs and their end."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal, Self
from uuid import UUID

from contracts.events.after_decision import PermissionEnded, PermissionGranted
from contracts.process import PermissionPlan
from policy.clock import lane_date
from services.approval.domain.about import About
from services.approval.domain.errors.permission import (
    ConvertedTooLate,
    NotProlonged,
    NotTemporary,
    PermissionOver,
)
from services.approval.domain.holder import Actor

End = Literal["lapsed", "revoked", "converted", "dismantled", "sealed"]
REMIND_DAYS_BEFORE: Final = (90, 30, 7)
"""Of the last day: a quarter is what a renewal of an approval may take by law and its papers."""
DISMANTLE_WITHIN: Final = timedelta(days=30)
"""Calendar days from the end of a temporary run. The policies ask for dismantling or sealing
without a limit; a month is set here (ADR 0323)."""


class PermissionState(StrEnum):
    """Where a period stands. Of one case at most one is in force (a constraint holds it)."""

    IN_FORCE = "in_force"
    PROLONGED = "prolonged"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Permission:
    """One period, both days included. Methods return it after, and the fact.

    =========  =============================================  =========
    state      on                                             then
    =========  =============================================  =========
    in_force   prolong                                        prolonged, and another is in force
    in_force   its last day ends                              lapsed
    in_force   revoked with its case                          ended
    in_force   converted, dismantled, sealed (temporary)      ended
    lapsed     dismantled, sealed (temporary)                 ended
    =========  =============================================  =========
    """

    id: UUID
    about: About
    number: int
    state: PermissionState
    is_temporary: bool
    from_on: date
    to_on: date
    prolongations_left: int
    prolonged_by_months: int | None
    by: Actor
    granted_at: datetime
    reason: str | None = None
    ended_at: datetime | None = None
    ended_how: End | None = None
    ended_by: Actor | None = None
    ended_why: str | None = None
    version: int = 1

    @classmethod
    def grant(
        cls,
        id_: UUID,
        about: About,
        plan: PermissionPlan,
        by: Actor,
        now: datetime,
        *,
        number: int = 1,
    ) -> tuple[Self, PermissionGranted]:
        """From the day of the decision, for as long as the pack says.

        ``number`` follows that of the case's last period, where it had one before.
        """
        from_on = lane_date(now)
        new = cls(
            id=id_,
            about=about,
            number=number,
            state=PermissionState.IN_FORCE,
            is_temporary=plan.is_temporary,
            from_on=from_on,
            to_on=last_day(from_on, plan.valid_months),
            prolongations_left=plan.prolongations if plan.prolonged_by_months else 0,
            prolonged_by_months=plan.prolonged_by_months,
            by=by,
            granted_at=now,
        )
        return new, new._granted()

    def prolong(
        self, id_: UUID, by: Actor, reason: str, now: datetime
    ) -> tuple[Self, Self, PermissionGranted]:
        """This period and the next, which begins the day after this one ends.

        Only while it holds: what has lapsed is applied for anew.
        """
        self._check_in_force()
        if self.prolongations_left == 0 or self.prolonged_by_months is None:
            raise NotProlonged()
        # One period follows the other without a gap; both are one line of the record.
        following = replace(
            self,
            id=id_,
            number=self.number + 1,
            to_on=last_day(self.to_on + timedelta(days=1), self.prolonged_by_months),
            prolongations_left=self.prolongations_left - 1,
            by=by,
            granted_at=now,
            reason=reason,
            version=1,
        )
        over = replace(self, state=PermissionState.PROLONGED, ended_at=now)
        return over, following, following._granted()

    def lapse(self, now: datetime) -> tuple[Self, PermissionEnded]:
        """Its last day is over."""
        self._check_in_force()
        after = replace(self, state=PermissionState.LAPSED, ended_at=now, ended_how="lapsed")
        return after, after._ended("lapsed")

    def end(self, how: End, by: Actor, why: str, now: datetime) -> tuple[Self, PermissionEnded]:
        """End it before its day, or say what became of the plant after a temporary run."""
        if how != "revoked" and not self.is_temporary:
            raise NotTemporary()
        if self.state is PermissionState.LAPSED and self.is_temporary:
            if how == "converted":
                raise ConvertedTooLate()
        else:
            self._check_in_force()
        after = replace(
            self,
            state=PermissionState.ENDED,
            ended_at=now,
            ended_how=how,
            ended_by=by,
            ended_why=why,
        )
        return after, after._ended(how)

    def _check_in_force(self) -> None:
        if self.state is not PermissionState.IN_FORCE:
            raise PermissionOver(how=self.ended_how or self.state.value)

    def _granted(self) -> PermissionGranted:
        return PermissionGranted(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            permission_id=self.id,
            pack=self.about.pack,
            number=self.number,
            from_on=self.from_on,
            to_on=self.to_on,
            is_temporary=self.is_temporary,
        )

    def _ended(self, how: End) -> PermissionEnded:
        return PermissionEnded(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            permission_id=self.id,
            pack=self.about.pack,
            how=how,
        )


def last_day(from_on: date, months: int) -> date:
    """The last day of so many months from a day: the day before the same day of the month.

    2026-03-02 and 24 months give 2028-03-01; where the month has no such day, its last one counts.
    """
    over = from_on.month - 1 + months
    year, month = from_on.year + over // 12, over % 12 + 1
    end = date(year, month, min(from_on.day, monthrange(year, month)[1]))
    return end - timedelta(days=1) if end.day == from_on.day else end
