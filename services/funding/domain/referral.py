"""A referral: a project is introduced to a fund, a bank or an insurer, with the sponsor's consent.

consented -> sent -> concluded (agreed, declined, no_answer)
         -> withdrawn             also after sending: nothing further is passed on
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from contracts.ids import OrganisationId, PersonId, ProjectId
from services.funding.domain.errors.voucher import (
    ConsentMissing,
    ConsentWithdrawn,
    DiligenceIncomplete,
    PackageEmpty,
)
from services.funding.domain.standing import check_state

Outcome = Literal["agreed", "declined", "no_answer"]
PACKAGE: Final = ("project_card", "stage_progress", "approval_results", "evidence_list", "funding")
"""What may be passed on, piece by piece; personal data is none of it."""
DILIGENCE: Final = ("technology", "market", "team", "legal", "valuation")
"""What a decision on equity has to show, so that diligence frees from blame (尽责免责)."""


class ReferralState(StrEnum):
    """How far a referral is."""

    CONSENTED = "consented"
    SENT = "sent"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Referral:
    """One introduction."""

    id: UUID
    project_id: ProjectId
    project_title: str
    organisation_id: OrganisationId
    organisation_name: str
    pack: str
    programme: str
    kind: str
    authority: str
    recipient_zh: str
    recipient_en: str
    package: list[str]
    wanted: Decimal | None
    consented_at: datetime
    consented_by: PersonId
    state: ReferralState = ReferralState.CONSENTED
    sent_at: datetime | None = None
    withdrawn_at: datetime | None = None
    outcome: Outcome | None = None
    outcome_amount: Decimal | None = None
    outcome_note: str | None = None
    diligence: dict[str, str] | None = None
    concluded_at: datetime | None = None
    version: int = 1

    def send(self, at: datetime) -> "Referral":
        """Hand over. Raises ConsentWithdrawn once the consent is gone."""
        self._must_be(ReferralState.CONSENTED)
        return replace(self, state=ReferralState.SENT, sent_at=at)

    def withdraw(self, at: datetime) -> "Referral":
        """Take the consent back; what was sent cannot be called back, nothing more is."""
        self._must_be(ReferralState.CONSENTED, ReferralState.SENT)
        return replace(self, state=ReferralState.WITHDRAWN, withdrawn_at=at)

    def conclude(
        self,
        outcome: Outcome,
        amount: Decimal | None,
        note: str,
        diligence: dict[str, str],
        at: datetime,
    ) -> "Referral":
        """What came of it. Agreed equity needs its whole file (mechanisms M59)."""
        self._must_be(ReferralState.SENT)
        if self.kind == "equity_referral" and outcome == "agreed":
            missing = [each for each in DILIGENCE if not diligence.get(each, "").strip()]
            if missing:
                raise DiligenceIncomplete(missing=", ".join(missing))
        return replace(
            self,
            state=ReferralState.CONCLUDED,
            outcome=outcome,
            outcome_amount=amount,
            outcome_note=note,
            diligence={key: diligence[key] for key in DILIGENCE if diligence.get(key)},
            concluded_at=at,
        )

    def _must_be(self, *states: ReferralState) -> None:
        if self.state is ReferralState.WITHDRAWN:
            raise ConsentWithdrawn()
        check_state(self.state, *states)


def check_consent(consent: bool, package: list[str]) -> None:
    """Consent is given in so many words, and to something."""
    if not consent:
        raise ConsentMissing()
    if not package:
        raise PackageEmpty()
