"""A case's life, and requests of all departments, as the API shows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.approval.domain.case import Case
from services.approval.domain.case_state import MOVES
from services.approval.domain.case_timer import silence_ends
from services.approval.domain.life import NON_ACCEPTANCE_GROUNDS, Halt, Recommendation
from services.approval.schemas.life import (
    ExtensionView,
    GapView,
    HaltView,
    LifeChoiceView,
    LifeView,
    NoticeQuestionView,
    NoticeView,
    QuestionView,
    RecommendationView,
    ServiceView,
)


def life_view(case: Case, *, reader: str | None) -> LifeView:
    """A case's life; with a ``reader`` who is an officer also what is the department's own."""
    life, is_officer = case.life, reader is not None
    accepted, declined, silence = life.acceptance, life.non_acceptance, silence_ends(case)
    proposed = life.recommendation
    return LifeView(
        received_on=life.received_on,
        accepted_how=accepted.how if accepted else None,
        accepted_on=accepted.on if accepted else None,
        silence_accepts_after=silence.due_on if silence else None,
        not_accepted_ground=declined.ground if declined else None,
        not_accepted_reason=declined.reason if declined else None,
        application=life.applications,
        commitment=life.commitment.text if life.commitment else None,
        gaps=[
            GapView(
                number=each.number,
                text=each.text,
                supplied_at=each.supplied_at,
                documents=list(each.documents),
            )
            for each in life.gaps
        ],
        gaps_due_at=life.gaps_due_at,
        halts=[_halt(each, is_officer) for each in life.halts],
        extensions=[
            ExtensionView(
                figure=each.by.figure,
                unit=each.by.unit,
                rank=each.rank,
                approved_by=each.approved_by,
                reason=each.reason,
                at=each.at,
            )
            for each in life.extensions
        ],
        recommendation=_recommendation(proposed, reader) if proposed and reader else None,
        challenges=life.challenges if is_officer else 0,
        service_due_at=life.service_due_at,
        service=_service(case, is_officer),
    )


def _halt(each: Halt, is_officer: bool) -> HaltView:
    return HaltView(
        number=each.number,
        ground=each.ground,
        procedure=each.procedure,
        from_on=each.from_on,
        expected_end_on=each.expected_end_on,
        ended_on=each.ended_on,
        reason=each.reason if is_officer else None,
        end_reason=each.end_reason or None if is_officer else None,
    )


def _recommendation(each: Recommendation, reader: str) -> RecommendationView:
    return RecommendationView(
        outcome=each.verdict.outcome,
        reason=each.verdict.reason,
        ground=each.verdict.ground,
        conditions=[asdict(one) for one in each.verdict.conditions],
        by_name=each.by.name,
        is_mine=each.by.person == reader,
        at=each.at,
    )


def _service(case: Case, is_officer: bool) -> ServiceView | None:
    service = case.life.service
    if service is None:
        return None
    return ServiceView(
        how=service.how,
        served_on=service.on,
        note=service.note or None if is_officer else None,
        within_limit=service.within_limit,
        has_letter=service.letter is not None,
    )


def life_choice_view(case: Case) -> LifeChoiceView:
    """What the pinned pack lets one do beside deciding."""
    item, plan = case.item, case.item.extension
    waits = {each.ground for each in item.stops if each.waits_for == "sponsor"}
    of_procedures = {each.stop_ground for each in item.procedures}
    return LifeChoiceView(
        accepts_gaps=item.accepts_gaps,
        may_decline=MOVES["decline"].error(case.state) is None,
        non_acceptance_grounds=list(NON_ACCEPTANCE_GROUNDS),
        own_stop_grounds=[g for g in item.stop_grounds if g not in waits | of_procedures],
        procedures=[each.procedure for each in item.procedures],
        extension_at_most=plan.at_most.figure if plan else None,
        extension_unit=plan.at_most.unit if plan else None,
        extension_rank=plan.approver if plan else None,
        extensions_left=max(0, plan.times - len(case.life.extensions)) if plan else 0,
        four_eyes=item.four_eyes,
    )


def question_views(rows: Iterable[Row[Any]]) -> list[QuestionView]:
    """What waits for the list of all departments."""
    return [
        QuestionView(
            number=row.number,
            ground=row.ground,
            text=row.text,
            noted_by_name=row.noted_by_name,
            sent_at=row.closes_at,
        )
        for row in rows
    ]


def notice_views(
    rows: Sequence[Row[Any]], rounds: Mapping[UUID, Sequence[Row[Any]]]
) -> list[NoticeView]:
    """Notices with their questions; answered once every case that it asked has answered."""
    by_notice: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_notice[row.notice_id].append(row)
    waiting = {
        each.notice_id for found in rounds.values() for each in found if each.answered_at is None
    }
    return [
        NoticeView(
            id=id_,
            stage=found[0].stage,
            sent_at=found[0].sent_at,
            state="open" if id_ in waiting else "answered",
            questions=[
                NoticeQuestionView(
                    case_id=each.task_id,
                    item=each.item,
                    department=each.department,
                    ground=each.ground,
                    text=each.text,
                )
                for each in found
            ],
        )
        for id_, found in by_notice.items()
    ]
