"""The states of a case and every move between them, as data: the one place that allows a move.

``docs/reference/case-states.md`` is made from it. What else a move asks for (who holds the case,
a listed ground …) its own function checks and names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from contracts.errors import DomainError
from services.approval.domain.errors import (
    AlreadyDecided,
    AwaitingInformation,
    NotClaimed,
    NothingAsked,
    TaskClosed,
)
from services.approval.domain.errors.life import (
    AlreadyAccepted,
    AlreadyServed,
    AwaitsConfirmation,
    HasLapsed,
    NotAcceptedYet,
    NotDecided,
    NothingRecommended,
    NothingToApplyFor,
    NotTaken,
)


class CaseState(StrEnum):
    """Where a case stands; apart from its project's stage, from stops and from its outcome."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_GAPS = "accepted_with_gaps"
    UNDER_REVIEW = "under_review"
    AWAITING_INFORMATION = "awaiting_information"
    RECOMMENDED = "recommended"
    NOT_ACCEPTED = "not_accepted"
    LAPSED = "lapsed"
    DECIDED = "decided"
    SERVED = "served"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


_S = CaseState
_FREE: Final = (_S.ACCEPTED, _S.ACCEPTED_WITH_GAPS)
OPEN: Final = (_S.RECEIVED, *_FREE, _S.UNDER_REVIEW, _S.AWAITING_INFORMATION, _S.RECOMMENDED)
"""Something is still to be done about these before the case is decided."""

STANDING: Final[Mapping[CaseState, type[DomainError]]] = {
    _S.RECEIVED: NotAcceptedYet,
    _S.ACCEPTED: NotClaimed,
    _S.ACCEPTED_WITH_GAPS: NotClaimed,
    _S.AWAITING_INFORMATION: AwaitingInformation,
    _S.RECOMMENDED: AwaitsConfirmation,
    _S.NOT_ACCEPTED: NotTaken,
    _S.LAPSED: HasLapsed,
    _S.DECIDED: AlreadyDecided,
    _S.SERVED: AlreadyDecided,
    _S.WITHDRAWN: TaskClosed,
    _S.SUPERSEDED: TaskClosed,
}
"""What a state says to a move that it does not allow, unless the move says otherwise."""

Paths = Mapping[CaseState, tuple[CaseState, ...]]


def _same(*states: CaseState) -> Paths:
    return {each: (each,) for each in states}


def _to(target: CaseState, *sources: CaseState) -> Paths:
    return dict.fromkeys(sources, (target,))


@dataclass(frozen=True, slots=True)
class Move:
    """A move: from which states into which, by whom, with what effect, and what others are told."""

    paths: Paths
    actor: str
    effect: str
    otherwise: type[DomainError] | None = None
    """For open states that do not allow it, instead of what the state says."""
    errors: Mapping[CaseState, type[DomainError]] = field(default_factory=dict)
    """For single states, before both."""

    @property
    def sources(self) -> tuple[CaseState, ...]:
        """The states that allow it."""
        return tuple(self.paths)

    def error(self, state: CaseState) -> type[DomainError] | None:
        """What is said in a state; None where the move is allowed."""
        if state in self.paths:
            return None
        if state in self.errors:
            return self.errors[state]
        return self.otherwise if self.otherwise and state in OPEN else STANDING[state]


_ASKED: Final = {_S.AWAITING_INFORMATION: AwaitingInformation}
_HOLDER: Final = "holder"

