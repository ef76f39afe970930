"""Whatever the order and however often facts come, a project's course ends the same."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.commands.approval import OpenCase
from contracts.envelope import Message
from contracts.events import lane
from contracts.events.approval import CaseOutcome
from contracts.ids import case_id
from contracts.process import GateOutcome, Plan, ProjectOutcome
from tests.support.lane_world import Decision, Hold, World, withdrawn
from tests.support.plans import BEGIN, ITEMS, PROJECT, STAGES, plan, standard_stages
from tests.unit.workflows.plays import Play, begun
from workflows.course import Phase, Step

DECISIONS: Sequence[Decision] = (
    GateOutcome.ITERATE,
    Hold(BEGIN + timedelta(days=10)),
    Hold(BEGIN - timedelta(days=1)),
    GateOutcome.ADVANCE,
    GateOutcome.STOP,
)


class Script(NamedTuple):
    """What people will decide."""

    gates: dict[str, list[Decision]]
    refused: list[str]
    asked: list[str]
    on_refusal: Literal["stop", "finish"]

    @property
    def plan(self) -> Plan:
        return plan(*standard_stages(self.on_refusal))

    def play(self) -> Play:
        world = World(gates=self.gates, refused=self.refused, asked=self.asked)
        return Play(course=begun(self.plan), world=world)


scripts = st.builds(
    Script,
    gates=st.dictionaries(
        st.sampled_from(STAGES), st.lists(st.sampled_from(DECISIONS), max_size=3), max_size=4
    ),
    refused=st.lists(st.sampled_from(ITEMS), unique=True, max_size=2),
    asked=st.lists(st.sampled_from(ITEMS), unique=True, max_size=2),
    on_refusal=st.sampled_from(("stop", "finish")),
)


class Shuffle:
    """Delivers a play's facts in any order, some of them again, until nothing happens any more."""

    def __init__(self, play: Play, data: st.DataObject) -> None:
        self.play = play
        self._data = data
        self._delivered: list[Message] = []

    def run(self, withdraw_after: int | None = None) -> Play:
        """Play to the end; the sponsor withdraws after so many deliveries."""
        self._check(self.play.turn())
        count = 0
        while self._go_on():
            count += 1
            if count == withdraw_after:
                self._hear(withdrawn())
        if withdraw_after is not None and count < withdraw_after:
            self._hear(withdrawn())
            while self._go_on():
                pass
        return self.play

    def _go_on(self) -> bool:
        play = self.play
        if play.bag:
            chosen = self._data.draw(st.integers(0, len(play.bag) - 1))
            self._hear(play.bag.pop(chosen))
            if self._data.draw(st.booleans()):
                again = self._data.draw(st.integers(0, len(self._delivered) - 1))
                self._hear(self._delivered[again])
            return True
        if play.course.state.phase is Phase.HELD:
            instant = play.course.next_instant()
            assert instant is not None
            play.now = max(play.now, instant)
            self._check(play.turn())
            return True
        return False

    def _hear(self, fact: Message) -> None:
        self._delivered.append(fact)
        self._check(self.play.deliver(fact))
        self._check(self.play.turn())

    def _check(self, said: list[Step]) -> None:
        """No case opens before what it waits for is approved."""
        cases = self.play.course.state.cases
        for step in said:
            if isinstance(step.message, OpenCase):
                for name in step.message.item.after:
                    needed = cases[case_id(PROJECT, step.message.stage, name)]
                    assert needed is CaseOutcome.APPROVED


def outcome(play: Play) -> ProjectOutcome:
    """The one outcome that was told; no step was told twice."""
    assert len(set(play.keys)) == len(play.keys)
    assert play.course.state.phase is Phase.FINISHED
    (end,) = play.said(lane.ProjectFinished)
    assert play.steps[-1].message is end
    assert isinstance(end, lane.ProjectFinished)
    return end.outcome


@settings(max_examples=150)
@given(script=scripts, data=st.data())
def test_any_order_and_repetition_of_facts_ends_in_the_same_outcome(
    script: Script, data: st.DataObject
) -> None:
    expected = outcome(script.play().to_the_end())

    assert outcome(Shuffle(script.play(), data).run()) is expected


@settings(max_examples=100)
@given(script=scripts, data=st.data())
def test_facts_heard_before_their_stage_count_when_it_comes(
    script: Script, data: st.DataObject
) -> None:
    first = script.play()
    facts: list[Message] = []
    answer = first.world.answer
    first.world.answer = lambda message: facts_of(facts, answer(message))  # type: ignore[method-assign]
    expected = outcome(first.to_the_end())

    early = script.play()
    for fact in data.draw(st.permutations(facts)):
        if not fact.TYPE.endswith(("closed.v1", "released.v1")):
            early.course.hear(fact)
    assert outcome(Shuffle(early, data).run()) is expected


def facts_of(kept: list[Message], facts: list[Message]) -> list[Message]:
    """The facts, after keeping a copy of them."""
    kept += facts
    return facts


@settings(max_examples=150)
@given(script=scripts, data=st.data(), moment=st.integers(1, 60))
def test_withdrawal_at_any_moment_ends_withdrawn_with_everything_closed_in_order(
    script: Script, data: st.DataObject, moment: int
) -> None:
    play = Shuffle(script.play(), data).run(withdraw_after=moment)

    ended = outcome(play)
    started = play.said(lane.ClosingStarted)
    if ended is ProjectOutcome.INDUSTRIALISED:
        assert not started
    else:
        assert [event.outcome for event in started] == [ended]
        closing = [key for key in play.keys if key.startswith("closing/")]
        assert closing == [f"closing/{w}" for w in ("started", "work", "placements", "funding")]
        assert play.keys[-5:] == [*closing, "finished"]
    if play.course.state.is_withdrawn and ended is not ProjectOutcome.WITHDRAWN:
        # Only somebody who was quicker: the course had ended or was closing already.
        assert ended is outcome(script.play().to_the_end())
