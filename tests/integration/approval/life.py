"""An item that knows everything, and what the lane does by itself."""

from typing import Any

from contracts.process import ExtensionPlan, Limit, StopPlan
from services.approval import sweep
from tests.integration.approval.scene import BASE, OFFICER, SPONSOR, act, claimed_case
from tests.support.service import Bench

FIVE = Limit(figure=5, unit="working_day")
TEN = Limit(figure=10, unit="working_day")
LIFE: dict[str, Any] = {
    "deemed_acceptance": FIVE,
    "accepts_gaps": True,
    "gaps_supply": FIVE,
    "max_information_rounds": 2,
    "stops": (
        StopPlan(ground="information_requested", waits_for="sponsor"),
        StopPlan(ground="expert_review", waits_for="third_party", at_most=TEN),
    ),
    "extension": ExtensionPlan(at_most=TEN, approver="agency_head"),
    "service_limit": TEN,
}


async def received_case(bench: Bench, **changes: Any) -> Any:
    """A case in the officer's hands that was not accepted yet."""
    return await claimed_case(bench, **(LIFE | changes))


async def accepted_case(bench: Bench, **changes: Any) -> Any:
    """A case in the officer's hands, accepted."""
    order = await received_case(bench, **changes)
    await act(bench.client(OFFICER), order.case_id, "acceptance", {})
    return order


async def by_sponsor(bench: Bench, path: str, body: Any) -> Any:
    """Something the sponsor does that has to succeed; the answer."""
    answer = await bench.client(SPONSOR).post(f"{BASE}/{path}", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def the_lane_acts(bench: Bench) -> None:
    """One look of the sweep."""
    for each in sweep.SWEEPS:
        await each(bench.runtime)


async def detail_of(bench: Bench, order: Any) -> Any:
    """The task as its officer sees it."""
    return (await bench.client(OFFICER).get(f"{BASE}/tasks/{order.case_id}")).json()
