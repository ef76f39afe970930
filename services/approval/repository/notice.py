"""Notices with their questions, and the rounds of cases that come of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, null, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.ids import CaseId, NoticeId, PersonId, ProjectId
from services.approval.domain.case import Case
from services.approval.domain.holder import Actor
from services.approval.domain.information import Round
from services.approval.domain.notice import Notice, Question
from services.approval.tables import information_round, notice, notice_question, task


async def ensure_collecting(connection: AsyncConnection, new: Notice, case: Case) -> None:
    """Begin to collect for a stage, unless it is collecting already."""
    statement = insert(notice).values(
        id=new.id,
        project_id=new.project_id,
        stage=new.stage,
        organisation_id=case.card.organisation_id,
        pack=case.card.pack,
        opened_at=new.opened_at,
        closes_at=new.closes_at,
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def lock_collecting(connection: AsyncConnection, case: Case) -> Notice | None:
    """The notice that collects for a case's stage, locked; None when none does.

    Locked after its tasks, always: whoever holds a task may then wait for the notice.
    """
    statement = select(notice).where(
        notice.c.project_id == case.project_id,
        notice.c.stage == case.stage,
        notice.c.sent_at.is_(None),
    )
    row = (await connection.execute(statement.with_for_update())).one_or_none()
    return None if row is None else await _notice(connection, row)


async def lock_notice(connection: AsyncConnection, id_: UUID) -> Notice | None:
    """One notice, locked."""
    statement = select(notice).where(notice.c.id == id_).with_for_update()
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else await _notice(connection, row)


async def project_of_notice(connection: AsyncConnection, id_: UUID) -> ProjectId | None:
    """Whose notice it is, without a lock."""
    statement = select(notice.c.project_id).where(notice.c.id == id_)
    found = (await connection.execute(statement)).scalar_one_or_none()
    return None if found is None else ProjectId(found)


async def project_of_task(connection: AsyncConnection, id_: UUID) -> ProjectId | None:
    """Whose task it is, without a lock."""
    found = (await connection.execute(select(task.c.project_id).where(task.c.id == id_))).scalar()
    return None if found is None else ProjectId(found)


async def due_notice_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[UUID]:
    """Notices whose window has closed and that were not sent, the longest ago first."""
    statement = select(notice.c.id).where(notice.c.sent_at.is_(None), notice.c.closes_at <= now)
    statement = statement.order_by(notice.c.closes_at).limit(limit)
    return list((await connection.execute(statement)).scalars())


async def open_among(connection: AsyncConnection, ids: Collection[UUID]) -> set[UUID]:
    """Which of these tasks are open."""
    statement = select(task.c.id).where(task.c.id.in_(ids), task.c.is_open)
    return set((await connection.execute(statement)).scalars())


async def save_notice(connection: AsyncConnection, before: Notice, after: Notice) -> None:
    """Store what was noted, dropped or sent."""
    if after.sent_at != before.sent_at:
        statement = update(notice).where(notice.c.id == after.id)
        await connection.execute(statement.values(sent_at=after.sent_at))
    for each in after.questions:
        if each not in before.questions:
            await _save_question(connection, after.id, each)


async def _save_question(connection: AsyncConnection, id_: NoticeId, each: Question) -> None:
    statement = insert(notice_question).values(
        notice_id=id_,
        number=each.number,
        task_id=each.case_id,
        item=each.item,
        department=each.department,
        ground=each.ground,
        text=each.text,
        noted_by=each.by.person,
        noted_by_name=each.by.name,
        noted_at=each.at,
        dropped_at=each.dropped_at,
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[notice_question.c.notice_id, notice_question.c.number],
            set_={"dropped_at": each.dropped_at},
        )
    )


async def _notice(connection: AsyncConnection, row: Row[Any]) -> Notice:
    statement = select(notice_question).where(notice_question.c.notice_id == row.id)
    found = (await connection.execute(statement.order_by(notice_question.c.number))).all()
    return Notice(
        id=NoticeId(row.id),
        project_id=ProjectId(row.project_id),
        stage=row.stage,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        questions=tuple(_question(each) for each in found),
        sent_at=row.sent_at,
    )


def _question(row: Row[Any]) -> Question:
    return Question(
        number=row.number,
        case_id=CaseId(row.task_id),
        item=row.item,
        department=row.department,
        ground=row.ground,
        text=row.text,
        by=Actor(PersonId(row.noted_by), row.noted_by_name),
        at=row.noted_at,
        dropped_at=row.dropped_at,
    )


async def save_round(connection: AsyncConnection, id_: UUID, each: Round) -> None:
    """Store a question, and its answer once it has one."""
    answer = each.answer
    answered = {
        "answer": answer.text if answer else None,
        "document_ids": [str(one) for one in answer.documents] if answer else null(),
        "answered_by": answer.by.person if answer else None,
        "answered_by_name": answer.by.name if answer else None,
        "answered_at": answer.at if answer else None,
    }
    statement = insert(information_round).values(
        task_id=id_,
        number=each.number,
        ground=each.ground,
        question=each.question,
        asked_by=each.by.person,
        asked_by_name=each.by.name,
        asked_at=each.at,
        notice_id=each.notice,
        **answered,
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[information_round.c.task_id, information_round.c.number],
            set_=answered,
        )
    )
