"""How things are said: dates, money, names, the picture of the lane, sentences of services."""

from datetime import UTC, date, datetime

import pytest

from services.portal.domain import wording
from services.portal.domain.lane import draw
from services.portal.domain.names import Names, find_pack
from services.portal.domain.reading import readable
from services.portal.schemas.intake import HistoryEntry
from tests.unit.portal.samples import CASE, STAGES

LATE = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_a_date_is_the_one_in_shanghai_in_the_readers_form() -> None:
    assert wording.date_text(LATE, "zh") == "2026年3月2日"
    assert wording.date_text(LATE, "en") == "2 Mar 2026"
    assert wording.time_text(LATE.isoformat(), "zh") == "2026年3月2日 00:30"
    assert wording.date_text(date(2026, 3, 2), "en") == "2 Mar 2026"
    assert wording.date_text(None, "en") == "—"
    assert wording.date_text("no date", "en") == "—"


def test_the_last_day_in_time_is_the_one_that_ends_at_the_due_instant() -> None:
    assert wording.last_day_text(MIDNIGHT, "zh") == "2026年3月2日"
    assert wording.days_until(MIDNIGHT, LATE) == 0
    assert wording.days_until(MIDNIGHT, MIDNIGHT) == -1
    assert wording.days_until(None, LATE) is None


def test_money_is_exact_and_named() -> None:
    assert wording.money_text("240000.00", "zh") == "¥240,000.00"
    assert wording.money_text("240000.00", "en") == "CNY 240,000.00"
    assert wording.money_text("NaN", "en") == "—"
    assert wording.money_text("much", "en") == "—"


def test_names_come_from_the_pack_and_unknown_ones_are_words() -> None:
    names = Names("en")
    assert names("items", "planning", "guangzhou") == "Planning and siting"
    assert names("items", "planning", "no_such_pack") == "Planning and siting"
    assert names("items", "no_such_item") == "no such item"
    assert names("items", None) == "—"
    assert Names("zh").several("stages", ["small_trial", "pilot_maturation"], "guangzhou") == (
        "小试、中试熟化"
    )


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "zh",
            "项目当前处于环节“small_trial”第 2 次，不能提交（其他环节）。",
            "项目当前处于环节“小试”第 2 次，不能提交（其他环节）。",
        ),
        ("zh", "此操作需要以下角色之一：director, case_manager。", None),
        ("en", "Evidence is missing: pilot_run_report.", "Evidence is missing: Pilot run report."),
        (
            "en",
            "The project is at 'planning', open.",
            "The project is at 'Planning and siting', open.",
        ),
    ],
)
def test_a_services_sentence_is_told_with_names(
    language: wording.Language, text: str, expected: str | None
) -> None:
    told = readable(text, Names(language))
    assert "_" not in told
    if expected is not None:
        assert told == expected


def _events(*told: tuple[str, dict[str, object]]) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            type=f"fastlane.{kind}.v1",
            happened_at=datetime(2026, 3, 2, hour, tzinfo=UTC),
            data=data,
        )
        for hour, (kind, data) in enumerate(told)
    ]


def test_the_picture_follows_the_history_and_asks_the_pack_for_the_rest() -> None:
    pack = find_pack("guangzhou")
    assert pack is not None
    here = {"stage": "pilot_maturation", "attempt": 1}
    case = {"case_id": str(CASE), "item": "environment", "department": "ecology", **here}
    history = _events(
        ("lane.stage_entered", here),
        ("registry.placement_opened", here),
        ("approval.case_opened", {**case, "due_at": MIDNIGHT.isoformat()}),
        ("approval.task_claimed", {"task_id": str(CASE), "task_kind": "case"}),
        ("approval.information_requested", case),
        ("approval.information_supplied", {**case, "due_at": MIDNIGHT.isoformat()}),
        ("approval.case_decided", {**case, "outcome": "approved"}),
        ("lane.stage_completed", {**here, "outcome": "advance"}),
        ("lane.stage_entered", {"stage": "industrialisation", "attempt": 1}),
    )
    stages = draw(STAGES, "pilot_maturation", history, pack.pack)
    assert [each.state for each in stages] == ["skipped", "skipped", "done", "current"]
    tracks = {each.item: each for each in stages[2].tracks}
    assert (tracks["environment"].state, tracks["environment"].outcome) == ("decided", "approved")
    assert tracks["land"].state == "waiting"
    assert tracks["land"].after == ("planning",)
    assert stages[2].placement == "open"


def test_a_history_that_came_out_of_order_is_drawn_in_its_own() -> None:
    here = {"stage": "small_trial", "attempt": 1}
    history = _events(
        ("lane.stage_entered", here),
        ("lane.stage_completed", {**here, "outcome": "iterate"}),
        ("lane.stage_entered", {"stage": "small_trial", "attempt": 2}),
    )
    stages = draw(STAGES, "small_trial", list(reversed(history)), None)
    assert (stages[1].state, stages[1].attempt, stages[1].gate) == ("current", 2, None)


def test_a_stage_that_the_pack_does_not_know_is_drawn_bare() -> None:
    stages = draw(["meadow"], "meadow", _events(("lane.stage_entered", {"stage": "meadow"})), None)
    assert [(each.id, each.state) for each in stages] == [("meadow", "current")]
