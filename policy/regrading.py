"""An item's plan graded anew: after a fact turned out otherwise, or under a grade a person gave.

What does not hang on the route (department, grounds, statutory limit, graph) stays as it was
pinned; the rest is compiled from the same version of the pack.
"""

from contracts.process import ItemPlan
from policy.grading import Route, route_of, route_under, terms_of
from policy.known import Known
from policy.model import Pack


def regraded(
    pack: Pack, plan: ItemPlan, known: Known, grade: str | None = None
) -> tuple[ItemPlan, Route]:
    """The plan under the facts as known, and the route with what stood in the way.

    Raises KeyError for a grade, or an item, that the pack does not have.
    """
    item = pack.item(plan.item)
    route = route_of(pack, item, known) if grade is None else route_under(pack, item, known, grade)
    terms = terms_of(item, route.name)
    committed = item.limits.committed if terms is None else terms.committed
    inspection = None if terms is None else terms.inspection
    changes = {
        "route": route.name,
        "committed": committed.limit(),
        "materials": item.materials if terms is None else terms.materials,
        "inspection": None if inspection is None else inspection.limit(),
        "grade": None if route.grade is None else route.grade.id,
        "grade_rule": None if route.rule is None else route.rule.id,
    }
    return plan.model_copy(update=changes), route
