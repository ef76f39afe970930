"""A case's file as the API shows it: rows in, one answer out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.auth import Principal
from contracts.errors import DomainError
from contracts.people import DEPARTMENT, ORGANISATION, PACK, Role
from policy.clock import lane_date
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.commitment import ROUTE
from services.approval.domain.credit import UNGRADED
from services.approval.domain.grade import needs_consent
from services.approval.domain.reconsideration import check_may_seek
from services.approval.domain.revocation import Revocation, Standing
from services.approval.queries import FileRows
from services.approval.repository import about
from services.approval.schemas import follow_up as shown


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a case, when, and in which part."""

    caller: Principal
    now: datetime
    case: Case

    @property
    def works_here(self) -> bool:
        """Whether the case is in a queue of the reader's."""
        caller, card = self.caller, self.case.card
        in_queue = (card.pack, self.case.item.department)
        is_worker = caller.has(Role.OFFICER, Role.DEPARTMENT_LEAD)
        return is_worker and (caller.scope(PACK), caller.scope(DEPARTMENT)) == in_queue

    @property
    def is_own(self) -> bool:
        """Whether the reader acts for the sponsor."""
        own = self.caller.scope(ORGANISATION)
        return self.caller.has(Role.SPONSOR) and own == self.case.card.organisation_id

    def name(self, name: str | None) -> str | None:
        """An officer's name; a sponsor learns the department, not the person."""
        return None if self.is_own else name


def case_file(row: Row[Any], rows: FileRows, reader: Reader) -> shown.CaseFile:
    """The file of the case in ``row``, as far as this reader sees it."""
    case, item = reader.case, reader.case.item
    standing = _standing(rows.standing)
    return shown.CaseFile(
        id=case.id,
        project_id=case.project_id,
        title=case.card.title,
        organisation_id=case.card.organisation_id,
        organisation_name=case.card.organisation_name,
        pack=case.card.pack,
        pack_version=case.card.pack_version,
        item=item.item,
        department=item.department,
        stage=case.stage,
        state=case.state,
        is_open=case.is_open,
        outcome=row.outcome,
        route=item.route,
        grade=item.grade,
        grade_rule=item.grade_rule,
        needs_consent=needs_consent(item),
        facts=case.card.facts,
        gates=_gates(case),
        refusal_grounds=list(item.refusal_grounds),
        works_here=reader.works_here,
        is_own=reader.is_own,
        upstream_revoked=sorted({f.upstream_item for f in rows.flags if not f.cleared_at}),
        may_seek_reconsideration=_may_seek(case, standing, rows, reader),
        commitment=_commitment(case, rows),
        inspection=_inspection(rows.inspection, reader),
        standing=_standing_view(standing, reader),
        conditions=_conditions(rows, reader),
        permissions=[_permission(each) for each in rows.permissions],
        reconsiderations=[_reconsideration(each, reader) for each in rows.reconsiderations],
        gradings=[_grading(each, reader) for each in rows.gradings],
        credit=_credit(rows, reader),
        sittings=[_sitting(each) for each in rows.sittings],
        version=row.version,
    )


def _sitting(row: Row[Any]) -> shown.SittingRef:
    return shown.SittingRef(id=row.id, at=row.at, state=row.state)


def _gates(case: Case) -> list[str]:
    stages = case.card.stages or (case.stage,)
    return list(stages[stages.index(case.stage) :]) if case.stage in stages else [case.stage]


def _standing(row: Row[Any] | None) -> Standing:
    if row is None:
        return Standing()
    by = about.actor_of(row.revoked_by, row.revoked_by_name)
    if by is None:
        return Standing(row.number)
    revoked = Revocation(row.revoked_ground, row.revoked_why, by, row.revoked_at)
    return Standing(row.number, revoked)


def _standing_view(standing: Standing, reader: Reader) -> shown.StandingView:
    revoked = standing.revoked
    return shown.StandingView(
        number=standing.number,
        revoked_at=revoked.at if revoked else None,
        revoked_ground=revoked.ground if revoked else None,
        revoked_why=revoked.why if revoked else None,
        revoked_by_name=reader.name(revoked.by.name) if revoked else None,
    )


def _may_seek(case: Case, standing: Standing, rows: FileRows, reader: Reader) -> bool:
    if not reader.is_own or any(e.of_number == standing.number for e in rows.reconsiderations):
        return False
    try:
        check_may_seek(case, standing, reader.now)
    except DomainError:
        return False
    return True


