"""Parts of a task that stand beside it, as the portal reads them: signers, ticks, time."""

from datetime import timedelta

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
