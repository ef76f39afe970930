"""A domain record as the values of its row: the columns are named as its fields are."""

from dataclasses import fields
from typing import Any


def values_of(record: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, not deeper."""
    return {field.name: getattr(record, field.name) for field in fields(record)}
