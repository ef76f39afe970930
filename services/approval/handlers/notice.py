"""One request of all departments (一次性告知): noted while the window is open, then sent as one.

Locks go one way: tasks in the order of all, then the notice, then what is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from contracts.ids import CaseId, DocumentId, NoticeId, ProjectId
from contracts.people import ORGANISATION, Role
from services.approval import repository
from services.approval.domain import hands
from services.approval.domain.case import Case
from services.approval.domain.case_state import MOVES
from services.approval.domain.errors import NothingAsked
from services.approval.domain.holder import Actor
from services.approval.domain.information import Answer
from services.approval.domain.notice import Notice, joined
from services.approval.handlers.conflict import step_back_if_barred
from services.approval.handlers.desk import Desk, actor_on, impartial_task, keep, no_task


@dataclass(frozen=True, slots=True)
class Reply:
    """The sponsor's answer to what one case asks."""

    text: str
    documents: tuple[DocumentId, ...]


async def begin_collecting(case: Case, uow: UnitOfWork) -> None:
    """With a case's receipt its stage collects for a while, where the pack has a window."""
    if case.item.request_window is not None:
        new = Notice.open(NoticeId(new_id()), case, case.item.request_window, uow.now)
        await repository.ensure_collecting(uow.connection, new, case)


async def note_question(
    case: Case, actor: Actor, ground: str, text: str, uow: UnitOfWork
) -> datetime | None:
    """Note a question while its stage collects: when it is sent. None once the window is closed."""
    notice = await repository.lock_collecting(uow.connection, case)
    if notice is None:
        return None
    after, event = notice.note(case, actor, ground, text, uow.now)
    await repository.save_notice(uow.connection, notice, after)
    data = {"ground": ground, "sent_at": notice.closes_at.isoformat()}
    await repository.add_task_event(
        uow.connection, case.id, uow.now, "question_noted", actor=actor, why=text, data=data
    )
    await uow.tell(event)
    return notice.closes_at


async def drop_question(id_: UUID, number: int, desk: Desk, uow: UnitOfWork) -> None:
    """Take back what one noted, before it is sent."""
    case = await impartial_task(id_, None, desk, uow)
    if not isinstance(case, Case):
        raise no_task()
    actor = await actor_on(case, desk, uow)
    notice = await repository.lock_collecting(uow.connection, case)
    if notice is None:
        raise NothingAsked()
    after = notice.drop(number, case.id, actor, uow.now)
    await repository.save_notice(uow.connection, notice, after)
    await repository.add_task_event(
        uow.connection, id_, uow.now, "question_dropped", actor=actor, data={"number": number}
    )


async def drop_questions(case: Case, uow: UnitOfWork) -> None:
    """What was noted on a case that ends is asked no more."""
    if case.item.request_window is None:
        return
    notice = await repository.lock_collecting(uow.connection, case)
    if notice is not None and notice.of(case.id):
        after = notice.drop_case(case.id, uow.now)
        await repository.save_notice(uow.connection, notice, after)


async def send_notice(id_: UUID, uow: UnitOfWork) -> bool:
    """Close a window and ask everything at once; False when it is not to be sent now.

    A case that has ended, or used up its rounds, is left out. One that was opened between the
    two locks is waited for: the next look sends.
    """
    project = await repository.project_of_notice(uow.connection, id_)
    if project is None:
        return False
    tasks = await repository.lock_open_tasks(uow.connection, project)
    cases = {each.id: each for each in tasks if isinstance(each, Case)}
    notice = await repository.lock_notice(uow.connection, id_)
    if notice is None or not notice.is_collecting or uow.now < notice.closes_at:
        return False
    unseen = {each.case_id for each in notice.standing} - set(cases)
    if unseen and await repository.open_among(uow.connection, unseen):
        return False
    asked = [case for case in cases.values() if notice.of(case.id) and _may_be_asked(case)]
    for case in asked:
        await _ask(case, notice, uow)
    after, event = notice.send([case.id for case in asked], uow.now)
    await repository.save_notice(uow.connection, notice, after)
    if event is not None:
        await uow.tell(event)
    return True


async def answer_together(
    id_: ProjectId, replies: Mapping[CaseId, Reply], desk: Desk, uow: UnitOfWork
) -> None:
    """The sponsor answers several cases in one place: all of it counts, or nothing.

    Raises NotFound when one of them is no open case of the caller's project.
    """
    tasks = await repository.lock_open_tasks(uow.connection, id_)
    own = desk.caller.scope(ORGANISATION)
    cases = {
        each.id: each
        for each in tasks
        if isinstance(each, Case) and each.card.organisation_id == own
    }
    if not desk.caller.has(Role.SPONSOR) or not set(replies) <= set(cases):
        raise NotFound(what_zh="待答复的审批事项", what_en="open case that asks something")
    for case in [each for each in cases.values() if each.id in replies]:
        reply = replies[case.id]
        await answer_case(case, Answer(reply.text, reply.documents, desk.actor, uow.now), desk, uow)


async def answer_case(case: Case, answer: Answer, desk: Desk, uow: UnitOfWork) -> None:
    """Take an answer in: whoever asked goes on with it, the lease counted from the answer."""
    after, event = case.supply(answer)
    after = hands.renew(after, uow.now, desk.lease)
    event = event.model_copy(update={"holder": after.holder.person if after.holder else None})
    data = {"round": event.round, "documents": len(answer.documents)}
    kept = await keep(case, after, event, "information_supplied", answer.by, uow, data=data)
    await step_back_if_barred(kept, uow)


async def _ask(case: Case, notice: Notice, uow: UnitOfWork) -> None:
    questions = notice.of(case.id)
    last = questions[-1]
    text = joined(questions)
    after, event = case.asked(last.by, last.ground, text, uow.now, notice.id)
    data = {"round": event.round, "ground": last.ground, "notice": str(notice.id)}
    await keep(case, after, event, "information_requested", last.by, uow, why=text, data=data)


def _may_be_asked(case: Case) -> bool:
    allowed = MOVES["ask_together"].error(case.state) is None
    return allowed and len(case.rounds) < case.item.max_information_rounds
