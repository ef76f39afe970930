"""Recommendation and challenge (four eyes), and the service of a decision (送达).

Functions return the case after, and the fact that they make. A decision without four eyes is
``Case.decide``.
"""

from dataclasses import replace
from datetime import date, datetime

from contracts.events.approval import CaseDecided, TaskReleased
from contracts.events.case_life import (
    CaseRecommended,
    CaseServed,
    RecommendationChallenged,
    ServiceLate,
)
from policy.clock import day_start, lane_date
from services.approval.domain.case import Case
from services.approval.domain.case_fact import about
from services.approval.domain.case_state import CaseState, check_move
from services.approval.domain.decision import Verdict
from services.approval.domain.errors.life import NoFourEyes, SameOfficer, ServiceDateWrong
from services.approval.domain.handing import plain
from services.approval.domain.hands import freed, until_of
from services.approval.domain.holder import Actor, Holder, Holding, check_held_by
from services.approval.domain.lease import Lease
from services.approval.domain.life import Recommendation, ServedHow, Service
from services.approval.domain.verdict_check import check_verdict

_LATE = "service_late"


def recommend(
    case: Case, verdict: Verdict, actor: Actor, now: datetime
) -> tuple[Case, CaseRecommended, TaskReleased]:
    """Propose a decision; the case is free for somebody else to confirm it."""
    check_move("recommend", case.state)
    holder = check_held_by(case.holder, actor)
    if not case.item.four_eyes:
        raise NoFourEyes()
    case.check_running()
    check_verdict(verdict, case.item, case.life, lane_date(now))
    life = replace(case.life, recommendation=Recommendation(verdict, actor, now))
    after, released = freed(replace(case, life=life), holder, "recommended")
    proposed = CaseRecommended(
        **about(case),
        pack=case.card.pack,
        outcome=verdict.outcome,
        recommended_by=actor.person,
    )
    return after, proposed, released


def confirm(case: Case, actor: Actor, now: datetime) -> tuple[Case, CaseDecided]:
    """Decide as recommended. Raises SameOfficer."""
    proposed = _by_another(case, "confirm", actor)
    case.check_running()
    check_verdict(proposed.verdict, case.item, case.life, lane_date(now))
    return case.decided(proposed.verdict, actor, now)


def challenge(
    case: Case, actor: Actor, now: datetime, lease: Lease
) -> tuple[Case, RecommendationChallenged]:
    """Give it back to who recommended it, in whose hands it then is. Raises SameOfficer."""
    proposed = _by_another(case, "challenge", actor)
    assessor = proposed.by
    life = replace(case.life, recommendation=None, challenges=case.life.challenges + 1)
    holder = Holder(assessor.person, assessor.name, now, until_of(case, now, lease))
    after = replace(case, life=life).held(Holding(holder, giver=plain(actor)))
    return after, RecommendationChallenged(
        **about(case),
        recommended_by=assessor.person,
        challenged_by=actor.person,
    )


def serve(
    case: Case, how: ServedHow, on: date, note: str, actor: Actor, now: datetime
) -> tuple[Case, CaseServed]:
    """Note that the decision reached the sponsor, and when. Raises ServiceDateWrong."""
    check_move("serve", case.state)
    assert case.decision is not None
    earliest, today = lane_date(case.decision.at), lane_date(now)
    if not earliest <= on <= today:
        raise ServiceDateWrong(earliest=earliest.isoformat(), latest=today.isoformat())
    due_at = case.life.service_due_at
    within = None if due_at is None else day_start(on) < due_at
    service = Service(how, on, note, actor, now, within)
    after = replace(case, state=CaseState.SERVED, life=replace(case.life, service=service))
    return after, CaseServed(
        **about(case),
        outcome=case.decision.verdict.outcome,
        how=how,
        served_on=on,
        within_limit=within,
    )


def with_letter(case: Case, code: str) -> Case:
    """The same, its service with the letter of that code."""
    assert case.life.service is not None
    service = replace(case.life.service, letter=code)
    return replace(case, life=replace(case.life, service=service))


def tell_service_late(case: Case, now: datetime) -> tuple[Case, ServiceLate] | None:
    """Say once that the time to serve is over; None while it is not, or once it was said."""
    due_at = service_tells_at(case)
    if due_at is None or now < due_at:
        return None
    after = replace(case, life=replace(case.life, told=case.life.told | {_LATE}))
    return after, ServiceLate(
        **about(case),
        pack=case.card.pack,
        due_at=due_at,
    )


def service_tells_at(case: Case) -> datetime | None:
    """When the time to serve is over, unless it was served or that was said."""
    if case.state is not CaseState.DECIDED or _LATE in case.life.told:
        return None
    return case.life.service_due_at


def _by_another(case: Case, move: str, actor: Actor) -> Recommendation:
    check_move(move, case.state)
    check_held_by(case.holder, actor)
    proposed = case.life.recommendation
    assert proposed is not None
    if proposed.is_of(actor):
        raise SameOfficer()
    return proposed
