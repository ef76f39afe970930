"""An item's plan graded anew: after a fact turned out otherwise, or under a grade a person gave.

The graph stays as it was pinned; all else is compiled again from the same version of the pack.
"""

from contracts.process import ItemPlan
from policy.grading import Route, route_of, route_under
from policy.item_plan import item_plan
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
    fresh = item_plan(pack, item, set(plan.after), known, route)
    kept = {"after": plan.after, "dependants": plan.dependants, "credit": plan.credit}
    return fresh.model_copy(update=kept), route
