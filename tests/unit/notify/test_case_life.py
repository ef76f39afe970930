"""Who is told what of a case between its receipt and its service."""

import re
from typing import Any

import pytest

from contracts.events.approval import CaseClosed, InformationRequested
from contracts.events.case_life import (
    EVENTS,
    CaseAccepted,
    CaseNotAccepted,
    ClockResumed,
    ClockStopped,
    NoticeSent,
    QuestionNoted,
    StopOverran,
)
from contracts.ids import PersonId
from services.notify.domain.audience import lead_of, only
from services.notify.domain.notice import Notice
from tests.contract.snapshots import sample_of
from tests.unit.notify.test_rules import PROJECT, told


def event(type_: type[Any], **changes: Any) -> Any:
    """An event of the type, every field filled, some as wanted."""
    data = sample_of(type_)["data"]
    return type_.model_validate(data | changes)


def kinds(found: list[Notice]) -> list[str]:
    return [each.kind for each in found]


@pytest.mark.parametrize(
    "type_", [each for each in EVENTS if each is not QuestionNoted], ids=lambda each: each.__name__
)
def test_every_notice_is_worded_in_both_languages(type_: type[Any]) -> None:
    changes = {"is_stopped": False} if type_ is ClockResumed else {}
    found = told(event(type_, **changes))
    assert found
    for notice in found:
        for words in (notice.subject, notice.body):
            assert re.search(r"[\u4e00-\u9fff]", words.zh)
            assert not re.search(r"[\u4e00-\u9fff]", words.en.replace(PROJECT.title, ""))
            assert "None" not in words.zh + words.en


def test_one_list_is_told_once_and_its_parts_are_not() -> None:
    (first, _) = told(event(NoticeSent))
    assert (first.audience, first.urgent) == (PROJECT.sponsors, True)
    assert told(event(InformationRequested)) == []
    assert kinds(told(event(InformationRequested, notice_id=None))) == ["information_requested"]
    assert told(event(QuestionNoted)) == []


def test_silence_that_accepts_is_told_to_the_lead_too() -> None:
    assert kinds(told(event(CaseAccepted, how="accepted", gaps_due_at=None))) == ["case_accepted"]
    deemed = told(event(CaseAccepted, how="deemed", gaps_due_at=None))
    assert deemed[1].audience == lead_of(PROJECT.pack, deemed_department())
    assert "视为受理" in deemed[0].body.zh
    assert told(event(CaseAccepted, how="at_once")) == []
    gaps = told(event(CaseAccepted, how="with_gaps", gaps=2))[0]
    assert "2 项" in gaps.body.zh


def deemed_department() -> str:
    return str(event(CaseAccepted).department)


def test_a_non_acceptance_says_its_ground_in_words() -> None:
    (sponsor, _) = told(event(CaseNotAccepted, ground="not_competent"))
    assert "不属于本部门职权" in sponsor.body.zh
    assert sponsor.urgent


def test_the_sponsor_hears_of_a_clock_only_when_it_moves() -> None:
    assert "计时停止" in told(event(ClockStopped, stops_clock=True))[0].body.zh
    assert "计时停止" not in told(event(ClockStopped, stops_clock=False))[0].body.zh
    assert told(event(ClockResumed, is_stopped=True)) == []
    assert told(event(ClockResumed, is_stopped=False, ground=None)) == []


def test_a_stop_that_overruns_is_told_to_whoever_has_it_or_to_the_lead() -> None:
    mine = told(event(StopOverran, holder="an"))[0]
    assert mine.audience == only(PersonId("an"))
    free = event(StopOverran, holder=None)
    assert told(free)[0].audience == lead_of(free.pack, free.department)


def test_a_superseded_case_says_which_item_was_refused() -> None:
    assert "planning" in told(event(CaseClosed, because="planning"))[0].body.zh
    assert "退出" in told(event(CaseClosed, because=None))[0].body.zh
