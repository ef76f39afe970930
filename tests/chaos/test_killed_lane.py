"""Whatever is killed: nothing accepted is lost, nothing happens twice, nothing is stuck."""

import pytest

from standalone.verify.fault import Fault
from tests.chaos.conftest import KILLED, Season
from tests.chaos.planting import PLANTED

pytestmark = [pytest.mark.stack, pytest.mark.timeout(420)]


async def test_every_process_was_killed_and_came_back(season: Season) -> None:
    assert season.killed == KILLED
    restarts = {name: record.restarts for name, record in season.stack.processes.items()}
    assert all(restarts[name] >= 1 for name in KILLED), restarts


async def test_every_project_ends_as_its_story_says(season: Season) -> None:
    ends = {each.application.title: each.outcome for each in season.played.projects}
    assert ends == {
        "全程示例一": "industrialised",
        "全程示例二": "industrialised",
        "后段进入": "industrialised",
        "中途撤回": "withdrawn",
        "环评不予批准": "refused",
        "门前等待": "industrialised",
        "评审终止": "stopped",
    }


async def test_people_saw_no_answer_that_they_should_not_have(season: Season) -> None:
    assert season.played.mistakes == []


async def test_an_independent_reader_finds_nothing_wrong(season: Season) -> None:
    assert [str(fault) for fault in season.faults] == []
    assert season.looked_at["projects"] == len(season.played.projects)
    assert season.looked_at["messages"] > 200


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_fault_is_found(planted: dict[str, list[Fault]], name: str) -> None:
    assert planted[name], f"nothing was found of: {name}"
