"""Who has which task: claim, release, and claims that run out."""

from uuid import UUID

from chassis.database import UnitOfWork
from services.approval import queries, repository
from services.approval.domain import handing, hands
from services.approval.domain.errors import EnoughInHand, NothingToClaim
from services.approval.domain.lease import Lease
from services.approval.domain.signing import check_no_signer
from services.approval.handlers.desk import Desk, Task, actor_on, impartial_task, keep, task_at_work


async def claim_task(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> None:
    """Take a task in hand. Of two at once exactly one gets it; a claim that ran out is no claim."""
    await repository.lock_people(uow.connection, desk.caller.id)
    await repository.note_member(uow.connection, desk.caller, uow.now)
    task = await impartial_task(id_, expected, desk, uow)
    check_no_signer(await repository.signers_of(uow.connection, id_), desk.actor)
    if task.holder is not None and task.holder.person != desk.caller.id:
        task = await free_if_run_out(task, desk.lease, uow)
    after, event = hands.claim(task, desk.actor, uow.now, desk.lease)
    if event is None:
        await repository.save_lease(uow.connection, task, after)
        return
    await keep(task, after, event, "claimed", desk.actor, uow)


async def claim_next(item: str | None, desk: Desk, uow: UnitOfWork) -> UUID:
    """Take the most due free task of the own queue; its id.

    Pulling is for those with little in hand: raises EnoughInHand from the limit on. Passes over
    what others are just claiming and what a conflict of interest bars. Raises NothingToClaim.
    """
    person = desk.caller.id
    await repository.lock_people(uow.connection, person)
    await repository.note_member(uow.connection, desk.caller, uow.now)
    in_hand = await repository.count_in_hand(uow.connection, person)
    if in_hand >= desk.most_in_hand:
        raise EnoughInHand(in_hand=in_hand, most=desk.most_in_hand)
    queue = queries.in_own_queue(desk.caller, to_work=True)
    task = await repository.lock_next(uow.connection, queue, person, item)
    if task is None:
        raise NothingToClaim()
    after, event = hands.claim(task, desk.actor, uow.now, desk.lease)
    assert event is not None
    await keep(task, after, event, "claimed", desk.actor, uow, data={"how": "next"})
    return task.id


async def release_task(
    id_: UUID, reason: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Put a task back into the queue; a lead also a colleague's."""
    task = await task_at_work(id_, expected, desk, uow)
    actor = await actor_on(task, desk, uow)
    after, event = hands.release(task, actor, reason, is_lead=desk.is_lead_of(task))
    data = {"holder": event.holder}
    await keep(task, after, event, "released", actor, uow, why=reason, data=data)


async def free_lapsed_task(id_: UUID, lease: Lease, uow: UnitOfWork) -> bool:
    """Free a task whose lease has run out; False when that no longer holds."""
    task = await repository.lock_task(uow.connection, id_)
    return task is not None and await free_if_run_out(task, lease, uow) is not task


async def free_if_run_out(task: Task, lease: Lease, uow: UnitOfWork) -> Task:
    """The task as it is, or freed because its lease has run out; what was delegated goes back.

    The lane does it: there is no actor.
    """
    if not hands.has_lapsed(task, uow.now):
        return task
    if task.holding.owner is not None and task.holder is not None:
        back, told = handing.returned(task, task.holder, None, uow.now, lease)
        data = {"from": told.from_holder, "to": told.holder}
        return await keep(task, back, told, "returned", None, uow, data=data)
    after, event = hands.lapse(task, uow.now)
    assert event is not None
    return await keep(task, after, event, "lapsed", None, uow, data={"holder": event.holder})
