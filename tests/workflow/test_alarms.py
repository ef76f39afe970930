"""Alarms ring when they are due, in lane time, over months that the test server skips."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from temporalio.testing import WorkflowEnvironment

from contracts.commands.approval import OpenCase, RingAlarm
from contracts.events.approval import Alarm
from contracts.lane_time import LaneClock
from tests.support.lane_world import (
    World,
    case_decided,
    case_opened,
    information_requested,
    information_supplied,
    withdrawn,
)
from tests.support.plans import BEGIN, item, plan, stage
from tests.workflow.lane import Lane, lane, once

DAY = timedelta(days=1)
EXACT = timedelta(seconds=1)


@asynccontextmanager
async def open_cases(
    environment: WorkflowEnvironment, *names: str, clock: LaneClock | None = None
) -> AsyncIterator[tuple[Lane, list[OpenCase]]]:
    """A course with open cases and nobody who answers."""
    bloom = plan(stage("bloom", *(item(name) for name in names)))
    async with lane(environment.client, World(), plan=bloom, clock=clock) as one:
        await one.begin()
        yield one, await one.until_told(OpenCase, len(names))


def rung(one: Lane) -> list[tuple[str, datetime]]:
    """Key and lane time of the alarms that rang."""
    return [(each.data["key"], each.time) for each in one.envelopes if each.type == RingAlarm.TYPE]


def assert_rang(one: Lane, *alarms: Alarm) -> None:
    """Exactly these rang, each at its instant."""
    assert [key for key, _ in rung(one)] == [alarm.key for alarm in alarms]
    for (_, at), alarm in zip(rung(one), alarms, strict=True):
        assert timedelta(0) <= at - alarm.at < EXACT


async def until_clock(one: Lane, instant: datetime | None) -> None:
    """Wait until the course would wake at ``instant`` by itself."""
    await once(one.standing, lambda standing: standing.next_instant == instant)


async def test_alarms_ring_at_their_instants(environment: WorkflowEnvironment) -> None:
    now = await environment.get_current_time()
    half, due = Alarm(key="remind_50", at=now + 5 * DAY), Alarm(key="due", at=now + 100 * DAY)
    async with open_cases(environment, "soil") as (one, (order,)):
        await one.tell(case_opened(order, half, due))
        await until_clock(one, half.at)
        await environment.sleep(99 * DAY)
        await one.until_told(RingAlarm)
        assert_rang(one, half)

        await environment.sleep(2 * DAY)
        await one.until_told(RingAlarm, 2)
        assert_rang(one, half, due)
        assert (await one.standing()).alarms == 0


async def test_an_earlier_alarm_that_comes_later_rings_first(
    environment: WorkflowEnvironment,
) -> None:
    now = await environment.get_current_time()
    late, early = Alarm(key="late", at=now + 30 * DAY), Alarm(key="early", at=now + 3 * DAY)
    async with open_cases(environment, "soil", "light") as (one, (soil, light)):
        await one.tell(case_opened(soil, late))
        await until_clock(one, late.at)
        await one.tell(case_opened(light, early))
        await until_clock(one, early.at)
        await environment.sleep(31 * DAY)
        await one.until_told(RingAlarm, 2)

    assert_rang(one, early, late)


async def test_nothing_rings_while_the_clock_is_stopped_and_the_new_dates_hold_after_it(
    environment: WorkflowEnvironment,
) -> None:
    now = await environment.get_current_time()
    before, after = Alarm(key="before", at=now + 5 * DAY), Alarm(key="after", at=now + 40 * DAY)
    async with open_cases(environment, "soil") as (one, (order,)):
        await one.tell(case_opened(order, before))
        await one.tell(information_requested(order, version=2))
        await until_clock(one, None)
        await environment.sleep(20 * DAY)
        assert rung(one) == []

        await one.tell(information_supplied(order, after, version=3))
        await until_clock(one, after.at)
        await environment.sleep(21 * DAY)
        await one.until_told(RingAlarm)
        assert_rang(one, after)


async def test_nothing_rings_after_a_decision_or_a_withdrawal(
    environment: WorkflowEnvironment,
) -> None:
    now = await environment.get_current_time()
    async with open_cases(environment, "soil", "light") as (one, (soil, light)):
        await one.tell(case_opened(soil, Alarm(key="decided", at=now + 5 * DAY)))
        await one.tell(case_decided(soil.case_id, "bloom", soil.item, project=one.project))
        await one.tell(case_opened(light, Alarm(key="left", at=now + 9 * DAY)))
        await until_clock(one, now + 9 * DAY)
        await environment.sleep(6 * DAY)
        await one.tell(withdrawn(one.project))
        await until_clock(one, None)
        await environment.sleep(9 * DAY)
        await until_clock(one, None)

    assert rung(one) == []


async def test_a_faster_lane_rings_sooner_in_real_time(environment: WorkflowEnvironment) -> None:
    now = await environment.get_current_time()
    fast = LaneClock(epoch=BEGIN, epoch_real=now, day_seconds=60)
    alarm = Alarm(key="due", at=BEGIN + 10 * DAY)
    async with open_cases(environment, "soil", clock=fast) as (one, (order,)):
        await one.tell(case_opened(order, alarm))
        await until_clock(one, alarm.at)
        await environment.sleep(timedelta(minutes=11))
        await one.until_told(RingAlarm)

    (ring,) = (each for each in one.envelopes if each.type == RingAlarm.TYPE)
    # A real second is 24 lane minutes here.
    assert timedelta(0) <= ring.time - alarm.at < timedelta(minutes=24)
    assert timedelta(0) <= ring.recordedtime - (now + timedelta(minutes=10)) < EXACT
