"""What a rule is, and the one of events that others put into words or that concern nobody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contracts.envelope import Message
from services.notify.domain.names import Names
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project

Rule = Callable[[Any, Project, Names], Sequence[Notice]]
RuleTable = Mapping[type[Message], Rule]


def nobody(event: Message, project: Project, names: Names) -> list[Notice]:
    """Nobody is told."""
    return []
