"""People and moves that approval's tests share."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from contracts.commands.approval import OpenCase, OpenGate
from contracts.people import Role
from services.approval.tables import absence, conflict, member, stand_in, task, task_signer
from tests.support.order import DEPARTMENT, open_case, open_gate
from tests.support.person import Person, lead, officer, sponsor, worker_of_pack
from tests.support.service import Bench, Client

BASE = "/api/approval/v1"
DAY = timedelta(days=1)

OFFICER = officer("officer", DEPARTMENT)
COLLEAGUE = officer("colleague", DEPARTMENT)
STRANGER = officer("stranger", "market_regulation")
LEAD = lead("lead", DEPARTMENT)
REVIEWER = worker_of_pack("reviewer", Role.GATE_REVIEWER)
MANAGER = worker_of_pack("manager", Role.CASE_MANAGER)
DIRECTOR = worker_of_pack("director", Role.DIRECTOR)
SPONSOR = sponsor()

APPROVED = {"outcome": "approved", "reason": "材料齐全"}
REFUSED = {"outcome": "refused", "reason": "超标", "ground": "emission_standard_exceeded"}
QUESTION = {"ground": "information_requested", "question": "请补充排放计算书"}
ANSWER = {"answer": "已补充", "documents": []}


async def opened_case(bench: Bench, **changes: Any) -> OpenCase:
    """A case that was just received."""
    order = open_case(**changes)
    await bench.hear(order)
    return order


async def opened_gate(bench: Bench, **changes: Any) -> OpenGate:
    """A gate that has just begun to sit."""
    order = open_gate(**changes)
    await bench.hear(order)
    return order


async def act(
    client: Client, id_: UUID, what: str, body: Any = None, **more: Any
) -> dict[str, Any]:
    """Something done to a task that has to succeed; the task afterwards."""
    answer = await client.post(f"{BASE}/tasks/{id_}/{what}", body, **more)
    assert answer.status_code == 200, answer.text
    task: dict[str, Any] = answer.json()
    return task


async def claimed_case(bench: Bench, **changes: Any) -> OpenCase:
    """A case in the officer's hands."""
    order = await opened_case(bench, **changes)
    await act(bench.client(OFFICER), order.case_id, "claim")
    return order


async def supplied(bench: Bench, id_: UUID, body: Any = ANSWER) -> dict[str, Any]:
    """The sponsor's answer to what was asked; the case afterwards."""
    answer = await bench.client(SPONSOR).post(f"{BASE}/cases/{id_}/information", body)
    assert answer.status_code == 200, answer.text
    case: dict[str, Any] = answer.json()
    return case


async def forget_people(bench: Bench) -> None:
    """Nobody holds anything any more, and nobody has an interest: as before the first test."""
    async with bench.runtime.database.unit_of_work() as uow:
        nobody = {"holder": None, "holder_name": None, "claimed_at": None, "lease_until": None}
        nobody |= {"owner": None, "owner_name": None, "giver": None, "giver_name": None}
        await uow.connection.execute(update(task).values(**nobody))
        for each in (conflict, absence, stand_in, member, task_signer):
            await uow.connection.execute(delete(each))


async def team(bench: Bench, *people: Person) -> list[Client]:
    """People who have signed in, holding nothing."""
    await forget_people(bench)
    clients = [bench.client(each) for each in people]
    for client in clients:
        assert (await client.put(f"{BASE}/me")).status_code == 200
    return clients
