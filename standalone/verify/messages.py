"""Checks of the bus: everything committed was told once, in order, and heard once by everybody."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from contracts.topology import CONSUMERS, DEAD_LETTERS
from standalone.verify.evidence import STREAM_OF, Messages
from standalone.verify.fault import Fault

SHOWN = 20
"""Of each kind at most so many are listed; the count says how many there are."""


def outboxes_are_empty(messages: Messages) -> Iterator[Fault]:
    """Every committed message has been acknowledged by the bus."""
    waiting = Counter(row.service for row in messages.outbox if not row.is_published)
    for service, count in waiting.items():
        yield Fault("outbox", service, f"{count} messages were never taken to the bus")


def published_is_on_the_bus(messages: Messages) -> Iterator[Fault]:
    """Every row noted as published stands in its stream exactly once."""
    positions: dict[str, Counter[str]] = {
        name: Counter(each.message_id for each in stream)
        for name, stream in messages.streams.items()
    }
    for row in messages.outbox:
        if row.is_published:
            count = positions[STREAM_OF[row.service]][str(row.message_id)]
            if count != 1:
                yield Fault(
                    "stream", str(row.message_id), f"{row.subject} stands there {count} times"
                )
    known = {str(row.message_id) for row in messages.outbox}
    for service, stream in STREAM_OF.items():
        for each in messages.streams[stream]:
            if each.message_id not in known:
                yield Fault("stream", each.message_id, f"{service} never committed {each.subject}")


def nothing_stands_twice(messages: Messages) -> Iterator[Fault]:
    """No message id occurs twice in any stream, the workflow's own included."""
    for name, stream in messages.streams.items():
        for message_id, count in Counter(each.message_id for each in stream).items():
            if count > 1:
                yield Fault("stream", message_id, f"stands {count} times in {name}")


def sequences_have_no_gap(messages: Messages) -> Iterator[Fault]:
    """Per publisher and aggregate the sequence runs from 1 without gaps, in the order of commit."""
    runs: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in messages.outbox:
        runs[row.service, row.aggregate].append(row.sequence)
    for (service, aggregate), run in runs.items():
        # Old rows are pruned, so a run may begin later than 1.
        if run != list(range(run[0], run[0] + len(run))):
            yield Fault("sequence", f"{service}/{aggregate}", f"runs {run[:SHOWN]}")


def everybody_heard(messages: Messages) -> Iterator[Fault]:
    """Every consumer with an inbox noted every message that its stream has for it."""
    buried = {
        (each.envelope().get("id"), each.subject.removeprefix("dlq."))
        for each in messages.streams[DEAD_LETTERS.name]
    }
    for consumer in CONSUMERS:
        if consumer.service == "bridge":
            continue  # Its effect is in the workflows' histories.
        noted = {str(each) for each in messages.inbox.get(consumer.durable, set())}
        for each in messages.streams[consumer.stream]:
            is_for_it = each.subject in consumer.subjects
            if is_for_it and each.message_id not in noted:
                was_buried = (each.message_id, consumer.durable) in buried
                matter = "lies in the dead letters" if was_buried else "was never handled"
                yield Fault(
                    "inbox", each.message_id, f"{each.subject} {matter} by {consumer.durable}"
                )


def no_dead_letters(messages: Messages) -> Iterator[Fault]:
    """Nobody has to look at a dead letter."""
    for each in messages.streams[DEAD_LETTERS.name]:
        yield Fault(
            "dead letter",
            f"{each.subject} #{each.position}",
            each.body[:120].decode("utf-8", "replace"),
        )


CHECKS = (
    outboxes_are_empty,
    published_is_on_the_bus,
    nothing_stands_twice,
    sequences_have_no_gap,
    everybody_heard,
    no_dead_letters,
)
