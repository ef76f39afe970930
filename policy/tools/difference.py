"""What changed between two packs or plans: entries added, removed, moved, or changed in a value.

Finds the differences; difference_text.py says them in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from contracts.process import Limit
from policy.model import Name
from policy.model.base import Figure, SetLimit, SetPeriod

Kind = Literal["added", "removed", "moved", "changed"]
Step = tuple[str, BaseModel | None]
"""A field on the way to the difference, and the entry in it, when it holds a list of entries."""

# Shown as one value, with the basis: nobody wants to hear of the figure and the unit apart.
WHOLE = (Name, SetLimit, SetPeriod, Figure, Limit)
# Lists in which the first that holds decides, or whose order is the course.
_ORDERED = frozenset({"stages", "rules", "rates", "readings"})
# Said in the heading, or nothing that a project could notice.
_LEFT_OUT = frozenset({"format", "id", "version", "reasons", "digest"})
KEYS = (
    *("id", "item", "stage", "year", "on", "round"),
    *("supervision", "ground", "procedure", "check", "priority", "grade"),
)
"""By which of its fields an entry of a list is known."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `before` or `after` is None for what was not there."""

    kind: Kind
    way: tuple[Step, ...]
    before: object = None
    after: object = None


def differences(before: BaseModel, after: BaseModel) -> list[Difference]:
    """Every difference, in the order of the format. None when both mean the same."""
    return list(_of_models((), before, after))


def _of_models(way: tuple[Step, ...], before: BaseModel, after: BaseModel) -> Iterator[Difference]:
    names = dict.fromkeys([*type(before).model_fields, *type(after).model_fields])
    for name in names:
        if name not in _LEFT_OUT:
            old, new = getattr(before, name, None), getattr(after, name, None)
            if old != new:
                yield from _of_values((*way, (name, None)), old, new)


def _of_values(way: tuple[Step, ...], before: object, after: object) -> Iterator[Difference]:
    if _is_entries(before) or _is_entries(after):
        assert isinstance(before, tuple)
        assert isinstance(after, tuple)
        yield from _of_entries(way, before, after)
    elif isinstance(before, BaseModel) and isinstance(after, BaseModel):
        if isinstance(before, WHOLE):
            yield Difference("changed", way, before, after)
        else:
            yield from _of_models(way, before, after)
    elif before is None or after is None:
        yield Difference("added" if before is None else "removed", way, before, after)
    else:
        yield Difference("changed", way, before, after)


def _of_entries(
    way: tuple[Step, ...], before: Sequence[BaseModel], after: Sequence[BaseModel]
) -> Iterator[Difference]:
    name = way[-1][0]
    old, new = ({_key(each): each for each in entries} for entries in (before, after))
    for key, entry in old.items():
        if key not in new:
            yield Difference("removed", (*way[:-1], (name, entry)), entry, None)
    stayed = [key for key in old if key in new]
    place = {key: at for at, key in enumerate(key for key in new if key in old)}
    for at, (key, entry) in enumerate(new.items()):
        here = (*way[:-1], (name, entry))
        if key not in old:
            yield Difference("added", here, None, entry)
            continue
        if name in _ORDERED and stayed.index(key) != place[key]:
            yield Difference("moved", here, list(old).index(key) + 1, at + 1)
        yield from _of_models(here, old[key], entry)


def _is_entries(value: object) -> bool:
    """A list of entries that are known by a key."""
    return (
        isinstance(value, tuple)
        and bool(value)
        and isinstance(value[0], BaseModel)
        and _key(value[0]) is not None
    )


def _key(entry: BaseModel) -> object:
    return next((getattr(entry, name) for name in KEYS if hasattr(entry, name)), None)
