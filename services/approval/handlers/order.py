"""Orders from the lane: open, ring, close. They run in a unit of work that others commit."""

from chassis.database import UnitOfWork
from contracts.commands.approval import (
    CloseProjectWork,
    OpenCase,
    OpenGate,
    RingAlarm,
    SupersedeCases,
)
from contracts.envelope import Envelope
from contracts.events.approval import CaseOpened, GateOpened, ProjectWorkClosed, TaskReminded
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.case_state import MOVES
from services.approval.domain.credit import under
from services.approval.domain.gate import Gate
from services.approval.handlers.desk import keep
from services.approval.handlers.notice import begin_collecting, drop_questions


async def open_case(order: OpenCase, envelope: Envelope, uow: UnitOfWork) -> None:
    """Put a case into its department's queue; not twice, and not for a closed project."""
    if not await repository.is_project_closed(uow.connection, order.project_id):
        order = await _under_credit(order, uow)
        await _open(*Case.open(order, uow.now), uow)


async def open_gate(order: OpenGate, envelope: Envelope, uow: UnitOfWork) -> None:
    """Have a gate sit; not twice, and not for a closed project."""
    if not await repository.is_project_closed(uow.connection, order.project_id):
        await _open(*Gate.open(order, uow.now), uow)


async def ring_alarm(order: RingAlarm, envelope: Envelope, uow: UnitOfWork) -> None:
    """Remind or escalate, if the alarm still holds. Raises RangTooEarly."""
    task = await repository.lock_task(uow.connection, order.task_id)
    if task is None:
        return
    after, event = task.ring(order.key, order.clock_version, uow.now)
    if event is None:
        return
    await repository.save_task(uow.connection, task, after)
    what = "reminded" if isinstance(event, TaskReminded) else "escalated"
    await repository.add_task_event(
        uow.connection, task.id, uow.now, what, data={"alarm": order.key}
    )
    await uow.tell(event)


async def close_project_work(order: CloseProjectWork, envelope: Envelope, uow: UnitOfWork) -> None:
    """End everything open of the project, remember that it has left, and answer."""
    await repository.close_project(uow.connection, order.project_id, order.outcome, uow.now)
    tasks = await repository.lock_open_tasks(uow.connection, order.project_id)
    for task in tasks:
        after, event = task.close(order.outcome, uow.now)
        await repository.save_task(uow.connection, task, after)
        await repository.add_task_event(
            uow.connection, task.id, uow.now, "closed", data={"outcome": order.outcome}
        )
        await uow.tell(event)
    cases = sum(isinstance(task, Case) for task in tasks)
    await uow.tell(
        ProjectWorkClosed(project_id=order.project_id, cases=cases, gates=len(tasks) - cases)
    )


async def _under_credit(order: OpenCase, uow: UnitOfWork) -> OpenCase:
    """The order as the sponsor's credit leaves it now: a closed route is not taken any more."""
    card = order.card
    credit = await repository.credit_of(uow.connection, card.organisation_id, card.pack)
    return order.model_copy(update={"item": under(order.item, credit)})


async def supersede_cases(order: SupersedeCases, envelope: Envelope, uow: UnitOfWork) -> None:
    """End the named cases that are still open, since an item of their project was refused.

    A case that is decided meanwhile stays decided. Again: nothing happens.
    """
    ids = await repository.lock_tasks(uow.connection, order.cases)
    tasks = [await repository.lock_task(uow.connection, id_) for id_ in ids]
    may_end = MOVES["supersede"].sources
    cases = [each for each in tasks if isinstance(each, Case) and each.state in may_end]
    for case in cases:
        await drop_questions(case, uow)
    for case in cases:
        after, event = case.supersede(order.because, uow.now)
        data = {"because": order.because}
        await keep(case, after, event, "superseded", None, uow, data=data)


async def _open(task: Case | Gate, event: CaseOpened | GateOpened, uow: UnitOfWork) -> None:
    if await repository.add_task(uow.connection, task):
        if isinstance(task, Case):
            await begin_collecting(task, uow)
        await repository.add_task_event(uow.connection, task.id, uow.now, "opened")
        await uow.tell(event)
