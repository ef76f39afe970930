"""FastLane: keeps the course of one project alive for as long as it takes, months or years.

It decides nothing itself: facts go to the course, what the course says is announced, and one timer
wakes it for alarms and the end of a hold. Signals are recorded as they come; run acts on them.
"""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import SearchAttributePair

from contracts.envelope import Envelope
from contracts.events.intake import ProjectWithdrawn
from contracts.ids import step_id
from contracts.process import workflow_id
from workflows.alarm_timer import AlarmTimer
from workflows.course import Course, Phase, Step
from workflows.messages import WORKFLOW_TYPE, Fact, LaneInput, Standing, receipt
from workflows.policies import ANNOUNCE, ANNOUNCE_RETRY, ANNOUNCE_TIMEOUT
from workflows.search import attributes_of

_MILLISECOND = timedelta(milliseconds=1)


class HistoryDiffers(Exception):
    """The code of today decides otherwise than the code that this project began under.

    Fails the workflow task, not the project: put the change behind ``workflow.patched``.
    """


@workflow.defn(name=WORKFLOW_TYPE)
class FastLane:
    """One project from its first stage to its end. Its result is the outcome.

    Timers: one, at the earliest alarm or end of a hold (alarm_timer.py), in lane time. Continues as
    new when a later stage is entered, and when its history has grown long.
    """

    @workflow.init
    def __init__(self, start: LaneInput) -> None:
        self._start = start
        self._inbox: list[Fact] = []
        self._timer = AlarmTimer(start.clock)
        if start.state is None:
            self._course = Course.begin(start.project_id, start.card, start.plan, start.entry_stage)
        else:
            self._course = Course(start.project_id, start.card, start.plan, start.state)
        self._first_stage = self._course.state.stage
        self._shown = attributes_of(start.plan.pack, self._course.state)

    @workflow.signal
    def hear(self, fact: Fact) -> None:
        """Take a fact in; run acts on it. Hearing one again changes nothing."""
        self._inbox.append(fact)

    @workflow.query
    def standing(self) -> Standing:
        """Where the course stands and what it waits for."""
        state = self._course.state
        return Standing(
            stage=state.stage,
            attempt=state.attempt,
            round=state.round,
            phase=state.phase,
            outcome=state.outcome,
            waiting_for=self._course.waiting_for(),
            issued=len(state.issued),
            alarms=sum(len(task.pending) for task in state.alarms.values()),
            next_instant=self._course.next_instant(),
        )

    @workflow.run
    async def run(self, start: LaneInput) -> str:
        """Work until the project's end."""
        await self._announce([*start.pending, *self._next_envelopes(start.traceparent)])
        while self._course.state.phase is not Phase.FINISHED:
            self._show()
            self._timer.set(self._course.next_instant())
            await workflow.wait_condition(lambda: bool(self._inbox) or self._timer.has_rung)
            envelopes = self._act()
            if self._may_begin_anew():
                self._continue_as_new(envelopes)
            await self._announce(envelopes)
        self._show()
        await workflow.wait_condition(workflow.all_handlers_finished)
        assert self._course.state.outcome is not None
        return self._course.state.outcome.value

    def _act(self) -> list[Envelope]:
        """Hear what has come, one fact after the other: each answers for what follows from it."""
        # A sponsor who withdraws is heard first: nothing is decided over their head meanwhile.
        facts = sorted(self._inbox, key=lambda fact: fact.type != ProjectWithdrawn.TYPE)
        self._inbox = []
        envelopes = [] if facts else self._next_envelopes(None)
        for fact in facts:
            self._course.hear(fact.message())
            envelopes += self._next_envelopes(fact.traceparent)
        return envelopes

    def _next_envelopes(self, traceparent: str | None) -> list[Envelope]:
        now = workflow.now()
        lane_now = _to_the_millisecond(self._start.clock.to_lane(now))
        return [
            self._wrap(step, lane_now, now, traceparent)
            for step in self._course.next_steps(lane_now)
        ]

    def _wrap(
        self, step: Step, lane_now: datetime, now: datetime, traceparent: str | None
    ) -> Envelope:
        return Envelope.wrap(
            step.message,
            id_=step_id(workflow_id(self._start.project_id), step.key),
            source="lane",
            time=lane_now,
            recorded=now,
            sequence=0,
            traceparent=traceparent,
        )

    async def _announce(self, envelopes: list[Envelope]) -> None:
        if not envelopes:
            return
        told = await workflow.execute_local_activity(
            ANNOUNCE,
            envelopes,
            result_type=str,
            start_to_close_timeout=ANNOUNCE_TIMEOUT,
            retry_policy=ANNOUNCE_RETRY,
        )
        if told != receipt(envelopes):
            types = [each.type for each in envelopes]
            raise HistoryDiffers(f"history told something else where this code tells {types}")

    def _may_begin_anew(self) -> bool:
        """At the beginning of a later stage, or with a long history. Everything heard was acted on.

        Facts that reach the server meanwhile make it refuse, and the task is done again with them.
        """
        state = self._course.state
        grown = state.stage != self._first_stage or workflow.info().is_continue_as_new_suggested()
        return grown and state.phase is not Phase.FINISHED and workflow.all_handlers_finished()

    def _continue_as_new(self, pending: list[Envelope]) -> None:
        """Go on in a new run, which tells what is pending.

        Told here, it would call up answers while this run is ending, and the end would be refused.
        """
        state = self._course.state
        card, plan = self._course.pinned
        carried = {
            "card": card,
            "plan": plan,
            "state": state,
            "pending": tuple(pending),
            "traceparent": None,
        }
        workflow.continue_as_new(
            self._start.model_copy(update=carried),
            search_attributes=attributes_of(self._start.plan.pack, state),
        )

    def _show(self) -> None:
        """Keep the search attributes true; costs an event, so only when one changed."""
        wanted = attributes_of(self._start.plan.pack, self._course.state)
        changed: list[SearchAttributePair[str]] = [
            pair for pair in wanted.search_attributes if pair not in self._shown.search_attributes
        ]
        if changed:
            workflow.upsert_search_attributes([pair.key.value_set(pair.value) for pair in changed])
            self._shown = wanted


def _to_the_millisecond(at: datetime) -> datetime:
    """What JSON and databases keep alike."""
    return at - timedelta(microseconds=at.microsecond) % _MILLISECOND
