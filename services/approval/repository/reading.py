"""Rows of approval's tables as aggregates. Writing them: the package itself."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.commands.approval import ProjectCard
from contracts.events.approval import CaseOutcome
from contracts.ids import CaseId, DocumentId, GateId, NoticeId, PersonId, ProjectId
from contracts.process import GateOutcome, GatePlan, ItemPlan
from services.approval.domain.case import Case
from services.approval.domain.case_state import CaseState
from services.approval.domain.condition import ConditionState
from services.approval.domain.decision import Condition, Decision, Trigger, Verdict
from services.approval.domain.gate import Gate, GateDecision, GateState, GateVerdict
from services.approval.domain.holder import FREE, Actor, Holder, Holding
from services.approval.domain.information import Answer, Round
from services.approval.domain.life import Acceptance, Life
from services.approval.tables import condition, information_round

Task = Case | Gate
LIFE: Final = TypeAdapter(Life)
_WITHOUT_END: Final = timedelta(days=7)


async def task_of(connection: AsyncConnection, row: Row[Any]) -> Task:
    """The case or gate in a row of ``task``, with its rounds and conditions."""
    return await _case(connection, row) if row.kind == "case" else _gate(row)


async def _case(connection: AsyncConnection, row: Row[Any]) -> Case:
    return Case(
        id=CaseId(row.id),
        project_id=ProjectId(row.project_id),
        stage=row.stage,
        item=ItemPlan.model_validate(row.plan),
        card=ProjectCard.model_validate(row.card),
        state=CaseState(row.state),
        opened_at=row.opened_at,
        anchor_on=row.anchor_on,
        due_at=row.due_at,
        statutory_due_at=row.statutory_due_at,
        is_provisional=row.is_provisional,
        life=_life(row),
        clock_version=row.clock_version,
        holding=_holding(row),
        rounds=await _rounds(connection, row.id) if row.clock_version > 1 else (),
        rung=frozenset(row.rung),
        decision=await _decision(connection, row) if row.outcome else None,
        ended_at=row.ended_at,
        version=row.version,
    )


def _life(row: Row[Any]) -> Life:
    if row.life:
        return LIFE.validate_python(row.life)
    # Cases of the release before this one were accepted with their receipt.
    at_once = Acceptance("at_once", row.anchor_on, row.opened_at, None)
    return Life(received_on=row.anchor_on, acceptance=at_once)


def _gate(row: Row[Any]) -> Gate:
    decision = None
    if row.outcome:
        verdict = GateVerdict(GateOutcome(row.outcome), row.reason, row.hold_until)
        decision = GateDecision(verdict, _decided_by(row), row.ended_at, row.within_committed)
    return Gate(
        id=GateId(row.id),
        project_id=ProjectId(row.project_id),
        stage=row.stage,
        attempt=row.attempt,
        round=row.round,
        plan=GatePlan.model_validate(row.plan),
        card=ProjectCard.model_validate(row.card),
        unresolved=tuple(row.unresolved),
        state=GateState(row.state),
        opened_at=row.opened_at,
        anchor_on=row.anchor_on,
        due_at=row.due_at,
        is_provisional=row.is_provisional,
        clock_version=row.clock_version,
        holding=_holding(row),
        rung=frozenset(row.rung),
        decision=decision,
        ended_at=row.ended_at,
        version=row.version,
    )


def _holding(row: Row[Any]) -> Holding:
    if row.holder is None:
        return FREE
    # The release before leases claims without an end; such a claim lasts a week.
    until = row.lease_until or row.claimed_at + _WITHOUT_END
    return Holding(
        Holder(PersonId(row.holder), row.holder_name, row.claimed_at, until),
        owner=Actor(PersonId(row.owner), row.owner_name) if row.owner else None,
        giver=Actor(PersonId(row.giver), row.giver_name) if row.giver else None,
    )


def _decided_by(row: Row[Any]) -> Actor:
    behalf = Actor(PersonId(row.decided_for), row.decided_for_name) if row.decided_for else None
    return Actor(PersonId(row.decided_by), row.decided_by_name, behalf=behalf)


async def _rounds(connection: AsyncConnection, id_: UUID) -> tuple[Round, ...]:
    statement = select(information_round).where(information_round.c.task_id == id_)
    rows = (await connection.execute(statement.order_by(information_round.c.number))).all()
    return tuple(_round(row) for row in rows)


def _round(row: Row[Any]) -> Round:
    answer = None
    if row.answered_at is not None:
        documents = tuple(DocumentId(UUID(each)) for each in row.document_ids)
        by = Actor(PersonId(row.answered_by), row.answered_by_name)
        answer = Answer(row.answer, documents, by, row.answered_at)
    by = Actor(PersonId(row.asked_by), row.asked_by_name)
    notice = NoticeId(row.notice_id) if row.notice_id else None
    return Round(row.number, row.ground, row.question, by, row.asked_at, answer, notice)


async def _decision(connection: AsyncConnection, row: Row[Any]) -> Decision:
    statement = select(condition).where(
        condition.c.task_id == row.id, condition.c.state != ConditionState.REPLACED
    )
    found = (await connection.execute(statement.order_by(condition.c.position))).all()
    return Decision(
        Verdict(
            CaseOutcome(row.outcome),
            row.reason,
            row.ground,
            tuple(
                Condition(
                    each.text,
                    Trigger(each.trigger),
                    each.due_on,
                    each.gate,
                    each.reason,
                    each.owner,
                )
                for each in found
            ),
        ),
        _decided_by(row),
        row.ended_at,
        row.within_committed,
        row.within_statutory,
    )
