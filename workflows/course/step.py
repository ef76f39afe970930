"""A step of a course: one message that is to be told once."""

from dataclasses import dataclass

from contracts.envelope import Command, Event


@dataclass(frozen=True, slots=True)
class Step:
    """A message under a key that is the same on every replay.

    The key is unique within a course; the message's id is derived from it (contracts.ids.step_id).
    """

    key: str
    message: Event | Command
