"""What a decision opens, ends or keeps shut, said before it is made. Read from the plan's graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from contracts.events.approval import CaseOutcome
from contracts.process import GateOutcome
from services.approval.domain.case import Case
from services.approval.domain.gate import Gate

Kind = Literal[
    "opens", "still_waits", "stays_shut", "ends", "lets_finish", "superseded",
    "completes_stage", "repeats_stage", "rests", "stops_project",
    "permission", "blocked_by_condition",
]  # fmt: skip
APPROVALS = (
    CaseOutcome.APPROVED,
    CaseOutcome.APPROVED_WITH_CONDITIONS,
    CaseOutcome.FILED,
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows from an outcome.

    ``item`` names the approval item concerned, ``waits_for`` what else keeps it shut, ``task_id``
    the open task that ends, ``ids`` the conditions in the way.
    """

    outcome: str
    kind: Kind
    item: str | None = None
    department: str | None = None
    waits_for: tuple[str, ...] = ()
    task_id: UUID | None = None
    ids: tuple[UUID, ...] = ()
    months: int | None = None


def of_case(case: Case, others: Iterable[Case]) -> list[Consequence]:
    """What each outcome of a case would bring, the approvals' first.

    ``others`` are the project's other cases. Only what the plan tells is said: an item of a later
    stage opens with its gate, not with this decision.
    """
    known = {each.item.item: each for each in others if each.stage == case.stage}
    found = [*_if_approved(case, known), *_if_refused(case, known)]
    if case.item.permission is not None:
        months = case.item.permission.valid_months
        found.append(Consequence(CaseOutcome.APPROVED, "permission", months=months))
    return found


def _if_approved(case: Case, known: Mapping[str, Case]) -> Iterable[Consequence]:
    for each in case.item.dependants:
        if each.item in known:
            continue
        missing = [one for one in each.after if one != case.item.item]
        waits = tuple(one for one in missing if not _is_approved(known.get(one)))
        yield Consequence(
            CaseOutcome.APPROVED,
            "still_waits" if waits else "opens",
            each.item,
            each.department,
            waits,
        )


def _if_refused(case: Case, known: Mapping[str, Case]) -> Iterable[Consequence]:
    refused, rule = CaseOutcome.REFUSED, case.item.on_refusal
    for each in case.item.dependants:
        if each.item not in known:
            yield Consequence(refused, "stays_shut", each.item, each.department)
    kinds: dict[str, Kind] = {"stop": "ends", "finish": "lets_finish", "supersede": "superseded"}
    for other in known.values():
        if other.is_open:
            yield Consequence(
                refused, kinds[rule], other.item.item, other.item.department, task_id=other.id
            )
    yield Consequence(refused, "stops_project")


def _is_approved(case: Case | None) -> bool:
    return (
        case is not None
        and case.decision is not None
        and case.decision.verdict.outcome in APPROVALS
    )


def of_gate(gate: Gate, blocking: Iterable[UUID]) -> list[Consequence]:
    """What each outcome of a gate would bring; conditions in the way of advancing first."""
    ids = tuple(blocking)
    words: dict[GateOutcome, Kind] = {
        GateOutcome.ADVANCE: "completes_stage",
        GateOutcome.ITERATE: "repeats_stage",
        GateOutcome.HOLD: "rests",
        GateOutcome.STOP: "stops_project",
    }
    found = [Consequence(GateOutcome.ADVANCE, "blocked_by_condition", ids=ids)] if ids else []
    for outcome in gate.plan.outcomes:
        found.append(Consequence(outcome, words[outcome]))
    return found