def _commitment(case: Case, rows: FileRows) -> shown.CommitmentView | None:
    signed, plan = rows.commitment, case.item.commitment
    if signed is not None:
        return shown.CommitmentView(
            text=signed.text,
            pack=signed.pack,
            pack_version=signed.pack_version,
            sha256=signed.sha256,
            may_sign=False,
            signed_by_name=signed.signed_by_name,
            signed_at=signed.signed_at,
        )
    if case.item.route != ROUTE or plan is None:
        return None
    closed = bool(rows.credit) and ROUTE in rows.credit[-1].closes
    return shown.CommitmentView(
        text=plan.text,
        pack=case.card.pack,
        pack_version=case.card.pack_version,
        sha256=plan.sha256,
        may_sign=case.is_open and not case.is_stopped and not closed,
        signed_by_name=None,
        signed_at=None,
    )


def _inspection(row: Row[Any] | None, reader: Reader) -> shown.InspectionView | None:
    if row is None:
        return None
    found = repository.inspection_of(row)
    return shown.InspectionView(
        id=row.id,
        state=row.state,
        due_at=row.due_at,
        is_provisional=row.is_provisional,
        finding=row.finding,
        rectify_by=row.rectify_by,
        latest_rectify_on=found.latest_rectify_on(lane_date(reader.now)),
        found_at=row.found_at,
        found_by_name=reader.name(row.found_by_name),
        report=row.report,
        report_documents=row.report_documents or [],
        reported_at=row.reported_at,
        version=row.version,
    )


def _conditions(rows: FileRows, reader: Reader) -> list[shown.ConditionLife]:
    sought: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for each in rows.discharges:
        sought[each.condition_id].append(each)
    today = lane_date(reader.now)
    return [
        shown.ConditionLife(
            id=row.id,
            text=row.text,
            reason=row.reason,
            owner=row.owner,
            trigger=row.trigger,
            due_on=row.due_on,
            gate=row.gate,
            requester=reader.case.item.department,
            state=row.state,
            is_sought=any(each.result is None for each in sought[row.id]),
            is_overdue=row.ended_at is None and row.due_on is not None and row.due_on < today,
            replaced_by=row.replaced_by,
            decision=row.decision,
            discharges=[_discharge(each, reader) for each in sought[row.id]],
            version=row.version,
        )
        for row in rows.conditions
    ]


def _discharge(row: Row[Any], reader: Reader) -> shown.DischargeView:
    return shown.DischargeView(
        text=row.text,
        documents=row.document_ids,
        sought_at=row.sought_at,
        result=row.result,
        why=row.why,
        decided_at=row.decided_at,
        decided_by_name=reader.name(row.decided_by_name),
    )


def _permission(row: Row[Any]) -> shown.PermissionView:
    return shown.PermissionView(
        id=row.id,
        number=row.number,
        state=row.state,
        is_temporary=row.is_temporary,
        from_on=row.from_on,
        to_on=row.to_on,
        prolongations_left=row.prolongations_left,
        reason=row.reason,
        ended_at=row.ended_at,
        ended_how=row.ended_how,
        ended_why=row.ended_why,
        version=row.version,
    )


def _reconsideration(row: Row[Any], reader: Reader) -> shown.ReconsiderationView:
    is_open = row.result is None
    before = dict(row.before)
    if reader.is_own:
        before.pop("decided_by_name", None)
    return shown.ReconsiderationView(
        id=row.id,
        cause=row.cause,
        state=row.state,
        of_number=row.of_number,
        before=before,
        reason=row.reason,
        documents=row.document_ids,
        sought_at=row.sought_at,
        due_at=row.due_at,
        is_overdue=is_open and row.due_at <= reader.now,
        may_decide=is_open and reader.works_here and reader.caller.id not in row.first_officers,
        result=row.result,
        outcome=row.outcome,
        why=row.why,
        decided_at=row.decided_at,
        decided_by_name=reader.name(row.decided_by_name),
        version=row.version,
    )


def _grading(row: Row[Any], reader: Reader) -> shown.GradingView:
    waits = row.state == "proposed" and reader.works_here
    return shown.GradingView(
        number=row.number,
        state=row.state,
        cause=row.cause,
        grade=row.grade,
        rule=row.rule,
        route=row.route,
        closed_by=row.closed_by,
        reason=row.reason,
        graded_at=row.graded_at,
        graded_by_name=reader.name(row.graded_by_name),
        confirmed_by_name=reader.name(row.confirmed_by_name),
        may_consent=waits and row.graded_by != reader.caller.id,
    )


def _credit(rows: FileRows, reader: Reader) -> shown.CreditView:
    last = rows.credit[-1] if rows.credit else None
    return shown.CreditView(
        grade=last.grade if last else UNGRADED,
        closes=last.closes if last else [],
        history=[
            shown.CreditEntryView(
                number=each.number,
                grade=each.grade,
                before=each.before,
                ground=each.ground,
                reason=each.reason,
                closes=each.closes,
                entered_at=each.entered_at,
                entered_by_name=reader.name(each.entered_by_name),
            )
            for each in rows.credit
        ],
    )
