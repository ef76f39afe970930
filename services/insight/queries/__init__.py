"""Reads of insight. Read-only transactions; what a person may not see is not in the result."""

from services.insight.queries.lane import (
    attribution_rows,
    case_statistics,
    lead_time_statistics,
    open_spans,
    stage_statistics,
    tally_row,
    throughput_rows,
    work_in_progress_rows,
)
from services.insight.queries.log import (
    event_count,
    known_projects,
    logged_projects,
    logged_rows,
    stale_counts,
    stored_rows,
)
from services.insight.queries.project import (
    Selection,
    case_rows,
    project_row,
    project_rows,
    span_rows,
    visible_to,
)

__all__ = [
    "Selection",
    "attribution_rows",
    "case_rows",
    "case_statistics",
    "event_count",
    "known_projects",
    "lead_time_statistics",
    "logged_projects",
    "logged_rows",
    "open_spans",
    "project_row",
    "project_rows",
    "span_rows",
    "stage_statistics",
    "stale_counts",
    "stored_rows",
    "tally_row",
    "throughput_rows",
    "visible_to",
    "work_in_progress_rows",
]
