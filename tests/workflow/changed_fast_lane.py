"""FastLane as somebody might change it without a patch; only replay is ever given it."""

from temporalio import workflow

from contracts.envelope import Envelope
from workflows.fast_lane import FastLane
from workflows.messages import WORKFLOW_TYPE, Fact, LaneInput


@workflow.defn(name=WORKFLOW_TYPE)
class TellsInAnotherOrder(FastLane):
    """Tells the same messages the other way round."""

    @workflow.init
    def __init__(self, start: LaneInput) -> None:
        super().__init__(start)

    @workflow.signal
    def hear(self, fact: Fact) -> None:
        super().hear(fact)

    @workflow.run
    async def run(self, start: LaneInput) -> str:
        return await super().run(start)

    async def _announce(self, envelopes: list[Envelope]) -> None:
        await super()._announce(envelopes[::-1])


@workflow.defn(name=WORKFLOW_TYPE)
class WaitsFirst(FastLane):
    """Waits a second before it does anything."""

    @workflow.init
    def __init__(self, start: LaneInput) -> None:
        super().__init__(start)

    @workflow.signal
    def hear(self, fact: Fact) -> None:
        super().hear(fact)

    @workflow.run
    async def run(self, start: LaneInput) -> str:
        await workflow.sleep(1)
        return await super().run(start)
