"""Settings of approval beyond every process's: how work is shared."""

from pydantic import Field

from chassis.settings import Settings
from services.approval.domain.lease import LEASE_WORKING_DAYS, Lease


class ApprovalSettings(Settings):
    """The same for every pack: how work is shared inside a department is not policy."""

    lease_working_days: int = Field(default=LEASE_WORKING_DAYS, ge=1, le=60)

    most_in_hand: int = Field(default=10, ge=1, le=1000)
    """From so many tasks in hand on nobody pulls another; naming one still works."""

    stream_seconds: float = Field(default=240.0, gt=0, le=3600)
    """How long one answer follows a queue; below the life of an access token."""

    @property
    def lease(self) -> Lease:
        """What a claim lasts."""
        return Lease(self.lease_working_days)
