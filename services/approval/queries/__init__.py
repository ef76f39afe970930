"""Reads of approval. Read-only transactions; what a person may not see is not in the result.

``scope`` says whose eyes a task is for, ``queue`` reads queues, ``task`` one task or project,
``looking`` what a page shows beside it, ``follow_up`` what follows a decision, ``people`` who works
here and what bars them, ``team`` what a team has in hand.
"""

from services.approval.queries.follow_up import (
    FileRows,
    agenda_rows,
    file_rows,
    obligation_rows,
    sitting_row,
    sitting_rows,
)
from services.approval.queries.letter import letter_by_code, letter_row
from services.approval.queries.looking import (
    check_rows,
    look_row,
    looks_of,
    precedent_of,
    precedent_rows,
)
from services.approval.queries.notice import collecting_rows, noted_rows, sent_rows
from services.approval.queries.people import (
    absence_row,
    absence_rows,
    absences_of,
    colleague_rows,
    conflict_row,
    conflict_rows,
    conflicts_of,
    conflicts_with,
    member_row,
    stand_ins_of,
)
from services.approval.queries.queue import Filter, count_rows, queue_rows
from services.approval.queries.scope import Place, in_own_queue, place_of, visible_to
from services.approval.queries.task import (
    case_row,
    conditions_of,
    draft_row,
    event_rows,
    other_rows,
    project_rows,
    queue_row,
    rounds_of,
)
from services.approval.queries.team import team_rows, unclaimed_row, view_rows

__all__ = [
    "FileRows",
    "Filter",
    "Place",
    "absence_row",
    "absence_rows",
    "absences_of",
    "agenda_rows",
    "case_row",
    "check_rows",
    "colleague_rows",
    "collecting_rows",
    "conditions_of",
    "conflict_row",
    "conflict_rows",
    "conflicts_of",
    "conflicts_with",
    "count_rows",
    "draft_row",
    "event_rows",
    "file_rows",
    "in_own_queue",
    "letter_by_code",
    "letter_row",
    "look_row",
    "looks_of",
    "member_row",
    "noted_rows",
    "obligation_rows",
    "other_rows",
    "place_of",
    "precedent_of",
    "precedent_rows",
    "project_rows",
    "queue_row",
    "queue_rows",
    "rounds_of",
    "sent_rows",
    "sitting_row",
    "sitting_rows",
    "stand_ins_of",
    "team_rows",
    "unclaimed_row",
    "view_rows",
    "visible_to",
]
