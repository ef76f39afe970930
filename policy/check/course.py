"""Can a project get through: every stage reached and left, every item opened and decided."""

from collections.abc import Iterator

from policy.course import Course, courses_of
from policy.model import Item, Pack, Stage
from policy.problem import Finding, Path


def course_findings(pack: Pack) -> Iterator[Finding]:
    yield from _entry(("stages", 0), pack.stages[0])
    for position, stage in enumerate(pack.stages):
        yield from _exit(("stages", position), stage)
    for at, subject in enumerate(pack.subjects):
        for position, stage in enumerate(subject.stages):
            path: Path = ("subjects", at, "stages", position)
            if position == 0:
                yield from _entry(path, stage)
            yield from _exit(path, stage)
    for course in courses_of(pack):
        yield from _never_opening(pack, course)
    yield from _cycles(pack)
    for position, item in enumerate(pack.items):
        yield from _undecidable(pack, item, position)


def _entry(path: Path, first: Stage) -> Iterator[Finding]:
    if not first.can_enter:
        yield Finding(
            "stage_never_reached",
            (*path, "can_enter"),
            f"项目不能从首个阶段“{first.id}”进入，该阶段永远到不了。",
            f"No project can begin at the first stage {first.id!r}: it is never reached.",
            "请写 can_enter: true，或删去该阶段。",
            "Write `can_enter: true`, or remove the stage.",
        )


def _exit(path: Path, stage: Stage) -> Iterator[Finding]:
    if "advance" not in stage.gate.outcomes:
        yield Finding(
            "stage_without_exit",
            (*path, "gate", "outcomes"),
            f"阶段“{stage.id}”的阶段门没有 advance，项目无法离开。",
            f"The gate of {stage.id!r} lacks `advance`: no project can leave the stage.",
            "请加上 advance。",
            "Add `advance`.",
        )
    if stage.carried_out_by == "platform" and not stage.needs_platform:
        yield Finding(
            "platform_not_needed",
            (*path, "carried_out_by"),
            f"阶段“{stage.id}”由平台承担，却未写 needs_platform: true。",
            f"{stage.id!r} is carried out by a platform but does not need one.",
            "请写 needs_platform: true，或改为 sponsor。",
            "Write `needs_platform: true`, or `carried_out_by: sponsor`.",
        )


def _never_opening(pack: Pack, course: Course) -> Iterator[Finding]:
    order = {stage.id: position for position, stage in enumerate(course.stages)}
    opens = {item.id: order[item.opens_at] for item in course.items}
    positions = {item.id: position for position, item in enumerate(pack.items)}
    for item in course.items:
        written = pack.items[positions[item.id]].after
        for other in item.after:
            if opens.get(other, -1) > opens[item.id]:
                yield Finding(
                    "item_never_opens",
                    ("items", positions[item.id], "after", written.index(other)),
                    f"“{item.id}”等待后续阶段才开启的“{other}”，永远不会开启。",
                    f"{item.id!r} waits for {other!r}, which opens at a later stage: never.",
                    "请去掉该依赖，或改在同一阶段开启。",
                    "Remove the dependency, or open both at one stage.",
                )


def _cycles(pack: Pack) -> Iterator[Finding]:
    """Removes items whose dependencies are all removed; what stays is in or behind a cycle."""
    waiting = {item.id: {*item.after} for item in pack.items}
    known = set(waiting)
    while True:
        free = {item for item, after in waiting.items() if not after & waiting.keys() & known}
        if not free:
            break
        waiting = {item: after for item, after in waiting.items() if item not in free}
    if waiting:
        names = "、".join(waiting)
        first = next(index for index, item in enumerate(pack.items) if item.id in waiting)
        yield Finding(
            "cycle",
            ("items", first, "after"),
            f"事项互相等待，永远不会开启：{names}。",
            f"These items wait for each other and never open: {', '.join(waiting)}.",
            "请去掉其中一个依赖。",
            "Remove one of the dependencies.",
        )


def _undecidable(pack: Pack, item: Item, position: int) -> Iterator[Finding]:
    if not item.refusal_grounds:
        yield Finding(
            "no_refusal_ground",
            ("items", position, "refusal_grounds"),
            f"“{item.id}”没有不予许可的理由，部门无法拒绝。",
            f"{item.id!r} lists no ground of refusal, so nobody could refuse it.",
            "请至少列出一个。",
            "List at least one.",
        )
    waits_for = {ground.id: ground.waits_for for ground in pack.stop_grounds}
    asks = any(waits_for.get(ground) == "sponsor" for ground in item.stop_grounds)
    if item.max_information_rounds and not asks:
        yield Finding(
            "request_without_stop_ground",
            ("items", position, "stop_grounds"),
            f"“{item.id}”允许要求补正，却没有 waits_for: sponsor 的停表理由。",
            f"{item.id!r} allows requests for information without a ground that stops the clock.",
            "请加上一个 waits_for: sponsor 的理由，或将 max_information_rounds 设为 0。",
            "Add a ground with `waits_for: sponsor`, or set max_information_rounds to 0.",
        )
