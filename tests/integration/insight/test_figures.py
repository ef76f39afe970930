"""What insight's pages of figures say, and to whom."""

from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from contracts.people import Role
from contracts.process import ProjectOutcome
from services.insight import gauges
from services.insight.consumer import refresh_all
from tests.integration.insight.conftest import hear_told
from tests.support.person import (
    OTHER_USCC,
    OWN_USCC,
    Person,
    lead,
    officer,
    sponsor,
    worker_of_pack,
)
from tests.support.service import Bench
from tests.support.story import BEGIN, Story, straight

BASE = "/api/insight/v1"
DIRECTOR = worker_of_pack("director", Role.DIRECTOR, pack=None)
SCOPED = worker_of_pack("scoped", Role.DIRECTOR, pack="elsewhere")
MANAGER = worker_of_pack("manager", Role.CASE_MANAGER)
STORIES = (
    straight(1, organisation=OWN_USCC),
    Story(number=2, organisation=OTHER_USCC)
    .submitted(1)
    .entered(1)
    .opened(2, "planning", "natural_resources")
    .claimed(4, "planning")
    .decided(9, "planning", department="natural_resources")
    .withdrawn(11)
    .closing(11, ProjectOutcome.WITHDRAWN)
    .finished(11, ProjectOutcome.WITHDRAWN),
    Story(number=3, pack="elsewhere", organisation=OTHER_USCC).submitted(40).entered(40),
)


@pytest.fixture(scope="module")
async def season(bench: Bench) -> Bench:
    """Three projects heard: one through, one withdrawn, one of another pack still running."""
    for story in STORIES:
        for told in story:
            await hear_told(bench, told)
    await refresh_all(bench.runtime)
    bench.travel_to(BEGIN + timedelta(days=50))
    return bench


