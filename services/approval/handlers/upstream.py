"""Whether a case may be approved while what it rests on has fallen."""

from chassis.database import UnitOfWork
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.errors.inspection import UpstreamRevoked
from services.approval.domain.revocation import IN_FORCE


async def check_upstream(case: Case, outcome: str, uow: UnitOfWork) -> None:
    """Raises UpstreamRevoked when a case would be approved on ground that has fallen."""
    if outcome not in IN_FORCE:
        return
    items = await repository.flags_of(uow.connection, case.id)
    if items:
        raise UpstreamRevoked(items=", ".join(items))
