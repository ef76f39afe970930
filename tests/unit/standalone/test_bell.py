"""Who is called when something happens: those who may have something to do, and nobody else."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from contracts.envelope import Event
from contracts.events import approval, funding, intake, lane, registry
from contracts.ids import ApplicationId, CaseId, PersonId, PlacementId, PlatformId, ProjectId
from standalone.demo.bell import Bell, desk, key_projects, money

PROJECT = ProjectId(UUID(int=1))
CASE = CaseId(UUID(int=2))
CLOCK: dict[str, Any] = {
    "due_at": "2026-03-20T09:00:00Z",
    "statutory_due_at": "2026-04-20T09:00:00Z",
    "provisional": False,
    "clock_version": 1,
    "alarms": (),
}
CASE_OPENED = approval.CaseOpened(
    project_id=PROJECT,
    case_id=CASE,
    item="land",
    department="nature",
    pack="harbour",
    stage="trial",
    **CLOCK,
)


def rung(*events: Event, matters: dict[str, str]) -> set[str]:
    """Names of those who are called by the last of the events."""
    bell = Bell()
    calls = {name: asyncio.Event() for name in matters}
    for name, matter in matters.items():
        bell.ring_for(matter, calls[name])
    for event in events:
        for call in calls.values():
            call.clear()
        bell.hear(event.TYPE, event.model_dump(mode="json"))
    return {name for name, call in calls.items() if call.is_set()}


DESKS = {
    "officer": desk("harbour", "nature"),
    "other department": desk("harbour", "trade"),
    "other city": desk("inland", "nature"),
    "reviewer": desk("harbour", None),
    "sponsor": str(PROJECT),
}


def test_a_new_case_calls_its_department() -> None:
    assert rung(CASE_OPENED, matters=DESKS) == {"officer"}


def test_a_question_calls_the_sponsor_and_the_answer_the_department() -> None:
    who = {"project_id": PROJECT, "case_id": CASE, "item": "land", "department": "nature"}
    asked = approval.InformationRequested(**who, round=1, ground="gap", clock_version=2)
    answered = approval.InformationSupplied(**who, round=1, **CLOCK)
    assert rung(CASE_OPENED, asked, matters=DESKS) == {"sponsor"}
    assert rung(CASE_OPENED, asked, answered, matters=DESKS) == {"officer"}


def test_work_that_was_put_back_calls_those_who_can_take_it() -> None:
    back = approval.TaskReleased(
        project_id=PROJECT, task_id=CASE, task_kind="case", holder=PersonId("a")
    )
    assert rung(CASE_OPENED, back, matters=DESKS) == {"officer"}
    # Of a case from before the season nobody knows the department: everybody looks anyway.
    assert rung(back, matters=DESKS) == set()


@pytest.mark.parametrize(
    ("is_key", "called"), [(True, {"manager", "sponsor"}), (False, {"sponsor"})]
)
def test_a_key_project_calls_the_case_managers_when_it_begins(
    is_key: bool, called: set[str]
) -> None:
    submitted = intake.ProjectSubmitted.model_construct(
        project_id=PROJECT, pack="harbour", key_project=is_key
    )
    entered = lane.StageEntered(
        project_id=PROJECT, stage="trial", attempt=1, carried_out_by="sponsor", needs_platform=False
    )
    matters = {"manager": key_projects("harbour"), "sponsor": str(PROJECT)}
    assert rung(submitted, entered, matters=matters) == called
    assert rung(submitted, entered, entered, matters=matters) == {"sponsor"}


def test_a_platform_is_called_when_it_is_asked_and_the_sponsor_when_it_answers() -> None:
    where = {"project_id": PROJECT, "placement_id": PlacementId(UUID(int=3)), "stage": "trial"}
    asked = registry.PlatformChosen(**where, platform_id=PlatformId("pier"))
    no = registry.PlatformDeclined(**where, platform_id=PlatformId("pier"), ground="full")
    matters = {"pier": "pier", "quay": "quay", "sponsor": str(PROJECT)}
    assert rung(asked, matters=matters) == {"pier"}
    assert rung(asked, no, matters=matters) == {"sponsor"}


def test_an_application_for_money_calls_whoever_decides_on_it() -> None:
    applied = funding.ApplicationSubmitted.model_construct(
        project_id=PROJECT, application_id=ApplicationId(UUID(int=4)), pack="harbour"
    )
    matters = {"here": money("harbour"), "there": money("inland")}
    assert rung(applied, matters=matters) == {"here"}
    first = funding.ApplicationFirstSigned.model_construct(
        project_id=PROJECT, application_id=ApplicationId(UUID(int=4)), pack="harbour"
    )
    assert rung(first, matters=matters) == {"here"}