MOVES: Final[Mapping[str, Move]] = {
    "claim": Move(
        {
            **_same(_S.RECEIVED, _S.AWAITING_INFORMATION, _S.RECOMMENDED, _S.UNDER_REVIEW),
            **_to(_S.UNDER_REVIEW, *_FREE),
        },
        "officer, lead",
        "somebody takes it in hand; whoever holds it renews the lease",
    ),
    "release": Move(
        {**_same(_S.RECEIVED, _S.RECOMMENDED), _S.UNDER_REVIEW: _FREE},
        "holder, lead, lane (the lease ran out)",
        "it goes back into the queue",
    ),
    "commit_to_gaps": Move(
        _same(_S.RECEIVED),
        "sponsor",
        "commits to supply what is missing",
        otherwise=AlreadyAccepted,
        errors=_ASKED,
    ),
    "accept": Move(
        {_S.RECEIVED: (_S.UNDER_REVIEW, _S.ACCEPTED)},
        "holder; lane (deemed, by silence)",
        "the limits count from the day of acceptance; deemed, from the day of receipt",
        otherwise=AlreadyAccepted,
        errors=_ASKED,
    ),
    "accept_with_gaps": Move(
        _to(_S.UNDER_REVIEW, _S.RECEIVED),
        _HOLDER,
        "accepted; what is missing has a day by which it is to be supplied",
        otherwise=AlreadyAccepted,
        errors=_ASKED,
    ),
    "decline": Move(
        _to(_S.NOT_ACCEPTED, _S.RECEIVED),
        _HOLDER,
        "not accepted, on a ground of the law; the sponsor may apply again",
        otherwise=AlreadyAccepted,
        errors=_ASKED,
    ),
    "supply_gaps": Move(
        {
            **_same(_S.ACCEPTED, _S.UNDER_REVIEW, _S.AWAITING_INFORMATION),
            _S.ACCEPTED_WITH_GAPS: _FREE,
        },
        "sponsor",
        "supplies what was missing, also in parts",
    ),
    "lapse": Move(
        _to(_S.LAPSED, *_FREE, _S.UNDER_REVIEW, _S.AWAITING_INFORMATION),
        "lane",
        "what was missing did not come in time: the case ends; the sponsor may apply again",
    ),
    "apply_again": Move(
        _to(_S.RECEIVED, _S.NOT_ACCEPTED, _S.LAPSED),
        "sponsor",
        "received anew, with limits of its own",
        otherwise=NothingToApplyFor,
    ),
    "request_information": Move(
        _to(_S.AWAITING_INFORMATION, _S.RECEIVED, _S.UNDER_REVIEW),
        _HOLDER,
        "asks the sponsor; the clock stands still until the answer",
    ),
    "ask_together": Move(
        _to(_S.AWAITING_INFORMATION, _S.RECEIVED, *_FREE, _S.UNDER_REVIEW),
        "lane (the window for one request closes)",
        "every department's questions are put at once",
    ),
    "supply": Move(
        {_S.AWAITING_INFORMATION: (_S.RECEIVED, *_FREE, _S.UNDER_REVIEW)},
        "sponsor",
        "answers; the clock runs again",
        otherwise=NothingAsked,
    ),
    "open_stop": Move(
        _same(_S.UNDER_REVIEW),
        _HOLDER,
        "begins a procedure, or a time that does not count on a ground of the catalogue",
    ),
    "end_stop": Move(_same(_S.UNDER_REVIEW, _S.AWAITING_INFORMATION), _HOLDER, "ends one of them"),
    "extend": Move(
        _same(*_FREE, _S.UNDER_REVIEW, _S.AWAITING_INFORMATION, _S.RECOMMENDED),
        "lead, with the approval of the item's rank",
        "the limit grows, within the item's bound",
    ),
    "recommend": Move(
        _to(_S.RECOMMENDED, _S.UNDER_REVIEW),
        "holder (items with four eyes)",
        "proposes a decision; the case is free for somebody else",
    ),
    "confirm": Move(
        _to(_S.DECIDED, _S.RECOMMENDED),
        "holder, other than who recommended",
        "the recommendation is the decision",
        otherwise=NothingRecommended,
    ),
    "challenge": Move(
        _to(_S.UNDER_REVIEW, _S.RECOMMENDED),
        "holder, other than who recommended",
        "whoever recommended has it again, with a reason",
        otherwise=NothingRecommended,
    ),
    "decide": Move(
        _to(_S.DECIDED, _S.UNDER_REVIEW),
        "holder (items without four eyes)",
        "decides, once; what was only received is accepted with the same act",
    ),
    "file": Move(
        _to(_S.DECIDED, _S.RECEIVED, *_FREE, _S.UNDER_REVIEW),
        "sponsor (route of commitment)",
        "signs the commitment text; filed at once, whoever holds it",
    ),
    "serve": Move(
        _to(_S.SERVED, _S.DECIDED),
        "officer, lead",
        "the decision is handed over; what counts from service counts from then",
        otherwise=NotDecided,
        errors={_S.SERVED: AlreadyServed},
    ),
    "reconsider": Move(
        _to(_S.DECIDED, _S.DECIDED, _S.SERVED),
        "officer, other than who decided",
        "another decision takes the place of the one before, and is served anew",
        otherwise=NotDecided,
    ),
    "withdraw": Move(
        _to(_S.WITHDRAWN, *OPEN),
        "lane (the sponsor withdrew)",
        "ends without a decision, on hold too",
    ),
    "supersede": Move(
        _to(_S.SUPERSEDED, *OPEN, _S.NOT_ACCEPTED, _S.LAPSED),
        "lane (another item was refused, or the project left)",
        "ends without a decision",
    ),
}


def check_move(name: str, state: CaseState) -> None:
    """Raises what the table says where a move is not allowed in a state."""
    error = MOVES[name].error(state)
    if error is not None:
        raise error()
