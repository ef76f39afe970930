"""Makes the deliveries that are due, until cancelled. Several side by side send nothing twice.

A delivery is claimed in one transaction, sent outside of any, and settled in another. A sender
that dies in between leaves a lease that runs out; the letter then goes again under the same
Message-ID, which is how a mail system knows it.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import Row

from chassis.service import Runtime
from services.notify import queries, repository
from services.notify.domain.delivery import delay_after
from services.notify.domain.preference import Channel
from services.notify.mail import Letter, Outcome, Post
from services.notify.settings import NotifySettings

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(minutes=3)
SENDING_S = 45.0
"""With one letter's slowest course after it still below the lease: none is sent by two at once."""
POLL_S = 0.5
AFTER_FAULT_S = 2.0

SENT = Counter("fastlane_mail_total", "Letters handed to the mail server", ["result"])
BACKLOG = Gauge("fastlane_notify_backlog", "What waits or has failed", ["what"])


async def keep_sending(runtime: Runtime) -> None:
    """Send whatever is due, again and again. A lost database or mail server is waited for."""
    assert isinstance(runtime.settings, NotifySettings)
    post = Post(runtime.settings)
    while True:
        try:
            if not await send_due(runtime, post):
                await _observe(runtime)
                await asyncio.sleep(POLL_S)
        except Exception as fault:
            log.warning("sending failed, will try again", fault=repr(fault)[:500])
            await asyncio.sleep(AFTER_FAULT_S)


async def send_due(runtime: Runtime, post: Post) -> int:
    """Make up to a batch of due deliveries; how many were tried."""
    now = runtime.clock.real_now()
    async with runtime.database.unit_of_work() as uow:
        if not post.is_open:
            await repository.switch_off(uow.connection, Channel.EMAIL)
            return 0
        due = await repository.claim_due(uow.connection, Channel.EMAIL, now, LEASE, BATCH)
    if not due:
        return 0
    letters = [_letter(row, runtime.settings.public_url) for row in due if row.email]
    unaddressed = [Outcome(row.delivery_id, "no address", True) for row in due if not row.email]
    outcomes = await post.send(letters, SENDING_S) if letters else []
    await _settle(runtime, due, outcomes + unaddressed)
    return len(due)


def _letter(row: Row[Any], public_url: str) -> Letter:
    language = "en" if row.locale == "en" else "zh"
    return Letter(
        id=row.delivery_id,
        to=row.email,
        language=language,
        subject=row.subject_en if language == "en" else row.subject_zh,
        body=row.body_en if language == "en" else row.body_zh,
        link=f"{public_url.rstrip('/')}/projects/{row.project_id}",
    )


async def _settle(runtime: Runtime, due: Sequence[Row[Any]], outcomes: list[Outcome]) -> None:
    attempts = {row.delivery_id: row.attempts for row in due}
    now = runtime.clock.real_now()
    sent = [each.id for each in outcomes if each.error is None]
    async with runtime.database.unit_of_work() as uow:
        if sent:
            await repository.mark_sent(uow.connection, sent, now)
        for each in outcomes:
            if each.error is None:
                continue
            delay = None if each.is_final else delay_after(attempts[each.id])
            again_at = now + delay if delay else None
            await repository.note_failure(
                uow.connection, each.id, attempts[each.id], each.error, again_at
            )
            if again_at is None:
                log.error("delivery given up", delivery=str(each.id), fault=each.error)
    SENT.labels("sent").inc(len(sent))
    SENT.labels("failed").inc(len(outcomes) - len(sent))


async def _observe(runtime: Runtime) -> None:
    async with runtime.database.read() as connection:
        for what, count in (await queries.backlog(connection)).items():
            BACKLOG.labels(what).set(count)
