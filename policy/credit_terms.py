"""What a sponsor's credit grade does to an item: which routes it closes, and what is left.

The terms travel in the plan, so that a grade that falls while a project runs is followed without
reading a pack (ADR 0004, 0322).
"""

from contracts.process import CreditTerms
from policy.item_plan import item_plan
from policy.known import Known
from policy.model import Item, Pack


def credit_terms(pack: Pack, item: Item, known: Known | None) -> tuple[CreditTerms, ...]:
    """One entry for every grade of the pack that closes something."""
    return tuple(
        _under(pack, item, known, grade.id, grade.closes) for grade in pack.credit if grade.closes
    )


def _under(
    pack: Pack, item: Item, known: Known | None, grade: str, closes: tuple[str, ...]
) -> CreditTerms:
    held = known and Known(known.vocabulary, {**known.values, "credit_grade": grade})
    plan = item_plan(pack, item, set(), held)
    return CreditTerms.model_validate(
        {
            "grade": grade,
            "closes": closes,
            "route": plan.route,
            "committed": plan.committed,
            "materials": plan.materials,
        }
    )
