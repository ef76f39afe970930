"""What a BPMN diagram is made of: nodes with their places, flows with their lines, pools."""

from dataclasses import dataclass, field

TASK_WIDTH, TASK_HEIGHT, ROUND, DIAMOND = 130.0, 80.0, 36.0, 50.0
_SIZES = {
    "userTask": (TASK_WIDTH, TASK_HEIGHT),
    "startEvent": (ROUND, ROUND),
    "endEvent": (ROUND, ROUND),
    "intermediateCatchEvent": (ROUND, ROUND),
    "parallelGateway": (DIAMOND, DIAMOND),
    "exclusiveGateway": (DIAMOND, DIAMOND),
}
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A task, event or gateway; `x`, `y` is its middle."""

    id: str
    kind: str
    name: str
    x: float
    y: float
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        return _SIZES[self.kind][0]

    @property
    def height(self) -> float:
        return _SIZES[self.kind][1]

    @property
    def left(self) -> Point:
        return self.x - self.width / 2, self.y

    @property
    def right(self) -> Point:
        return self.x + self.width / 2, self.y

    @property
    def top(self) -> Point:
        return self.x, self.y - self.height / 2

    @property
    def bottom(self) -> Point:
        return self.x, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow and the points of its line."""

    id: str
    source: Node
    target: Node
    way: tuple[Point, ...]
    name: str = ""


@dataclass(slots=True)
class Pool:
    """One course: a process and the pool that shows it."""

    id: str
    name: str
    y: float
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    def add(self, kind: str, id_: str, name: str, x: float, y: float, *notes: str) -> Node:
        node = Node(f"{self.id}_{id_}", kind, name, x, y, notes)
        self.nodes.append(node)
        return node

    def join(self, source: Node, target: Node, name: str = "", way: tuple[Point, ...] = ()) -> None:
        """A flow; without a way of its own it goes right and bends before its target."""
        id_ = f"{self.id}_flow_{len(self.flows) + 1}"
        points = way or bent(source.right, target.left)
        self.flows.append(Flow(id_, source, target, points, name))


def bent(start: Point, end: Point) -> tuple[Point, ...]:
    """A line to the right with one step, as near to its end as all others into it."""
    if start[1] == end[1]:
        return start, end
    bend = end[0] - 20
    return start, (bend, start[1]), (bend, end[1]), end


def bent_early(start: Point, end: Point) -> tuple[Point, ...]:
    """A line to the right whose step is behind its start: the rest of that row is another's."""
    if start[1] == end[1]:
        return start, end
    bend = start[0] + 20
    return start, (bend, start[1]), (bend, end[1]), end


def around(start: Point, end: Point, aside: float) -> tuple[Point, ...]:
    """A line that passes over several columns in the space between two rows."""
    first, last, between = start[0] + 20, end[0] - 20, start[1] + aside
    return start, (first, start[1]), (first, between), (last, between), (last, end[1]), end
