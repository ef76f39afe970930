"""What intake hears of a project, and how it tells and keeps what it does itself."""

from chassis.database import UnitOfWork
from contracts.envelope import Envelope, Event, Message
from contracts.events import lane
from contracts.ids import ProjectId
from services.intake import repository
from services.intake.domain import turn
from services.intake.domain.project import ProjectState


async def note_event(event: Message, envelope: Envelope, uow: UnitOfWork) -> None:
    """Keep what others tell of a project: its course, whose turn it is, its history."""
    id_ = ProjectId(getattr(event, "project_id"))  # noqa: B009
    await _follow_course(event, envelope, id_, uow)
    await _note(event, envelope, id_, uow)


async def tell(event: Event, id_: ProjectId, uow: UnitOfWork) -> None:
    """Tell a fact, and keep it for the project's own view."""
    envelope = await uow.tell(event)
    await _note(event, envelope, id_, uow)


async def _follow_course(
    event: Message, envelope: Envelope, id_: ProjectId, uow: UnitOfWork
) -> None:
    connection, at = uow.connection, envelope.time
    match event:
        case lane.StageEntered():
            await repository.set_course(
                connection,
                id_,
                at,
                state=ProjectState.OPEN,
                stage=event.stage,
                attempt=event.attempt,
            )
        case lane.ProjectHeld():
            await repository.set_course(
                connection, id_, at, state=ProjectState.HELD, hold_until=event.until
            )
        case lane.ProjectResumed():
            await repository.set_course(
                connection, id_, at, state=ProjectState.OPEN, hold_until=None
            )
        case lane.PlanAdopted():
            await repository.adopt_plan(connection, id_, event.pack_version, event.pack_digest)
        case lane.ClosingStarted():
            await repository.set_course(connection, id_, at, state=ProjectState.CLOSING)
        case lane.ProjectFinished():
            await repository.set_course(
                connection, id_, at, state=ProjectState.FINISHED, outcome=event.outcome
            )


async def _note(event: Message, envelope: Envelope, id_: ProjectId, uow: UnitOfWork) -> None:
    await repository.add_history(uow.connection, id_, envelope)
    for change in turn.changes(event):
        await repository.change_matter(uow.connection, id_, change, envelope)
    if turn.ends_everything(event):
        await repository.close_matters(uow.connection, id_)
