"""What follows a decision, without a database: periods, terms, alarms, credit, consequences."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.identity import new_id
from contracts.ids import OrganisationId, PersonId
from contracts.process import CreditTerms, Dependant, Limit
from services.approval.domain.about import About
from services.approval.domain.consequence import of_case, of_gate
from services.approval.domain.credit import GRADES, Credit, under
from services.approval.domain.errors.standing import SameCreditGrade
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor
from services.approval.domain.obligation import Obligation, term_of, term_to
from services.approval.domain.permission import last_day
from tests.support.order import item, new_project, open_gate
from tests.unit.approval.cases import BO, MONDAY, YES, accepted, received

DAY = timedelta(days=1)
LIMIT = Limit(figure=20, unit="working_day")
TERMS = (
    CreditTerms(
        grade="D",
        closes=("commitment_and_filing", "accepted_with_gaps"),
        route="standard",
        committed=LIMIT,
    ),
)


@pytest.mark.parametrize(
    ("from_on", "months", "to_on"),
    [
        (date(2026, 3, 2), 24, date(2028, 3, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_period_ends_the_day_before_its_day_of_the_month(
    from_on: date, months: int, to_on: date
) -> None:
    assert last_day(from_on, months) == to_on


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_periods_follow_one_another_and_never_go_backwards(from_on: date, months: int) -> None:
    assert from_on <= last_day(from_on, months) < last_day(from_on, months + 1)


def test_a_term_counts_from_the_day_after_and_reminds_inside_it() -> None:
    term = term_of(LIMIT, MONDAY, ())
    assert term.due_at == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert all(MONDAY < each < term.due_at for each in term.soon_at)
    to = term_to(date(2026, 3, 20), MONDAY, (90, 7))
    assert [each.date() for each in to.soon_at] == [date(2026, 3, 13)]


def _obligation(**changes: Any) -> Obligation:
    values: dict[str, Any] = {
        "id": new_id(),
        "kind": "inspection",
        "subject_id": new_id(),
        "about": About.of(received()),
        "party": "department",
        "opened_at": MONDAY,
        "due_at": MONDAY + 20 * DAY,
        "soon_at": (MONDAY + 10 * DAY, MONDAY + 16 * DAY),
    }
    return Obligation(**(values | changes))


@given(st.lists(st.integers(0, 40), max_size=12))
def test_whenever_it_is_looked_at_an_alarm_speaks_once_and_overdue_last(days: list[int]) -> None:
    one, said = _obligation(), []
    for each in sorted(days):
        one, told = one.ring(MONDAY + each * DAY)
        if told is not None:
            said.append(told.level)
    assert said.count("overdue") == any(each >= 20 for each in days)
    assert said.count("soon") <= 2
    assert "overdue" not in said[:-1]


def test_what_is_done_never_rings() -> None:
    one, told = _obligation().done(MONDAY).ring(MONDAY + 30 * DAY)
    assert (one.next_at, told) == (None, None)


def _credit(*grades: str) -> Credit:
    credit = Credit(OrganisationId("x"), "meadow")
    for place, grade in enumerate(grades):
        by = Actor(PersonId(f"lead-{place}"), "李")
        entry, _ = credit.entered(
            grade,  # type: ignore[arg-type]
            "authority",
            "r",
            TERMS,
            (new_project(), None),
            by,
            MONDAY,
        )
        credit = replace(credit, last=entry)
    return credit


@given(st.lists(st.sampled_from(GRADES), max_size=10))
def test_credit_counts_its_entries_and_only_a_closing_grade_closes(grades: list[str]) -> None:
    changes = [each for before, each in pairwise(("B", *grades)) if each != before]
    credit = _credit(*changes)
    assert (credit.last.number if credit.last else 0) == len(changes)
    assert credit.closes("commitment_and_filing") == (credit.grade == "D")


def test_the_same_grade_again_is_refused_in_both_languages() -> None:
    with pytest.raises(SameCreditGrade) as refused:
        _credit("D", "D")
    assert "D" in refused.value.text("zh")
    assert "D" in refused.value.text("en")


def test_a_closed_route_falls_to_what_the_plan_says_and_others_stay() -> None:
    promised = item(route="commitment_and_filing", credit=TERMS, accepts_gaps=True)
    fallen = under(promised, _credit("D"))
    assert (fallen.route, fallen.committed, fallen.accepts_gaps) == ("standard", LIMIT, False)
    assert under(promised, _credit("D", "C")) == promised
    simple = item(route="simplified", credit=TERMS)
    assert under(simple, _credit("D")).route == "simplified"


def test_what_an_approval_opens_depends_on_what_else_is_waited_for() -> None:
    both = Dependant(item="permit", department="d", after=("environment", "land"))
    case = accepted(dependants=(both,))
    land = replace(accepted(), item=item(item="land"))
    words = {(each.outcome, each.kind, each.item) for each in of_case(case, [land])}
    assert ("approved", "still_waits", "permit") in words
    assert ("refused", "stays_shut", "permit") in words
    assert ("refused", "ends", "land") in words
    done = land.decide(land.holder or BO, YES, MONDAY)[0]
    words = {(each.outcome, each.kind, each.item) for each in of_case(case, [done])}
    assert ("approved", "opens", "permit") in words
    assert not [each for each in words if each[1] == "ends"]


def test_a_gate_says_first_what_keeps_it_from_advancing() -> None:
    gate = Gate.open(open_gate(), MONDAY)[0]
    blocking = new_id()
    found = of_gate(gate, [blocking])
    assert (found[0].kind, found[0].ids) == ("blocked_by_condition", (blocking,))
    assert {each.kind for each in of_gate(gate, [])} == {
        "completes_stage",
        "repeats_stage",
        "rests",
        "stops_project",
    }
