"""What rings when something has to be done after a decision. Called by the watch."""

from uuid import UUID

from chassis.database import UnitOfWork
from services.approval import repository
from services.approval.handlers.case_desk import note
from services.approval.handlers.permission import lapse


async def ring_obligation(id_: UUID, uow: UnitOfWork) -> None:
    """Say what has come due, once. A permission whose last day is over lapses.

    The case is locked first, as by everybody: a finding entered at the same instant wins or comes
    after, and nothing is said about what is done.
    """
    about = await repository.about_obligation(uow.connection, id_)
    if about is None:
        return
    await repository.lock_task(uow.connection, about.case_id)
    before = await repository.lock_obligation(uow.connection, id_)
    assert before is not None
    after, told = before.ring(uow.now)
    if told is None:
        return
    await repository.save_obligation(uow.connection, after)
    if after.kind == "permission" and after.is_overdue:
        await lapse(after, uow)
        return
    data = {"kind": after.kind, "level": told.level}
    await note(about.case_id, "obligation_due", None, uow, data=data)
    await uow.tell(told)
