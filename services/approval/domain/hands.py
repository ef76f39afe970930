"""From hand to hand: claim, release, and leases that run out. The same for cases and gates.

Functions return the task after, and the fact that they make.
"""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from contracts.events.approval import ReleaseReason, TaskClaimed, TaskReleased
from contracts.ids import PersonId
from services.approval.domain.case import Case
from services.approval.domain.errors import ReturnInstead
from services.approval.domain.gate import Gate
from services.approval.domain.holder import (
    FREE,
    Actor,
    Holder,
    Holding,
    check_free_for,
    check_may_release,
)
from services.approval.domain.lease import Lease

T = TypeVar("T", bound=Case | Gate)


def claim(task: T, actor: Actor, now: datetime, lease: Lease) -> tuple[T, TaskClaimed | None]:
    """Take it in hand; the own holder again only renews the lease.

    Whose lease has run out loses it first: ``lapse``.
    """
    task.check_open()
    check_free_for(task.holder, actor)
    task.check_may_claim(actor)
    if task.holder is not None:
        return renew(task, now, lease), None
    return taken(task, actor, now, lease)


def taken(
    task: T, to: Actor, now: datetime, lease: Lease, *, given_by: PersonId | None = None
) -> tuple[T, TaskClaimed]:
    """A free task in somebody's hands; ``given_by`` the lead."""
    holder = Holder(to.person, to.name, now, until_of(task, now, lease))
    event = TaskClaimed(
        project_id=task.project_id,
        task_id=task.id,
        task_kind=task.kind,
        holder=holder.person,
        lease_until=holder.until,
        given_by=given_by,
    )
    return held(task, Holding(holder)), event


def release(task: T, actor: Actor, reason: str, *, is_lead: bool) -> tuple[T, TaskReleased]:
    """Put it back into the queue. A lead may put back a colleague's, with a reason.

    Not while the sponsor is asked: the answer goes to whoever asked.
    """
    task.check_open()
    before = check_may_release(task.holder, actor, reason, is_lead=is_lead)
    task.check_running()
    is_own = actor.acts_for(before.person)
    if is_own and task.holding.owner is not None:
        raise ReturnInstead(owner=task.holding.owner.name)
    return freed(task, before, "put_back" if is_own else "put_back_by_lead")


def renew(task: T, now: datetime, lease: Lease) -> T:
    """The lease counted from now, after work on the task; it cannot be recalled any more."""
    if task.holder is None:
        return task
    until = max(until_of(task, now, lease), task.holder.until)
    holder = replace(task.holder, until=until)
    return held(task, replace(task.holding, holder=holder, giver=None))


def has_lapsed(task: T, now: datetime) -> bool:
    """Whether its lease has run out; while the clock stands still no lease runs."""
    holder = task.holder
    return holder is not None and task.is_open and not task.is_stopped and holder.has_run_out(now)


def lapse(task: T, now: datetime) -> tuple[T, TaskReleased | None]:
    """Free it when its lease has run out. What was delegated goes to its owner: ``handing``."""
    if task.holder is None or not has_lapsed(task, now):
        return task, None
    return freed(task, task.holder, "lease_ran_out")


def step_back(task: T) -> tuple[T, TaskReleased | None]:
    """Free it because of its holder's interest; asked for information it stays until the answer."""
    if task.holder is None or not task.is_open or task.is_stopped:
        return task, None
    return freed(task, task.holder, "conflict_of_interest")


def freed(task: T, holder: Holder, reason: ReleaseReason) -> tuple[T, TaskReleased]:
    """The task in nobody's hands any more, for that reason."""
    event = TaskReleased(
        project_id=task.project_id,
        task_id=task.id,
        task_kind=task.kind,
        holder=holder.person,
        reason=reason,
    )
    return held(task, FREE), event


def held(task: T, holding: Holding) -> T:
    """The task in other hands, or in none."""
    # Each kind gives its own kind back, which the checker cannot see through the union.
    return task.held(holding)  # type: ignore[return-value]


def until_of(task: T, now: datetime, lease: Lease) -> datetime:
    """When a claim of now ends."""
    return lease.until(now, task.card.extra_days_off)
