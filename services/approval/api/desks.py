"""Who sits at the desk: dependencies that check the role and bring the rules of sharing work."""

from typing import Annotated

from fastapi import Depends, Request

from chassis.auth import Caller, Needs, Principal
from contracts.people import Role
from services.approval.handlers.desk import Desk
from services.approval.settings import ApprovalSettings


class _Sits:
    """Dependency: the desk of a caller who holds one of the roles, else 403."""

    def __init__(self, *roles: Role) -> None:
        self._needs = Needs(*roles)

    async def __call__(self, request: Request, caller: Caller) -> Desk:
        return desk_of(request, await self._needs(caller))


def desk_of(request: Request, caller: Principal) -> Desk:
    """The caller's desk, with the rules that this process was set up with."""
    settings = request.app.state.runtime.settings
    assert isinstance(settings, ApprovalSettings)
    return Desk(caller, settings.lease, settings.most_in_hand)


WorkDesk = Annotated[Desk, Depends(_Sits(Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER))]
CaseDesk = Annotated[Desk, Depends(_Sits(Role.OFFICER, Role.DEPARTMENT_LEAD))]
SponsorDesk = Annotated[Desk, Depends(_Sits(Role.SPONSOR))]
LiftDesk = Annotated[Desk, Depends(_Sits(Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER))]
LeadDesk = Annotated[Desk, Depends(_Sits(Role.DEPARTMENT_LEAD))]
ConvenorDesk = Annotated[Desk, Depends(_Sits(Role.CASE_MANAGER, Role.DEPARTMENT_LEAD))]
NudgeDesk = Annotated[
    Desk,
    Depends(_Sits(Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER, Role.CASE_MANAGER)),
]
