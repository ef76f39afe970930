"""People, platforms and placements for tests of registry."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.identity import new_id
from contracts.commands.approval import ProjectCard
from contracts.commands.registry import FindPlatform
from contracts.ids import OrganisationId, PlacementId, ProjectId, placement_id
from contracts.people import Role
from tests.support.person import OWN_USCC, PACK, Person, sponsor
from tests.support.service import Bench

BASE = "/api/registry/v1"
INDUSTRY = "biomedicine_health"
STAGE = "pilot_maturation"
CONTACT = {"name": "样例联系人", "phone": "+86 20 0000 0000", "email": "pilot@fastlane.example"}


def operator(platform: str, pack: str = PACK) -> Person:
    """Somebody who answers for a platform."""
    return Person(f"op-{platform}", (Role.PLATFORM_OPERATOR,), pack=pack, platform=platform)


def words(**changes: Any) -> dict[str, Any]:
    """A platform's entry, with changes."""
    entry: dict[str, Any] = {
        "pack": PACK,
        "platform_type": "specialised",
        "name": {"zh": "样例中试平台", "en": "Sample pilot platform"},
        "industries": [INDUSTRY],
        "place": {
            "name": {"zh": "黄埔区", "en": "Huangpu"},
            "longitude": 113.484,
            "latitude": 23.181,
        },
        "monthly_capacity": 3,
    }
    return entry | changes


async def publish(bench: Bench, id_: str, **changes: Any) -> dict[str, Any]:
    """A published platform, as the API shows it to its operator."""
    answer = await bench.client(operator(id_)).put(f"{BASE}/platforms/{id_}", words(**changes))
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


@dataclass(frozen=True)
class Search:
    """An open placement and the project it is for."""

    project: ProjectId
    placement: PlacementId

    @property
    def path(self) -> str:
        return f"{BASE}/placements/{self.placement}"


def find(project: ProjectId, organisation: str = OWN_USCC, **card: Any) -> FindPlatform:
    """The workflow's order."""
    given: dict[str, Any] = {
        "organisation_name": "样例公司",
        "title": "样例项目",
        "industry": INDUSTRY,
        "key_project": False,
        "pack": PACK,
        "pack_version": "2025.1",
        "pack_digest": "sha256:0",
        "calendar": "1",
    }
    return FindPlatform(
        project_id=project,
        placement_id=placement_id(project, STAGE),
        stage=STAGE,
        card=ProjectCard(organisation_id=OrganisationId(organisation), **(given | card)),
    )


async def open_search(bench: Bench, organisation: str = OWN_USCC, **card: Any) -> Search:
    """A placement opened by the workflow."""
    project = ProjectId(UUID(str(new_id())))
    command = find(project, organisation, **card)
    await bench.hear(command)
    return Search(project, command.placement_id)


async def ask(bench: Bench, search: Search, platform: str) -> dict[str, Any]:
    """The sponsor's choice."""
    answer = await bench.client(sponsor()).post(f"{search.path}/choice", {"platform_id": platform})
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view
