"""Compiles one approval item to what its case is handled by (contracts/process.py, ItemPlan)."""

from hashlib import sha256

from contracts.process import (
    CheckPlan,
    CommitmentPlan,
    ExtensionPlan,
    ItemPlan,
    Limit,
    PermissionPlan,
    PriorityPlan,
    ProcedurePlan,
    ReconsiderationPlan,
    RoundPlan,
    StopPlan,
)
from policy.grading import STANDARD, Route, closed_by_credit, route_of, terms_of
from policy.item_limit import ItemTerms, hastened, item_terms, priorities_of
from policy.known import Known
from policy.model import (
    CommitmentText,
    Extension,
    Item,
    Pack,
    Permission,
    Procedure,
    RouteTerms,
    SetLimit,
)


def item_plan(
    pack: Pack,
    item: Item,
    together: set[str],
    known: Known | None,
    route: Route | None = None,
) -> ItemPlan:
    """The item as a case is handled by it; ``together`` are the items that open beside it.

    Without ``route``, one that somebody decided on, the pack's rules give it.
    """
    if route is None:
        route = STANDARD if known is None else route_of(pack, item, known)
    terms = item_terms(pack, item, route.name, known)
    lighter = terms_of(item, route.name)
    plan = ItemPlan(
        item=item.id,
        department=item.department,
        after=tuple(other for other in item.after if other in together),
        statutory=terms.statutory.limit(),
        committed=terms.committed.limit(),
        remind_at_percent=item.remind_at_percent,
        on_refusal=item.on_refusal,
        refusal_grounds=item.refusal_grounds,
        stop_grounds=item.stop_grounds,
        max_information_rounds=item.max_information_rounds,
        route=route.name,
        utility=item.utility,
        materials=item.materials if lighter is None else lighter.materials,
        checklist=_checklist(item),
        permission=_permission(item.permission, known),
        extension=_extension(item.extension),
    )
    return plan.model_copy(
        update={
            **_graded(pack, item, route),
            **_care(item),
            **_procedure(pack.procedure),
            **_priority(pack, item, terms),
            **_clock(pack, item),
            "accepts_gaps": item.accepts_gaps and not _closes_gaps(pack, known),
        }
    )


def _care(item: Item) -> dict[str, object]:
    """With what care it is decided."""
    return {
        "four_eyes": item.four_eyes,
        "joint_review": item.joint_review,
        "affects_safety": item.affects_safety,
        "deemed_approval": item.deemed_approval is not None,
    }


def _checklist(item: Item) -> tuple[CheckPlan, ...]:
    return tuple(
        CheckPlan(check=each.id, zh=each.name.zh, en=each.name.en) for each in item.checklist
    )


def _graded(pack: Pack, item: Item, route: Route) -> dict[str, object]:
    """What hangs on the grade and its route."""
    lighter = terms_of(item, route.name)
    return {
        "grade": None if route.grade is None else route.grade.id,
        "grade_rule": None if route.rule is None else route.rule.id,
        "inspection": None if lighter is None else _limit(lighter.inspection),
        "commitment": None if lighter is None else _commitment(pack, lighter),
    }


def commitment_digest(text: CommitmentText) -> str:
    """What of the text is signed: SHA-256 of the Chinese, a line feed and the English, UTF-8."""
    return sha256(f"{text.zh}\n{text.en}".encode()).hexdigest()


def _procedure(shared: Procedure) -> dict[str, object]:
    again = shared.reconsideration
    return {
        "request_window": _limit(shared.request_window),
        "deemed_acceptance": _limit(shared.deemed_acceptance),
        "gaps_supply": _limit(shared.gaps_supply),
        "service_limit": _limit(shared.delivery),
        "reconsideration": None
        if again is None
        else ReconsiderationPlan(
            request=_limit(shared.reconsideration_request), decision=again.limit()
        ),
    }


def _clock(pack: Pack, item: Item) -> dict[str, object]:
    """What stops the item's clock, and what has a limit of its own beside it."""
    grounds = {ground.id: ground for ground in pack.stop_grounds}
    return {
        "stops": tuple(
            StopPlan(
                ground=id_, waits_for=grounds[id_].waits_for, at_most=_limit(grounds[id_].at_most)
            )
            for id_ in item.stop_grounds
        ),
        "procedures": tuple(
            ProcedurePlan(
                procedure=each.id,
                kind=each.kind,
                limit=each.limit.limit(),
                stop_ground=each.stop_ground,
                is_required=each.required,
            )
            for each in item.procedures
        ),
        "rounds": _rounds(pack.procedure, item),
    }


def _rounds(shared: Procedure, item: Item) -> tuple[RoundPlan, ...]:
    """The item's own, or one with the time to answer that all items share."""
    if not item.rounds and shared.answer is not None and item.max_information_rounds:
        return (RoundPlan(round=1, answer=shared.answer.limit()),)
    return tuple(
        RoundPlan(
            round=each.round,
            answer=_limit(each.answer or shared.answer),
            review=_limit(each.review),
        )
        for each in item.rounds
    )


def _priority(pack: Pack, item: Item, terms: ItemTerms) -> dict[str, object]:
    """Shorter promises are of the limit without any list, so that they do not add up."""
    usual = terms.usual
    return {
        "priority": None if terms.priority is None else terms.priority.id,
        "priorities": tuple(
            PriorityPlan(priority=each.id, committed=hastened(usual, each).limit())
            for each in priorities_of(pack, item)
        ),
    }


def _permission(found: Permission | None, known: Known | None) -> PermissionPlan | None:
    """While it is not known whether it ends, it does."""
    if found is None or (known is not None and known.verdict(found.when).answer == "no"):
        return None
    return PermissionPlan(
        valid_months=found.valid_for.months,
        prolonged_by_months=None if found.prolonged_by is None else found.prolonged_by.months,
        prolongations=found.prolongations,
        is_temporary=found.temporary,
    )


def _extension(found: Extension | None) -> ExtensionPlan | None:
    if found is None:
        return None
    return ExtensionPlan(at_most=found.at_most.limit(), approver=found.approver, times=found.times)


def _commitment(pack: Pack, terms: RouteTerms) -> CommitmentPlan | None:
    if terms.commitment is None:
        return None
    text = next(each for each in pack.commitment_texts if each.id == terms.commitment)
    return CommitmentPlan(
        text=text.id, sha256=commitment_digest(text), rectify=_limit(terms.rectify)
    )


def _closes_gaps(pack: Pack, known: Known | None) -> bool:
    return known is not None and "accepted_with_gaps" in closed_by_credit(pack, known)


def _limit(found: SetLimit | None) -> Limit | None:
    return None if found is None else found.limit()
