"""The checklist of a task, from the plan that its project is pinned to. A gate has none."""

from dataclasses import dataclass

from services.approval.domain.case import Case
from services.approval.domain.errors import UnknownPoint
from services.approval.domain.gate import Gate


@dataclass(frozen=True, slots=True)
class Point:
    """What an officer ticks off; a material is called as the pack calls it, so it has no words."""

    id: str
    zh: str | None = None
    en: str | None = None


def points_of(task: Case | Gate) -> list[Point]:
    """The materials of the case's route, then what else the pack has its officers check."""
    if isinstance(task, Gate):
        return []
    materials = [Point(each) for each in task.item.materials]
    return materials + [Point(each.check, each.zh, each.en) for each in task.item.checklist]


def check_known(task: Case | Gate, point: str) -> None:
    """Raises UnknownPoint for what is not on the task's checklist."""
    known = [each.id for each in points_of(task)]
    if point not in known:
        raise UnknownPoint(point=point, known=", ".join(known) or "-")
