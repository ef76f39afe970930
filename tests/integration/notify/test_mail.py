"""Letters, on a real mail server."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.identity import new_id
from contracts.lane_time import LANE_ZONE
from services.notify.app import make_service
from services.notify.mail import Letter, Post
from services.notify.sender import keep_sending, send_due
from services.notify.settings import NotifySettings
from tests.integration.notify.conftest import MailServer
from tests.integration.notify.scene import BASE, OPERATOR, Cast, hear, sign_in
from tests.support.person import Person, sponsor
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of
from tests.support.story import Story
from tests.support.waiting import eventually


def post_of(bench: Bench, **changed: Any) -> Post:
    settings = bench.runtime.settings
    assert isinstance(settings, NotifySettings)
    return Post(settings.model_copy(update=changed))


async def send_all(bench: Bench, post: Post | None = None) -> None:
    """Make everything that is due."""
    while await send_due(bench.runtime, post or post_of(bench)):
        pass


@pytest.fixture(autouse=True)
async def clean(bench: Bench, mailbox: MailServer) -> None:
    """No letters left over from other tests."""
    await send_all(bench)
    async with bench.runtime.database.unit_of_work() as uow:
        await uow.connection.execute(text("delete from delivery"))
    mailbox.reset()


async def deliveries(bench: Bench, state: str | None = None) -> list[dict[str, Any]]:
    found = await bench.client(OPERATOR).get(f"{BASE}/deliveries", state=state)
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def make_due(bench: Bench) -> None:
    """As if the time until the next attempt had passed."""
    async with bench.runtime.database.unit_of_work() as uow:
        await uow.connection.execute(
            text("update delivery set next_attempt_at = now() - interval '1 second'")
        )


async def test_a_message_is_also_a_letter_in_the_readers_language(
    bench: Bench, mailbox: MailServer
) -> None:
    chinese, english = Cast(101), Cast(102)
    reader = Person(
        "reader", (chinese.sponsor.roles), pack=None, organisation="org-102", locale="en-GB"
    )
    await sign_in(bench, chinese.sponsor, reader)
    await hear(bench, *chinese.story.submitted(), *english.story.submitted())
    await send_all(bench)
    (letter,) = mailbox.for_("sponsor-101")
    assert letter["Subject"].startswith("已收到项目")
    assert str(chinese.story.project) in letter.get_content()
    (translated,) = mailbox.for_("reader")
    assert translated["Subject"].startswith("Received: ")
    assert translated["Content-Language"] == "en"
    (shown,) = [each for each in await deliveries(bench) if each["person_id"] == "reader"]
    assert shown["state"] == "sent"
    assert translated["Message-ID"] == f"<{shown['id']}@fastlane.example>"


async def test_many_senders_send_every_letter_once(bench: Bench, mailbox: MailServer) -> None:
    cast = Cast(103)
    await sign_in(bench, cast.sponsor)
    for day in range(60):
        cast.story.entered(day, attempt=day + 1)
    await hear(bench, *cast.story.submitted())
    await asyncio.gather(*(send_all(bench) for _ in range(4)))
    letters = mailbox.for_("sponsor-103")
    assert len(letters) == 61
    assert len({letter["Message-ID"] for letter in letters}) == 61


async def test_a_mail_server_that_is_away_loses_nothing(bench: Bench, mailbox: MailServer) -> None:
    cast = Cast(104)
    await sign_in(bench, cast.sponsor)
    await hear(bench, *cast.story.submitted())
    nobody_listens = post_of(bench, smtp_port=1)
    await send_all(bench, nobody_listens)
    (waiting,) = await deliveries(bench, "pending")
    assert waiting["attempts"] == 1
    assert "SMTPConnect" in waiting["error"]
    await make_due(bench)
    await send_all(bench)
    assert len(mailbox.for_("sponsor-104")) == 1
    assert await deliveries(bench, "pending") == []


async def test_a_refusal_for_now_is_tried_again_under_the_same_id(
    bench: Bench, mailbox: MailServer
) -> None:
    cast = Cast(105)
    await sign_in(bench, cast.sponsor)
    await hear(bench, *cast.story.submitted())
    mailbox.answer = "451 busy"
    await send_all(bench)
    (waiting,) = await deliveries(bench, "pending")
    assert "451" in waiting["error"]
    mailbox.answer = "250 kept"
    await make_due(bench)
    await send_all(bench)
    (letter,) = mailbox.for_("sponsor-105")
    assert waiting["id"] in letter["Message-ID"]


async def test_a_refusal_for_good_is_shown_without_the_address_and_can_be_retried(
    bench: Bench, mailbox: MailServer
) -> None:
    cast = Cast(106)
    await sign_in(bench, cast.sponsor)
    await hear(bench, *cast.story.submitted())
    mailbox.recipient_answer = "550 <sponsor-106@fastlane.example> is unknown"
    await send_all(bench)
    (failed,) = await deliveries(bench, "failed")
    assert "550" in failed["error"]
    assert "sponsor-106@" not in failed["error"]
    mailbox.recipient_answer = "250 ok"
    client = bench.client(OPERATOR)
    path = f"{BASE}/deliveries/{failed['id']}/retry"
    assert (await client.post(path)).json()["state"] == "pending"
    await send_all(bench)
    assert len(mailbox.for_("sponsor-106")) == 1
    refused = await client.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "delivery_not_failed")
    assert (await bench.client(cast.sponsor).post(path)).status_code == 403


async def test_after_the_last_attempt_a_delivery_is_given_up_and_shown(
    bench: Bench, mailbox: MailServer
) -> None:
    cast = Cast(107)
    await sign_in(bench, cast.sponsor)
    await hear(bench, *cast.story.submitted())
    mailbox.answer = "451 busy"
    for _ in range(8):
        await make_due(bench)
        await send_all(bench)
    (failed,) = await deliveries(bench, "failed")
    assert failed["attempts"] == 8
    await make_due(bench)
    mailbox.answer = "250 kept"
    await send_all(bench)
    assert mailbox.for_("sponsor-107") == []


async def test_one_bad_letter_does_not_hold_up_the_others(
    bench: Bench, mailbox: MailServer
) -> None:
    first, second = Cast(108), Cast(109)
    await sign_in(bench, first.sponsor, second.sponsor)
    await hear(bench, *first.story.submitted(), *second.story.submitted())
    mailbox.unknown.add("sponsor-108@fastlane.example")
    await send_all(bench)
    assert [each["person_id"] for each in await deliveries(bench, "failed")] == ["sponsor-108"]
    assert len(mailbox.for_("sponsor-109")) == 1


async def test_a_server_that_is_too_slow_is_left_alone_for_now(
    bench: Bench, mailbox: MailServer
) -> None:
    letter = Letter(new_id(), "a@fastlane.example", "zh", "s", "b", "l")
    (outcome,) = await post_of(bench).send([letter], within_s=-1)
    assert outcome.error is not None
    assert (outcome.is_final, mailbox.taken) == (False, [])
    assert (await post_of(bench).send([letter], within_s=60))[0].error is None


async def test_a_sender_that_died_leaves_its_letter_to_the_next(
    bench: Bench, mailbox: MailServer
) -> None:
    cast = Cast(110)
    await sign_in(bench, cast.sponsor)
    await hear(bench, *cast.story.submitted())
    async with bench.runtime.database.unit_of_work() as uow:
        await uow.connection.execute(
            text("update delivery set attempts = 1, next_attempt_at = now() + interval '2 minutes'")
        )
    await send_all(bench)
    assert mailbox.for_("sponsor-110") == []
    await make_due(bench)
    await send_all(bench)
    assert len(mailbox.for_("sponsor-110")) == 1


async def test_quiet_hours_hold_letters_back_but_not_urgent_ones(
    bench: Bench, mailbox: MailServer
) -> None:
    cast = Cast(111)
    bench.travel_to(datetime(2026, 3, 2, 23, 0, tzinfo=LANE_ZONE))
    await sign_in(
        bench, cast.sponsor, quiet_hours={"since": "22:00", "until": "07:00"}, channels=None
    )
    await hear(bench, *cast.story.submitted().opened(0, "land").asked(0, "land"))
    await send_all(bench)
    assert [letter["Subject"][:5] for letter in mailbox.for_("sponsor-111")] == ["请补充材料"]
    (held_back,) = await deliveries(bench, "pending")
    leaves_at = datetime.fromisoformat(held_back["next_attempt_at"])
    wait = leaves_at - bench.runtime.clock.real_now()
    assert timedelta(hours=7, minutes=59) < wait <= timedelta(hours=8)


async def test_who_wants_no_letters_gets_messages_only(bench: Bench, mailbox: MailServer) -> None:
    cast = Cast(112)
    await sign_in(bench, cast.sponsor, channels=["in_app"])
    await hear(bench, *cast.story.submitted())
    await send_all(bench)
    assert mailbox.for_("sponsor-112") == []
    found = (await bench.client(cast.sponsor).get(f"{BASE}/messages")).json()
    assert found["unread"] == 1


async def test_the_sender_works_by_itself(bench: Bench, mailbox: MailServer) -> None:
    cast = Cast(113)
    await sign_in(bench, cast.sponsor)
    sender = asyncio.create_task(keep_sending(bench.runtime))
    try:
        await hear(bench, *cast.story.submitted())

        async def is_taken() -> bool:
            return len(mailbox.for_("sponsor-113")) == 1

        await eventually(is_taken)
    finally:
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


async def test_without_a_mail_server_deliveries_are_settled_as_off(
    postgres_server: PostgresServer,
) -> None:
    async with bench_of(make_service(), postgres_server) as without:
        person = sponsor("sponsor-114", "org-114")
        await sign_in(without, person)
        await hear(without, *Story(number=114, organisation="org-114").submitted())
        await send_all(without)
        assert [each["state"] for each in await deliveries(without)] == ["off"]
