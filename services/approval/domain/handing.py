"""Handing a task over: transfer, delegate and return, recall, reassign. For cases and gates.

Functions return the task after, and the fact that they make. The task is never free in between.
Also while the sponsor is asked: a colleague can then wait for the answer.

==========  ==============================  =========================================
move        by                              then
==========  ==============================  =========================================
transfer    the holder                      another holds it; the giver may recall it
delegate    the holder                      another holds it; it comes back to the owner
return      the delegate                    the owner holds it
recall      who transferred or delegated    holds it again, if work has not begun
reassign    the lead                        another holds it, whoever had it before
==========  ==============================  =========================================
"""

from datetime import datetime

from contracts.events.approval import HandedHow, TaskClaimed, TaskTransferred
from contracts.ids import PersonId
from services.approval.domain.errors import (
    HoldsItAlready,
    NotDelegated,
    NothingToRecall,
    OwnerDecides,
    ReturnInstead,
)
from services.approval.domain.hands import T, held, taken, until_of
from services.approval.domain.holder import Actor, Holder, Holding, check_held_by
from services.approval.domain.lease import Lease


def transfer(
    task: T, actor: Actor, to: Actor, now: datetime, lease: Lease
) -> tuple[T, TaskTransferred]:
    """Hand it to a colleague for good."""
    before = _handed_by_holder(task, actor, to)
    holding = Holding(_holder(task, to, now, lease), giver=plain(before))
    return _moved(task, holding, before, "transferred", actor)


def delegate(
    task: T, actor: Actor, to: Actor, now: datetime, lease: Lease
) -> tuple[T, TaskTransferred]:
    """Have a colleague do it; it comes back when they return it, and the owner decides."""
    before = _handed_by_holder(task, actor, to)
    own = plain(before)
    holding = Holding(_holder(task, to, now, lease), owner=own, giver=own)
    return _moved(task, holding, before, "delegated", actor)


def give_back(task: T, actor: Actor, now: datetime, lease: Lease) -> tuple[T, TaskTransferred]:
    """Return what was delegated. Raises NotDelegated."""
    task.check_open()
    before = check_held_by(task.holder, actor)
    return returned(task, before, actor, now, lease)


def returned(
    task: T, before: Holder, actor: Actor | None, now: datetime, lease: Lease
) -> tuple[T, TaskTransferred]:
    """A delegated task in its owner's hands again; the lane does it when a lease has run out."""
    owner = task.holding.owner
    if owner is None:
        raise NotDelegated()
    holding = Holding(_holder(task, owner, now, lease))
    return _moved(task, holding, before, "returned", actor)


def recall(task: T, actor: Actor, now: datetime, lease: Lease) -> tuple[T, TaskTransferred]:
    """Take back what one handed over, as long as nobody has begun. Raises NothingToRecall."""
    task.check_open()
    giver, before = task.holding.giver, task.holder
    if giver is None or before is None or giver.person != actor.person:
        raise NothingToRecall()
    return _moved(task, Holding(_holder(task, giver, now, lease)), before, "recalled", actor)


def reassign(
    task: T, lead: Actor, to: Actor, now: datetime, lease: Lease
) -> tuple[T, TaskTransferred | TaskClaimed]:
    """Give it to somebody, whoever has it or nobody. A delegation ends with it."""
    task.check_open()
    before = task.holder
    if before is None:
        return taken(task, to, now, lease, given_by=lead.person)
    _check_other(before, to)
    holding = Holding(_holder(task, to, now, lease))
    return _moved(task, holding, before, "reassigned", lead)


def check_may_decide(task: T) -> None:
    """Raises OwnerDecides while the task is delegated."""
    if task.holding.owner is not None:
        raise OwnerDecides(owner=task.holding.owner.name)


def _handed_by_holder(task: T, actor: Actor, to: Actor) -> Holder:
    task.check_open()
    before = check_held_by(task.holder, actor)
    if task.holding.owner is not None:
        raise ReturnInstead(owner=task.holding.owner.name)
    _check_other(before, to)
    return before


def _check_other(before: Holder, to: Actor) -> None:
    if before.person == to.person:
        raise HoldsItAlready(name=to.name)


def plain(who: Actor) -> Actor:
    """The person without what stands around them."""
    return Actor(who.person, who.name)


def _holder(task: T, to: Actor, now: datetime, lease: Lease) -> Holder:
    return Holder(to.person, to.name, now, until_of(task, now, lease))


def _moved(
    task: T, holding: Holding, before: Holder, how: HandedHow, actor: Actor | None
) -> tuple[T, TaskTransferred]:
    assert holding.holder is not None
    after = held(task, holding)
    event = TaskTransferred(
        project_id=task.project_id,
        task_id=task.id,
        task_kind=task.kind,
        department=task.department,
        pack=task.card.pack,
        name=task.name,
        how=how,
        from_holder=before.person,
        holder=holding.holder.person,
        meant_for=None,
        by=PersonId(actor.person) if actor else None,
    )
    return after, event
