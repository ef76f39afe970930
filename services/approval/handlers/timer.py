"""What the lane itself does to a case when nobody acts. Others commit."""

from typing import Final
from uuid import UUID

from chassis.database import UnitOfWork
from contracts.envelope import Event
from contracts.events.case_life import CaseAccepted, CaseLapsed, ServiceLate, StopOverran
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.case_timer import act_when_due
from services.approval.handlers.desk import keep

_WHAT: Final[dict[type[Event], str]] = {
    CaseAccepted: "deemed_accepted",
    CaseLapsed: "gaps_lapsed",
    StopOverran: "stop_overran",
    ServiceLate: "service_late",
}
"""How a task's history calls it."""


async def act_on_time(id_: UUID, uow: UnitOfWork) -> bool:
    """Do everything that is due on a case; False when nothing was.

    Then it has been done or the calendar is another: what is stored as due is worked out again,
    or the sweep would come back for ever.
    """
    case = await repository.lock_task(uow.connection, id_)
    if not isinstance(case, Case):
        return False
    has_acted = False
    while found := act_when_due(case, uow.now):
        after, event = found
        kept = await keep(case, after, event, _WHAT[type(event)], None, uow)
        assert isinstance(kept, Case)
        case, has_acted = kept, True
    if not has_acted:
        await repository.save_acts_at(uow.connection, case)
    return has_acted
