"""One move on many tasks: each succeeds or is refused by itself, and the answer says which."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.errors import DomainError
from services.approval import repository
from services.approval.handlers import handing, hands, telling
from services.approval.handlers.desk import Desk

Action = Literal["claim", "release", "transfer", "reassign", "nudge"]
Step = Callable[[UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is done to which tasks; ``to`` and ``reason`` where the action needs them."""

    action: Action
    tasks: tuple[UUID, ...]
    to: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task."""

    id: UUID
    refusal: DomainError | None


async def act_on_many(order: Bulk, desk: Desk, uow: UnitOfWork) -> list[Result]:
    """Do it to each task; results in the order given. What is refused leaves the others alone.

    People first, then all tasks in one order, then one after the other, each in a savepoint: two
    of these at once, or one against a single move, never wait for each other in a circle.
    """
    people = {desk.caller.id} | ({order.to} if order.to else set())
    await repository.lock_people(uow.connection, *people)
    locked = await repository.lock_tasks(uow.connection, order.tasks)
    step = _step(order, desk, uow)
    missing = set(order.tasks).difference(locked)
    done = {id_: await _tried(id_, step, uow) for id_ in (*locked, *missing)}
    return [Result(id_, done[id_]) for id_ in order.tasks]


def _step(order: Bulk, desk: Desk, uow: UnitOfWork) -> Step:
    reason = order.reason
    hand_over = handing.HandOver(order.to or "", reason)
    steps: dict[Action, Step] = {
        "claim": lambda id_: hands.claim_task(id_, None, desk, uow),
        "release": lambda id_: hands.release_task(id_, reason, None, desk, uow),
        "transfer": lambda id_: handing.transfer_task(id_, hand_over, None, desk, uow),
        "reassign": lambda id_: handing.reassign_task(id_, order.to, reason, None, desk, uow),
        "nudge": lambda id_: telling.nudge_task(id_, reason, desk, uow),
    }
    return steps[order.action]


async def _tried(id_: UUID, step: Step, uow: UnitOfWork) -> DomainError | None:
    try:
        async with uow.connection.begin_nested():
            await step(id_)
    except DomainError as refusal:
        return refusal
    return None
