"""Who holds a task. Two people can never both hold one; nobody works on what he does not hold.

The moves between hands are in ``hands`` and ``handing``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Optional

from contracts.ids import PersonId
from services.approval.domain.errors import HeldByAnother, NotClaimed, ReleaseReasonMissing


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who does something, as the record shows it.

    ``behalf`` is the absent colleague for whom it is done: both are recorded.
    """

    person: PersonId
    name: str
    behalf: Optional["Actor"] = field(default=None, kw_only=True)

    def acts_for(self, person: PersonId) -> bool:
        """Whether the person is the actor, or the one acted for."""
        return person == self.person or (self.behalf is not None and person == self.behalf.person)


@dataclass(frozen=True, slots=True)
class Holder(Actor):
    """The person in whose hands a task is, since when, and until when without further work."""

    since: datetime
    until: datetime

    def has_run_out(self, now: datetime) -> bool:
        """Whether the lease is over."""
        return self.until <= now


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose a task is, while it is in somebody's hands.

    ``owner`` delegated it and gets it back; ``giver`` handed it over and may take it back until
    the holder has begun.
    """

    holder: Holder | None = None
    owner: Actor | None = None
    giver: Actor | None = None


FREE: Final = Holding()


def check_free_for(holder: Holder | None, actor: Actor) -> None:
    """Raises HeldByAnother when somebody else holds the task."""
    if holder is not None and not actor.acts_for(holder.person):
        raise HeldByAnother(holder=holder.name)


def check_held_by(holder: Holder | None, actor: Actor) -> Holder:
    """The holding. Raises NotClaimed or HeldByAnother unless it is the actor's."""
    if holder is None:
        raise NotClaimed()
    check_free_for(holder, actor)
    return holder


def check_may_release(holder: Holder | None, actor: Actor, reason: str, *, is_lead: bool) -> Holder:
    """The holding that ends. A lead may end a colleague's, and says why."""
    if holder is None:
        raise NotClaimed()
    if not actor.acts_for(holder.person):
        if not is_lead:
            raise HeldByAnother(holder=holder.name)
        if not reason:
            raise ReleaseReasonMissing()
    return holder
