"""People, projects and applications for tests of funding."""

from typing import Any

from chassis.identity import new_id
from contracts.events.intake import ProjectSubmitted
from contracts.ids import OrganisationId, ProjectId
from contracts.people import Role
from services.funding.domain.application import lane_year
from tests.support.person import OWN_USCC, PACK, Person, sponsor
from tests.support.service import Bench

BASE = "/api/funding/v1"
PROGRAMME = "pilot_service_voucher"
AUTHORITY = "development_reform"
OFFICER = Person("money", (Role.FUNDING_OFFICER,), department=AUTHORITY)
GRANT = {"grant": True, "reason": "材料齐全，符合条件"}
REFUSE = {"grant": False, "ground": "evidence_insufficient", "reason": "缺少合同附件"}


def submitted(
    project: ProjectId,
    organisation: str = OWN_USCC,
    sponsor_kind: str = "small_medium_enterprise",
) -> ProjectSubmitted:
    """What intake tells of a new project."""
    return ProjectSubmitted(
        project_id=project,
        organisation_id=OrganisationId(organisation),
        organisation_name="样例公司",
        title="样例项目",
        industry="biomedicine_health",
        sponsor_kind=sponsor_kind,
        key_project=False,
        pack=PACK,
        pack_version="2025.1",
        pack_digest="sha256:0",
        entry_stage="concept_verification",
    )


async def new_project(bench: Bench, organisation: str = OWN_USCC) -> ProjectId:
    """A project that funding has heard of."""
    project = ProjectId(new_id())
    await bench.hear(submitted(project, organisation))
    return project


def words(project: ProjectId, **changes: Any) -> dict[str, Any]:
    """An application with a contract of its own, with changes."""
    given: dict[str, Any] = {
        "project_id": str(project),
        "programme": PROGRAMME,
        "contract_amount": "1000000.00",
        "contract_reference": f"HT-{project}",
        "purpose": "委托中试平台开展工艺验证",
    }
    return given | changes


async def apply(
    bench: Bench, project: ProjectId, organisation: str = OWN_USCC, **changes: Any
) -> dict[str, Any]:
    """An application that was taken, as the API shows it."""
    client = bench.client(sponsor("applicant", organisation))
    answer = await client.post(f"{BASE}/applications", words(project, **changes))
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def decide(
    bench: Bench, id_: str, body: dict[str, Any], person: Person = OFFICER, **more: Any
) -> Any:
    """The officer's decision, whatever the answer."""
    return await bench.client(person).post(f"{BASE}/applications/{id_}/decision", body, **more)


async def granted(bench: Bench, project: ProjectId, **changes: Any) -> dict[str, Any]:
    """A granted application."""
    application = await apply(bench, project, **changes)
    answer = await decide(bench, application["id"], GRANT)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def budget(bench: Bench, year: int | None = None) -> dict[str, Any]:
    """The programme's budget of a year, else of the lane's current one, as the officer sees it."""
    asked = {"programme": PROGRAMME, "year": year or lane_year(bench.now)}
    answer = await bench.client(OFFICER).get(f"{BASE}/budgets", **asked)
    assert answer.status_code == 200, answer.text
    [view] = answer.json()
    return dict(view)
