"""A case or gate as columns of ``task``; the other direction is ``reading``."""

from typing import Any

from services.approval.domain.case import Case
from services.approval.domain.case_clock import expected_end_on
from services.approval.domain.case_timer import acts_at
from services.approval.domain.decision import Decision
from services.approval.repository.reading import LIFE, Task


def fixed(new: Task) -> dict[str, Any]:
    """What a task begins with and keeps."""
    card = new.card
    values: dict[str, Any] = {
        "kind": new.kind,
        "project_id": new.project_id,
        "pack": card.pack,
        "stage": new.stage,
        "organisation_id": card.organisation_id,
        "organisation_name": card.organisation_name,
        "title": card.title,
        "industry": card.industry,
        "sought": f"{card.title} {card.organisation_name}".lower(),
        "card": card.model_dump(mode="json"),
        "opened_at": new.opened_at,
        "unresolved": [],
    }
    if isinstance(new, Case):
        return values | {
            "department": new.item.department,
            "name": new.item.item,
            "plan": new.item.model_dump(mode="json"),
        }
    return values | {
        "name": new.stage,
        "attempt": new.attempt,
        "round": new.round,
        "plan": new.plan.model_dump(mode="json"),
        "unresolved": list(new.unresolved),
    }


def changing(each: Task) -> dict[str, Any]:
    """What moves of a task change."""
    holding = each.holding
    holder, owner, giver = holding.holder, holding.owner, holding.giver
    values: dict[str, Any] = {
        "state": each.state,
        "is_open": each.is_open,
        "is_stopped": each.is_stopped,
        "stopped_at": each.stopped_at if isinstance(each, Case) else None,
        "holder": holder.person if holder else None,
        "holder_name": holder.name if holder else None,
        "claimed_at": holder.since if holder else None,
        "lease_until": holder.until if holder else None,
        "owner": owner.person if owner else None,
        "owner_name": owner.name if owner else None,
        "giver": giver.person if giver else None,
        "giver_name": giver.name if giver else None,
        "anchor_on": each.anchor_on,
        "due_at": each.due_at,
        "is_provisional": each.is_provisional,
        "clock_version": each.clock_version,
        "rung": sorted(each.rung),
        "ended_at": each.ended_at,
    }
    if isinstance(each, Case):
        proposed = each.life.recommendation
        values |= {
            "statutory_due_at": each.statutory_due_at,
            "route": each.item.route,
            "grade": each.item.grade,
            "life": LIFE.dump_python(each.life, mode="json"),
            "acts_at": acts_at(each),
            "expected_end_on": expected_end_on(each),
            "recommended_by": proposed.by.person if proposed and each.is_open else None,
        }
    return values | _decided(each)


def _decided(each: Task) -> dict[str, Any]:
    decision = each.decision
    if decision is None:
        return {}
    behalf = decision.by.behalf
    values: dict[str, Any] = {
        "outcome": decision.verdict.outcome,
        "reason": decision.verdict.reason,
        "decided_by": decision.by.person,
        "decided_by_name": decision.by.name,
        "decided_for": behalf.person if behalf else None,
        "decided_for_name": behalf.name if behalf else None,
        "within_committed": decision.within_committed,
    }
    if isinstance(decision, Decision):
        ground, in_law = decision.verdict.ground, decision.within_statutory
        return values | {"ground": ground, "within_statutory": in_law}
    return values | {"hold_until": decision.verdict.hold_until}
