"""Cases with what follows their decision, for the tests of commitments, conditions and the rest."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.commands.approval import OpenCase
from contracts.ids import OrganisationId
from contracts.people import Role
from contracts.process import (
    CommitmentPlan,
    CreditTerms,
    Limit,
    PermissionPlan,
    ReconsiderationPlan,
)
from tests.integration.approval.scene import BASE, OFFICER, SPONSOR, act, opened_case
from tests.support.order import DEPARTMENT, card
from tests.support.person import lead, officer, sponsor, uscc, worker_of_pack
from tests.support.service import Bench, Client

SHA = "ab" * 32
WEEK = Limit(figure=5, unit="working_day")
MONTH = Limit(figure=20, unit="working_day")
OTHER_OFFICER = officer("other", DEPARTMENT)
OTHER_LEAD = lead("second-lead", DEPARTMENT)
MANAGER = worker_of_pack("case-manager", Role.CASE_MANAGER)
D_CLOSES = ("commitment_and_filing", "accepted_with_gaps", "funding")
CREDIT = (
    CreditTerms(grade="D", closes=D_CLOSES, route="standard", committed=MONTH, materials=("m",)),
)
_numbers = iter(range(1000, 9000))


def new_organisation() -> str:
    """An organisation of which nothing is on record."""
    return uscc(next(_numbers))


def on_commitment(**changes: Any) -> dict[str, Any]:
    """An item that is filed by commitment and inspected within a month."""
    return {
        "route": "commitment_and_filing",
        "committed": Limit(figure=1, unit="working_day"),
        "inspection": MONTH,
        "commitment": CommitmentPlan(text="general", sha256=SHA, rectify=WEEK),
        "credit": CREDIT,
        **changes,
    }


def with_permission(**changes: Any) -> dict[str, Any]:
    """An item whose approval is a pilot run of two years, once a year more."""
    plan = {
        "valid_months": 24,
        "prolonged_by_months": 12,
        "prolongations": 1,
        "is_temporary": True,
        **changes,
    }
    return {"permission": PermissionPlan(**plan)}


def with_review() -> dict[str, Any]:
    """An item whose refusal can be reconsidered."""
    return {"reconsideration": ReconsiderationPlan(request=WEEK, decision=MONTH)}


class Sponsor:
    """An organisation with a client of its own."""

    def __init__(self, bench: Bench) -> None:
        self.organisation = OrganisationId(new_organisation())
        self.client = bench.client(sponsor(f"sponsor-{self.organisation}", self.organisation))

    def card(self, **changes: Any) -> Any:
        """The card of a project of its."""
        return card(organisation_id=self.organisation, **changes)


async def file_of(client: Client, id_: UUID) -> dict[str, Any]:
    """A case's file."""
    answer = await client.get(f"{BASE}/cases/{id_}/file")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def do(client: Client, path: str, body: Any, **more: Any) -> dict[str, Any]:
    """A command that has to succeed; the file afterwards."""
    answer = await client.post(f"{BASE}/{path}", body, **more)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


async def code(client: Client, path: str, body: Any, **more: Any) -> str:
    """The code of a command that has to be refused, in both languages."""
    answer = await client.post(f"{BASE}/{path}", body, **more)
    assert answer.status_code in (404, 409, 412, 422), answer.text
    problem: dict[str, Any] = answer.json()
    assert problem["detail"]
    return str(problem["code"])


async def filed(bench: Bench, by: Sponsor, **changes: Any) -> OpenCase:
    """A case that its sponsor has signed the commitment of."""
    order = await opened_case(bench, of=by.card(), **on_commitment(**changes))
    await do(by.client, f"cases/{order.case_id}/commitment", {"sha256": SHA})
    return order


async def decided(bench: Bench, order: OpenCase, body: dict[str, Any]) -> dict[str, Any]:
    """A case decided by the officer."""
    client = bench.client(OFFICER)
    await act(client, order.case_id, "claim")
    return await act(client, order.case_id, "decision", body)


def at(days: int) -> datetime:
    """Ten o'clock in Shanghai, so many days after the bench's Monday."""
    return datetime(2026, 3, 2, 2, 0, tzinfo=UTC) + timedelta(days=days)


__all__ = ["OFFICER", "SPONSOR"]
