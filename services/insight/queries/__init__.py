"""Reads of insight. Read-only transactions; what a person may not see is not in the result."""

from services.insight.queries.lane import on_time_counts, open_case_counts, tally
from services.insight.queries.log import (
    event_count,
    known_projects,
    logged_projects,
    logged_rows,
    staleness,
    stored_rows,
)
from services.insight.queries.project import (
    Selection,
    case_rows,
    project_row,
    project_rows,
    selection_of,
    span_rows,
    stage_rows,
    visible_to,
)

__all__ = [
    "Selection",
    "case_rows",
    "event_count",
    "known_projects",
    "logged_projects",
    "logged_rows",
    "on_time_counts",
    "open_case_counts",
    "project_row",
    "project_rows",
    "selection_of",
    "span_rows",
    "stage_rows",
    "staleness",
    "stored_rows",
    "tally",
    "visible_to",
]
