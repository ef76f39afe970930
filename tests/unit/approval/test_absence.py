"""Who acts while somebody is away: half-open periods, by item, bounded, without circles."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pytest

from contracts.ids import PersonId
from services.approval.domain.absence import LONGEST_CHAIN, Absence, StandIn, check_absence, present
from services.approval.domain.errors import (
    AbsenceOverlaps,
    AbsencePeriod,
    NobodyLeft,
    StandInChainTooLong,
    StandInCircle,
    StandInMissing,
    StandsInForOneself,
)
from services.approval.domain.holder import Actor

TODAY = date(2026, 3, 2)


def _who(name: str) -> Actor:
    return Actor(PersonId(name), name)


def _day(number: int) -> date:
    return date(2026, 3, number)


def _away(
    name: str, to: str, first: int = 2, until: int = 9, by_item: Mapping[str, str] | None = None
) -> Absence:
    others = tuple(StandIn(item, _who(who)) for item, who in (by_item or {}).items())
    return Absence(
        PersonId(name), name, _day(first), _day(until), (StandIn(None, _who(to)), *others)
    )


def test_the_day_of_return_is_a_day_at_work() -> None:
    absences = [_away("an", "bo", 3, 5)]
    found = {day: present(absences, _who("an"), "land", _day(day)).person for day in (2, 3, 4, 5)}
    assert found == {2: "an", 3: "bo", 4: "bo", 5: "an"}


def test_an_item_may_have_a_stand_in_of_its_own() -> None:
    absences = [_away("an", "bo", by_item={"land": "chen"})]
    assert present(absences, _who("an"), "land", TODAY).person == "chen"
    assert present(absences, _who("an"), "planning", TODAY).person == "bo"


def test_a_stand_in_who_is_away_is_stood_in_for() -> None:
    absences = [_away(a, b) for a, b in pairwise(["an", "bo", "chen", "ding"])]
    assert present(absences, _who("an"), "land", TODAY).person == "ding"
    assert len(absences) == LONGEST_CHAIN
    with pytest.raises(NobodyLeft):
        present([*absences, _away("ding", "er")], _who("an"), "land", TODAY)


def test_a_circle_that_stands_all_the_same_ends() -> None:
    with pytest.raises(NobodyLeft):
        present([_away("an", "bo"), _away("bo", "an")], _who("an"), "land", TODAY)


def test_a_circle_is_refused_when_it_is_entered() -> None:
    with pytest.raises(StandInCircle, match="→"):
        check_absence(_away("chen", "an"), [_away("an", "bo"), _away("bo", "chen")], TODAY)


def test_a_circle_of_one_item_only_is_refused_too() -> None:
    others = [_away("an", "ding", by_item={"land": "bo"})]
    with pytest.raises(StandInCircle):
        check_absence(_away("bo", "ding", by_item={"land": "an"}), others, TODAY)


def test_those_who_are_never_away_together_make_no_circle() -> None:
    check_absence(_away("bo", "an", 9, 12), [_away("an", "bo", 2, 9)], TODAY)


def test_a_chain_longer_than_three_is_refused_wherever_the_new_link_is() -> None:
    links = [_away(a, b) for a, b in zip("abcd", "bcde", strict=True)]
    for missing in links:
        others = [each for each in links if each is not missing]
        with pytest.raises(StandInChainTooLong):
            check_absence(missing, others, TODAY)
    check_absence(links[0], links[1:3], TODAY)


@pytest.mark.parametrize(("first", "until"), [(5, 5), (6, 5), (1, 2)])
def test_a_period_ends_after_it_begins_and_after_today(first: int, until: int) -> None:
    with pytest.raises(AbsencePeriod):
        check_absence(_away("an", "bo", first, until), [], TODAY)


def test_nobody_is_away_twice_at_once_but_twice_in_a_row() -> None:
    with pytest.raises(AbsenceOverlaps):
        check_absence(_away("an", "bo", 5, 10), [_away("an", "chen", 2, 6)], TODAY)
    check_absence(_away("an", "bo", 6, 10), [_away("an", "chen", 2, 6)], TODAY)


def test_somebody_else_stands_in_for_everything() -> None:
    with pytest.raises(StandsInForOneself):
        check_absence(_away("an", "an"), [], TODAY)
    only_land = Absence(PersonId("an"), "an", _day(3), _day(5), (StandIn("land", _who("bo")),))
    with pytest.raises(StandInMissing):
        check_absence(only_land, [], TODAY)
    twice = _away("an", "bo").stand_ins * 2
    with pytest.raises(StandInMissing):
        check_absence(Absence(PersonId("an"), "an", _day(3), _day(5), twice), [], TODAY)
