"""The search for a platform: who may say what, when."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contracts.errors import DomainError
from contracts.ids import OrganisationId, PlacementId, PlatformId, ProjectId
from services.registry.domain.errors import (
    DeclinedBefore,
    GroundMissing,
    GroundNotTaken,
    IndustryNotServed,
    NoAnswerNow,
    NoChoiceNow,
    PlatformFull,
    UnknownPlatform,
)
from services.registry.domain.ground import NAMES, DeclineGround
from services.registry.domain.placement import Placement, PlacementState
from tests.unit.registry.test_platform import PLATFORM

OTHER = replace(PLATFORM, id=PlatformId("south-pilot"))
OPEN = Placement(
    id=PlacementId(UUID(int=1)),
    project_id=ProjectId(UUID(int=2)),
    stage="baking",
    pack="meadow",
    organisation_id=OrganisationId("91440101MA5000001X"),
    organisation_name="样例",
    title="样例项目",
    industry="bread",
    key_project=False,
)
ASKED, _ = OPEN.choose(PLATFORM, 0)


def test_the_sponsor_asks_a_platform() -> None:
    after, event = OPEN.choose(PLATFORM, 1)
    assert (after.state, after.platform_id) == (PlacementState.ASKED, PLATFORM.id)
    assert (event.placement_id, event.platform_id) == (OPEN.id, PLATFORM.id)


def test_a_platform_of_another_pack_does_not_exist_here() -> None:
    with pytest.raises(UnknownPlatform):
        OPEN.choose(replace(PLATFORM, pack="hill"), 0)


def test_a_platform_that_does_not_serve_the_industry_is_refused() -> None:
    with pytest.raises(IndustryNotServed):
        OPEN.choose(replace(PLATFORM, industries=("cheese",)), 0)


def test_a_full_platform_cannot_be_asked() -> None:
    with pytest.raises(PlatformFull):
        OPEN.choose(PLATFORM, 2)


def test_while_one_platform_is_asked_no_other_can_be() -> None:
    with pytest.raises(NoChoiceNow):
        ASKED.choose(OTHER, 0)


def test_a_platform_that_became_full_meanwhile_cannot_say_yes() -> None:
    with pytest.raises(PlatformFull):
        ASKED.confirm(PLATFORM, 2, None)


def test_yes_takes_no_ground() -> None:
    with pytest.raises(GroundNotTaken):
        ASKED.confirm(PLATFORM, 0, DeclineGround.NO_CAPACITY)


def test_no_needs_a_ground() -> None:
    with pytest.raises(GroundMissing):
        ASKED.decline(PLATFORM.id, None)


def test_after_a_no_the_sponsor_chooses_another() -> None:
    after, event = ASKED.decline(PLATFORM.id, DeclineGround.SAFETY_CONCERN)
    assert (after.state, after.platform_id, event.ground) == (
        PlacementState.OPEN,
        None,
        "safety_concern",
    )
    with pytest.raises(DeclinedBefore):
        after.choose(PLATFORM, 0)
    assert after.choose(OTHER, 0)[0].platform_id == OTHER.id


def test_an_answer_comes_once() -> None:
    confirmed, _ = ASKED.confirm(PLATFORM, 0, None)
    with pytest.raises(NoAnswerNow):
        confirmed.confirm(PLATFORM, 0, None)
    with pytest.raises(NoAnswerNow):
        confirmed.decline(PLATFORM.id, DeclineGround.NO_CAPACITY)


def test_every_ground_has_both_names() -> None:
    assert set(NAMES) == set(DeclineGround)
    assert all(zh and en for zh, en in NAMES.values())


class AnyOrder(RuleBasedStateMachine):
    """Whatever people try, in whatever order, a placement stays sound."""

    def __init__(self) -> None:
        super().__init__()
        self.placement = OPEN
        self.asked = 0
        self.answered = 0

    @rule(platform=st.sampled_from([PLATFORM, OTHER]), taken=st.integers(0, 3))
    def choose(self, platform: object, taken: int) -> None:
        try:
            self.placement, _ = self.placement.choose(platform, taken)  # type: ignore[arg-type]
            self.asked += 1
        except DomainError:
            pass

    @rule(taken=st.integers(0, 3))
    def confirm(self, taken: int) -> None:
        try:
            self.placement, _ = self.placement.confirm(PLATFORM, taken, None)
            self.answered += 1
        except DomainError:
            pass

    @rule()
    def decline(self) -> None:
        own = self.placement.platform_id or PLATFORM.id
        try:
            self.placement, _ = self.placement.decline(own, DeclineGround.NO_CAPACITY)
            self.answered += 1
        except DomainError:
            pass

    @invariant()
    def a_platform_stands_exactly_while_asked_or_confirmed(self) -> None:
        has_platform = self.placement.platform_id is not None
        assert has_platform is (self.placement.state is not PlacementState.OPEN)

    @invariant()
    def every_question_gets_at_most_one_answer(self) -> None:
        assert self.asked - self.answered == (self.placement.state is PlacementState.ASKED)

    @invariant()
    def who_declined_is_never_asked_again(self) -> None:
        assert self.placement.platform_id not in self.placement.declined_by


TestAnyOrder = AnyOrder.TestCase
