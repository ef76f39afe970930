"""The rules table: which event tells whom what. One row per event type, also for those that tell
nobody, so that a new event cannot be forgotten.
"""

from collections.abc import Sequence
from typing import Final

from contracts.envelope import Message
from services.notify.domain.names import Names
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project
from services.notify.domain.rules import (
    after_decision,
    approval,
    case_life,
    funding,
    intake,
    lane,
    registry,
)
from services.notify.domain.rules.rule import RuleTable

RULES: Final[RuleTable] = {
    **intake.RULES,
    **lane.RULES,
    **approval.RULES,
    **after_decision.RULES,
    **case_life.RULES,
    **registry.RULES,
    **funding.RULES,
}


def notices(event: Message, project: Project, names: Names) -> Sequence[Notice]:
    """What is told because of an event, in order of precedence: a person gets the first only."""
    return RULES[type(event)](event, project, names)
