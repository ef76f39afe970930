"""Has each subject a course, and does every item belong to one."""

from collections.abc import Iterator

from policy.course import course_of, stages_of
from policy.model import Pack, Subject
from policy.problem import Finding, Path


def subject_findings(pack: Pack) -> Iterator[Finding]:
    for at, subject in enumerate(pack.subjects):
        path: Path = ("subjects", at)
        if bool(subject.stages) == bool(subject.same_stages):
            yield Finding(
                "subject_without_course",
                path,
                f"“{subject.id}”须写 stages 或 same_stages，二者之一。",
                f"{subject.id!r} needs `stages` or `same_stages`, one of the two.",
                "自有阶段写 stages；沿用项目阶段写 same_stages。",
                "Stages of its own go into stages; the project's into same_stages.",
            )
        else:
            yield from _items(pack, subject, path)
    yield from _homeless(pack)


def _items(pack: Pack, subject: Subject, path: Path) -> Iterator[Finding]:
    stages = {stage.id for stage in stages_of(pack, subject)}
    opens = {item.id: subject.items_open_at or item.opens_at for item in pack.items}
    for position, item in enumerate(subject.items):
        if item in opens and opens[item] not in stages:
            yield Finding(
                "item_never_opens",
                (*path, "items", position),
                f"“{item}”在“{opens[item]}”开启，而“{subject.id}”没有该阶段。",
                f"{item!r} opens at {opens[item]!r}, which is no stage of {subject.id!r}.",
                f"请写 items_open_at，可选：{'、'.join(sorted(stages))}。",
                f"Write items_open_at, one of: {', '.join(sorted(stages))}.",
            )


def _homeless(pack: Pack) -> Iterator[Finding]:
    """Items that open at a stage of a subject which does not list them."""
    listed = {item for subject in pack.subjects for item in subject.items}
    project = {item.id for item in course_of(pack).items}
    stages = {stage.id for stage in pack.all_stages}
    for position, item in enumerate(pack.items):
        if item.opens_at in stages and item.id not in listed | project:
            yield Finding(
                "item_never_opens",
                ("items", position, "opens_at"),
                f"没有任何对象列出“{item.id}”，它永远不会开启。",
                f"No subject lists {item.id!r}: it never opens.",
                "请在该阶段所属对象的 items 中列出。",
                "List it under `items` of the subject whose stage this is.",
            )
