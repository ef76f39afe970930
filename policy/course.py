"""The course of a subject: which stages it passes, in order, and which approvals open in each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.errors import DomainError, ErrorKind
from policy.model import PROJECT, Item, Pack, Stage, Subject


class UnknownInPack(DomainError):
    """The project names something that the pack does not have."""

    code = "unknown_in_pack"
    kind = ErrorKind.INVALID
    zh = "政策包“{pack}”中没有“{value}”。可用：{known}。"
    en = "The pack {pack} has no {value!r}. It has: {known}."


@dataclass(frozen=True, slots=True)
class Course:
    """The stages and items of one subject. `opens_at` of each item is one of its stages."""

    subject: str
    stages: tuple[Stage, ...]
    items: tuple[Item, ...]

    @property
    def entry_stages(self) -> tuple[str, ...]:
        """Where a project may begin; what is no project may always begin at its first stage."""
        first = {self.stages[0].id} if self.subject != PROJECT else set()
        return tuple(stage.id for stage in self.stages if stage.can_enter or stage.id in first)

    def items_at(self, stage: str) -> tuple[Item, ...]:
        """The items that open at a stage, in the pack's order."""
        return tuple(item for item in self.items if item.opens_at == stage)


def course_of(pack: Pack, subject: str = PROJECT) -> Course:
    """The course of a project, of building a platform, or of a pilot line.

    Raises UnknownInPack when the pack does not open the lane for such a subject.
    """
    if subject == PROJECT:
        return Course(PROJECT, pack.stages, tuple(_within(pack.items, pack.stages)))
    for each in pack.subjects:
        if each.id == subject:
            stages = stages_of(pack, each)
            return Course(subject, stages, tuple(_within(_items_of(pack, each), stages)))
    known = ", ".join((PROJECT, *(each.id for each in pack.subjects)))
    raise UnknownInPack(at="subject", pack=pack.id, value=subject, known=known)


def courses_of(pack: Pack) -> Iterator[Course]:
    """Every course that the pack has, the project's first."""
    yield course_of(pack)
    for subject in pack.subjects:
        yield course_of(pack, subject.id)


def stages_of(pack: Pack, subject: Subject) -> tuple[Stage, ...]:
    """Its own stages, or those of the pack that it names, in the pack's order."""
    if subject.stages:
        return subject.stages
    return tuple(stage for stage in pack.stages if stage.id in subject.same_stages)


def _items_of(pack: Pack, subject: Subject) -> Iterator[Item]:
    for item in pack.items:
        if item.id in subject.items:
            opens_at = subject.items_open_at or item.opens_at
            after = tuple(other for other in item.after if other in subject.items)
            yield item.model_copy(update={"opens_at": opens_at, "after": after})


def _within(items: Iterable[Item], stages: tuple[Stage, ...]) -> Iterator[Item]:
    known = {stage.id for stage in stages}
    yield from (item for item in items if item.opens_at in known)
