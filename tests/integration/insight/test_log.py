"""The log, and read models that are nothing but what it says."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.events.registry import PlatformPublished
from contracts.ids import PlatformId
from contracts.people import Role
from services.insight.consumer import keep_refreshing, refresh_all
from services.insight.domain.lane import Choice, Lane
from services.insight.following import Following
from services.insight.panels.cases import cases_view
from services.insight.panels.summary import summary
from services.insight.panels.work import bottlenecks_view
from services.insight.rebuild import RebuildRunning, differences, rebuild
from services.insight.repository import switch
from tests.integration.insight.conftest import Hear, hear_told
from tests.support.person import worker_of_pack
from tests.support.service import Bench
from tests.support.story import BEGIN, Story, straight
from tests.support.waiting import eventually

DIRECTOR = worker_of_pack("director", Role.DIRECTOR)


async def scalar(bench: Bench, statement: str) -> object:
    async with bench.runtime.database.read() as connection:
        return (await connection.execute(text(statement))).scalar_one()


async def unexpected(bench: Bench) -> list[str]:
    """Differences but for the one history that a test here spoils on purpose."""
    return [each for each in await differences(bench.runtime) if "OutsideCalendar" not in each]


async def test_an_event_heard_twice_is_logged_once(bench: Bench) -> None:
    story = Story(number=100).submitted()
    before = await scalar(bench, "select count(*) from event_log")
    for _ in range(2):
        await hear_told(bench, story.told[0])
    assert await scalar(bench, "select count(*) from event_log") == int(str(before)) + 1


async def test_events_lie_in_the_partition_of_their_lane_month(bench: Bench) -> None:
    story = Story(number=101, begin=datetime(2031, 12, 31, 23, 59, tzinfo=UTC))
    for told in story.submitted().entered(1):
        await hear_told(bench, told)
    assert await scalar(bench, "select count(*) from event_log_2031_12") == 1
    assert await scalar(bench, "select count(*) from event_log_2032_01") == 1


async def test_a_partition_is_made_once_however_many_need_it(bench: Bench) -> None:
    stories = [Story(number=n, begin=datetime(2033, 5, 1, tzinfo=UTC)) for n in range(110, 118)]
    await asyncio.gather(*(hear_told(bench, story.submitted().told[0]) for story in stories))
    assert await scalar(bench, "select count(*) from event_log_2033_05") == 8


async def test_the_log_refuses_to_be_changed(bench: Bench, hear: Hear) -> None:
    await hear(Story(number=102).submitted())
    for statement in ("update event_log set type = ''", "delete from event_log"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with bench.runtime.database.unit_of_work() as uow:
                await uow.connection.execute(text(statement))


async def test_an_event_about_no_project_is_logged_too(bench: Bench) -> None:
    await bench.hear(
        PlatformPublished(
            platform_id=PlatformId("platform-a"), pack="guangzhou", platform_type="t", industries=()
        )
    )
    found = "select count(*) from event_log where type like '%platform_published%'"
    assert await scalar(bench, found) == 1


async def test_facts_in_any_order_give_the_same_figures(bench: Bench) -> None:
    orderly, chaotic = straight(120), straight(121)
    for told in orderly:
        await hear_told(bench, told)
    told_events = list(chaotic)
    random.Random(7).shuffle(told_events)
    for told in told_events:
        await hear_told(bench, told)
        await refresh_all(bench.runtime)
    await refresh_all(bench.runtime)
    client = bench.client(DIRECTOR)
    first = (await client.get(f"/api/insight/v1/projects/{orderly.project}")).json()
    second = (await client.get(f"/api/insight/v1/projects/{chaotic.project}")).json()
    for key in ("total_days", "attribution_days", "sentence"):
        assert first[key] == second[key]


async def test_a_rebuild_gives_the_same_rows(bench: Bench, hear: Hear) -> None:
    await hear(straight(130))
    assert await unexpected(bench) == []
    before = await scalar(bench, "select md5(string_agg(t::text, '' order by t::text)) from span t")
    assert await rebuild(bench.runtime) > 0
    after = await scalar(bench, "select md5(string_agg(t::text, '' order by t::text)) from span t")
    assert after == before
    assert await unexpected(bench) == []


async def test_a_rebuild_takes_up_what_is_heard_meanwhile(bench: Bench) -> None:
    stories = [straight(number) for number in range(180, 190)]

    async def hear_all(story: Story) -> None:
        for told in story:
            await hear_told(bench, told)
            await refresh_all(bench.runtime)

    hearing = asyncio.gather(*map(hear_all, stories))
    rebuilds = 0
    while not hearing.done():
        await rebuild(bench.runtime)
        rebuilds += 1
    await hearing
    await refresh_all(bench.runtime)
    assert rebuilds > 1
    assert await unexpected(bench) == []
    assert await scalar(bench, "select count(*) from rebuild_missed") == 0


async def test_pages_are_served_during_every_instant_of_a_rebuild(bench: Bench, hear: Hear) -> None:
    story = straight(195)
    await hear(story)
    client = bench.client(DIRECTOR)
    before = (await client.get(f"/api/insight/v1/projects/{story.project}")).json()
    rebuilding = asyncio.create_task(rebuild(bench.runtime))
    answers = 0
    while not rebuilding.done() or not answers:
        found = (await client.get(f"/api/insight/v1/projects/{story.project}")).json()
        assert (found["total_days"], found["spans"]) == (before["total_days"], before["spans"])
        answers += 1
    await rebuilding


async def test_a_rebuild_leaves_the_tables_as_the_migrations_made_them(bench: Bench) -> None:
    described = (
        "select string_agg(d, E'\\n' order by d) from ("
        "select indexdef as d from pg_indexes where schemaname = 'insight' union all "
        "select conrelid::regclass || conname from pg_constraint "
        "where connamespace = 'insight'::regnamespace union all "
        "select table_name || column_name || data_type || is_nullable "
        "from information_schema.columns where table_schema = 'insight') as each"
    )
    before = await scalar(bench, described)
    generation = "select generation from read_model"
    was = await scalar(bench, generation)
    await rebuild(bench.runtime)
    await rebuild(bench.runtime)
    assert await scalar(bench, described) == before
    assert await scalar(bench, generation) == int(str(was)) + 2


async def test_only_one_rebuilds_and_one_that_was_killed_is_in_nobodys_way(bench: Bench) -> None:
    first, second = await asyncio.gather(
        rebuild(bench.runtime), rebuild(bench.runtime), return_exceptions=True
    )
    assert [type(each) for each in (first, second)].count(RebuildRunning) == 1
    async with bench.runtime.database.unit_of_work() as uow:
        await switch.begin(uow.connection, uow.clock.real_now())
    await rebuild(bench.runtime)
    assert await unexpected(bench) == []


async def test_figures_that_follow_are_those_read_anew(bench: Bench, hear: Hear) -> None:
    following = Following(bench.runtime.database)
    await following.lane()
    for number in range(200, 204):
        story = straight(number)
        told, story.told = story.told, []
        # A project in the young segment, again and again, and once more after it ended.
        for part in (told[:3], told[3:9], told[9:]):
            story.told = part
            await hear(story)
            await following.lane()
    await rebuild(bench.runtime)
    await hear(straight(204))
    assert _said(await following.lane()) == _said(await Following(bench.runtime.database).lane())


def _said(lane: Lane) -> list[object]:
    lane.now = BEGIN + timedelta(days=400)
    chosen = lane.chosen(Choice())
    cases = cases_view(lane, chosen)
    return [summary(lane, chosen), cases, bottlenecks_view(lane, chosen), chosen.count() > 0]


async def test_the_check_finds_a_figure_that_the_log_does_not_bear_out(
    bench: Bench, hear: Hear
) -> None:
    story = straight(131)
    await hear(story)
    async with bench.runtime.database.unit_of_work() as uow:
        await uow.connection.execute(
            text("update case_fact set days = days + 1 where project_id = :id"),
            {"id": story.project},
        )
    assert await unexpected(bench) == [f"{story.project}: case_fact is not what the log says"]
    await rebuild(bench.runtime)
    assert await unexpected(bench) == []


async def test_a_history_that_cannot_be_read_spoils_only_its_own(bench: Bench) -> None:
    bad, good = Story(number=140).submitted(), Story(number=141).submitted()
    await hear_told(bench, good.told[0])
    # A day beyond every calendar: its working days cannot be counted.
    bad.told[0] = Story(number=140, begin=datetime(2090, 1, 1, tzinfo=UTC)).submitted().told[0]
    bad.begin = datetime(2090, 1, 1, tzinfo=UTC)
    for told in bad.finished(3):
        await hear_told(bench, told)
    await refresh_all(bench.runtime)
    client = bench.client(DIRECTOR)
    assert (await client.get(f"/api/insight/v1/projects/{good.project}")).status_code == 200
    assert (await client.get(f"/api/insight/v1/projects/{bad.project}")).status_code == 404
    fault = await scalar(
        bench, f"select fault from stale_project where project_id = '{bad.project}'"
    )
    assert "OutsideCalendar" in str(fault)
    assert any(str(bad.project) in each for each in await differences(bench.runtime))


async def test_the_refresher_follows_the_log_by_itself(bench: Bench) -> None:
    story = Story(number=150).submitted()
    refresher = asyncio.create_task(keep_refreshing(bench.runtime))
    try:
        await hear_told(bench, story.told[0])
        client = bench.client(DIRECTOR)

        async def is_shown() -> bool:
            found = await client.get(f"/api/insight/v1/projects/{story.project}")
            return found.status_code == 200

        await eventually(is_shown)
    finally:
        refresher.cancel()
        await asyncio.gather(refresher, return_exceptions=True)


async def test_hearing_and_refreshing_side_by_side_lose_nothing(bench: Bench) -> None:
    stories = [straight(number) for number in range(160, 170)]

    async def hear_all(story: Story) -> None:
        for told in story:
            await hear_told(bench, told)

    async def refresh_meanwhile(hearing: "asyncio.Future[list[None]]") -> None:
        while not hearing.done():
            await refresh_all(bench.runtime)
            await asyncio.sleep(0)

    hearing = asyncio.gather(*map(hear_all, stories))
    await asyncio.gather(hearing, refresh_meanwhile(hearing), refresh_meanwhile(hearing))
    await refresh_all(bench.runtime)
    assert await unexpected(bench) == []
    ids = ", ".join(f"'{story.project}'" for story in stories)
    finished = (
        f"select count(*) from project_fact where finished_at is not null and project_id in ({ids})"
    )
    assert await scalar(bench, finished) == 10
