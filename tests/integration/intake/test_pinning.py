"""A version of a pack never changes its meaning, and running projects move only by command."""

import asyncio
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contracts.events import lane
from contracts.events.intake import ProjectReplanned, ProjectSubmitted
from contracts.people import Role
from contracts.process import ProjectOutcome
from policy.loader import PACKS_DIR_VARIABLE, load_pack
from policy.tools.version import keep
from tests.support.person import OWN_USCC, Person, sponsor
from tests.support.service import Bench, Client

BASE = "/api/intake/v1"
MEADOW = Path(__file__).parents[2] / "support" / "packs" / "meadow"
OPERATOR = Person(id="operator-1", roles=(Role.OPERATOR,), pack=None)


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Rules":
    """A pack of its own name, so that no other test has noted a version of it."""
    id_ = f"meadow_{uuid4().hex[:8]}"
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(tmp_path))
    shutil.copytree(MEADOW, tmp_path / id_)
    rules = Rules(tmp_path / id_)
    rules.edit("id: meadow\n", f"id: {id_}\n")
    return rules


class Rules:
    """A pack on disk that somebody edits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def id(self) -> str:
        return self.folder.name

    def edit(self, old: str, new: str) -> None:
        file = self.folder / "pack.yaml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    def move_on(self) -> None:
        """3.0 is kept; 3.1 promises more for the second stage."""
        keep(load_pack(self.folder))
        self.edit('version: "3.0"', 'version: "3.1"')
        self.edit("evidence: [tasting_sheet]\n", "evidence: [tasting_sheet, recipe]\n")


async def submit(bench: Bench, pack: Rules) -> Any:
    client: Client = bench.client(sponsor())
    organisation = {"name": "样例单位", "contact_email": "a@sample.example"}
    await client.put(f"{BASE}/organisations/{OWN_USCC}", organisation)
    application = {
        "title": "奶酪",
        "summary": "s",
        "pack": pack.id,
        "industry": "cheese",
        "sponsor_kind": "farm",
    }
    return await client.post(f"{BASE}/projects", application)


async def submitted(bench: Bench, pack: Rules) -> dict[str, Any]:
    answer = await submit(bench, pack)
    assert answer.status_code == 201, answer.text
    card: dict[str, Any] = answer.json()
    return card


async def shown(bench: Bench, card: dict[str, Any]) -> dict[str, Any]:
    answer = await bench.client(sponsor()).get(f"{BASE}/projects/{card['id']}")
    found: dict[str, Any] = answer.json()
    return found


async def move(bench: Bench, card: dict[str, Any], version: str, **more: Any) -> Any:
    client = bench.client(more.pop("person", OPERATOR))
    return await client.post(f"{BASE}/projects/{card['id']}/plan", {"version": version}, **more)


def entered(card: dict[str, Any], stage: str) -> lane.StageEntered:
    return lane.StageEntered(
        project_id=card["id"],
        stage=stage,
        attempt=1,
        carried_out_by="sponsor",
        needs_platform=False,
    )


async def test_a_pack_that_changed_under_its_version_is_refused(bench: Bench, pack: Rules) -> None:
    await submitted(bench, pack)
    pack.edit("figure: 6, unit", "figure: 7, unit")
    answer = await submit(bench, pack)
    assert (answer.status_code, answer.json()["code"]) == (409, "pack_changed_under_version")
    pack.edit("figure: 7, unit", "figure: 6, unit")
    await submitted(bench, pack)


async def test_a_pack_with_a_problem_takes_no_project(bench: Bench, pack: Rules) -> None:
    card = await submitted(bench, pack)
    pack.edit("department: herd_board", "department: nobody")
    answer = await submit(bench, pack)
    assert (answer.status_code, answer.json()["code"]) == (409, "pack_unusable")
    assert (await shown(bench, card))["project"]["pack_version"] == "3.0"


async def test_a_change_under_a_new_version_is_accepted(bench: Bench, pack: Rules) -> None:
    first = await submitted(bench, pack)
    pack.move_on()
    second = await submitted(bench, pack)
    assert (first["pack_version"], second["pack_version"]) == ("3.0", "3.1")


async def test_a_changed_layout_is_no_change(bench: Bench, pack: Rules) -> None:
    await submitted(bench, pack)
    pack.edit("format: 1\n", "\n# another comment\nformat: 1\n")
    await submitted(bench, pack)


async def test_of_many_at_once_all_note_the_same(bench: Bench, pack: Rules) -> None:
    answers = await asyncio.gather(*(submit(bench, pack) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}


async def test_a_running_project_does_not_notice_a_new_version(bench: Bench, pack: Rules) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    await bench.hear(entered(card, "churn"))
    project = (await shown(bench, card))["project"]
    assert project["pack_version"] == "3.0"
    assert project["evidence_kinds"] == ["tasting_sheet"]


async def test_a_moved_project_follows_the_new_version_once_the_course_says_so(
    bench: Bench, pack: Rules
) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    await bench.hear(entered(card, "sketch"))
    answer = await move(bench, card, "3.1")
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "project_id": card["id"],
        "pack": pack.id,
        "stage": "sketch",
        "from_version": "3.0",
        "to_version": "3.1",
    }
    assert (await shown(bench, card))["project"]["pack_version"] == "3.0"

    [told] = await bench.told(ProjectReplanned, card["id"])
    adopted = lane.PlanAdopted(
        project_id=told.project_id,
        stage="churn",
        pack=pack.id,
        pack_version=told.plan.version,
        pack_digest=told.plan.digest,
    )
    await bench.hear(adopted)
    await bench.hear(entered(card, "churn"))
    file = await shown(bench, card)
    assert file["project"]["pack_version"] == "3.1"
    assert file["project"]["evidence_kinds"] == ["tasting_sheet", "recipe"]
    types = [entry["type"] for entry in file["history"]]
    assert ProjectReplanned.TYPE in types
    assert lane.PlanAdopted.TYPE in types


async def test_the_adoption_of_another_plan_changes_nothing(bench: Bench, pack: Rules) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    await move(bench, card, "3.1")
    other = lane.PlanAdopted(
        project_id=card["id"], stage="churn", pack=pack.id, pack_version="3.1", pack_digest="other"
    )
    await bench.hear(other)
    assert (await shown(bench, card))["project"]["pack_version"] == "3.0"


async def test_a_project_can_be_moved_back_while_nothing_was_adopted(
    bench: Bench, pack: Rules
) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    assert (await move(bench, card, "3.1")).status_code == 200
    assert (await move(bench, card, "3.0")).status_code == 200
    numbers = [each.number for each in await bench.told(ProjectReplanned, card["id"])]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("version", "status", "code"),
    [
        ("3.0", 409, "already_on_version"),
        ("9", 422, "unknown_pack_version"),
        ("../x", 422, "invalid_input"),
        ("", 422, "invalid_input"),
    ],
)
async def test_a_version_that_cannot_be_moved_to_is_refused(
    bench: Bench, pack: Rules, version: str, status: int, code: str
) -> None:
    card = await submitted(bench, pack)
    answer = await move(bench, card, version)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await bench.told(ProjectReplanned, card["id"]) == []


async def test_a_version_without_the_present_stage_is_refused(bench: Bench, pack: Rules) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    await bench.hear(entered(card, "elsewhere"))
    answer = await move(bench, card, "3.1")
    assert (answer.status_code, answer.json()["code"]) == (409, "stage_not_in_version")


async def test_a_project_that_ends_is_not_moved(bench: Bench, pack: Rules) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    await bench.hear(
        lane.ProjectFinished(project_id=card["id"], stage="sketch", outcome=ProjectOutcome.STOPPED)
    )
    answer = await move(bench, card, "3.1")
    assert (answer.status_code, answer.json()["code"]) == (409, "project_is_over")


async def test_only_an_operator_moves_projects_and_only_as_last_seen(
    bench: Bench, pack: Rules
) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    assert (await move(bench, card, "3.1", person=sponsor())).status_code == 403
    unknown = await move(bench, {"id": str(uuid4())}, "3.1")
    assert unknown.status_code == 404
    stale = await move(bench, card, "3.1", if_match=card["version"] + 7)
    assert stale.status_code == 412
    assert (await move(bench, card, "3.1", if_match=card["version"])).status_code == 200


async def test_the_same_key_moves_once(bench: Bench, pack: Rules) -> None:
    card = await submitted(bench, pack)
    pack.move_on()
    first = await move(bench, card, "3.1", key=f"move-{card['id']}")
    again = await move(bench, card, "3.1", key=f"move-{card['id']}")
    assert first.json() == again.json()
    assert len(await bench.told(ProjectReplanned, card["id"])) == 1
    assert len(await bench.told(ProjectSubmitted, card["id"])) == 1
