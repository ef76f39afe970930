"""Timelines of stories."""

from services.insight.domain.span import Heard
from services.insight.domain.timeline import Timeline, timeline
from tests.support.story import Story


def heard(story: Story) -> list[Heard]:
    """A story as insight logged it."""
    return [
        Heard(told.envelope.id, told.at, told.publisher, told.sequence, told.message)
        for told in story
    ]


def line_of(story: Story) -> Timeline:
    """The timeline of a story that has one."""
    line = timeline(heard(story))
    assert line is not None
    return line
