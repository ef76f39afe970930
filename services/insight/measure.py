"""From a timeline to the rows of the read models: days, working days, sums per party.

Pure but for the pack's calendar, which is read from the pack. Elapsed days and net working days
stand side by side and are never mixed.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from policy.calendar import Calendar, calendar_with
from policy.clock import OFFICE_CLOSES, lane_date, receipt_on
from policy.loader import load_pack
from policy.plan import pack_calendar
from policy.problem import PackRefused, UnknownPack
from policy.stop import Stop, united
from services.insight.domain.attribution import attribute, by_party
from services.insight.domain.case import CaseFact
from services.insight.domain.share import DAY
from services.insight.domain.timeline import Timeline

Row = dict[str, Any]
ONE_DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Rows:
    """What the read models hold of one project; one list per table."""

    project: Row
    stages: list[Row]
    cases: list[Row]
    spans: list[Row]
    attribution: list[Row]


def rows_of(timeline: Timeline) -> Rows:
    """The rows of a timeline; the same timeline gives the same rows."""
    working = working_time(timeline.project.pack)
    return Rows(
        project=_project(timeline, working),
        stages=_stages(timeline, working),
        cases=_cases(timeline, working),
        spans=[
            {"project_id": timeline.project.id, "number": number, **asdict(span)}
            for number, span in enumerate(timeline.spans, start=1)
        ],
        attribution=_attribution(timeline),
    )


def _project(timeline: Timeline, working: WorkingTime) -> Row:
    project = timeline.project
    row = asdict(project)
    row["project_id"] = row.pop("id")
    start, end = project.submitted_at, project.finished_at
    row["lead_days"] = (end - start) / DAY if end else None
    row["lead_working_days"] = working.between(start, end) if end else None
    return row | asdict(timeline.tally)


def _stages(timeline: Timeline, working: WorkingTime) -> list[Row]:
    return [
        {
            "project_id": timeline.project.id,
            **asdict(fact),
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
        row = asdict(case)
        row["case_id"] = row.pop("id")
        row["stops"] = [
            [since.isoformat(), until.isoformat() if until else None] for since, until in case.stops
        ]
        decided_at = case.decided_at
        row["days"] = (decided_at - case.opened_at) / DAY if decided_at else None
        row["working_days"] = working.of_case(case, decided_at) if decided_at else None
        rows.append({"project_id": timeline.project.id, **row})
    return rows


def _attribution(timeline: Timeline) -> list[Row]:
    project = timeline.project
    if project.finished_at is None:
        return []
    segments = attribute(timeline.spans, project.submitted_at, project.finished_at)
    return [
        {
            "project_id": project.id,
            "party": party.value,
            "department": department or "",
            "microseconds": length // timedelta(microseconds=1),
        }
        for (party, department), length in by_party(segments).items()
    ]
