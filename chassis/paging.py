"""Keyset pages: a cursor holds the last row's sort key, so page 1,000 is as quick as page 1."""

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from chassis.problems import Problem

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=500)]


def encode(*key: str) -> str:
    """A cursor for the row with this sort key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode(cursor: str, parts: int) -> tuple[str, ...]:
    """The sort key in a cursor. Raises Problem (400) for one that we did not make."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.urlsafe_b64decode(padded))
        if isinstance(key, list) and len(key) == parts and all(isinstance(p, str) for p in key):
            return tuple(key)
    except (ValueError, binascii.Error):
        pass
    raise malformed_cursor()


def instant_and_id(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The sort key of lists in order of time: an aware instant and an id; None for no cursor.

    Raises Problem (400) for one that we did not make: a forged instant without a zone, or at the
    end of time, would be the database's fault otherwise.
    """
    if cursor is None:
        return None
    at, id_ = decode(cursor, 2)
    try:
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise malformed_cursor()
        return instant.astimezone(UTC), UUID(id_)
    except (ValueError, OverflowError):
        raise malformed_cursor() from None


def malformed_cursor() -> Problem:
    """400: the cursor is none of ours."""
    return Problem(
        400,
        "malformed_cursor",
        zh="翻页参数无效，请从第一页重新开始。",
        en="The cursor is not one of ours. Start from the first page.",
        field="cursor",
    )
