"""Whether a case may be decided so: what its life leaves open, beside what ``Verdict`` checks."""

from datetime import date

from contracts.events.approval import CaseOutcome
from contracts.process import ItemPlan
from services.approval.domain.decision import Verdict
from services.approval.domain.errors.life import GapsUnfilled, ProcedureNotHeld
from services.approval.domain.life import Life


def check_verdict(verdict: Verdict, item: ItemPlan, life: Life, today: date) -> None:
    """Ground and conditions, what is missing, required procedures.

    A refusal does not wait for what is missing. Raises GapsUnfilled or ProcedureNotHeld.
    """
    verdict.check(item, today)
    missing = ", ".join(str(each.number) for each in life.open_gaps)
    if missing and verdict.outcome is not CaseOutcome.REFUSED:
        raise GapsUnfilled(missing=missing)
    held = {each.procedure for each in life.halts if not each.is_open}
    required = (each.procedure for each in item.procedures if each.is_required)
    if owed := [each for each in required if each not in held]:
        raise ProcedureNotHeld(procedures=", ".join(owed))
