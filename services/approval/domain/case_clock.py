"""Stops, procedures and extension of a case's clock. The arithmetic is the policy clock's.

A stop has a ground of the item's catalogue, an expected end and a reason; several are united. A
procedure (expert review, public notice, hearing …) is one that the item lists; whether it stops the
clock is the item's. 行政许可法 arts. 42, 45 (secondary source: facts.md).
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from contracts.events.case_life import ClockResumed, ClockStopped, LimitExtended, StopOverran
from contracts.process import Limit, ProcedurePlan, Rank
from policy.calendar import calendar_with
from policy.clock import day_end, due_date, lane_date
from policy.limit_change import extended
from services.approval.domain.case import Case
from services.approval.domain.case_fact import about, clock_of
from services.approval.domain.case_state import CaseState, check_move
from services.approval.domain.errors import UnknownStopGround
from services.approval.domain.errors.life import (
    EarlyEndReasonMissing,
    ExtensionAfterLimit,
    ExtensionApprovalMissing,
    GroundAsksSponsor,
    NoExtension,
    NoSuchStop,
    StopEndNotInFuture,
    StopNeedsGround,
    StopRunsAlready,
    StopTooLong,
    UnknownProcedure,
)
from services.approval.domain.holder import Actor, check_held_by
from services.approval.domain.information import plan_of
from services.approval.domain.life import Extension, Halt
from services.approval.domain.timing import anchor_of

RANKS: Final[dict[Rank, str]] = {
    "department_lead": "部门负责人 / department lead",
    "agency_head": "机关负责人 / head of the agency",
    "government_head": "本级政府负责人 / head of the government",
}
"""Who may extend, as an error names them in both languages."""
_PAST: Final = "overran/"


def open_stop(
    case: Case,
    ground: str | None,
    procedure: str | None,
    expected_end_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> tuple[Case, ClockStopped]:
    """Begin a stop on a ground, or a procedure; one of each at a time, several side by side."""
    check_move("open_stop", case.state)
    check_held_by(case.holder, actor)
    plan = _procedure(case, procedure) if procedure else None
    if (ground is None) == (procedure is None):
        raise StopNeedsGround()
    ground = plan.stop_ground if plan else ground
    _check_new(case, ground, procedure)
    at_most = plan.limit if plan else _longest(case, ground)
    _check_end(case, expected_end_on, at_most, lane_date(now))
    halt = Halt(
        number=len(case.life.halts) + 1,
        ground=ground,
        procedure=procedure,
        reason=reason,
        by=actor,
        at=now,
        from_on=lane_date(now),
        expected_end_on=expected_end_on,
    )
    after = replace(case, life=replace(case.life, halts=(*case.life.halts, halt)))
    after = after.reclocked(now) if ground else after
    return after, _stopped(after, halt)


def _stopped(case: Case, halt: Halt) -> ClockStopped:
    return ClockStopped(
        **about(case),
        number=halt.number,
        ground=halt.ground,
        procedure=halt.procedure,
        stops_clock=halt.ground is not None,
        expected_end_on=halt.expected_end_on,
        clock_version=case.clock_version,
    )


def end_stop(
    case: Case, number: int, reason: str, actor: Actor, now: datetime
) -> tuple[Case, ClockResumed]:
    """End one; earlier than expected only with a reason."""
    check_move("end_stop", case.state)
    check_held_by(case.holder, actor)
    halt = next((each for each in case.life.open_halts if each.number == number), None)
    if halt is None:
        raise NoSuchStop(number=number)
    today = lane_date(now)
    is_early = today < halt.expected_end_on
    if is_early and not reason:
        raise EarlyEndReasonMissing(expected=halt.expected_end_on.isoformat())
    ended = replace(halt, ended_on=today, end_reason=reason)
    halts = tuple(ended if each.number == number else each for each in case.life.halts)
    after = replace(case, life=replace(case.life, halts=halts))
    after = after.reclocked(now) if halt.ground else after
    return after, ClockResumed(
        **about(case),
        number=number,
        ground=halt.ground,
        procedure=halt.procedure,
        is_early=is_early,
        is_stopped=after.is_stopped,
        **clock_of(after, now),
    )


def tell_overrun(case: Case, now: datetime) -> tuple[Case, StopOverran] | None:
    """Say once of each stop that its expected end is over; None when there is nothing to say."""
    for halt in case.life.open_halts:
        key = f"{_PAST}{halt.number}"
        if key in case.life.told or now < day_end(halt.expected_end_on):
            continue
        after = replace(case, life=replace(case.life, told=case.life.told | {key}))
        return after, StopOverran(
            **about(case),
            pack=case.card.pack,
            number=halt.number,
            ground=halt.ground,
            procedure=halt.procedure,
            expected_end_on=halt.expected_end_on,
            holder=case.holder.person if case.holder else None,
        )
    return None


def overruns_at(case: Case) -> list[datetime]:
    """When an expected end passes of which nothing has been said."""
    return [
        day_end(each.expected_end_on)
        for each in case.life.open_halts
        if f"{_PAST}{each.number}" not in case.life.told
    ]


def extend(
    case: Case, by: Limit, approved_by: str, reason: str, actor: Actor, now: datetime
) -> tuple[Case, LimitExtended]:
    """Make the limit longer: later only, one at a time, within the item's bound, before it ends.

    The lead enters it; where the item asks for a higher rank, with that rank's approval. It
    lengthens every limit of its unit. Raises NoExtension, ExtensionApprovalMissing,
    ExtensionAfterLimit and what ``policy.limit_change.extended`` raises.
    """
    check_move("extend", case.state)
    plan = case.item.extension
    if plan is None:
        raise NoExtension()
    if plan.approver != "department_lead" and not approved_by:
        raise ExtensionApprovalMissing(rank=RANKS[plan.approver])
    timing = case.timing(now)
    statutory = timing.statutory
    assert statutory is not None
    if statutory.is_overdue(now):
        raise ExtensionAfterLimit(due_on=statutory.due_on.isoformat())
    used = len(case.life.extensions)
    extended(statutory, by, at_most=plan.at_most, used=used, times=plan.times)
    entry = Extension(by, plan.approver, approved_by, reason, actor, now)
    life = replace(case.life, extensions=(*case.life.extensions, entry))
    after = replace(case, life=life).reclocked(now)
    return after, LimitExtended(
        **about(case),
        figure=by.figure,
        unit=by.unit,
        rank=plan.approver,
        used=used + 1,
        **clock_of(after, now),
    )


def _procedure(case: Case, procedure: str) -> ProcedurePlan:
    for each in case.item.procedures:
        if each.procedure == procedure:
            return each
    known = ", ".join(each.procedure for each in case.item.procedures) or "—"
    raise UnknownProcedure(procedure=procedure, known=known)


def _check_new(case: Case, ground: str | None, procedure: str | None) -> None:
    known = case.item.stop_grounds
    if ground is not None and procedure is None:
        if ground not in known:
            raise UnknownStopGround(ground=ground, known=", ".join(known))
        if any(each.ground == ground and each.waits_for == "sponsor" for each in case.item.stops):
            raise GroundAsksSponsor(ground=ground)
    for each in case.life.open_halts:
        if (each.procedure, each.ground) == (procedure, ground):
            raise StopRunsAlready()


def _longest(case: Case, ground: str | None) -> Limit | None:
    return next((each.at_most for each in case.item.stops if each.ground == ground), None)


def _check_end(case: Case, until: date, at_most: Limit | None, today: date) -> None:
    if until <= today:
        raise StopEndNotInFuture(until=until.isoformat(), today=today.isoformat())
    if at_most is None:
        return
    latest = due_date(at_most, today, calendar=calendar_with(case.card.extra_days_off)).due_on
    if until > latest:
        raise StopTooLong(latest=latest.isoformat())


def expected_end_on(case: Case) -> date | None:
    """When the clock is expected to run again; None while the sponsor is asked, or it runs."""
    if case.state is CaseState.AWAITING_INFORMATION or not case.is_stopped:
        return None
    return max(each.expected_end_on for each in case.life.open_halts if each.stops_clock)


def answers_due_on(case: Case) -> dict[int, date]:
    """By round: the day by which the sponsor is to answer, where the item sets a limit for it."""
    found = {}
    for each in case.rounds:
        plan = plan_of(each, case.item)
        if plan is not None and plan.answer is not None:
            anchor_on = anchor_of(each.at, case.card.extra_days_off)
            calendar = calendar_with(case.card.extra_days_off)
            found[each.number] = due_date(plan.answer, anchor_on, calendar=calendar).due_on
    return found
