"""The course of a subject as a graph to draw: stages in order, in each its approvals in layers."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy.course import Course, courses_of
from policy.model import PROJECT, Item, Name, Pack, Stage


@dataclass(frozen=True, slots=True)
class StageGraph:
    """A stage, and its items by how many others they wait for in a chain: first layer, none."""

    stage: Stage
    layers: tuple[tuple[Item, ...], ...]
    edges: tuple[tuple[str, str], ...]
    """(an item, one that waits for it), both of this stage."""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for layer in self.layers for item in layer)

    def before(self, item: Item) -> tuple[str, ...]:
        """What `item` waits for in this stage."""
        return tuple(first for first, then in self.edges if then == item.id)


@dataclass(frozen=True, slots=True)
class CourseGraph:
    """One subject's course, with its name."""

    subject: str
    name: Name
    stages: tuple[StageGraph, ...]


_PROJECT = Name(zh="项目", en="Project")


def course_graphs(pack: Pack) -> tuple[CourseGraph, ...]:
    """Every course of the pack, the project's first."""
    names: dict[str, Name] = {subject.id: subject.name for subject in pack.subjects}
    return tuple(
        CourseGraph(
            course.subject,
            _PROJECT if course.subject == PROJECT else names[course.subject],
            tuple(_stage_graph(course, stage) for stage in course.stages),
        )
        for course in courses_of(pack)
    )


def _stage_graph(course: Course, stage: Stage) -> StageGraph:
    items = course.items_at(stage.id)
    edges = _edges(items)
    depth = {item.id: 0 for item in items}
    # Checked packs have no cycle, so that many rounds settle every depth.
    for _ in items:
        for first, then in edges:
            depth[then] = max(depth[then], depth[first] + 1)
    count = max(depth.values(), default=-1) + 1
    layers = tuple(tuple(each for each in items if depth[each.id] == at) for at in range(count))
    return StageGraph(stage, layers, edges)


def _edges(items: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    together = {item.id for item in items}
    return tuple((first, item.id) for item in items for first in item.after if first in together)
