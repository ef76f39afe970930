"""The way out: what is open is closed in one order, each answered before the next is asked.

Queues first, so that nobody decides over a project that gives its platform back; money last, since
it may be owed for what the platform did.
"""

from collections.abc import Callable
from typing import Final

from contracts.commands.approval import CloseProjectWork
from contracts.commands.funding import ReleaseProject
from contracts.commands.registry import ReleasePlacements
from contracts.envelope import Command
from contracts.events import approval, funding, lane, registry
from contracts.ids import ProjectId
from contracts.process import ProjectOutcome
from workflows.course.position import Position
from workflows.course.state import CourseState, Phase

Order = Callable[[ProjectId, ProjectOutcome], Command]

_ORDERS: Final[tuple[tuple[str, Order, str], ...]] = (
    (
        "work",
        lambda project, outcome: CloseProjectWork(project_id=project, outcome=outcome),
        approval.ProjectWorkClosed.TYPE,
    ),
    (
        "placements",
        lambda project, _: ReleasePlacements(project_id=project),
        registry.PlacementsReleased.TYPE,
    ),
    (
        "funding",
        lambda project, outcome: ReleaseProject(project_id=project, outcome=outcome),
        funding.ProjectFundingReleased.TYPE,
    ),
)
"""(word, command, type of the answer), in the order of the way out."""


def close(here: Position, outcome: ProjectOutcome) -> bool:
    """Say what the way out asks for next; True once the course has finished."""
    started = lane.ClosingStarted(project_id=here.project, stage=here.state.stage, outcome=outcome)
    here.say("closing/started", started)
    for word, order, answer in _ORDERS:
        here.say(f"closing/{word}", order(here.project, outcome))
        if answer not in here.state.released:
            return False
    finish(here, outcome)
    return True


def finish(here: Position, outcome: ProjectOutcome) -> None:
    """End the course."""
    here.state.phase, here.state.outcome = Phase.FINISHED, outcome
    here.state.alarms.clear()
    finished = lane.ProjectFinished(
        project_id=here.project, stage=here.state.stage, outcome=outcome
    )
    here.say("finished", finished)


def awaited(state: CourseState) -> list[str]:
    """The answer that the way out waits for, as a coded word: closing:<word>."""
    return [f"closing:{word}" for word, _, answer in _ORDERS if answer not in state.released][:1]
