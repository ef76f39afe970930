"""Receipt of a case: accepted, with gaps, by silence or not at all; applied for again.

Sources: 行政许可法 arts. 32 and 34 (secondary: facts.md), domain.md section 3. Functions return
the case after, and the fact that they make.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from contracts.events.case_life import (
    CaseAccepted,
    CaseAppliedAgain,
    CaseLapsed,
    CaseNotAccepted,
    GapsCommitted,
    GapsSupplied,
)
from contracts.ids import DocumentId
from policy.calendar import calendar_with
from policy.clock import due_date, lane_date
from policy.limit_change import acceptance
from services.approval.domain.case import Case
from services.approval.domain.case_fact import about, clock_of
from services.approval.domain.case_state import CaseState, check_move
from services.approval.domain.errors.life import (
    CommitmentMissing,
    CommittedAlready,
    DeemedAccepted,
    GapsMissing,
    GapsNotAllowed,
    UnknownGap,
)
from services.approval.domain.holder import FREE, Actor, check_held_by
from services.approval.domain.life import (
    Acceptance,
    AcceptedHow,
    Commitment,
    Gap,
    Life,
    NonAcceptance,
    NonAcceptanceGround,
)
from services.approval.domain.timing import anchor_of


def accept(case: Case, actor: Actor, now: datetime) -> tuple[Case, CaseAccepted]:
    """Accept it: the limits count from today. After the silence of the law it is deemed accepted.

    By the holder; what the law has done already cannot be done otherwise.
    """
    check_move("accept", case.state)
    check_held_by(case.holder, actor)
    since = deemed_on(case, lane_date(now))
    if since is not None:
        return _accepted(case, "deemed", since, None, now)
    return _accepted(case, "accepted", anchor_of(now, case.card.extra_days_off), actor, now)


def accept_at_once(case: Case, actor: Actor, now: datetime) -> tuple[Case, CaseAccepted]:
    """Accept it with the act that follows in the same breath (行政许可法 art. 34)."""
    after, told = accept(case, actor, now)
    if told.how == "deemed":
        return after, told
    return _accepted(case, "at_once", told.accepted_on, actor, now)


def deem_accepted(case: Case, now: datetime) -> tuple[Case, CaseAccepted] | None:
    """Accepted by silence from the day of receipt; None while the office may still speak."""
    if case.state is not CaseState.RECEIVED:
        return None
    since = deemed_on(case, lane_date(now))
    return None if since is None else _accepted(case, "deemed", since, None, now)


def deemed_on(case: Case, today: date) -> date | None:
    """Since when silence has accepted it; None while it has not, or where it never does."""
    limit = case.item.deemed_acceptance
    if limit is None or case.life.acceptance is not None:
        return None
    calendar = calendar_with(case.card.extra_days_off)
    found = acceptance(
        case.life.received_on, None, today, limit=limit, stops=case.stops, calendar=calendar
    )
    return found.accepted_on if found else None


def commit_to_gaps(
    case: Case, text: str, actor: Actor, now: datetime
) -> tuple[Case, GapsCommitted]:
    """The sponsor's word to supply what is missing. Raises GapsNotAllowed, CommittedAlready."""
    check_move("commit_to_gaps", case.state)
    if not case.item.accepts_gaps:
        raise GapsNotAllowed()
    if case.life.commitment is not None:
        raise CommittedAlready()
    life = replace(case.life, commitment=Commitment(text, actor, now))
    return replace(case, life=life), GapsCommitted(
        **about(case),
    )


def accept_with_gaps(
    case: Case, gaps: Sequence[str], actor: Actor, now: datetime
) -> tuple[Case, CaseAccepted]:
    """Accept it though something is missing, on the sponsor's commitment (容缺受理).

    It is to be supplied within the item's limit, which is never longer than the committed one.
    """
    check_move("accept_with_gaps", case.state)
    check_held_by(case.holder, actor)
    if not case.item.accepts_gaps:
        raise GapsNotAllowed()
    _check_not_deemed(case, now)
    if not gaps:
        raise GapsMissing()
    if case.life.commitment is None:
        raise CommitmentMissing()
    on = anchor_of(now, case.card.extra_days_off)
    limit = case.item.gaps_supply or case.item.committed
    due = due_date(limit, on, calendar=calendar_with(case.card.extra_days_off))
    listed = tuple(Gap(number, text) for number, text in enumerate(gaps, start=1))
    before = replace(case, life=replace(case.life, gaps=listed, gaps_due_at=due.due_at))
    return _accepted(before, "with_gaps", on, actor, now)


