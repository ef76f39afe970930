"""The decision letter: its code, what it says, and whether it still holds.

A letter is written when its decision is served and never changes; a decision that takes another's
place has a letter of its own once it is served (ADR 0333). It names no person.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from contracts.events.approval import CaseOutcome
from policy.clock import lane_date
from services.approval.domain.case import Case
from services.approval.domain.decision import Condition
from services.approval.domain.reconsideration import seek_until
from services.approval.domain.revocation import Standing

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as digits or as one another."""
_READ_AS: Final = str.maketrans("ILO", "110", " -")
_DRAWN: Final = 15
"""15 characters of 32 are 75 bits: nobody finds a letter by trying, however fast they ask."""
_GROUP: Final = 4


class LetterState(StrEnum):
    """What a letter is worth today."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter states, bound to the case's own records. Dates are days in Shanghai.

    ``seek_until`` is the last day to ask for reconsideration, counted from the service; None where
    nothing can be sought, or the pack sets no limit (then ``may_seek`` tells them apart).
    """

    code: str
    number: int
    pack: str
    department: str
    item: str
    outcome: str
    title: str
    organisation_name: str
    reason: str
    ground: str | None
    conditions: tuple[Condition, ...]
    received_on: date
    accepted_on: date | None
    decided_on: date
    served_on: date
    served_how: str
    may_seek: bool
    seek_until: date | None


def new_code() -> str:
    """A code that nobody can guess; its last character checks the others.

    By ISO 7064's hybrid system over 32 characters: finds every single wrong character, and most
    that changed places.
    """
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_DRAWN))
    return drawn + str(mod_37_36.calc_check_digit(drawn, ALPHABET))


def read_code(given: str) -> str | None:
    """The code that somebody typed, in any case and grouping; None when it can be none."""
    code = given.upper().translate(_READ_AS)
    if len(code) != _DRAWN + 1:
        return None
    try:
        mod_37_36.validate(code, ALPHABET)
    except ValidationError:
        return None
    return code


def shown_code(code: str) -> str:
    """The code in groups of four, as letters print it."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def letter_of(case: Case, standing: Standing) -> Letter:
    """The letter of a decision that was served with one."""
    decision, life = case.decision, case.life
    assert decision is not None
    assert life.service is not None
    assert life.service.letter is not None
    # Only a refusal can be looked at again while it holds: see ``check_may_seek``.
    is_refused = decision.verdict.outcome is CaseOutcome.REFUSED
    may_seek = is_refused and case.item.reconsideration is not None
    until = seek_until(case, standing) if may_seek else None
    return Letter(
        code=life.service.letter,
        number=standing.number,
        pack=case.card.pack,
        department=case.item.department,
        item=case.item.item,
        outcome=decision.verdict.outcome.value,
        title=case.card.title,
        organisation_name=case.card.organisation_name,
        reason=decision.verdict.reason,
        ground=decision.verdict.ground,
        conditions=decision.verdict.conditions,
        received_on=life.received_on,
        accepted_on=life.acceptance.on if life.acceptance else None,
        decided_on=lane_date(decision.at),
        served_on=life.service.on,
        served_how=life.service.how,
        may_seek=may_seek,
        seek_until=until.due_on if until else None,
    )


def state_of(number: int, standing: Standing) -> LetterState:
    """Whether the decision that a letter gives notice of still holds."""
    if number != standing.number:
        return LetterState.REPLACED
    return LetterState.REVOKED if standing.revoked else LetterState.VALID
