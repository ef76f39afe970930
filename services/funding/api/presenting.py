"""How rows become views, and who may ask for what."""

from collections.abc import Sequence
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Caller, Needs, Principal
from contracts.errors import NotFound
from contracts.ids import ApplicationId, ProjectId
from contracts.people import Role
from services.funding import queries, repository
from services.funding.domain.application import ApplicationState, Facts
from services.funding.handlers.checks import checks_of
from services.funding.handlers.desk import Desk
from services.funding.handlers.programme import known_programme
from services.funding.schemas import (
    ApplicationFile,
    ApplicationView,
    CheckView,
    ContractView,
    EntryView,
    EvidenceInput,
    HeldView,
    InstalmentView,
    QuoteView,
)
from services.funding.settings import FundingSettings

Sponsor = Annotated[Principal, Depends(Needs(Role.SPONSOR))]
FundingOfficer = Annotated[Principal, Depends(Needs(Role.FUNDING_OFFICER))]
Assessor = Annotated[Principal, Depends(Needs(Role.ASSESSOR))]
Operator = Annotated[Principal, Depends(Needs(Role.PLATFORM_OPERATOR))]
Party = Annotated[Principal, Depends(Needs(Role.SPONSOR, Role.PLATFORM_OPERATOR))]
BudgetReader = Annotated[Principal, Depends(Needs(Role.FUNDING_OFFICER, *queries.SEES_ALL))]


async def settings_of(request: Request) -> FundingSettings:
    """Dependency: the authority's own rules."""
    return cast(FundingSettings, request.app.state.runtime.settings)


async def _desk(caller: Caller, settings: Annotated[FundingSettings, Depends(settings_of)]) -> Desk:
    return Desk(caller, settings)


async def _officers_desk(
    caller: FundingOfficer, settings: Annotated[FundingSettings, Depends(settings_of)]
) -> Desk:
    return Desk(caller, settings)


AnyDesk = Annotated[Desk, Depends(_desk)]
OfficersDesk = Annotated[Desk, Depends(_officers_desk)]


def application_view(row: Row[Any], caller: Principal) -> ApplicationView:
    """An application without what hangs on it."""
    return ApplicationView.model_validate(_values(row, caller))


async def application_file(
    connection: AsyncConnection, desk: Desk, id_: ApplicationId
) -> ApplicationFile:
    """An application with all that hangs on it. Raises NotFound when it is not theirs to see."""
    row = await queries.application_row(connection, desk.caller, id_)
    if row is None:
        raise NotFound(what_zh="资金申请", what_en="application for funding")
    entries = [entry_view(each) for each in await queries.entry_rows(connection, id_)]
    held = (await queries.held_rows(connection, [id_])).get(id_, {})
    contracts = await queries.contract_rows(connection, desk.caller, application_id=id_)
    parts = await queries.instalment_rows(connection, id_)
    more: dict[str, Any] = {
        "entries": entries,
        "held": _held(held),
        "checks": await _checks(connection, desk.caller, row),
        "instalments": [InstalmentView.model_validate(dict(each._mapping)) for each in parts],
        "contracts": [contract_view(each) for each in contracts],
        "place": await queries.place_in_line(connection, row),
        "two_people": _needs_two(row, desk),
    }
    return ApplicationFile.model_validate(_values(row, desk.caller) | more)


def _values(row: Row[Any], caller: Principal) -> dict[str, Any]:
    quote = QuoteView.model_validate(row.working) if row.working else None
    own_first = row.state == ApplicationState.FIRST_SIGNED and row.first_by == caller.id
    return dict(row._mapping) | {
        "quote": quote,
        "is_mine": row.holder is not None and row.holder == caller.id,
        "is_own_signature": own_first,
    }


def _held(sums: dict[str, Any]) -> HeldView:
    names = ("reserved", "committed", "paid", "equity")
    return HeldView.model_validate({name: sums.get(name, 0) for name in names})


async def _checks(connection: AsyncConnection, caller: Principal, row: Row[Any]) -> list[CheckView]:
    """For those who decide and oversee; a sponsor sees the quote instead."""
    if not caller.has(Role.FUNDING_OFFICER, *queries.SEES_ALL):
        return []
    project = await repository.find_project(connection, ProjectId(row.project_id))
    if project is None:
        return []
    found = await checks_of(repository.as_application(row), project, connection)
    return [CheckView(id=e.id, result=e.result, zh=e.zh, en=e.en) for e in found]


def _needs_two(row: Row[Any], desk: Desk) -> bool:
    if row.amount is None or row.state not in (
        ApplicationState.SUBMITTED,
        ApplicationState.FIRST_SIGNED,
    ):
        return row.first_by is not None
    own = known_programme(row.pack, row.programme).two_people_from
    return bool(row.amount >= desk.two_people_from(own.value if own else None))


def entry_view(row: Row[Any]) -> EntryView:
    """One entry of the journal."""
    return EntryView(
        movement_id=row.id,
        movement=row.kind,
        moved_at=row.moved_at,
        account=row.account,
        amount=row.amount,
        reason=row.reason,
        reverses=row.reverses,
    )


def contract_view(row: Row[Any]) -> ContractView:
    """A contract, and whose turn it is."""
    awaits = None
    if row.state == "proposed":
        awaits = "platform"
    elif row.state == "filed":
        awaits = "sponsor" if row.accepted_by_sponsor is None else "platform"
    return ContractView.model_validate(dict(row._mapping) | {"awaits": awaits})


async def contract_file(connection: AsyncConnection, caller: Principal, id_: UUID) -> ContractView:
    """One contract. Raises NotFound when it is not theirs to see."""
    row = await queries.contract_row(connection, caller, id_)
    if row is None:
        raise NotFound(what_zh="服务合同", what_en="service contract")
    return contract_view(row)


def evidence_of(given: Sequence[EvidenceInput]) -> list[dict[str, str]]:
    """Evidence as it is kept."""
    return [each.model_dump() for each in given]


def facts_of(given: Sequence[str]) -> Facts:
    """``name=value`` of a query as facts; ``yes`` and ``no`` are truth values."""
    found: Facts = {}
    for each in given:
        name, _, value = each.partition("=")
        found[name.strip()] = {"yes": True, "no": False}.get(value.strip(), value.strip())
    return found
