"""How rows become views."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Needs, Principal
from chassis.database import Database
from contracts.errors import NotFound
from contracts.ids import ProjectId
from contracts.people import Role
from contracts.process import Plan
from services.intake import queries
from services.intake.schemas import DocumentView, ProjectView, RouteView, TurnView

Sponsor = Annotated[Principal, Depends(Needs(Role.SPONSOR))]
Manager = Annotated[Principal, Depends(Needs(Role.CASE_MANAGER))]


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Reader = Annotated[Database, Depends(_database)]


async def project_view(
    connection: AsyncConnection, caller: Principal, id_: ProjectId
) -> ProjectView:
    row = await queries.project_row(connection, caller, id_)
    if row is None:
        raise NotFound(what_zh="项目", what_en="project")
    matters = await queries.open_matters(connection, [id_])
    return project_card(row, matters.get(id_, []))


def project_card(row: Row[Any], matters: Iterable[Row[Any]]) -> ProjectView:
    """The card of a project row, with the rows of what waits."""
    plan = Plan.model_validate(row.plan)
    return ProjectView(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        title=row.title,
        summary=row.summary,
        industry=row.industry,
        sponsor_kind=row.sponsor_kind,
        key_project=row.key_project,
        project_code=row.project_code,
        pack=row.pack,
        pack_version=plan.version,
        pack_digest=plan.digest,
        entry_stage=row.entry_stage,
        submitted_at=row.submitted_at,
        state=row.state,
        stage=row.stage,
        attempt=row.attempt,
        hold_until=row.hold_until,
        outcome=row.outcome,
        manager_name=row.manager_name,
        withdrawal_reason=row.withdrawal_reason,
        stages=[each.stage for each in plan.stages],
        subject=row.subject,
        facts=row.facts,
        items=_routes(plan),
        evidence_kinds=_evidence_kinds(plan, row.stage),
        turns=[_turn(each) for each in matters],
        version=row.version,
    )


def _routes(plan: Plan) -> list[RouteView]:
    return [
        RouteView(item=item.item, stage=stage.stage, department=item.department, route=item.route)
        for stage in plan.stages
        for item in stage.items
    ]


def _evidence_kinds(plan: Plan, stage: str) -> list[str]:
    """None for a stage of the next plan, for the moment until its adoption is heard of."""
    return [kind for each in plan.stages if each.stage == stage for kind in each.evidence]


def _turn(row: Row[Any]) -> TurnView:
    return TurnView(
        key=row.key,
        party=row.party,
        kind=row.kind,
        name=row.name,
        since=row.since,
        due_at=row.due_at,
    )


def document_view(row: Row[Any]) -> DocumentView:
    """A document's entry."""
    return DocumentView(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        uploaded_at=row.uploaded_at,
    )
