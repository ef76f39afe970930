"""Visits every model inside a pack together with its path."""

from collections.abc import Iterator

from policy.model.base import PackModel
from policy.problem import Path


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, PackModel]]:
    """The model itself and all below it, in the order of the format."""
    if isinstance(value, tuple):
        for position, each in enumerate(value):
            yield from walk(each, (*path, position))
    elif isinstance(value, PackModel):
        yield path, value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name))
