"""Simulated funding officers: two who take turns, and neither signs twice."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from contracts.lane_time import LaneClock
from standalone.demo.actor import Actor, Answer
from standalone.demo.helpers import FundingOfficer
from standalone.demo.season import Season
from standalone.people import Person

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PERSON = Person(
    "a", "", {}, "a@lane.example", "en", ("funding_officer",), {"pack": "p", "department": "d"}, {}
)
FREE: dict[str, Any] = {
    "id": "1",
    "kind": "match_funding",
    "state": "submitted",
    "is_mine": False,
    "is_own_signature": False,
    "lease_until": None,
}
MINE = FREE | {"is_mine": True, "lease_until": "2099-01-01T00:00:00Z"}
SIGNED = FREE | {"state": "first_signed"}


class Desk:
    """A queue with one application; notes what is done to it."""

    person = PERSON

    def __init__(self, application: dict[str, Any]) -> None:
        self.application = application
        self.done: list[tuple[str, object]] = []

    async def get(self, path: str, **params: Any) -> Any:
        return {"items": [self.application]}

    async def do(self, method: str, path: str, body: object = None) -> Answer:
        self.done.append((path.rpartition("/")[2], body))
        return Answer(200, {})


@pytest.mark.parametrize(
    ("application", "done"),
    [
        (FREE, ["claim"]),
        (MINE, ["decision"]),
        (SIGNED, ["claim"]),
        (SIGNED | {"is_mine": True}, ["decision"]),
        (SIGNED | {"is_own_signature": True}, []),
        (MINE | {"is_mine": False}, []),
        (MINE | {"is_mine": False, "lease_until": "2026-01-01T00:00:00Z"}, ["claim"]),
    ],
    ids=["free", "mine", "second", "second mine", "own signature", "another's", "lapsed"],
)
async def test_what_an_officer_does_with_an_application(
    application: dict[str, Any], done: list[str]
) -> None:
    real = datetime.now(UTC)
    desk = Desk(application)
    season = Season(LaneClock(epoch=NOW, epoch_real=real, day_seconds=86_400), seed=1)
    officer = FundingOfficer(cast(Actor, desk), season)
    await officer.look()
    assert desk.done == []  # nobody is that quick
    officer.planned = {key: season.now() - timedelta(hours=1) for key in officer.planned}
    await officer.look()
    assert [what for what, _ in desk.done] == done
    granted = [body for what, body in desk.done if what == "decision"]
    assert all(isinstance(body, dict) and body["grant"] for body in granted)
