"""Service contracts under vouchers: filed and accepted by both parties."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chassis import paging
from chassis.auth import Caller
from chassis.commands import Executor, Reader
from chassis.database import UnitOfWork
from contracts.ids import ApplicationId, OrganisationId, PlatformId
from contracts.people import ORGANISATION
from services.funding import queries
from services.funding.api.presenting import Operator, Party, Sponsor, contract_file, contract_view
from services.funding.domain.contract import Terms
from services.funding.handlers import voucher
from services.funding.schemas import (
    AcceptanceInput,
    ContractInput,
    ContractPage,
    ContractView,
    FilingInput,
    ReasonInput,
)

router = APIRouter()


@router.get("/contracts")
async def list_contracts(
    caller: Caller,
    database: Reader,
    cursor: paging.Cursor = None,
    limit: paging.Limit = paging.DEFAULT_LIMIT,
) -> ContractPage:
    """The contracts that the caller is party to or watches over, newest first."""
    after = paging.instant_and_id(cursor)
    async with database.read() as connection:
        rows = await queries.contract_rows(connection, caller, after=after, limit=limit + 1)
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return ContractPage(
        items=[contract_view(row) for row in page],
        next_cursor=paging.encode(last.proposed_at.isoformat(), str(last.id)) if last else None,
    )


@router.get("/contracts/{id_}")
async def show_contract(id_: UUID, caller: Caller, database: Reader) -> ContractView:
    """One contract."""
    async with database.read() as connection:
        return await contract_file(connection, caller, id_)


@router.post("/applications/{id_}/contracts", status_code=201, response_model=ContractView)
async def propose_contract(
    id_: UUID, body: ContractInput, caller: Sponsor, execute: Executor
) -> JSONResponse:
    """File a contract under a voucher; its platform has to confirm."""
    owner = body.sponsor_id or caller.scope(ORGANISATION) or ""

    async def run(uow: UnitOfWork) -> ContractView:
        terms = Terms(
            platform_id=PlatformId(body.platform_id),
            sponsor_id=OrganisationId(owner),
            reference=body.reference,
            amount=body.amount,
            starts_on=body.starts_on,
            ends_on=body.ends_on,
            document_sha256=body.document_sha256,
        )
        made = await voucher.propose_contract(ApplicationId(id_), terms, caller, uow)
        return await contract_file(uow.connection, caller, made)

    return await execute(run, status=201)


@router.post("/contracts/{id_}/filing", response_model=ContractView)
async def file_contract(
    id_: UUID, body: FilingInput, caller: Operator, execute: Executor
) -> JSONResponse:
    """Confirm that the contract is the platform's own."""

    async def run(uow: UnitOfWork) -> ContractView:
        await voucher.file_contract(id_, body.document_sha256, caller, uow)
        return await contract_file(uow.connection, caller, id_)

    return await execute(run)


@router.post("/contracts/{id_}/refusal", response_model=ContractView)
async def refuse_contract(
    id_: UUID, body: ReasonInput, caller: Operator, execute: Executor
) -> JSONResponse:
    """Say that the contract is none of the platform's."""

    async def run(uow: UnitOfWork) -> ContractView:
        await voucher.refuse_contract(id_, body.reason, caller, uow)
        return await contract_file(uow.connection, caller, id_)

    return await execute(run)


@router.post("/contracts/{id_}/acceptance", response_model=ContractView)
async def accept_contract(
    id_: UUID, body: AcceptanceInput, caller: Party, execute: Executor
) -> JSONResponse:
    """Accept the work; when both parties accepted the same, the voucher pays."""

    async def run(uow: UnitOfWork) -> ContractView:
        await voucher.accept_contract(id_, body.amount, body.document_sha256, caller, uow)
        return await contract_file(uow.connection, caller, id_)

    return await execute(run)
