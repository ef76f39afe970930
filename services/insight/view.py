"""From rows to what the API gives: rounding, sums, sentences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row

from contracts.ids import CaseId
from policy.calendar import OutsideCalendar
from policy.loader import load_pack
from policy.problem import PackRefused, UnknownPack
from services.insight.domain.attribution import Segment, attribute, by_party
from services.insight.domain.case import CaseFact
from services.insight.domain.counterfactual import savings
from services.insight.domain.sentence import Names, sentence
from services.insight.domain.share import days, rounded_days
from services.insight.domain.shares import Standing
from services.insight.domain.span import Party, Span, SpanKind
from services.insight.measure import WorkingTime, working_time
from services.insight.schemas import (
    BarView,
    DepartmentTime,
    ProjectCard,
    ProjectTimeline,
    SavingView,
    SegmentView,
    Sentence,
    SpanView,
)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def span_of(row: Row[Any]) -> Span:
    """A stored span."""
    return Span(
        activity=row.activity,
        kind=SpanKind(row.kind),
        party=Party(row.party),
        name=row.name,
        stage=row.stage,
        started_at=row.started_at,
        ended_at=row.ended_at,
        department=row.department,
        round=row.round,
    )


def case_of(row: Row[Any]) -> CaseFact:
    """A stored case, as far as a saving needs it."""
    return CaseFact(
        id=CaseId(row.case_id),
        item=row.item,
        department=row.department,
        stage=row.stage,
        opened_at=row.opened_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
    )


def party_days(parts: Mapping[tuple[Party, str | None], timedelta]) -> dict[str, float]:
    """Days of every party, also of those with none; they sum to the rounded whole."""
    totals = dict.fromkeys(Party, timedelta(0))
    for (party, _), length in parts.items():
        totals[party] += length
    return {party.value: shown for party, shown in rounded_days(totals).items()}


def total_days(parts: Mapping[tuple[Party, str | None], timedelta]) -> float:
    """The whole of the parts."""
    return days(sum(parts.values(), timedelta(0)))


def department_days(
    parts: Mapping[tuple[Party, str | None], timedelta],
) -> dict[str, DepartmentTime]:
    """Days on the critical path per department."""
    departments = sorted({department for _, department in parts if department})
    return {
        department: DepartmentTime(
            department_days=days(parts.get((Party.DEPARTMENT, department), timedelta(0))),
            queue_days=days(parts.get((Party.QUEUE, department), timedelta(0))),
        )
        for department in departments
    }


def card(row: Row[Any], now: datetime) -> ProjectCard:
    """A project in a list."""
    end = row.finished_at or max(now, row.submitted_at)
    return ProjectCard(
        id=row.project_id,
        organisation_id=row.organisation_id,
        title=row.title,
        industry=row.industry,
        key_project=row.key_project,
        pack=row.pack,
        entry_stage=row.entry_stage,
        submitted_at=row.submitted_at,
        state=row.state,
        stage=row.stage,
        attempt=row.attempt,
        finished_at=row.finished_at,
        outcome=row.outcome,
        lead_days=_rounded(row.lead_days),
        lead_working_days=row.lead_working_days,
        age_days=days(end - row.submitted_at),
        information_requests=row.information_requests,
    )


def project_timeline(
    row: Row[Any],
    spans: Iterable[Row[Any]],
    cases: Iterable[Row[Any]],
    stages: Sequence[Row[Any]],
    now: datetime,
) -> ProjectTimeline:
    """The waterfall, whose time it was, and what could have been saved."""
    end = row.finished_at or max(now, row.submitted_at)
    known = [span_of(each) for each in spans]
    segments = attribute(known, row.submitted_at, end)
    parts = by_party(segments)
    zh, en = sentence(parts, is_finished=row.finished_at is not None, names=_names(row.pack))
    calendar = working_time(row.pack)
    return ProjectTimeline(
        as_of=now,
        project=card(row, now),
        sentence=Sentence(zh=zh, en=en),
        total_days=total_days(parts),
        total_working_days=_working_days(calendar, row.submitted_at, end),
        attribution_days=party_days(parts),
        attribution_by_department=department_days(parts),
        bars=bars(calendar, segments, known, stages, end),
        spans=[_span_view(each, end) for each in known],
        critical_path=[_segment_view(each) for each in segments],
        savings=[
            SavingView(
                item=each.item,
                department=each.department,
                late_by_days=days(each.late_by),
                earlier_by_days=days(each.earlier_by),
            )
            for each in savings(map(case_of, cases), known, row.submitted_at, end)
        ],
    )


def _bar(
    calendar: WorkingTime,
    end: datetime,
    kind: str,
    name: str,
    stage: str,
    party: str | None,
    **more: Any,
) -> BarView:
    """One bar; what runs still is drawn up to ``end``."""
    since, until = more["started_at"], more["ended_at"]
    last = until or max(end, since)
    return BarView(
        kind=kind,
        name=name,
        stage=stage,
        party=party,
        days=days(last - since),
        working_days=_working_days(calendar, since, last),
        **{"department": None, **more},
    )


def bars(
    calendar: WorkingTime,
    segments: Sequence[Segment],
    spans: Iterable[Span],
    stages: Sequence[Row[Any]],
    end: datetime,
) -> list[BarView]:
    """Stages, spans and hand-overs, in order of time; a stage before what is in it."""
    bar = partial(_bar, calendar, end)
    critical = {each.span for each in segments}
    standing = Standing("", tuple(sorted((each.entered_at, each.stage) for each in stages)))
    found = [
        bar(
            "stage", each.stage, each.stage, None, is_critical=False, **_from_to(each, "entered_at")
        )
        for each in stages
    ]
    found += [
        bar(
            each.kind.value,
            each.name,
            each.stage,
            each.party.value,
            department=each.department,
            is_critical=each in critical,
            **_from_to(each),
        )
        for each in spans
    ]
    for each in segments:
        if each.span is None:
            stage = standing.at(each.started_at)
            party = each.party.value
            found.append(bar("handover", stage, stage, party, is_critical=True, **_from_to(each)))
    return sorted(found, key=lambda each: (each.started_at, each.kind != "stage"))


def _from_to(source: Any, since: str = "started_at") -> dict[str, Any]:
    return {"started_at": getattr(source, since), "ended_at": source.ended_at}


def _working_days(calendar: WorkingTime, start: datetime, end: datetime) -> int | None:
    try:
        return calendar.between(start, end)
    except OutsideCalendar:
        return None


def _names(pack_id: str) -> Names:
    """zh and en names of departments; the id where the pack or the department is not known."""
    try:
        pack = load_pack(pack_id).pack
    except (UnknownPack, PackRefused):
        return lambda department: (department, department)

    def name_of(department: str) -> tuple[str, str]:
        try:
            name = pack.department(department).name
        except KeyError:
            return department, department
        return name.zh, name.en

    return name_of


def _span_view(span: Span, end: datetime) -> SpanView:
    return SpanView(
        activity=span.activity,
        kind=span.kind.value,
        name=span.name,
        stage=span.stage,
        party=span.party.value,
        department=span.department,
        round=span.round,
        started_at=span.started_at,
        ended_at=span.ended_at,
        days=days((span.ended_at or max(end, span.started_at)) - span.started_at),
    )


def _segment_view(segment: Segment) -> SegmentView:
    span = segment.span
    return SegmentView(
        party=segment.party.value,
        kind=span.kind.value if span else None,
        name=span.name if span else None,
        department=span.department if span else None,
        started_at=segment.started_at,
        ended_at=segment.ended_at,
        days=days(segment.length),
    )
