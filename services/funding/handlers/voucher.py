"""Contracts under vouchers: filed by sponsor and platform, accepted by both, paid; and expiry."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from contracts.events.funding import ContractAwaits, VoucherExpired
from contracts.ids import ApplicationId, PersonId
from contracts.people import ORGANISATION, PLATFORM, Role
from services.funding import repository
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.contract import Contract, Party, Terms, check_voucher
from services.funding.domain.errors.money import NotInState
from services.funding.domain.errors.voucher import ContractSubsidisedTwice
from services.funding.domain.ledger import committing, releasing
from services.funding.domain.quote import VOUCHER
from services.funding.handlers import money
from services.funding.handlers.desk import cause, lock, lock_as_sponsor
from services.funding.handlers.programme import voucher_share


async def propose_contract(
    id_: ApplicationId, terms: Terms, caller: Principal, uow: UnitOfWork
) -> UUID:
    """The sponsor files a contract under a voucher; its platform has to confirm it.

    What the voucher pays of it is worked out by the programme's own formula, within what is free.
    The database holds the constraint: one contract, one subsidy, across vouchers of every kind.
    """
    _, voucher = await lock_as_sponsor(id_, caller, uow)
    if voucher.kind != VOUCHER:
        raise NotInState(state=voucher.kind, needed=VOUCHER)
    holding = await repository.holding_of(uow.connection, voucher.id)
    held = await repository.proposed_shares(uow.connection, voucher.id)
    free = check_voucher(voucher, holding, held, terms)
    contract = Contract(
        id=new_id(),
        application_id=voucher.id,
        project_id=voucher.project_id,
        programme=voucher.programme,
        terms=terms,
        share=min(_share_of(voucher, terms.amount), free),
        proposed_at=uow.now,
        proposed_by=PersonId(caller.id),
    )
    if not await repository.add_contract(uow.connection, contract):
        raise ContractSubsidisedTwice()
    await _tell_whose_turn(contract, uow)
    return contract.id


def _share_of(voucher: Application, amount: Decimal) -> Decimal:
    return voucher_share(voucher.pack, voucher.programme, amount)


async def file_contract(id_: UUID, sha256: str, caller: Principal, uow: UnitOfWork) -> None:
    """The platform confirms: the voucher's share is owed from now on."""
    voucher, contract = await _as_platform(id_, caller, uow)
    filed = contract.file(sha256, PersonId(caller.id), uow.now)
    await repository.save_contract(uow.connection, filed)
    movement, name = committing(contract.share), cause("committed", contract.id)
    await money.move(voucher, movement, name, uow, by=PersonId(caller.id), about=contract.id)
    await _tell_whose_turn(filed, uow)


async def refuse_contract(id_: UUID, reason: str, caller: Principal, uow: UnitOfWork) -> None:
    """The platform says that the contract is none of theirs."""
    _, contract = await _as_platform(id_, caller, uow)
    await repository.save_contract(uow.connection, contract.refuse(reason))


async def accept_contract(
    id_: UUID, amount: Decimal, sha256: str, caller: Principal, uow: UnitOfWork
) -> None:
    """One party accepts the work; when both accepted the same, the voucher pays its share."""
    voucher, contract, party = await _as_party(id_, caller, uow)
    accepted = contract.accept(party, amount, sha256)
    if accepted.accepted is None:
        await repository.save_contract(uow.connection, accepted)
        await _tell_whose_turn(accepted, uow)
        return
    payable = _share_of(voucher, accepted.accepted)
    settled, movements = accepted.settle(
        payable, uow.now, is_expired=voucher.expired_at is not None
    )
    await repository.save_contract(uow.connection, settled)
    for movement in movements:
        name = cause(movement.kind, contract.id)
        await money.move(voucher, movement, name, uow, by=PersonId(caller.id), about=contract.id)
    await _complete_if_spent(voucher, uow)


async def expire_voucher(id_: ApplicationId, uow: UnitOfWork) -> None:
    """A voucher's period is over: what no contract holds goes back to the budget.

    A filed contract keeps its share until it is settled; a proposed one ends with the voucher.
    """
    _, voucher = await lock(id_, uow)
    if voucher.state is not ApplicationState.GRANTED or voucher.expired_at is not None:
        return
    for contract in await repository.open_contracts(uow.connection, voucher.id):
        if contract.filed_at is None:
            await repository.save_contract(uow.connection, contract.end())
    holding = await repository.holding_of(uow.connection, voucher.id)
    expired = replace(voucher, expired_at=uow.now)
    if holding.reserved:
        movement = releasing(holding.reserved)
        await money.move(expired, movement, cause("expired", voucher.id), uow)
    await uow.tell(
        VoucherExpired(
            project_id=voucher.project_id,
            application_id=voucher.id,
            programme=voucher.programme,
            amount=holding.reserved,
        )
    )
    await _complete_if_spent(expired, uow)


async def _complete_if_spent(voucher: Application, uow: UnitOfWork) -> None:
    """End a voucher with nothing left to promise: paid from, or lapsed unused."""
    holding = await repository.holding_of(uow.connection, voucher.id)
    if not holding.open:
        spent = ApplicationState.COMPLETED if holding.paid else ApplicationState.CLOSED
        voucher = voucher.ended(spent, uow.now)
    await repository.save_application(uow.connection, voucher)


async def _as_platform(
    id_: UUID, caller: Principal, uow: UnitOfWork
) -> tuple[Application, Contract]:
    voucher, contract, party = await _as_party(id_, caller, uow)
    if party != "platform":
        raise _no_contract()
    return voucher, contract


async def _as_party(
    id_: UUID, caller: Principal, uow: UnitOfWork
) -> tuple[Application, Contract, Party]:
    """The contract with its voucher, locked, for one of its parties. Raises NotFound."""
    owner = await repository.application_of_contract(uow.connection, id_)
    if owner is None:
        raise _no_contract()
    _, voucher = await lock(owner, uow)
    contract = await repository.contract_of(uow.connection, id_)
    platform, own = caller.scope(PLATFORM), caller.scope(ORGANISATION)
    if caller.has(Role.PLATFORM_OPERATOR) and platform == contract.terms.platform_id:
        return voucher, contract, "platform"
    if caller.has(Role.SPONSOR) and own == contract.terms.sponsor_id:
        return voucher, contract, "sponsor"
    raise _no_contract()


async def _tell_whose_turn(contract: Contract, uow: UnitOfWork) -> None:
    party = contract.awaits
    if party is None:
        return
    event = ContractAwaits(
        project_id=contract.project_id,
        application_id=contract.application_id,
        contract_id=contract.id,
        programme=contract.programme,
        platform_id=contract.terms.platform_id,
        party=party,
        step="filing" if contract.filed_at is None else "acceptance",
    )
    await uow.tell(event)


def _no_contract() -> NotFound:
    return NotFound(what_zh="服务合同", what_en="service contract")
