"""What reaches whom."""

import asyncio
import random

import pytest
from sqlalchemy import text

from contracts.events.approval import TaskEscalated
from contracts.events.intake import CaseManagerAssigned
from contracts.ids import PersonId, case_id
from contracts.people import Role
from tests.integration.notify.scene import (
    BASE,
    OPERATOR,
    Cast,
    hear,
    kinds,
    messages,
    sign_in,
)
from tests.support.person import lead, officer, sponsor, worker_of_pack
from tests.support.service import Bench
from tests.support.story import straight


async def test_an_event_reaches_those_it_concerns_and_nobody_else(bench: Bench) -> None:
    cast = Cast(1)
    stranger = officer("stranger", "another-department")
    elsewhere = officer("elsewhere", cast.department, pack="another-pack")
    await cast.sign_in(bench)
    await sign_in(bench, stranger, elsewhere)
    await hear(bench, *cast.story.submitted().opened(1, "environment", cast.department))
    assert await kinds(bench, cast.sponsor) == ["project_received"]
    assert await kinds(bench, cast.officer) == ["case_opened"]
    assert await kinds(bench, cast.colleague) == ["case_opened"]
    assert await kinds(bench, stranger) == []
    assert await kinds(bench, elsewhere) == []


async def test_names_come_from_the_pack_in_both_languages(bench: Bench) -> None:
    cast = Cast(2)
    await cast.sign_in(bench)
    await hear(bench, *cast.story.submitted().opened(1, "environment", cast.department))
    (found,) = await messages(bench, cast.officer)
    assert found["subject"]["zh"].startswith("新件：环境保护")
    assert found["subject"]["en"].startswith("New case: Environmental protection")
    assert found["task_id"] == str(case_id(cast.story.project, "pilot", "environment"))


async def test_an_unknown_pack_leaves_ids_in_place_of_names(bench: Bench) -> None:
    cast = Cast(3)
    cast.story.pack = "nowhere"
    person = officer("nowhere-officer", "works", pack="nowhere")
    await sign_in(bench, person)
    await hear(bench, *cast.story.submitted().opened(1, "permit", "works"))
    (found,) = await messages(bench, person)
    assert "permit" in found["subject"]["zh"]


async def test_an_event_heard_twice_is_told_once(bench: Bench) -> None:
    cast = Cast(4)
    await cast.sign_in(bench)
    events = list(cast.story.submitted().opened(1, "land", cast.department))
    await hear(bench, *events, *events)
    assert await kinds(bench, cast.officer) == ["case_opened"]


async def test_the_same_event_in_two_transactions_at_once_is_told_once(bench: Bench) -> None:
    cast = Cast(5)
    await cast.sign_in(bench)
    submitted, opened = cast.story.submitted().opened(1, "land", cast.department)
    await hear(bench, submitted)
    await asyncio.gather(*(hear(bench, opened) for _ in range(5)))
    assert await kinds(bench, cast.officer) == ["case_opened"]
    assert await kinds(bench, cast.colleague) == ["case_opened"]


async def test_facts_heard_before_the_submission_wait_for_it(bench: Bench) -> None:
    cast = Cast(6)
    await cast.sign_in(bench)
    submitted, opened, asked = (
        cast.story.submitted().opened(1, "land", cast.department).asked(2, "land")
    )
    await hear(bench, asked, opened)
    assert await kinds(bench, cast.sponsor) == []
    await hear(bench, submitted)
    assert sorted(await kinds(bench, cast.sponsor)) == ["information_requested", "project_received"]
    assert await kinds(bench, cast.officer) == ["case_opened"]
    async with bench.runtime.database.read() as connection:
        left = await connection.execute(
            text("select count(*) from waiting_event where project_id = :id"),
            {"id": cast.story.project},
        )
    assert left.scalar_one() == 0


async def test_no_order_of_arrival_loses_a_message(bench: Bench) -> None:
    cast = Cast(7)
    await cast.sign_in(bench)
    story = straight(2007, organisation=cast.organisation)
    events = list(story)
    random.Random(3).shuffle(events)
    await asyncio.gather(*(hear(bench, told) for told in events))
    assert sorted(await kinds(bench, cast.sponsor)) == [
        "case_decided",
        "case_decided",
        "gate_decided",
        "information_requested",
        "project_finished",
        "project_received",
        "stage_entered",
    ]


async def test_the_named_manager_hears_what_all_heard_before(bench: Bench) -> None:
    cast = Cast(8)
    cast.story.pack = "pack-8"
    named = worker_of_pack("manager-8", Role.CASE_MANAGER, pack="pack-8")
    other = worker_of_pack("other-8", Role.CASE_MANAGER, pack="pack-8")
    await sign_in(bench, named, other)
    story = cast.story.submitted()
    story.tell(1, CaseManagerAssigned(project_id=story.project, manager=PersonId(named.id)))
    await hear(bench, *story.withdrawn(2))
    assert await kinds(bench, named) == ["project_submitted", "project_withdrawn"]
    assert await kinds(bench, other) == ["project_submitted"]


