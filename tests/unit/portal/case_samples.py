"""Samples of a case between receipt and service. Part of ``samples``."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.approval.schemas import life
from tests.unit.portal.desk import NOW

DOCUMENT = UUID("01900000-0000-7000-8000-000000000004")


def life_of(text: str, **changes: Any) -> life.LifeView:
    """Everything that a life can hold; ``changes`` leave out or replace."""
    values: dict[str, Any] = {
        "received_on": date(2026, 3, 2),
        "accepted_how": "with_gaps",
        "accepted_on": date(2026, 3, 4),
        "silence_accepts_after": None,
        "not_accepted_ground": None,
        "not_accepted_reason": None,
        "application": 2,
        "commitment": text,
        "gaps": [
            life.GapView(number=1, text=text, supplied_at=None, documents=[]),
            life.GapView(number=2, text=text, supplied_at=NOW, documents=[DOCUMENT]),
        ],
        "gaps_due_at": NOW + timedelta(days=3),
        "halts": [_halt(1, text, ended=True), _halt(2, text, ended=False)],
        "extensions": [
            life.ExtensionView(
                figure=5,
                unit="working_day",
                rank="agency_head",
                approved_by=text,
                reason=text,
                at=NOW,
            )
        ],
        "recommendation": None,
        "challenges": 0,
        "service_due_at": NOW + timedelta(days=10),
        "service": None,
    }
    return life.LifeView(**(values | changes))


def _halt(number: int, text: str, *, ended: bool) -> life.HaltView:
    return life.HaltView(
        number=number,
        ground="expert_review",
        procedure=None,
        from_on=date(2026, 3, 5),
        expected_end_on=date(2026, 3, 20),
        ended_on=date(2026, 3, 9) if ended else None,
        reason=text,
        end_reason=text if ended else None,
    )


def recommendation(text: str, *, is_mine: bool = False) -> life.RecommendationView:
    """What a colleague proposes."""
    return life.RecommendationView(
        outcome="approved_with_conditions",
        reason=text,
        ground=None,
        conditions=[{"text": text, "trigger": "before_use", "due_on": None}],
        by_name=text,
        is_mine=is_mine,
        at=NOW,
    )


def life_choices(**changes: Any) -> life.LifeChoiceView:
    """What a pack may allow at most."""
    values: dict[str, Any] = {
        "accepts_gaps": True,
        "may_decline": True,
        "non_acceptance_grounds": ["not_competent"],
        "own_stop_grounds": ["expert_review"],
        "procedures": ["technical_review"],
        "extension_at_most": 10,
        "extension_unit": "working_day",
        "extension_rank": "agency_head",
        "extensions_left": 1,
        "four_eyes": False,
    }
    return life.LifeChoiceView(**(values | changes))


def noted(text: str) -> life.QuestionView:
    """A question that waits for the list of all departments."""
    return life.QuestionView(
        number=1,
        ground="information_requested",
        text=text,
        noted_by_name=text,
        sent_at=NOW + timedelta(days=2),
    )
