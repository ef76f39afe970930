"""Settings of approval beyond every process's: how long a claim lasts."""

from pydantic import Field

from chassis.settings import Settings
from services.approval.domain.lease import LEASE_WORKING_DAYS, Lease


class ApprovalSettings(Settings):
    """The same for every pack: how work is shared inside a department is not policy."""

    lease_working_days: int = Field(default=LEASE_WORKING_DAYS, ge=1, le=60)

    @property
    def lease(self) -> Lease:
        """What a claim lasts."""
        return Lease(self.lease_working_days)
