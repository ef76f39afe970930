"""One agreement to many applications: each is granted or refused by itself."""

from dataclasses import dataclass
from typing import Literal

from chassis.database import UnitOfWork
from contracts.errors import DomainError
from contracts.ids import ApplicationId
from services.funding import repository
from services.funding.handlers.decide import Decision, decide_application
from services.funding.handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is agreed to, why, and what becomes of those for which the money is not there."""

    applications: tuple[ApplicationId, ...]
    reason: str
    if_exhausted: Literal["refuse", "wait"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one application."""

    id: ApplicationId
    refusal: DomainError | None


async def agree_to_many(order: Agreement, desk: Desk, uow: UnitOfWork) -> list[Result]:
    """Agree to each as its own decision would; results in the order given, each id once.

    Within a programme the most due gets the money first. What is refused leaves the others alone.
    Projects are locked first, then applications, then budgets, each in one order: two of these at
    once, or one against a single decision, never wait for each other in a circle.
    """
    wanted = tuple(dict.fromkeys(order.applications))
    decision = Decision(True, None, order.reason, order.if_exhausted)
    in_turn = await _locked(wanted, uow)
    missing = [id_ for id_ in wanted if id_ not in in_turn]
    done = {id_: await _tried(id_, decision, desk, uow) for id_ in (*in_turn, *missing)}
    return [Result(id_, done[id_]) for id_ in wanted]


async def _locked(wanted: tuple[ApplicationId, ...], uow: UnitOfWork) -> list[ApplicationId]:
    """Those that there are, locked, in the order in which they are decided."""
    connection = uow.connection
    projects = {id_: await repository.project_of(connection, id_) for id_ in wanted}
    for project_id in sorted({each for each in projects.values() if each is not None}):
        await repository.lock_project(connection, project_id)
    known = sorted(id_ for id_, project_id in projects.items() if project_id is not None)
    found = [await repository.lock_application(connection, id_) for id_ in known]
    found.sort(key=lambda each: (each.pack, each.programme, each.due_at, each.id))
    return [each.id for each in found]


async def _tried(
    id_: ApplicationId, decision: Decision, desk: Desk, uow: UnitOfWork
) -> DomainError | None:
    try:
        async with uow.connection.begin_nested():
            await decide_application(id_, decision, None, desk, uow)
    except DomainError as refusal:
        return refusal
    return None