async def test_an_escalation_reaches_the_lead(bench: Bench) -> None:
    cast = Cast(9)
    above = lead("lead-9", cast.department)
    await sign_in(bench, above)
    story = cast.story.submitted()
    escalated = TaskEscalated(
        project_id=story.project,
        task_id=case_id(story.project, "pilot", "land"),
        task_kind="case",
        department=cast.department,
        pack=story.pack,
        name="land",
        limit="committed",
        to_role="department_lead",
    )
    await hear(bench, *story.tell(9, escalated))
    (found,) = await messages(bench, above)
    assert (found["kind"], found["urgent"]) == ("task_escalated", True)


async def test_messages_are_read_once_and_only_by_their_reader(bench: Bench) -> None:
    cast = Cast(10)
    await cast.sign_in(bench)
    await hear(bench, *cast.story.submitted().entered(1))
    newest, oldest = await messages(bench, cast.sponsor)
    client = bench.client(cast.sponsor)
    path = f"{BASE}/messages/{newest['id']}/read"
    first = (await client.post(path)).json()
    again = (await client.post(path)).json()
    assert first["read_at"] == again["read_at"] is not None
    unread = await messages(bench, cast.sponsor, unread=True)
    assert [each["id"] for each in unread] == [oldest["id"]]
    stranger = await bench.client(cast.officer).post(path)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")
    assert (await client.request("POST", path)).status_code == 428


async def test_messages_come_in_pages(bench: Bench) -> None:
    cast = Cast(11)
    await cast.sign_in(bench)
    for day in range(1, 5):
        cast.story.entered(day, attempt=day)
    await hear(bench, *cast.story.submitted())
    client = bench.client(cast.sponsor)
    seen, cursor = [], None
    while True:
        page = (await client.get(f"{BASE}/messages", limit=2, cursor=cursor)).json()
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == page["unread"] == 5
    assert (await client.get(f"{BASE}/messages", cursor="!")).status_code == 400


async def test_preferences_default_to_the_sign_in_and_follow_it(bench: Bench) -> None:
    person = sponsor("sponsor-12", "org-12")
    client = bench.client(person)
    assert (await client.get(f"{BASE}/me")).status_code == 404
    first = (await client.put(f"{BASE}/me")).json()
    assert (first["email"], first["locale"]) == ("sponsor-12@fastlane.example", "zh-CN")
    assert first["channels"] == ["in_app", "email"]
    chosen = {
        "email": "me@other.example",
        "locale": "en",
        "quiet_hours": {"since": "22:00", "until": "07:00"},
    }
    changed = (await client.put(f"{BASE}/me", chosen)).json()
    assert (changed["email"], changed["locale"]) == ("me@other.example", "en")
    kept = (await client.put(f"{BASE}/me")).json()
    assert kept["quiet_hours"] == {"since": "22:00:00", "until": "07:00:00"}
    assert kept["email"] == "me@other.example"
    back = (await client.put(f"{BASE}/me", {"email": None, "quiet_hours": None})).json()
    assert (back["email"], back["quiet_hours"]) == ("sponsor-12@fastlane.example", None)


@pytest.mark.parametrize(
    ("body", "field", "status"),
    [
        ({"email": "no address"}, "email", 422),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email", 422),
        ({"channels": ["email"]}, "channels", 422),
        ({"channels": ["pigeon"]}, "channels.0", 422),
        ({"locale": "fr"}, "locale", 422),
        ({"quiet_hours": {"since": "22:00", "until": "22:00"}}, "quiet_hours.until", 422),
        ({"nonsense": 1}, "nonsense", 422),
    ],
)
async def test_bad_preferences_name_their_field(
    bench: Bench, body: dict[str, object], field: str, status: int
) -> None:
    found = await bench.client(sponsor("sponsor-13", "org-13")).put(f"{BASE}/me", body)
    assert found.status_code == status
    assert found.json()["errors"][0]["field"] == field


async def test_a_stale_copy_of_preferences_changes_nothing(bench: Bench) -> None:
    client = bench.client(sponsor("sponsor-14", "org-14"))
    version = (await client.put(f"{BASE}/me")).json()["version"]
    await client.put(f"{BASE}/me", {"locale": "en"}, if_match=version)
    stale = await client.put(f"{BASE}/me", {"locale": "zh-CN"}, if_match=version)
    assert stale.status_code == 412
    assert (await client.get(f"{BASE}/me")).json()["locale"] == "en"


async def test_who_changes_department_hears_for_the_new_one(bench: Bench) -> None:
    cast = Cast(15)
    await sign_in(bench, officer("mover", "old-department"))
    await sign_in(bench, officer("mover", cast.department))
    await hear(bench, *cast.story.submitted().opened(1, "land", cast.department))
    assert await kinds(bench, officer("mover", cast.department)) == ["case_opened"]


async def test_deliveries_are_for_those_who_run_the_system(bench: Bench) -> None:
    assert (await bench.client(sponsor()).get(f"{BASE}/deliveries")).status_code == 403
    assert (await bench.client(OPERATOR).get(f"{BASE}/deliveries")).status_code == 200
    assert (await bench.client().get(f"{BASE}/messages")).status_code == 401
