"""What the portal reads of a decision letter that somebody checks."""

from datetime import date
from typing import Literal

from services.portal.schemas.base import Read


class LetterCheck(Read):
    """A letter's state; what it is about, where the code is one of a letter."""

    state: Literal["valid", "replaced", "revoked", "unknown"]
    is_mistyped: bool = False
    pack: str | None = None
    department: str | None = None
    item: str | None = None
    outcome: str | None = None
    title_begins: str | None = None
    decided_on: date | None = None
    sha256: str | None = None
