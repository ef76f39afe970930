"""An event as a project's file tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class Told(Protocol):
    """What the picture and the history need of an event."""

    @property
    def short_type(self) -> str:
        """The type without prefix and version: ``approval.case_opened``."""
        ...

    @property
    def happened_at(self) -> datetime:
        """Lane time."""
        ...

    @property
    def data(self) -> Mapping[str, Any]:
        """The event's facts."""
        ...
