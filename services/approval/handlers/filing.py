"""Filing by commitment, its inspection, and what comes of it. Others commit."""

from datetime import date
from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import StaleVersion
from contracts.events.after_decision import Finding
from contracts.ids import CaseId, DocumentId
from services.approval import repository
from services.approval.domain import commitment
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.errors.standing import RouteClosedByCredit
from services.approval.domain.inspection import Found, Inspection, InspectionState, Report
from services.approval.domain.obligation import term_of, term_to
from services.approval.handlers.case_desk import department_case, no_case, note
from services.approval.handlers.credit import lower_for
from services.approval.handlers.desk import Desk
from services.approval.handlers.follow import follow_decision
from services.approval.handlers.obligation import oblige
from services.approval.handlers.receipt import own_case

_REMIND_DAYS_BEFORE = (3,)
"""Of a day that an officer set: short terms, so one reminder will do."""


async def sign_commitment(
    id_: CaseId, sha256: str, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Sign the case's commitment text: filed at once, an inspection is due by the pack's limit.

    Raises RouteClosedByCredit when the sponsor's grade has closed the route since the case opened.
    """
    case = await own_case(id_, expected, desk, uow)
    credit = await repository.credit_of(uow.connection, case.card.organisation_id, case.card.pack)
    if credit.closes(commitment.ROUTE):
        raise RouteClosedByCredit(grade=credit.grade)
    after, signed, events = commitment.sign(case, sha256, desk.actor, uow.now)
    kept = await repository.save_task(uow.connection, case, after)
    await repository.add_commitment(uow.connection, case.id, signed)
    data = {"text": signed.text, "sha256": signed.sha256, "pack_version": signed.pack_version}
    await note(case.id, "commitment_signed", desk.actor, uow, data=data)
    await note(case.id, "filed", None, uow)
    for event in events:
        await uow.tell(event)
    await _open_inspection(kept, uow)
    await follow_decision(kept, desk.actor, uow)


async def _open_inspection(case: Case, uow: UnitOfWork) -> None:
    if case.item.inspection is None:
        return
    term = term_of(case.item.inspection, uow.now, case.card.extra_days_off)
    rectify = case.item.commitment.rectify if case.item.commitment else None
    new, event = Inspection.open(new_id(), About.of(case), term, rectify, uow.now)
    await repository.add_inspection(uow.connection, new)
    await oblige("inspection", new.id, new.about, "department", term, uow)
    await note(case.id, "inspection_opened", None, uow, data={"due_at": term.due_at.isoformat()})
    await uow.tell(event)


async def find_inspection(
    id_: UUID,
    finding: Finding,
    text: str,
    rectify_by: date | None,
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> UUID:
    """Enter what an inspection found. Failing lowers the sponsor's credit by one grade."""
    case, before = await _inspection(id_, expected, desk, uow)
    found = Found(finding, rectify_by, desk.actor, uow.now)
    after, event = before.find(found)
    await repository.save_inspection(uow.connection, before, after)
    await repository.close_obligations(uow.connection, id_, uow.now)
    data = {"finding": finding.value, "rectify_by": rectify_by.isoformat() if rectify_by else None}
    await note(case.id, "inspection_found", desk.actor, uow, why=text, data=data)
    await uow.tell(event)
    if after.state is InspectionState.RECTIFYING:
        assert rectify_by is not None
        term = term_to(rectify_by, uow.now, _REMIND_DAYS_BEFORE)
        await oblige("rectification", id_, after.about, "sponsor", term, uow)
    elif after.state is InspectionState.FAILED:
        await lower_for(case, "inspection_failed", text, desk.actor, uow)
    return case.id


async def report_rectification(
    id_: UUID,
    text: str,
    documents: tuple[DocumentId, ...],
    expected: int | None,
    desk: Desk,
    uow: UnitOfWork,
) -> UUID:
    """The sponsor's word that it is put right; the department has the inspection's limit again."""
    about = await repository.about_inspection(uow.connection, id_)
    if about is None:
        raise no_case()
    case = await own_case(about.case_id, None, desk, uow)
    before = await repository.lock_inspection(uow.connection, id_)
    assert before is not None
    _check(before, expected)
    after, event = before.reported(Report(text, documents, uow.now))
    await repository.save_inspection(uow.connection, before, after)
    await repository.close_obligations(uow.connection, id_, uow.now)
    assert case.item.inspection is not None
    term = term_of(case.item.inspection, uow.now, case.card.extra_days_off)
    await oblige("inspection", id_, after.about, "department", term, uow)
    data = {"documents": len(documents)}
    await note(case.id, "rectification_reported", desk.actor, uow, why=text, data=data)
    await uow.tell(event)
    return case.id


async def _inspection(
    id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork
) -> tuple[Case, Inspection]:
    """The case first, then its inspection: everybody locks in this order."""
    about = await repository.about_inspection(uow.connection, id_)
    if about is None:
        raise no_case()
    case = await department_case(about.case_id, desk, uow)
    before = await repository.lock_inspection(uow.connection, id_)
    assert before is not None
    _check(before, expected)
    return case, before


def _check(inspection: Inspection, expected: int | None) -> None:
    if expected is not None and expected != inspection.version:
        raise StaleVersion(current=inspection.version)
