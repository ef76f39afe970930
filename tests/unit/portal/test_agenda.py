"""What the first page puts first: asked, coming, in danger."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from services.portal.domain.agenda import Danger, asked_of, at_risk, coming

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Wait:
    party: str
    since: datetime = NOW - timedelta(days=1)
    due_at: datetime | None = None


@dataclass(frozen=True)
class Card:
    title: str
    turns: list[Wait] = field(default_factory=list)
    state: str = "open"
    key_project: bool = False
    manager_name: str | None = "陈"
    is_over: bool = False


def due(days: float) -> datetime:
    return NOW + timedelta(days=days)


def test_what_is_due_first_comes_first_and_then_what_has_waited_longest() -> None:
    old = Wait("sponsor", since=NOW - timedelta(days=9))
    new = Wait("sponsor")
    late, later = Wait("sponsor", due_at=due(-1)), Wait("sponsor", due_at=due(3))
    found = asked_of([Card("a", [new, later]), Card("b", [old, late, Wait("gate")])], "sponsor")
    assert [each.turn for each in found] == [late, later, old, new]


def test_nothing_is_asked_of_anybody_in_a_project_that_is_over() -> None:
    over = Card("a", [Wait("sponsor", due_at=due(1)), Wait("gate", due_at=due(1))], is_over=True)
    assert asked_of([over], "sponsor") == coming([over], "sponsor") == at_risk([over], NOW) == []


def test_what_comes_is_what_others_have_to_do_by_a_date() -> None:
    dated, undated = Wait("department", due_at=due(5)), Wait("platform")
    found = coming([Card("a", [undated, dated, Wait("sponsor", due_at=due(1))])], "sponsor")
    assert [each.turn for each in found] == [dated]


@pytest.mark.parametrize(
    ("card", "danger"),
    [
        (Card("late", [Wait("department", due_at=due(-0.01))]), "overdue"),
        (Card("soon", [Wait("department", due_at=due(2))]), "due_soon"),
        (Card("calm", [Wait("department", due_at=due(2.1))]), None),
        (Card("key", [Wait("sponsor")], key_project=True, manager_name=None), "no_manager"),
        (Card("plain", [Wait("sponsor")], manager_name=None), None),
        (Card("stuck", [Wait("sponsor", since=NOW - timedelta(days=10))]), "stranded"),
        (Card("waits", [Wait("sponsor", since=NOW - timedelta(days=9))]), None),
        (Card("held", [Wait("suspended", since=NOW - timedelta(days=30))], state="held"), "held"),
        (Card("nothing"), None),
    ],
    ids=lambda value: value.title if isinstance(value, Card) else str(value),
)
def test_a_project_is_in_danger_for_its_gravest_reason(card: Card, danger: Danger | None) -> None:
    assert [each.danger for each in at_risk([card], NOW)] == ([danger] if danger else [])


def test_the_gravest_danger_stands_first() -> None:
    cards = [
        Card("held", state="held"),
        Card("soon", [Wait("department", due_at=due(1))]),
        Card("late", [Wait("department", due_at=due(-1))]),
        Card("key", key_project=True, manager_name=None),
    ]
    assert [each.project.title for each in at_risk(cards, NOW)] == ["late", "key", "soon", "held"]
