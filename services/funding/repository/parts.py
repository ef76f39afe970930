"""What hangs on an application: its instalments, and a voucher's contracts; and referrals."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import ApplicationId
from services.funding.domain.contract import OPEN, Contract, ContractState, Terms
from services.funding.domain.instalment import Instalment, InstalmentState
from services.funding.domain.referral import Referral, ReferralState
from services.funding.repository.record import values_of
from services.funding.tables import contract, instalment, referral


def _contract_values(value: Contract) -> dict[str, Any]:
    values = values_of(value)
    return values | values_of(values.pop("terms"))


def _contract(row: Row[Any]) -> Contract:
    values = dict(row._mapping)
    terms = Terms(**{field.name: values.pop(field.name) for field in fields(Terms)})
    return Contract(**values | {"terms": terms, "state": ContractState(row.state)})


async def add_instalments(connection: AsyncConnection, new: Sequence[Instalment]) -> None:
    """Insert an application's plan."""
    await connection.execute(insert(instalment), [values_of(each) for each in new])


async def instalments_of(connection: AsyncConnection, id_: ApplicationId) -> list[Instalment]:
    """In order. Changed only under the lock of their application."""
    statement = select(instalment).where(instalment.c.application_id == id_)
    rows = (await connection.execute(statement.order_by(instalment.c.number))).all()
    return [Instalment(**{**row._mapping, "state": InstalmentState(row.state)}) for row in rows]


async def application_of_instalment(connection: AsyncConnection, id_: UUID) -> ApplicationId | None:
    """Whose instalment it is."""
    statement = select(instalment.c.application_id).where(instalment.c.id == id_)
    return (await connection.execute(statement)).scalar_one_or_none()


async def save_instalment(connection: AsyncConnection, after: Instalment) -> None:
    """Store what a command changed."""
    statement = update(instalment).where(instalment.c.id == after.id)
    await connection.execute(statement.values(**values_of(after)))


async def add_contract(connection: AsyncConnection, new: Contract) -> bool:
    """Insert a contract; False when the same one is subsidised already, by whatever voucher."""
    statement = insert_or(contract).values(**_contract_values(new)).on_conflict_do_nothing()
    result = await connection.execute(statement.returning(contract.c.id))
    return result.first() is not None


async def application_of_contract(connection: AsyncConnection, id_: UUID) -> ApplicationId | None:
    """Under whose voucher a contract is."""
    statement = select(contract.c.application_id).where(contract.c.id == id_)
    return (await connection.execute(statement)).scalar_one_or_none()


async def contract_of(connection: AsyncConnection, id_: UUID) -> Contract:
    """A contract. Changed only under the lock of its application."""
    return _contract((await connection.execute(select(contract).where(contract.c.id == id_))).one())


async def open_contracts(connection: AsyncConnection, id_: ApplicationId) -> list[Contract]:
    """A voucher's contracts that are not settled."""
    statement = select(contract).where(contract.c.application_id == id_, contract.c.state.in_(OPEN))
    rows = (await connection.execute(statement.order_by(contract.c.id))).all()
    return [_contract(row) for row in rows]


async def proposed_shares(connection: AsyncConnection, id_: ApplicationId) -> Decimal:
    """What proposed contracts would take of a voucher."""
    statement = select(func.coalesce(func.sum(contract.c.share), 0)).where(
        contract.c.application_id == id_, contract.c.state == ContractState.PROPOSED
    )
    return Decimal((await connection.execute(statement)).scalar_one())


async def save_contract(connection: AsyncConnection, after: Contract) -> None:
    """Store what a command changed."""
    statement = update(contract).where(contract.c.id == after.id)
    await connection.execute(statement.values(**_contract_values(after)))


async def add_referral(connection: AsyncConnection, new: Referral) -> None:
    """Insert a referral."""
    await connection.execute(insert(referral).values(**values_of(new)))


async def lock_referral(connection: AsyncConnection, id_: UUID) -> Referral | None:
    """The referral, locked until the transaction ends; None when there is none."""
    statement = select(referral).where(referral.c.id == id_).with_for_update(key_share=True)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    return Referral(**{**row._mapping, "state": ReferralState(row.state)})


async def referrals_of(connection: AsyncConnection, project_id: UUID) -> list[Referral]:
    """A project's referrals that are not over, locked."""
    open_ = (ReferralState.CONSENTED, ReferralState.SENT)
    statement = (
        select(referral)
        .where(referral.c.project_id == project_id, referral.c.state.in_(open_))
        .order_by(referral.c.id)
        .with_for_update(key_share=True)
    )
    rows = (await connection.execute(statement)).all()
    return [Referral(**{**row._mapping, "state": ReferralState(row.state)}) for row in rows]


async def save_referral(connection: AsyncConnection, after: Referral) -> None:
    """Store what a command changed; the version grows by one."""
    values = values_of(after) | {"version": after.version + 1}
    await connection.execute(update(referral).where(referral.c.id == after.id).values(**values))
