"""The rule of events that others put into words, or that concern nobody outside."""

from contracts.envelope import Message
from services.notify.domain.names import Names
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project


def nobody(event: Message, project: Project, names: Names) -> list[Notice]:
    """Nobody is told."""
    return []
