"""Cases in every state, for the tests of what may be done in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from chassis.identity import new_id
from contracts.events.approval import CaseOutcome
from contracts.ids import PersonId
from contracts.process import (
    CommitmentPlan,
    ExtensionPlan,
    Limit,
    ProcedurePlan,
    ProjectOutcome,
    StopPlan,
)
from services.approval.domain import case_clock, case_end, case_receipt, commitment, hands
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.case_state import CaseState
from services.approval.domain.decision import Verdict
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer
from services.approval.domain.lease import Lease
from services.approval.domain.life import Commitment, Gap, Halt
from services.approval.domain.reconsideration import Reconsideration
from services.approval.domain.revocation import Standing
from tests.support.order import open_case

MONDAY: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)
AN, BO, LEAD, SPONSOR = (
    Actor(PersonId(id_), name)
    for id_, name in (("an", "安"), ("bo", "博"), ("lead", "李"), ("sp", "单位"))
)
LEASE: Final = Lease()
YES: Final = Verdict(CaseOutcome.APPROVED, "r")
NO: Final = Verdict(CaseOutcome.REFUSED, "r", "sensitive_area")
SHA: Final = "ab" * 32
FIVE_DAYS: Final = Limit(figure=5, unit="working_day")

WHOLE: Final[dict[str, Any]] = {
    "deemed_acceptance": FIVE_DAYS,
    "accepts_gaps": True,
    "gaps_supply": FIVE_DAYS,
    "max_information_rounds": 3,
    "stops": (
        StopPlan(ground="information_requested", waits_for="sponsor"),
        StopPlan(
            ground="expert_review",
            waits_for="third_party",
            at_most=Limit(figure=20, unit="working_day"),
        ),
    ),
    "procedures": (
        ProcedurePlan(
            procedure="site_visit",
            kind="site_check",
            limit=Limit(figure=10, unit="working_day"),
        ),
        ProcedurePlan(
            procedure="notice_to_public",
            kind="public_notice",
            limit=Limit(figure=10, unit="working_day"),
            stop_ground="public_notice",
        ),
    ),
    "stop_grounds": ("information_requested", "expert_review", "public_notice"),
    "extension": ExtensionPlan(
        at_most=Limit(figure=10, unit="working_day"), approver="agency_head", times=1
    ),
    "service_limit": Limit(figure=10, unit="working_day"),
}
"""An item that knows everything but four eyes."""


def received(at: datetime = MONDAY, **changes: Any) -> Case:
    """A case that was just received."""
    return Case.open(open_case(**(WHOLE | changes)), at)[0]


def held(case: Case, by: Actor = AN, at: datetime = MONDAY) -> Case:
    """The case in somebody's hands."""
    return hands.claim(case, by, at, LEASE)[0]


def accepted(at: datetime = MONDAY, **changes: Any) -> Case:
    """A case in hand that was accepted on the day of receipt."""
    return case_receipt.accept(held(received(at, **changes), at=at), AN, at)[0]


def with_gaps(at: datetime = MONDAY, **changes: Any) -> Case:
    """A case in hand, accepted although two things are missing."""
    case = case_receipt.commit_to_gaps(received(at, **changes), "承诺补齐", SPONSOR, at)[0]
    case = held(case, at=at)
    return case_receipt.accept_with_gaps(case, ["用地证明", "检测报告"], AN, at)[0]


def stopped(case: Case, at: datetime = MONDAY, until: date = date(2026, 3, 20)) -> Case:
    """The case with an expert review under way."""
    return case_clock.open_stop(case, "expert_review", None, until, "论证", AN, at)[0]


def recommended() -> Case:
    """A case that waits to be confirmed, claimed by another."""
    case = accepted(four_eyes=True)
    return held(case_end.recommend(case, YES, AN, MONDAY)[0], BO)


def asked(case: Case, at: datetime = MONDAY) -> Case:
    """The sponsor asked."""
    return case.request_information(AN, "information_requested", "?", at)[0]


def answered(case: Case, at: datetime) -> Case:
    """The sponsor answered."""
    return case.supply(Answer("a", (), SPONSOR, at))[0]


def decided() -> Case:
    """A case that was approved on the day of receipt."""
    return accepted().decide(AN, YES, MONDAY)[0]


def lapsed() -> Case:
    """A case whose gaps were not supplied in time."""
    found = case_receipt.lapse_gaps(with_gaps(), MONDAY + 30 * DAY)
    assert found is not None
    return found[0]


def not_accepted() -> Case:
    """A case that was not accepted."""
    return case_receipt.decline(held(received()), "not_competent", "r", AN, MONDAY)[0]


