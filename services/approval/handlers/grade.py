"""Risk grades of open cases: worked out anew, or overridden with a second person's consent."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.process import ItemPlan
from policy.grading import Route
from policy.known import Known
from policy.model import Pack
from policy.regrading import regraded as plan_regraded
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.case_state import OPEN, STANDING
from services.approval.domain.errors.standing import (
    NoOverrideWaits,
    NothingChanged,
    OverrideWaits,
    SameRiskGrade,
    UnknownRiskGrade,
)
from services.approval.domain.grade import (
    Cause,
    Grading,
    GradingState,
    needs_consent,
    regraded,
    rerouted,
)
from services.approval.domain.holder import Actor
from services.approval.handlers.case_desk import department_case, lock_project_of, note
from services.approval.handlers.desk import Desk
from services.approval.handlers.rules import known_facts, pinned_pack


async def correct_facts(
    id_: UUID, facts: Mapping[str, bool | str], reason: str, desk: Desk, uow: UnitOfWork
) -> None:
    """Put right what was stated; every open case of the project is graded anew from it.

    What was decided stays. Raises NothingChanged, RulesNotHere, FactsNotKnown.
    """
    await lock_project_of(id_, uow)
    case = await department_case(id_, desk, uow)
    _check_open(case)
    now_known = {**case.card.facts, **facts}
    if now_known == case.card.facts:
        raise NothingChanged()
    pack, known = await _rules(case, now_known, uow)
    for each in await repository.cases_of(uow.connection, case.project_id):
        if not each.is_open:
            continue
        item, route = plan_regraded(pack, each.item, known)
        await _take(each, item, route, "facts", now_known, reason, desk.actor, uow)


async def override_grade(id_: UUID, grade: str, reason: str, desk: Desk, uow: UnitOfWork) -> None:
    """Put a grade in the place of the rules'. Where four eyes are asked for, it waits.

    Raises UnknownRiskGrade, SameRiskGrade, OverrideWaits.
    """
    case = await department_case(id_, desk, uow)
    _check_open(case)
    if grade == case.item.grade:
        raise SameRiskGrade(grade=grade)
    if await repository.lock_proposed(uow.connection, case.id) is not None:
        raise OverrideWaits()
    item, route = await _overridden(case, grade, uow)
    if not needs_consent(case.item):
        await _take(case, item, route, "override", case.card.facts, reason, desk.actor, uow)
        return
    new = await _grading(case, item, route, "override", case.card.facts, reason, desk.actor, uow)
    proposed = _proposed(new)
    await repository.add_grading(uow.connection, case.id, proposed)
    data = {"grade": grade, "from": case.item.grade}
    await note(case.id, "grade_proposed", desk.actor, uow, why=reason, data=data)


async def consent_to_grade(
    id_: UUID, given: bool, reason: str, desk: Desk, uow: UnitOfWork
) -> None:
    """A second person's word on a colleague's grade. Raises ConsentsToOwn, NoOverrideWaits."""
    case = await department_case(id_, desk, uow)
    _check_open(case)
    waiting = await repository.lock_proposed(uow.connection, case.id)
    if waiting is None or waiting.grade is None:
        raise NoOverrideWaits()
    after = waiting.consent(desk.actor, uow.now, given=given)
    await repository.save_consent(uow.connection, after)
    data = {"grade": waiting.grade, "given": given}
    await note(case.id, "grade_consent", desk.actor, uow, why=reason, data=data)
    if given:
        # By the facts and the credit as they are now: the floor may have risen meanwhile.
        item, _ = await _overridden(case, waiting.grade, uow)
        await _apply(case, item, "override", uow)


def _check_open(case: Case) -> None:
    """Raises what the state says once nothing is left to be graded."""
    if case.state not in OPEN:
        raise STANDING[case.state]()


async def _overridden(case: Case, grade: str, uow: UnitOfWork) -> tuple[ItemPlan, Route]:
    pack, known = await _rules(case, case.card.facts, uow)
    try:
        return plan_regraded(pack, case.item, known, grade)
    except KeyError as unknown:
        names = ", ".join(each.id for each in pack.risk.grades) if pack.risk else "-"
        raise UnknownRiskGrade(grade=grade, known=names) from unknown


async def _rules(
    case: Case, facts: Mapping[str, bool | str], uow: UnitOfWork
) -> tuple[Pack, Known]:
    pack = pinned_pack(case.card)
    credit = await repository.credit_of(uow.connection, case.card.organisation_id, case.card.pack)
    return pack, known_facts(pack, case.card, facts, credit)


async def _take(
    case: Case,
    item: ItemPlan,
    route: Route,
    cause: Cause,
    facts: Mapping[str, bool | str],
    reason: str,
    by: Actor,
    uow: UnitOfWork,
) -> None:
    """Keep the grading, and let the case go by it from now on."""
    new = await _grading(case, item, route, cause, facts, reason, by, uow)
    await repository.add_grading(uow.connection, case.id, new)
    data = {"grade": item.grade, "from": case.item.grade, "route": item.route}
    await note(case.id, "graded", by, uow, why=reason, data=data)
    if facts != case.card.facts:
        case = _with_facts(case, facts)
    await _apply(case, item, cause, uow)


def _with_facts(case: Case, facts: Mapping[str, bool | str]) -> Case:
    return replace(case, card=case.card.model_copy(update={"facts": dict(facts)}))


def _proposed(grading: Grading) -> Grading:
    return replace(grading, state=GradingState.PROPOSED)


async def _apply(case: Case, item: ItemPlan, cause: Cause, uow: UnitOfWork) -> None:
    after, moved = rerouted(case, item, uow.now)
    await repository.save_task(uow.connection, case, after)
    await repository.save_plan(uow.connection, after)
    if (item.grade, item.route) != (case.item.grade, case.item.route):
        await uow.tell(regraded(case, item, cause))
    if moved is not None:
        await uow.tell(moved)


async def _grading(
    case: Case,
    item: ItemPlan,
    route: Route,
    cause: Cause,
    facts: Mapping[str, bool | str],
    reason: str,
    by: Actor,
    uow: UnitOfWork,
) -> Grading:
    number = await repository.last_grading_number(uow.connection, case.id) + 1
    return Grading(
        id=new_id(),
        number=number,
        state=GradingState.IN_FORCE,
        cause=cause,
        grade=item.grade,
        rule=item.grade_rule,
        route=item.route,
        closed_by=route.closed_by,
        facts=dict(facts),
        reason=reason,
        by=by,
        at=uow.now,
    )
