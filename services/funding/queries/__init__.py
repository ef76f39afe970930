"""Reads of funding. Read-only transactions; what a person may not see is not in the result."""

from services.funding.queries.applications import (
    Filter,
    application_row,
    application_rows,
    count_rows,
    entry_rows,
    grade_rows,
    held_rows,
    place_in_line,
    project_row,
    queue_rows,
)
from services.funding.queries.budgets import (
    budget_rows,
    industry_rows,
    journal_rows,
    waiting_counts,
)
from services.funding.queries.parts import (
    contract_row,
    contract_rows,
    instalment_rows,
    referral_row,
    referral_rows,
)
from services.funding.queries.scope import SEES_ALL

__all__ = [
    "SEES_ALL",
    "Filter",
    "application_row",
    "application_rows",
    "budget_rows",
    "contract_row",
    "contract_rows",
    "count_rows",
    "entry_rows",
    "grade_rows",
    "held_rows",
    "industry_rows",
    "instalment_rows",
    "journal_rows",
    "place_in_line",
    "project_row",
    "queue_rows",
    "referral_row",
    "referral_rows",
    "waiting_counts",
]
