"""What anybody learns of a decision letter by its code."""

from datetime import date
from typing import Literal

from pydantic import BaseModel


class LetterCheck(BaseModel):
    """A letter's state and what it is about; nothing but the state for an unknown code.

    ``is_mistyped``: the code cannot be one, since its last character does not fit the others.
    ``title_begins`` and ``sha256`` let whoever has the letter compare; the title is no more public
    than that.
    """

    state: Literal["valid", "replaced", "revoked", "unknown"]
    is_mistyped: bool = False
    pack: str | None = None
    department: str | None = None
    item: str | None = None
    outcome: str | None = None
    title_begins: str | None = None
    decided_on: date | None = None
    sha256: str | None = None
