"""A person who acts, and how long a claim of the funding queue lasts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from contracts.ids import PersonId

LEASE: Final = timedelta(days=5)
"""Calendar days: money has no statutory clock, but nobody may strand an application."""
DECISION_WITHIN: Final = timedelta(days=30)
"""Calendar days from submission until a decision is due: the lane's own target, no statute."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of the authority, as records name them."""

    id: PersonId
    name: str
