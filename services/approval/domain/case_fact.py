"""What the facts about a case have in common: which case, and how its clock stands."""

from datetime import datetime
from typing import Any

from services.approval.domain.case import Case


def about(case: Case) -> dict[str, Any]:
    """The fields of a ``CaseFact``."""
    return {
        "project_id": case.project_id,
        "case_id": case.id,
        "item": case.name,
        "department": case.department,
    }


def clock_of(case: Case, now: datetime) -> dict[str, Any]:
    """The fields of a ``CaseClockSet``, beside which case it is."""
    return {
        "due_at": case.due_at,
        "statutory_due_at": case.statutory_due_at,
        "provisional": case.is_provisional,
        "clock_version": case.clock_version,
        "alarms": case.alarms(now),
    }