IN_STATE: Final[dict[CaseState, Callable[[], Case]]] = {
    CaseState.RECEIVED: lambda: held(received()),
    CaseState.ACCEPTED: lambda: hands.release(accepted(), AN, "", is_lead=False)[0],
    CaseState.ACCEPTED_WITH_GAPS: lambda: hands.release(with_gaps(), AN, "", is_lead=False)[0],
    CaseState.UNDER_REVIEW: accepted,
    CaseState.AWAITING_INFORMATION: lambda: asked(accepted()),
    CaseState.RECOMMENDED: recommended,
    CaseState.NOT_ACCEPTED: not_accepted,
    CaseState.LAPSED: lapsed,
    CaseState.DECIDED: decided,
    CaseState.SERVED: lambda: case_end.serve(
        decided(), "electronic", MONDAY.date(), "", AN, MONDAY
    )[0],
    CaseState.WITHDRAWN: lambda: accepted().close(ProjectOutcome.WITHDRAWN, MONDAY)[0],
    CaseState.SUPERSEDED: lambda: accepted().supersede("planning", MONDAY)[0],
}
"""A case in each state; in hand of ``AN`` (recommended: of ``BO``) where somebody may hold it."""


def review(case: Case) -> Reconsideration:
    """A look at a case's decision by another officer."""
    return Reconsideration(
        id=new_id(),
        about=About.of(case),
        cause="sponsor",
        of_number=1,
        before={},
        first_officers=(AN.person,),
        reason="r",
        documents=(),
        sought_by=SPONSOR,
        sought_at=MONDAY,
        due_at=MONDAY + 20 * DAY,
    )


def moves_of(case: Case) -> dict[str, Callable[[], Any]]:
    """Every move of the table on a case, by whoever holds it, with all that it asks for."""
    who = case.holder or AN
    lacking = replace(case.life, gaps=(Gap(1, "g"),), gaps_due_at=MONDAY)
    gaps = replace(case, life=lacking)
    word = replace(case, life=replace(case.life, commitment=Commitment("t", SPONSOR, MONDAY)))
    day = MONDAY.date()
    visit = Halt(1, None, "site_visit", "r", who, MONDAY, day, day)
    visited = replace(case, life=replace(case.life, halts=(visit,)))
    on_commitment = {
        "route": "commitment_and_filing",
        "commitment": CommitmentPlan(text="general", sha256=SHA),
    }
    promised = replace(case, item=case.item.model_copy(update=on_commitment))
    again = review(case)
    seen = replace(case, item=case.item.model_copy(update={"four_eyes": True}))
    until = date(2026, 3, 20)
    ground = "information_requested"
    return {
        "claim": lambda: hands.claim(case, who, MONDAY, LEASE),
        "release": lambda: hands.release(case, who, "r", is_lead=True),
        "commit_to_gaps": lambda: case_receipt.commit_to_gaps(case, "t", SPONSOR, MONDAY),
        "accept": lambda: case_receipt.accept(case, who, MONDAY),
        "accept_with_gaps": lambda: case_receipt.accept_with_gaps(word, ["g"], who, MONDAY),
        "decline": lambda: case_receipt.decline(case, "not_competent", "r", who, MONDAY),
        "supply_gaps": lambda: case_receipt.supply_gaps(gaps, [1], (), MONDAY),
        "lapse": lambda: case_receipt.lapse_gaps(gaps, MONDAY),
        "apply_again": lambda: case_receipt.apply_again(case, MONDAY),
        "request_information": lambda: case.request_information(who, ground, "?", MONDAY),
        "ask_together": lambda: case.asked(who, ground, "?", MONDAY),
        "supply": lambda: case.supply(Answer("a", (), SPONSOR, MONDAY)),
        "open_stop": lambda: case_clock.open_stop(
            case, "expert_review", None, until, "r", who, MONDAY
        ),
        "end_stop": lambda: case_clock.end_stop(visited, 1, "r", who, MONDAY),
        "extend": lambda: case_clock.extend(case, FIVE_DAYS, "a", "r", LEAD, MONDAY),
        "recommend": lambda: case_end.recommend(seen, YES, who, MONDAY),
        "confirm": lambda: case_end.confirm(case, who, MONDAY),
        "challenge": lambda: case_end.challenge(case, who, MONDAY, LEASE),
        "decide": lambda: case.decide(who, NO, MONDAY),
        "file": lambda: commitment.sign(promised, SHA, SPONSOR, MONDAY),
        "reconsider": lambda: again.replace_decision(case, Standing(), YES, LEAD, MONDAY)[1:],
        "serve": lambda: case_end.serve(case, "post", day, "", who, MONDAY),
        "withdraw": lambda: case.close(ProjectOutcome.WITHDRAWN, MONDAY),
        "supersede": lambda: case.supersede("planning", MONDAY),
    }
