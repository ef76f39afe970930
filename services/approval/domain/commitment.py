"""Filing by commitment (承诺+备案): the sponsor signs a text, and the case is filed at once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from contracts.events.after_decision import CommitmentSigned
from contracts.events.approval import CaseDecided, CaseOutcome
from contracts.process import CommitmentPlan
from services.approval.domain.case import Case
from services.approval.domain.case_state import check_move
from services.approval.domain.decision import Verdict
from services.approval.domain.errors.inspection import (
    CommitmentTextMissing,
    NotOnCommitmentRoute,
    OtherCommitmentText,
)
from services.approval.domain.holder import FREE, Actor

ROUTE: Final = "commitment_and_filing"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was signed, by whom and when. ``sha256`` is that of the text as the pack has it."""

    text: str
    pack: str
    pack_version: str
    sha256: str
    by: Actor
    at: datetime


def signable(case: Case) -> CommitmentPlan:
    """The text that the case's sponsor may sign. Raises what keeps it from being signed."""
    if case.item.route != ROUTE:
        raise NotOnCommitmentRoute(route=case.item.route)
    if case.item.commitment is None:
        raise CommitmentTextMissing(version=case.card.pack_version)
    return case.item.commitment


def sign(
    case: Case, sha256: str, signer: Actor, now: datetime
) -> tuple[Case, Commitment, tuple[CommitmentSigned, CaseDecided]]:
    """Sign and file in one step: nobody can have signed without being filed, or the reverse.

    Whoever holds the case loses it: nothing is left to decide. Raises OtherCommitmentText when
    what was read is not the text of the case's rules.
    """
    plan = signable(case)
    check_move("file", case.state)
    case.check_running()
    if sha256 != plan.sha256:
        raise OtherCommitmentText(expected=plan.sha256[:12], found=sha256[:12])
    commitment = Commitment(
        plan.text, case.card.pack, case.card.pack_version, plan.sha256, signer, now
    )
    # A filing has no reason of an officer's: what was signed is the reason.
    after, event = case.decided(Verdict(CaseOutcome.FILED, plan.text), signer, now)
    # Who signs has it in hand: nothing is left to serve.
    after = replace(after, holding=FREE, life=replace(after.life, service_due_at=None))
    return after, commitment, (_signed(case, commitment), event)


def _signed(case: Case, signed: Commitment) -> CommitmentSigned:
    return CommitmentSigned(
        project_id=case.project_id,
        case_id=case.id,
        item=case.item.item,
        department=case.item.department,
        text=signed.text,
        pack=signed.pack,
        pack_version=signed.pack_version,
        sha256=signed.sha256,
        signed_by=signed.by.person,
    )
