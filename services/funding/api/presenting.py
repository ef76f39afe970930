"""How rows become views."""

from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.auth import Needs, Principal
from contracts.errors import NotFound
from contracts.ids import ApplicationId
from contracts.people import Role
from services.funding import queries
from services.funding.schemas import ApplicationFile, ApplicationView, EntryView, QuoteView

Sponsor = Annotated[Principal, Depends(Needs(Role.SPONSOR))]
FundingOfficer = Annotated[Principal, Depends(Needs(Role.FUNDING_OFFICER))]
BudgetReader = Annotated[Principal, Depends(Needs(Role.FUNDING_OFFICER, *queries.SEES_ALL))]


def application_view(row: Row[Any]) -> ApplicationView:
    """An application without its entries."""
    return ApplicationView.model_validate(_values(row))


async def application_file(
    connection: AsyncConnection, caller: Principal, id_: ApplicationId
) -> ApplicationFile:
    """An application with its entries. Raises NotFound when it is not the caller's to see."""
    row = await queries.application_row(connection, caller, id_)
    if row is None:
        raise NotFound(what_zh="资金申请", what_en="application for funding")
    entries = [
        EntryView(
            movement=each.kind, moved_at=each.moved_at, account=each.account, amount=each.amount
        )
        for each in await queries.entry_rows(connection, id_)
    ]
    return ApplicationFile.model_validate(_values(row) | {"entries": entries})


def _values(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping) | {"quote": QuoteView.model_validate(row.working)}
