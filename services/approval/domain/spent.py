"""Where a task's time went: every moment from its opening to its end belongs to exactly one party.

Worked out from the task's own record, so that the page's figure opens to the moves behind it. It is
elapsed time; what the limit counts is in the due date's ledger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Party = Literal["queue", "department", "sponsor", "suspended"]

BEGINS: Final[Mapping[str, Party]] = {
    "opened": "queue",
    "claimed": "department",
    "released": "queue",
    "lapsed": "queue",
    "stepped_back": "queue",
    "reassigned": "department",
    "information_requested": "sponsor",
    "information_supplied": "department",
    "clock_stopped": "suspended",
    "clock_resumed": "department",
}
"""From which entry of the record on the time is whose; any other entry changes nothing."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of a task's record: when, what, and who holds the task from then on, if told."""

    at: datetime
    what: str
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time [from_at, until_at) that belongs to one party; ``who`` holds the task, if anybody."""

    party: Party
    who: str | None
    from_at: datetime
    until_at: datetime


def where_time_went(record: Iterable[Happened], until: datetime) -> list[Stretch]:
    """The stretches in order, without a gap: they sum to the time from the first entry on.

    ``until`` is the task's end, or now. A stretch in which only the holder changed is cut there.
    """
    found: list[Stretch] = []
    for entry in sorted(record, key=lambda each: each.at):
        before = found[-1] if found else None
        party = BEGINS.get(entry.what) or (before.party if before else "queue")
        who = _holder(entry, before, party)
        if before is not None:
            if (before.party, before.who) == (party, who):
                continue
            found[-1] = Stretch(before.party, before.who, before.from_at, entry.at)
        found.append(Stretch(party, who, entry.at, until))
    return [each for each in found if each.until_at > each.from_at]


def _holder(entry: Happened, before: Stretch | None, party: Party) -> str | None:
    if party == "queue":
        return None
    return entry.holder or (before.who if before else None)
