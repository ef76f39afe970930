"""A pack that shares no id with any city's runs the same lane: nothing of one is in the code."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from standalone import people
from standalone.demo import script
from standalone.demo.actor import Actor, Tally
from standalone.demo.play import Played, play
from standalone.stack import Stack, running_stack
from standalone.verify.fault import Fault
from standalone.verify.run import verify

PACKS = Path(__file__).parents[1] / "support" / "packs"
SAMPLES = PACKS / "samples"
pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


@dataclass(frozen=True)
class Meadow:
    """The made-up pack's season, over."""

    stack: Stack
    played: Played
    report: dict[str, Any]
    faults: list[Fault]


@pytest.fixture(scope="module")
async def meadow() -> AsyncIterator[Meadow]:
    """A lane that has only the people, platforms and projects of the made-up pack."""
    settings = {people.SAMPLES_VARIABLE: str(SAMPLES), "FASTLANE_PACKS_DIR": str(PACKS)}
    with pytest.MonkeyPatch.context() as patch:
        # Verify reads the packs too.
        for name, value in settings.items():
            patch.setenv(name, value)
        applications = script.load(SAMPLES / "projects.yaml")
        async with running_stack(day_seconds=0.8, environment=settings) as stack:
            played = await play(stack, applications, seed=3, within_s=200, say=lambda _: None)
            faults, _ = await verify(stack, within_s=30)
            yield Meadow(stack, played, await _report(stack), faults)


async def _report(stack: Stack) -> dict[str, Any]:
    director = next(each for each in people.load() if "director" in each.roles)
    async with httpx.AsyncClient(base_url=stack.gateway_url) as http:
        actor = Actor(director, stack.issuer_url, http, Tally())
        report: dict[str, Any] = await actor.get("/api/insight/v1/report")
        return report


async def test_its_projects_take_its_course_to_their_ends(meadow: Meadow) -> None:
    ends = {each.application.title: each.outcome for each in meadow.played.projects}
    assert ends == {
        "山地硬奶酪": "industrialised",
        "羊毛毡": "industrialised",
        "软奶酪": "refused",
        "羊毛线": "withdrawn",
    }
    assert meadow.played.mistakes == []


async def test_its_stages_and_items_are_measured_under_their_own_names(meadow: Meadow) -> None:
    assert set(meadow.report["stages"]) == {"sketch", "churn", "market"}
    assert set(meadow.report["approvals"]) == {"pasture_use", "water_right", "stable_permit"}
    assert set(meadow.report["departments"]) == {"herd_board", "water_board"}


async def test_a_refusal_that_lets_others_finish_ends_the_project_after_them(
    meadow: Meadow,
) -> None:
    # water_right says on_refusal: finish; stable_permit depends on it and is never opened.
    refused = meadow.report["approvals"]["stable_permit"]["n"]
    assert refused < meadow.report["approvals"]["water_right"]["n"]


async def test_nothing_is_lost_doubled_or_stuck(meadow: Meadow) -> None:
    assert [str(fault) for fault in meadow.faults] == []
