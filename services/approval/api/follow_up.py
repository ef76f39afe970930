"""Conditions, permissions and reconsideration over HTTP; what has to be done, due first.

Every answer to a command is the case's file afterwards.
"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, ExpectedVersion, Reader
from chassis.database import UnitOfWork
from contracts.events.after_decision import ObligationKind
from contracts.events.approval import CaseOutcome
from contracts.ids import CaseId, DocumentId
from services.approval import queries
from services.approval.api.desks import CaseDesk, SponsorDesk
from services.approval.api.filing import acted, acted_on
from services.approval.domain.decision import Condition, Verdict
from services.approval.handlers import condition, permission, reconsideration
from services.approval.schemas import ConditionInput
from services.approval.schemas.follow_up import CaseFile, ObligationPage, ObligationView
from services.approval.schemas.follow_up_input import (
    DischargeInput,
    PermissionEndInput,
    ReconsideredInput,
    ReplacementInput,
    WordInput,
)
from services.approval.schemas.input import ReasonInput

router = APIRouter()
Kind = Annotated[ObligationKind | None, Query()]


@router.get("/obligations")
async def list_obligations(
    caller: Caller,
    database: Reader,
    kind: Kind = None,
    overdue: Annotated[Literal["true", "false"], Query()] = "false",
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ObligationPage:
    """What has still to be done after decisions: of one's department, organisation or pack."""
    async with database.read() as connection:
        rows = await queries.obligation_rows(
            connection,
            caller,
            kind=kind,
            overdue=overdue == "true",
            after=paging.instant_and_id(cursor),
            limit=limit + 1,
        )
    page = rows[:limit]
    more = paging.encode(page[-1].due_at.isoformat(), str(page[-1].id)) if rows[limit:] else None
    return ObligationPage(
        items=[ObligationView.model_validate(dict(each._mapping)) for each in page],
        next_cursor=more,
    )


@router.post("/conditions/{id_}/discharge-application", response_model=CaseFile)
async def seek_discharge(
    id_: UUID, body: WordInput, desk: SponsorDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Say that a condition is met, with evidence."""
    documents = tuple(map(DocumentId, body.documents))

    async def run(uow: UnitOfWork) -> UUID:
        return await condition.seek_discharge(id_, body.text, documents, expected, desk, uow)

    return await acted_on(desk.caller, execute, run)


@router.post("/conditions/{id_}/discharge", response_model=CaseFile)
async def answer_discharge(
    id_: UUID, body: DischargeInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Say whether a condition is met."""

    async def run(uow: UnitOfWork) -> UUID:
        return await condition.answer_discharge(id_, body.result, body.reason, expected, desk, uow)

    return await acted_on(desk.caller, execute, run)


@router.post("/conditions/{id_}/replacement", response_model=CaseFile)
async def replace_condition(
    id_: UUID, body: ReplacementInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Put another condition in the place of an open one."""
    new = condition_of(body.condition)

    async def run(uow: UnitOfWork) -> UUID:
        return await condition.replace_condition(id_, new, body.reason, expected, desk, uow)

    return await acted_on(desk.caller, execute, run)


@router.post("/permissions/{id_}/prolongation", response_model=CaseFile)
async def prolong_permission(
    id_: UUID, body: ReasonInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Let a permission hold for another period."""

    async def run(uow: UnitOfWork) -> UUID:
        return await permission.prolong_permission(id_, body.reason, expected, desk, uow)

    return await acted_on(desk.caller, execute, run)


@router.post("/permissions/{id_}/end", response_model=CaseFile)
async def end_permission(
    id_: UUID,
    body: PermissionEndInput,
    desk: CaseDesk,
    execute: Executor,
    expected: ExpectedVersion,
) -> JSONResponse:
    """Say what became of a temporary run."""

    async def run(uow: UnitOfWork) -> UUID:
        return await permission.end_permission(id_, body.how, body.reason, expected, desk, uow)

    return await acted_on(desk.caller, execute, run)


@router.post("/cases/{id_}/reconsideration", response_model=CaseFile)
async def seek_reconsideration(
    id_: UUID, body: WordInput, desk: SponsorDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Have a refusal or a revoked decision looked at again by another officer."""
    documents = tuple(map(DocumentId, body.documents))

    async def run(uow: UnitOfWork) -> None:
        await reconsideration.seek_reconsideration(
            CaseId(id_), body.text, documents, expected, desk, uow
        )

    return await acted(id_, desk.caller, execute, run)


@router.post("/reconsiderations/{id_}/decision", response_model=CaseFile)
async def decide_reconsideration(
    id_: UUID, body: ReconsideredInput, desk: CaseDesk, execute: Executor, expected: ExpectedVersion
) -> JSONResponse:
    """Uphold the decision, or put another in its place."""
    verdict = None
    if body.outcome != "upheld":
        conditions = tuple(condition_of(each) for each in body.conditions)
        verdict = Verdict(CaseOutcome(body.outcome), body.reason, body.ground, conditions)

    async def run(uow: UnitOfWork) -> UUID:
        return await reconsideration.decide_reconsideration(
            id_, verdict, body.reason, expected, desk, uow
        )

    return await acted_on(desk.caller, execute, run)


def condition_of(given: ConditionInput) -> Condition:
    """A condition as the domain takes it."""
    return Condition(given.text, given.trigger, given.due_on, given.gate, given.reason, given.owner)