def supply_gaps(
    case: Case,
    numbers: Sequence[int],
    documents: tuple[DocumentId, ...],
    now: datetime,
) -> tuple[Case, GapsSupplied]:
    """The sponsor supplies what was missing, also in parts. Raises UnknownGap."""
    check_move("supply_gaps", case.state)
    missing = {each.number for each in case.life.open_gaps}
    for number in numbers:
        if number not in missing:
            known = ", ".join(map(str, sorted(missing))) or "—"
            raise UnknownGap(number=number, known=known)
    gaps = tuple(
        replace(each, supplied_at=now, documents=documents) if each.number in numbers else each
        for each in case.life.gaps
    )
    after = replace(case, life=replace(case.life, gaps=gaps)).settled(now)
    return after, GapsSupplied(
        **about(case),
        supplied=len(set(numbers)),
        missing=len(after.life.open_gaps),
    )


def lapse_gaps(case: Case, now: datetime) -> tuple[Case, CaseLapsed] | None:
    """End it, since what was missing did not come in time; None while it may still come."""
    life = case.life
    if not life.open_gaps or life.gaps_due_at is None or now < life.gaps_due_at:
        return None
    check_move("lapse", case.state)
    after = _ended(case, CaseState.LAPSED, life, now)
    return after, CaseLapsed(
        **about(case),
        missing=len(life.open_gaps),
        clock_version=after.clock_version,
    )


def decline(
    case: Case, ground: NonAcceptanceGround, reason: str, actor: Actor, now: datetime
) -> tuple[Case, CaseNotAccepted]:
    """Not accept it, on a ground of the law. Raises DeemedAccepted once silence has accepted."""
    check_move("decline", case.state)
    check_held_by(case.holder, actor)
    _check_not_deemed(case, now)
    life = replace(case.life, non_acceptance=NonAcceptance(ground, reason, actor, now))
    after = _ended(case, CaseState.NOT_ACCEPTED, life, now)
    return after, CaseNotAccepted(
        **about(case),
        ground=ground,
        clock_version=after.clock_version,
    )


def apply_again(case: Case, now: datetime) -> tuple[Case, CaseAppliedAgain]:
    """Receive it anew: another day of receipt, its questions answered, its alarms silent.

    What was asked before stays counted: applying again buys no further rounds.
    """
    check_move("apply_again", case.state)
    anchor_on = anchor_of(now, case.card.extra_days_off)
    fresh = replace(
        case,
        state=CaseState.RECEIVED,
        anchor_on=anchor_on,
        rung=frozenset(),
        ended_at=None,
        life=Life(received_on=anchor_on, applications=case.life.applications + 1),
    ).reclocked(now)
    return fresh, CaseAppliedAgain(
        **about(case),
        pack=case.card.pack,
        application=fresh.life.applications,
        **clock_of(fresh, now),
    )


def _accepted(
    case: Case, how: AcceptedHow, on: date, by: Actor | None, now: datetime
) -> tuple[Case, CaseAccepted]:
    life = replace(case.life, acceptance=Acceptance(how, on, now, by))
    after = replace(case, anchor_on=on, life=life).reclocked(now)
    return after, CaseAccepted(
        **about(case),
        how=how,
        accepted_on=on,
        gaps=len(life.gaps),
        gaps_due_at=life.gaps_due_at,
        **clock_of(after, now),
    )


def _check_not_deemed(case: Case, now: datetime) -> None:
    today = lane_date(now)
    since = deemed_on(case, today)
    limit = case.item.deemed_acceptance
    if since is None or limit is None:
        return
    due = due_date(
        limit,
        case.life.received_on,
        case.stops,
        calendar=calendar_with(case.card.extra_days_off),
        as_of=today,
    )
    raise DeemedAccepted(due_on=due.due_on.isoformat(), accepted_on=since.isoformat())


def _ended(case: Case, state: CaseState, life: Life, now: datetime) -> Case:
    return replace(
        case,
        state=state,
        life=life,
        holding=FREE,
        ended_at=now,
        clock_version=case.clock_version + 1,
    )
