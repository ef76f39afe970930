"""Timeouts and retries of what the workflow asks for; the workflow's timers are in fast_lane.py."""

from datetime import timedelta
from typing import Final

from temporalio.common import RetryPolicy

ANNOUNCE: Final = "announce"
"""Name of the one activity; by name, so that no workflow code imports what does I/O."""

ANNOUNCE_TIMEOUT: Final = timedelta(seconds=10)
"""Two of the bus's own waits for an acknowledgement (chassis.relay) fit in."""

ANNOUNCE_RETRY: Final = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2.0,
    # Ten seconds: a bus that comes back is used at once, one that stays away is not hammered.
    maximum_interval=timedelta(seconds=10),
    maximum_attempts=0,
)
"""For ever: what was decided has to be told, and telling it twice is telling it once."""
