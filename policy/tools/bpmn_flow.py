"""The courses of a pack as BPMN elements with their places: nodes, flows, pools.

What BPMN says of a course: work of a stage starts side by side (parallel gateway), an approval
that waits for several is joined first, the gate is a task and then an exclusive choice. `iterate`
asks for the evidence again and no approval twice, as the lane does.
"""

from collections.abc import Iterator

from policy.citation import cited
from policy.model import Item, Pack
from policy.tools.bpmn_shape import (
    DIAMOND,
    ROUND,
    TASK_HEIGHT,
    TASK_WIDTH,
    Node,
    Pool,
    around,
    bent_early,
)
from policy.tools.course_graph import CourseGraph, StageGraph, course_graphs
from policy.tools.diagram_words import Speech

# Between two columns: a step of a line, a joining gateway, another step.
COLUMN, ROW, BAND = 250.0, 104.0, 30.0


def pools(pack: Pack, language: str) -> list[Pool]:
    """A pool for each course of the pack, one below the other."""
    drawn: list[Pool] = []
    y = 80.0
    for graph in course_graphs(pack):
        pool = _CourseFlow(pack, graph, Speech(language), y).drawn()
        drawn.append(pool)
        y += pool.height + 40
    return drawn


class _CourseFlow:
    """Lays one course out from left to right."""

    def __init__(self, pack: Pack, graph: CourseGraph, speech: Speech, y: float) -> None:
        self.pack, self.graph, self.speech = pack, graph, speech
        rows = max(_rows(stage) for stage in graph.stages)
        above = max((rows - 1) * ROW / 2 + TASK_HEIGHT / 2, 110.0 + ROUND / 2) + 40
        below = max((rows - 1) * ROW / 2 + TASK_HEIGHT / 2, 214.0 + ROUND / 2) + 40
        name = speech.say("course", name=graph.name.text(speech.language))
        self.pool = Pool(f"course_{graph.subject}", name, y, height=above + below)
        self.middle = y + above

    def drawn(self) -> Pool:
        pool, say = self.pool, self.speech.say
        x = 160.0 + BAND + 60
        last = pool.add("startEvent", "start", say("start"), x, self.middle)
        choice = ""
        for stage in self.graph.stages:
            x, last = self._stage(stage, x, last, choice)
            choice = say("advance")
        end = pool.add("endEvent", "end", say("end"), x + 90, self.middle)
        pool.join(last, end, choice)
        pool.width = x + 90 + ROUND + 60 - 160
        return pool

    def _stage(self, stage: StageGraph, x: float, last: Node, choice: str) -> tuple[float, Node]:
        """Draws a stage behind `last`; where it ends, and its gate's choice."""
        pool, id_ = self.pool, stage.stage.id
        fork = pool.add("parallelGateway", f"{id_}_begin", "", x + 110, self.middle)
        pool.join(last, fork, choice)
        columns = max(len(stage.layers), 1)
        first = x + 110 + 150
        done = first + (columns - 1) * COLUMN + 150
        together = pool.add("parallelGateway", f"{id_}_done", "", done, self.middle)
        for task in self._work(stage, first, fork):
            pool.join(task, together)
        return self._gate(stage, done, together)

    def _work(self, stage: StageGraph, first: float, fork: Node) -> Iterator[Node]:
        """Draws evidence, platform and items; those on which nothing of the stage waits."""
        rows = self._row_heights(stage)
        tasks: dict[str, Node] = {}
        own = [self._evidence(stage, first, next(rows))]
        if stage.stage.needs_platform:
            name = self.speech.say("find_platform")
            id_ = f"{stage.stage.id}_platform"
            own.append(self.pool.add("userTask", id_, name, first, next(rows)))
        for task in own:
            self.pool.join(fork, task)
        heights, places = list(rows), item_rows(stage)
        for column, layer in enumerate(stage.layers):
            for item in layer:
                x = first + column * COLUMN
                tasks[item.id] = self._item(stage, item, x, heights[places[item.id]])
                self._lead_to(stage, item, tasks, fork)
        waited_for = {before for before, _ in stage.edges}
        yield from own
        yield from (task for item, task in tasks.items() if item not in waited_for)

    def _lead_to(self, stage: StageGraph, item: Item, tasks: dict[str, Node], fork: Node) -> None:
        task, before = tasks[item.id], stage.before(item)
        if not before:
            self.pool.join(fork, task)
            return
        target = task
        if len(before) > 1:
            x = task.x - TASK_WIDTH / 2 - 35
            id_ = f"{stage.stage.id}_{item.id}_wait"
            target = self.pool.add("parallelGateway", id_, "", x, task.y)
            self.pool.join(target, task)
        for each in before:
            start, end = tasks[each].right, target.left
            # An item of the column before is next to it; what is farther goes round.
            is_next = task.x - tasks[each].x <= COLUMN
            way = bent_early(start, end) if is_next else around(start, end, ROW / 2)
            self.pool.join(tasks[each], target, "", way)

    def _row_heights(self, stage: StageGraph) -> Iterator[float]:
        count = _rows(stage)
        top = self.middle - (count - 1) * ROW / 2
        return (top + at * ROW for at in range(count))

    def _evidence(self, stage: StageGraph, x: float, y: float) -> Node:
        language = self.speech.language
        kinds = [self.pack.name_of("evidence_kinds", each) for each in stage.stage.evidence]
        names = self.speech.say("comma").join(kind.text(language) for kind in kinds)
        said = self.speech.say("hand_in", names=names)
        notes = self.speech.say(stage.stage.carried_out_by)
        return self.pool.add("userTask", f"{stage.stage.id}_evidence", said, x, y, notes)

    def _item(self, stage: StageGraph, item: Item, x: float, y: float) -> Node:
        say, language = self.speech.say, self.speech.language
        materials = [self.pack.name_of("materials", each) for each in item.materials]
        notes = [
            say("department", name=self.pack.department(item.department).name.text(language)),
            say(
                "limits",
                committed=self.speech.limit(item.limits.committed),
                statutory=self.speech.limit(item.limits.statutory),
            ),
            *([cited(self.pack.sources, item.clause, language)] if item.clause else []),
            say(f"on_refusal_{item.on_refusal}"),
        ]
        if materials:
            names = say("comma").join(each.text(language) for each in materials)
            notes.append(say("materials", names=names))
        if item.when is not None:
            notes.append(say("when", when=item.when))
        id_ = f"{stage.stage.id}_item_{item.id}"
        return self.pool.add("userTask", id_, item.name.text(language), x, y, *notes)

    def _gate(self, stage: StageGraph, x: float, before: Node) -> tuple[float, Node]:
        pool, say, y = self.pool, self.speech.say, self.middle
        id_, gate = stage.stage.id, stage.stage.gate
        name = say("decide", stage=stage.stage.name.text(self.speech.language))
        notes = (self.speech.limit(gate.limit), self.speech.attempts(gate))
        sitting = pool.add("userTask", f"{id_}_gate", name, x + 150, y, *notes)
        choice = pool.add("exclusiveGateway", f"{id_}_choice", "", x + 290, y)
        pool.join(before, sitting)
        pool.join(sitting, choice)
        if "stop" in gate.outcomes:
            stop = pool.add("endEvent", f"{id_}_stop", say("stop"), choice.x, y - 110)
            pool.join(choice, stop, say("stop"), (choice.top, stop.bottom))
        if "iterate" in gate.outcomes:
            again = pool.add("userTask", f"{id_}_again", say("hand_in_again"), sitting.x, y + 110)
            way = (choice.bottom, (choice.x, again.y), again.right)
            pool.join(choice, again, say("iterate"), way)
            pool.join(again, sitting, "", (again.top, sitting.bottom))
        if "hold" in gate.outcomes:
            hold = pool.add(
                "intermediateCatchEvent", f"{id_}_hold", say("hold"), sitting.x, y + 204
            )
            way = (choice.bottom, (choice.x, hold.y), hold.right)
            pool.join(choice, hold, say("hold"), way)
            side = sitting.x - TASK_WIDTH / 2
            back = (hold.left, (side - 16, hold.y), (side - 16, y + 24), (side, y + 24))
            pool.join(hold, sitting, "", back)
        return choice.x + DIAMOND / 2, choice


def _rows(stage: StageGraph) -> int:
    """Rows that the work of a stage takes: evidence, platform, then the longest layer."""
    own = 2 if stage.stage.needs_platform else 1
    return own + max(item_rows(stage).values(), default=-1) + 1


def item_rows(stage: StageGraph) -> dict[str, int]:
    """The row of each item: that of the last one it waits for, or else a new one below.

    So the line of an item that leads on elsewhere meets no other item in its row.
    """
    rows: dict[str, int] = {}
    claimed: set[str] = set()
    for layer in stage.layers:
        for item in layer:
            # Items were laid out in order of depth, so the last is the deepest.
            before = [each for each in rows if each in stage.before(item)]
            if before and before[-1] not in claimed:
                claimed.add(before[-1])
                rows[item.id] = rows[before[-1]]
            else:
                rows[item.id] = max(rows.values(), default=-1) + 1
    return rows
