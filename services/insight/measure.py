"""From a timeline to the rows of the read models: days, working days, sums per party.

Pure but for the pack's calendar, which is read from the pack. Elapsed days and net working days
stand side by side and are never mixed.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from policy.calendar import Calendar, calendar_with
from policy.clock import OFFICE_CLOSES, lane_date, receipt_on
from policy.loader import load_pack
from policy.plan import pack_calendar
from policy.problem import PackRefused, UnknownPack
from policy.stop import Stop, united
from services.insight.domain.attribution import attribute
from services.insight.domain.case import CaseFact
from services.insight.domain.share import DAY
from services.insight.domain.shares import (
    Standing,
    shares_of_finished,
    shares_of_running,
    steps,
)
from services.insight.domain.span import Span
from services.insight.domain.timeline import ProjectFact, StageFact, Tally, Timeline

Row = dict[str, Any]
ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


def _columns(of: type[Any], *without: str) -> tuple[str, ...]:
    return tuple(each.name for each in fields(of) if each.name not in without)


# Field by field: copying deeply, as dataclasses.asdict does, cost more than the timeline itself.
_PROJECT = _columns(ProjectFact, "id")
_STAGE = _columns(StageFact)
_CASE = _columns(CaseFact, "id", "stops", "grounds")
_SPAN = _columns(Span)
_TALLY = _columns(Tally)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Counts a pack's working days."""

    calendar: Calendar
    office_closes: time

    def between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of ``start`` up to that of ``end``."""
        return self.calendar.working_days_between(lane_date(start), lane_date(end))

    def of_case(self, case: CaseFact, end: datetime) -> int:
        """Net working days from receipt to ``end``: those of information requests are left out."""
        anchor_on = receipt_on(
            case.opened_at, calendar=self.calendar, office_closes=self.office_closes
        )
        end_on = lane_date(end)
        counted = max(self.calendar.working_days_between(anchor_on, end_on), 0)
        stops = [
            Stop(lane_date(since), max(lane_date(until or end), lane_date(since)), ())
            for since, until in case.stops
        ]
        return counted - sum(self._stopped(stop, anchor_on, end_on) for stop in united(stops))

    def _stopped(self, stop: Stop, anchor_on: date, end_on: date) -> int:
        first = max(stop.from_on, anchor_on + ONE_DAY)
        last = min(stop.end_on - ONE_DAY, end_on)
        return max(self.calendar.working_days_between(first - ONE_DAY, last), 0)


def working_time(pack_id: str) -> WorkingTime:
    """By the pack's calendar; by the mainland's where the pack is not known here."""
    try:
        pack = load_pack(pack_id).pack
    except (UnknownPack, PackRefused):
        return WorkingTime(calendar_with(), OFFICE_CLOSES)
    return WorkingTime(pack_calendar(pack), pack.calendar.office_closes)


class WorkingTimes(dict[str, WorkingTime]):
    """The packs' calendars, each looked up once: for the projects that are worked out together."""

    def __missing__(self, pack_id: str) -> WorkingTime:
        self[pack_id] = working_time(pack_id)
        return self[pack_id]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the read models hold of one project; one list per table."""

    project: Row
    stages: list[Row]
    cases: list[Row]
    spans: list[Row]
    attribution: list[Row]
    steps: list[Row]

    def by_table(self) -> dict[str, list[Row]]:
        """Table → rows."""
        return {
            "project_fact": [self.project],
            "stage_fact": self.stages,
            "case_fact": self.cases,
            "span": self.spans,
            "attribution": self.attribution,
            "step_fact": self.steps,
        }


def rows_of(timeline: Timeline, working_times: WorkingTimes | None = None) -> Rows:
    """The rows of a timeline; the same timeline gives the same rows."""
    working = (WorkingTimes() if working_times is None else working_times)[timeline.project.pack]
    id_ = timeline.project.id
    shares, path = _time(timeline)
    return Rows(
        project=_project(timeline, working),
        stages=_stages(timeline, working),
        cases=_cases(timeline, working),
        spans=[
            {"project_id": id_, "number": number, **_taken(span, _SPAN)}
            for number, span in enumerate(timeline.spans, start=1)
        ],
        attribution=shares,
        steps=path,
    )


def _taken(source: Any, names: tuple[str, ...]) -> Row:
    return {name: getattr(source, name) for name in names}


def _project(timeline: Timeline, working: WorkingTime) -> Row:
    project = timeline.project
    start, end = project.submitted_at, project.finished_at
    return {
        "project_id": project.id,
        **_taken(project, _PROJECT),
        "lead_days": (end - start) / DAY if end else None,
        "lead_working_days": working.between(start, end) if end else None,
        **_taken(timeline.tally, _TALLY),
    }


def _stages(timeline: Timeline, working: WorkingTime) -> list[Row]:
    return [
        {
            "project_id": timeline.project.id,
            **_taken(fact, _STAGE),
            "days": (fact.ended_at - fact.entered_at) / DAY if fact.ended_at else None,
            "working_days": working.between(fact.entered_at, fact.ended_at)
            if fact.ended_at
            else None,
        }
        for fact in timeline.stages
    ]


def _cases(timeline: Timeline, working: WorkingTime) -> list[Row]:
    rows = []
    for case in timeline.cases:
        decided_at = case.decided_at
        rows.append(
            {
                "project_id": timeline.project.id,
                "case_id": case.id,
                **_taken(case, _CASE),
                "stops": [
                    [since.isoformat(), until.isoformat() if until else None]
                    for since, until in case.stops
                ],
                "grounds": list(case.grounds),
                "days": (decided_at - case.opened_at) / DAY if decided_at else None,
                "working_days": working.of_case(case, decided_at) if decided_at else None,
            }
        )
    return rows


def _time(timeline: Timeline) -> tuple[list[Row], list[Row]]:
    """Whose the time was, and on what steps it went; steps of a finished project only."""
    project, spans = timeline.project, timeline.spans
    entered = sorted((each.entered_at, each.stage) for each in timeline.stages)
    standing = Standing(project.entry_stage, tuple(entered))
    start, end = project.submitted_at, project.finished_at
    if end is None:
        shares, path = shares_of_running(spans, start, standing), []
    else:
        segments = attribute(spans, start, end)
        shares = shares_of_finished(segments, standing)
        path = steps(segments, spans, start, end, standing)
    return [
        {
            "project_id": project.id,
            "number": number,
            "stage": share.stage,
            "party": share.party.value,
            "department": share.department,
            "microseconds": share.length // MICROSECOND,
            "since": share.since,
        }
        for number, share in enumerate(shares, start=1)
    ], [
        {
            "project_id": project.id,
            "number": number,
            "stage": step.stage,
            "kind": step.kind,
            "name": step.name,
            "department": step.department,
            "microseconds": step.length // MICROSECOND,
            "gain_microseconds": step.gain // MICROSECOND,
        }
        for number, step in enumerate(path, start=1)
    ]
