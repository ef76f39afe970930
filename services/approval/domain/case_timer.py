"""What the lane itself does to a case when nobody acts, and when it next has something to do.

Acceptance by silence, lapse of what was missing, stops that last longer than expected, decisions
that are not served. It is looked for in the table (ADR 0310), and judged here again under the
case's lock: by then somebody may have acted, or the calendar may be another.
"""

from datetime import datetime
from typing import Final

from contracts.events.case_life import CaseAccepted, CaseLapsed, ServiceLate, StopOverran
from policy.calendar import calendar_with
from policy.clock import DueDate, due_date
from services.approval.domain.case import Case
from services.approval.domain.case_clock import overruns_at, tell_overrun
from services.approval.domain.case_end import service_tells_at, tell_service_late
from services.approval.domain.case_receipt import deem_accepted, lapse_gaps
from services.approval.domain.case_state import MOVES, CaseState

Due = tuple[Case, CaseAccepted | CaseLapsed | StopOverran | ServiceLate]
_LAPSES: Final = MOVES["lapse"].sources


def act_when_due(case: Case, now: datetime) -> Due | None:
    """The first thing that is due, done; None when nothing is. To be asked again until then."""
    if found := deem_accepted(case, now):
        return found
    if case.state in _LAPSES and (lapsed := lapse_gaps(case, now)):
        return lapsed
    if case.is_open and (overrun := tell_overrun(case, now)):
        return overrun
    return tell_service_late(case, now)


def acts_at(case: Case) -> datetime | None:
    """From when on ``act_when_due`` finds something, if nobody acts before; None for never."""
    silence = silence_ends(case)
    instants = [silence.due_at if silence else None, service_tells_at(case)]
    if case.state in _LAPSES and case.life.open_gaps:
        instants.append(case.life.gaps_due_at)
    if case.is_open:
        instants += overruns_at(case)
    return min((each for each in instants if each is not None), default=None)


def silence_ends(case: Case) -> DueDate | None:
    """Until when the office may speak before silence accepts; None where nothing runs."""
    limit = case.item.deemed_acceptance
    if case.state is not CaseState.RECEIVED or limit is None or case.is_stopped:
        return None
    calendar = calendar_with(case.card.extra_days_off)
    return due_date(limit, case.life.received_on, case.stops, calendar=calendar)