async def test_lead_time_shows_percentiles_with_their_number(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/lead-time")).json()
    assert found["projects_by_state"] == {"finished": 2, "open": 1}
    assert found["projects_by_outcome"] == {"industrialised": 1, "withdrawn": 1}
    through = found["lead_time"]["industrialised"]
    assert (through["n"], through["p50_days"], through["p85_days"]) == (1, 20, 20)
    # 2 March to 22 March, a Sunday: 14 working days after the first.
    assert through["p50_working_days"] == 14
    cases = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/cases")).json()
    planning = cases["items"]["planning"]
    assert (planning["n"], planning["p50_days"], planning["p85_days"]) == (2, 6, 7)


async def test_the_sponsors_time_is_not_in_a_cases_net_working_days(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/cases")).json()
    environment = found["items"]["environment"]
    assert environment["p50_days"] == 16
    # 12 working days to 18 March; asked on the 10th, answered on the 13th: three left out.
    assert environment["p50_working_days"] == 9
    assert (environment["on_time"]["hits"], environment["on_time"]["n"]) == (0, 1)
    assert environment["on_time"]["is_small"]
    assert environment["first_time_right"]["share"] == 0
    assert found["departments"]["natural_resources"]["on_time"]["share"] == 1
    assert (found["rounds"], found["grounds"]) == (
        {"0": 2, "1": 1, "2": 0, "3+": 0},
        {"information_requested": 1},
    )
    stages = (await season.client(DIRECTOR).get(f"{BASE}/lead-time")).json()["stages"]
    assert stages == {
        "pilot": {
            "n": 1,
            "p50_days": 20.0,
            "p85_days": 20.0,
            "p95_days": 20.0,
            "p50_working_days": 14,
            "p85_working_days": 14,
        }
    }


async def test_attribution_adds_up_also_with_projects_that_run(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/lead-time")).json()
    assert found["attribution_total_days"] == pytest.approx(20 + 10 + 10, abs=0.01)
    assert sum(found["attribution_days"].values()) == pytest.approx(
        found["attribution_total_days"], abs=1e-6
    )
    work = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/work")).json()
    assert (work["projects"], work["stages"]["pilot"]["n"]) == (1, 1)
    assert work["stages"]["pilot"]["p50_age_days"] == pytest.approx(10, abs=0.02)
    assert work["stages"]["pilot"]["within_p50"] == 1


async def test_figures_can_be_narrowed(season: Bench) -> None:
    client = season.client(DIRECTOR)
    by_pack = (await client.get(f"{BASE}/lead-time", pack="elsewhere")).json()
    assert by_pack["projects_by_state"] == {"open": 1}
    by_day = (
        await client.get(f"{BASE}/lead-time", **{"from": "2026-03-03"}, to="2026-03-03")
    ).json()
    assert by_day["projects_by_outcome"] == {"withdrawn": 1}
    nothing = (await client.get(f"{BASE}/lead-time", industry="none")).json()
    assert (nothing["projects"], nothing["lead_time"]) == (0, {})
    assert set(nothing["attribution_days"].values()) == {0.0}


async def test_the_report_has_the_seasons_figures(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/report")).json()
    assert found["events"] == sum(len(story.told) for story in STORIES)
    assert (found["decisions"], found["information_requests"]) == (4, 1)
    assert set(found["approvals"]) == {"planning", "environment"}
    assert found["stale_projects"] == 0


async def test_throughput_is_by_lane_month_and_flow_by_week(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/flow")).json()
    months = {(each["month"], each["outcome"]): each["n"] for each in found["throughput"]}
    assert months == {("2026-03", "industrialised"): 1, ("2026-03", "withdrawn"): 1}
    assert (found["submitted"][0], found["submitted"][-1], found["finished"][-1]) == (2, 3, 2)
    assert found["weeks"][0] == "2026-03-02"
    trend = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/trend")).json()
    assert [(each["period"], each["p50_days"]) for each in trend["trend"]] == [("2026-03", 20.0)]
    assert sum(each["n"] for each in trend["distribution"]) == 1


async def test_the_bottleneck_is_where_a_day_saved_is_worth_most(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/bottlenecks")).json()
    assert found["projects"] == 2
    worth = {(e["kind"], e["name"]): (e["projects"], e["gain_days"]) for e in found["steps"]}
    assert worth["case", "environment"] == (1, 1.0)
    assert worth["gate", "pilot"] == (1, 1.0)
    days = sum(each["days"] for each in found["steps"])
    assert days == pytest.approx(20 + 10, abs=0.01)


async def test_what_is_published_withholds_what_few_stand_behind(season: Bench) -> None:
    found = (await season.client().get(f"{BASE}/service-times")).json()
    assert found["minimum"] == 5
    assert found["packs"]["guangzhou"]["planning"] == {
        "n": None,
        "p50_working_days": None,
        "p85_working_days": None,
        "on_time_share": None,
    }


async def test_the_filters_that_occur_are_named_with_their_projects(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/lead-time/choices")).json()
    assert found["packs"] == {"guangzhou": 2, "elsewhere": 1}
    assert found["quarters"] == {"2026-Q1": 2, "2026-Q2": 1}
    scoped = (await season.client(SCOPED).get(f"{BASE}/lead-time/choices")).json()
    assert scoped["packs"] == {"elsewhere": 1}


async def test_every_number_opens_to_its_projects(season: Bench) -> None:
    client = season.client(DIRECTOR)
    late = (await client.get(f"{BASE}/projects", item="environment")).json()
    assert [each["id"] for each in late["items"]] == [str(STORIES[0].project)]
    first = (await client.get(f"{BASE}/projects", limit=2)).json()
    second = (await client.get(f"{BASE}/projects", limit=2, cursor=first["next_cursor"])).json()
    seen = [each["id"] for each in first["items"] + second["items"]]
    assert seen == [str(story.project) for story in (STORIES[2], STORIES[1], STORIES[0])]
    assert second["next_cursor"] is None
    assert (await client.get(f"{BASE}/projects", cursor="x")).status_code == 400


async def test_a_projects_page_says_where_its_time_went(season: Bench) -> None:
    found = (await season.client(DIRECTOR).get(f"{BASE}/projects/{STORIES[0].project}")).json()
    assert found["total_days"] == 20
    assert found["attribution_days"]["department"] == 10
    assert found["attribution_by_department"]["ecology"] == {
        "department_days": 10.0,
        "queue_days": 3.0,
    }
    assert "生态环境局 10 天" in found["sentence"]["zh"]
    assert found["savings"][0]["earlier_by_days"] == 1
    assert len(found["critical_path"]) == 6


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        (DIRECTOR, "lead-time", 200),
        (worker_of_pack("auditor", Role.AUDITOR), "report", 200),
        (MANAGER, "lead-time", 200),
        (MANAGER, "projects", 200),
        (MANAGER, "report", 403),
        (lead("lead", "ecology"), "lead-time", 200),
        (lead("lead", "ecology"), "projects", 403),
        (officer("officer", "ecology"), "lead-time", 403),
        (sponsor(), "lead-time", 403),
        (sponsor(), "projects", 403),
        (worker_of_pack("op", Role.OPERATOR), "report", 403),
        (worker_of_pack("funding", Role.FUNDING_OFFICER), "lead-time", 403),
    ],
)
async def test_who_may_read_what(season: Bench, person: Person, path: str, status: int) -> None:
    found = await season.client(person).get(f"{BASE}/{path}")
    assert found.status_code == status


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (sponsor(organisation=OWN_USCC), 200),
        (sponsor(organisation=OTHER_USCC), 404),
        (MANAGER, 200),
        (SCOPED, 404),
        (officer("officer", "ecology"), 403),
    ],
)
async def test_a_project_that_is_not_yours_does_not_exist(
    season: Bench, person: Person, status: int
) -> None:
    found = await season.client(person).get(f"{BASE}/projects/{STORIES[0].project}")
    assert found.status_code == status


async def test_a_scoped_director_sees_the_own_pack_only(season: Bench) -> None:
    found = (await season.client(SCOPED).get(f"{BASE}/lead-time")).json()
    assert found["projects"] == 1
    other = (await season.client(SCOPED).get(f"{BASE}/lead-time", pack="guangzhou")).json()
    assert other["projects"] == 0


async def test_nobody_signed_in_reads_nothing(season: Bench) -> None:
    assert (await season.client().get(f"{BASE}/lead-time")).status_code == 401


async def test_a_date_that_is_none_is_refused_with_its_field(season: Bench) -> None:
    found = await season.client(DIRECTOR).get(f"{BASE}/lead-time", **{"from": "yesterday"})
    assert found.status_code == 422
    assert found.json()["errors"][0]["field"] == "from"


async def test_prometheus_is_shown_who_decides_in_time(season: Bench) -> None:
    await gauges.show_lane(season.runtime)
    await gauges.show_staleness(season.runtime)

    def shown(name: str, **labels: str) -> float | None:
        return REGISTRY.get_sample_value(name, labels)

    ecology = {"pack": "guangzhou", "department": "ecology"}
    assert shown("fastlane_on_time_ratio", limit="committed", **ecology) == 0
    assert shown("fastlane_on_time_ratio", limit="statutory", **ecology) == 1
    assert shown("fastlane_decided_cases", **ecology) == 1
    assert shown("fastlane_insight_lag_seconds") == 0
