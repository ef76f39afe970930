"""One request of all departments: collected, then sent as one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chassis.identity import new_id
from contracts.errors import DomainError
from contracts.ids import CaseId, NoticeId
from contracts.process import Limit
from services.approval.domain.errors import NotClaimed, UnknownStopGround
from services.approval.domain.errors.life import NoSuchQuestion, NotYourQuestion
from services.approval.domain.notice import Notice, joined, window_closes_at
from tests.unit.approval.cases import AN, BO, DAY, FIVE_DAYS, MONDAY, asked, held, received

GROUND = "information_requested"


def begun() -> tuple[Notice, list]:  # type: ignore[type-arg]
    """A notice that collects, and two cases in different hands."""
    soil = held(received())
    wind = held(replace(received(), id=CaseId(new_id())), BO)
    return Notice.open(NoticeId(new_id()), soil, FIVE_DAYS, MONDAY), [soil, wind]


def test_the_window_closes_with_the_office_before_silence_of_the_same_length_accepts() -> None:
    assert window_closes_at(FIVE_DAYS, MONDAY, ()) == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    evening = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    one = Limit(figure=1, unit="working_day")
    assert window_closes_at(one, evening, ()) == datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def test_every_departments_questions_become_one_list() -> None:
    notice, (soil, wind) = begun()
    notice, told = notice.note(soil, AN, GROUND, "a", MONDAY)
    assert told.sent_at == notice.closes_at
    notice = notice.note(wind, BO, GROUND, "b", MONDAY)[0]
    notice = notice.note(wind, BO, GROUND, "c", MONDAY)[0]
    assert joined(notice.of(wind.id)) == "1. b\n2. c"
    assert joined(notice.of(soil.id)) == "a"
    sent, event = notice.send([soil.id, wind.id], notice.closes_at)
    assert event is not None
    assert (event.cases, event.questions, event.departments) == (2, 3, ("ecology",))
    assert not sent.is_collecting


def test_only_the_holder_notes_and_only_on_a_ground_of_the_item() -> None:
    notice, (soil, _) = begun()
    with pytest.raises(UnknownStopGround):
        notice.note(soil, AN, "lunch", "a", MONDAY)
    with pytest.raises(NotClaimed):
        notice.note(received(), AN, GROUND, "a", MONDAY)
    with pytest.raises(DomainError) as refused:
        notice.note(asked(soil), AN, GROUND, "a", MONDAY)
    assert refused.value.code == "awaiting_information"


def test_a_question_is_taken_back_by_whoever_noted_it_until_it_is_sent() -> None:
    notice, (soil, wind) = begun()
    notice = notice.note(soil, AN, GROUND, "a", MONDAY)[0]
    with pytest.raises(NotYourQuestion):
        notice.drop(1, soil.id, BO, MONDAY)
    with pytest.raises(NoSuchQuestion):
        notice.drop(1, wind.id, AN, MONDAY)
    dropped = notice.drop(1, soil.id, AN, MONDAY)
    assert dropped.standing == ()
    with pytest.raises(NoSuchQuestion):
        dropped.drop(1, soil.id, AN, MONDAY)
    sent = notice.send([soil.id], MONDAY + DAY)[0]
    with pytest.raises(NoSuchQuestion):
        sent.drop(1, soil.id, AN, MONDAY)


def test_what_was_noted_on_a_case_that_ended_is_left_out_and_an_empty_list_is_not_sent() -> None:
    notice, (soil, wind) = begun()
    notice = notice.note(soil, AN, GROUND, "a", MONDAY)[0]
    sent, event = notice.send([wind.id], MONDAY)
    assert event is None
    assert sent.questions[0].dropped_at == MONDAY
    assert notice.drop_case(soil.id, MONDAY).standing == ()
