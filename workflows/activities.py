"""What the workflow has done for it: telling. Runs as a local activity, and may run again."""

from nats.js import JetStreamContext
from opentelemetry.trace import SpanKind
from prometheus_client import Counter
from temporalio import activity

from chassis.telemetry import span
from contracts.envelope import Envelope
from workflows.messages import receipt
from workflows.policies import ANNOUNCE
from workflows.tracing import current_traceparent

ANNOUNCED = Counter("fastlane_announced_total", "Messages the workflows told", ["type"])

PUBLISH_TIMEOUT_S = 4.0
"""Half of what one run of the activity has, so that a slow bus fails it by name."""


class Announcer:
    """Puts messages on the bus."""

    def __init__(self, jetstream: JetStreamContext) -> None:
        self._jetstream = jetstream

    @activity.defn(name=ANNOUNCE)
    async def announce(self, envelopes: list[Envelope]) -> str:
        """Publish all, in order, each acknowledged before the next; returns their receipt.

        Safe to repeat: a message's id is derived from the workflow's step, and the bus and every
        consumer drop what they had.
        """
        for envelope in envelopes:
            await self._publish(envelope)
            ANNOUNCED.labels(envelope.type).inc()
        return receipt(envelopes)

    async def _publish(self, envelope: Envelope) -> None:
        with span(
            f"announce {envelope.type}",
            kind=SpanKind.PRODUCER,
            traceparent=envelope.traceparent,
            attributes={"aggregate.id": envelope.subject, "message.id": str(envelope.id)},
        ):
            told = envelope.model_copy(update={"traceparent": current_traceparent()})
            await self._jetstream.publish(
                told.type,
                told.model_dump_json().encode(),
                timeout=PUBLISH_TIMEOUT_S,
                headers={
                    "Nats-Msg-Id": str(told.id),
                    "content-type": "application/cloudevents+json",
                },
            )
