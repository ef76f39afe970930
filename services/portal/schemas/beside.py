"""Parts of a task that stand beside it, as the portal reads them: signers, ticks, time,
and what its outcomes bring.
"""

from datetime import timedelta
from uuid import UUID

from pydantic import AwareDatetime

from services.portal.schemas.base import Read


class Signer(Read):
    """A colleague whose signature is asked."""

    person: str
    name: str
    asked_by_name: str
    asked_at: AwareDatetime
    note: str
    agrees: bool | None
    opinion: str | None
    signed_at: AwareDatetime | None
    signed_by_name: str | None


class Point(Read):
    """A point of a checklist; without words it is a material of the pack's."""

    point: str
    zh: str | None
    en: str | None


class Check(Read):
    """The last word on a point of a checklist."""

    point: str
    is_met: bool
    note: str
    by_name: str
    checked_at: AwareDatetime


class Consequence(Read):
    """One thing that an outcome opens, ends or keeps shut."""

    outcome: str
    kind: str
    item: str | None
    department: str | None
    waits_for: tuple[str, ...]
    ids: tuple[UUID, ...]
    months: int | None


class Consequences(Read):
    """What each outcome of a task would bring."""

    items: tuple[Consequence, ...]

    @property
    def by_outcome(self) -> dict[str, list[Consequence]]:
        """Together under their outcome, in the order in which the service names them."""
        found: dict[str, list[Consequence]] = {}
        for each in self.items:
            found.setdefault(each.outcome, []).append(each)
        return found


class Stretch(Read):
    """A time of the task's that belongs to one party."""

    party: str
    who: str | None
    from_at: AwareDatetime
    until_at: AwareDatetime

    @property
    def days(self) -> float:
        """Elapsed days."""
        return (self.until_at - self.from_at) / timedelta(days=1)
