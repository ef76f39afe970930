"""What is to be done now, what comes next, and which projects are in danger: for the first page.

Worked out from the cards that intake shows the reader; the rules of the turns are intake's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, Literal, Protocol, TypeVar

SOON: Final = timedelta(days=2)
"""As the queue counts what is due soon."""
STRANDED: Final = timedelta(days=10)
"""Two working weeks without a limit: a wait that nobody's clock would ever report."""
Danger = Literal["overdue", "due_soon", "held", "stranded", "no_manager"]
_WEIGHT: Final[dict[Danger, int]] = {
    "overdue": 0,
    "no_manager": 1,
    "due_soon": 2,
    "stranded": 3,
    "held": 4,
}


class Turn(Protocol):
    """One thing that waits."""

    @property
    def party(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def due_at(self) -> datetime | None: ...


class Project(Protocol):
    """A project's card."""

    @property
    def turns(self) -> Sequence[Turn]: ...
    @property
    def state(self) -> str: ...
    @property
    def key_project(self) -> bool: ...
    @property
    def manager_name(self) -> str | None: ...
    @property
    def is_over(self) -> bool: ...


P = TypeVar("P", bound=Project)


@dataclass(frozen=True, slots=True)
class Errand(Generic[P]):
    """Something that waits in a project."""

    project: P
    turn: Turn


@dataclass(frozen=True, slots=True)
class Risk(Generic[P]):
    """A project in danger: the gravest reason, and what waits there first."""

    project: P
    danger: Danger
    turn: Turn | None


def asked_of(projects: Iterable[P], party: str) -> list[Errand[P]]:
    """What waits for ``party``, due first, then what has waited longest."""
    return _in_order(
        Errand(project, turn)
        for project in projects
        for turn in project.turns
        if turn.party == party and not project.is_over
    )


def coming(projects: Iterable[P], party: str) -> list[Errand[P]]:
    """What the others have to do by a date, the next first."""
    return _in_order(
        Errand(project, turn)
        for project in projects
        for turn in project.turns
        if turn.party != party and turn.due_at is not None and not project.is_over
    )


def at_risk(projects: Iterable[P], now: datetime) -> list[Risk[P]]:
    """The projects in danger, the gravest first; each once, with its gravest reason."""
    found = [risk for project in projects if (risk := _risk_of(project, now))]
    return sorted(found, key=lambda each: _WEIGHT[each.danger])


def _risk_of(project: P, now: datetime) -> Risk[P] | None:
    if project.is_over:
        return None
    first = next(iter(_in_order(Errand(project, turn) for turn in project.turns)), None)
    turn = first.turn if first else None
    left = turn.due_at - now if turn and turn.due_at else None
    longest = min((each.since for each in project.turns if each.due_at is None), default=now)
    dangers: list[tuple[bool, Danger]] = [
        (left is not None and left < timedelta(0), "overdue"),
        (project.key_project and project.manager_name is None, "no_manager"),
        (left is not None and left <= SOON, "due_soon"),
        (project.state == "open" and now - longest >= STRANDED, "stranded"),
        (project.state == "held", "held"),
    ]
    danger = next((name for is_so, name in dangers if is_so), None)
    return Risk(project, danger, turn) if danger else None


def _in_order(errands: Iterable[Errand[P]]) -> list[Errand[P]]:
    return sorted(
        errands,
        key=lambda each: (each.turn.due_at is None, each.turn.due_at or each.turn.since),
    )
