"""What a sponsor's credit grade does to an item: which routes it closes, and what is left.

The terms travel in the plan, so that a grade that falls while a project runs is followed without
reading a pack (ADR 0004, 0322).
"""

from contracts.process import CreditTerms
from policy.grading import STANDARD, route_of, terms_of
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
    held = (
        None if known is None else Known(known.vocabulary, {**known.values, "credit_grade": grade})
    )
    route = STANDARD if held is None else route_of(pack, item, held)
    terms = terms_of(item, route.name)
    committed = item.limits.committed if terms is None else terms.committed
    return CreditTerms.model_validate(
        {
            "grade": grade,
            "closes": closes,
            "route": route.name,
            "committed": committed.limit(),
            "materials": item.materials if terms is None else terms.materials,
        }
    )
