"""What funding answers, made by its own schemas."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.funding import schemas as funding
from tests.support.person import OWN_USCC
from tests.unit.portal.desk import NOW

PROJECT = UUID("01900000-0000-7000-8000-000000000001")
APPLICATION = UUID("01900000-0000-7000-8000-000000000006")
INSTALMENT = UUID("01900000-0000-7000-8000-000000000021")
CONTRACT = UUID("01900000-0000-7000-8000-000000000022")
REFERRAL = UUID("01900000-0000-7000-8000-000000000023")
_EVIDENCE = funding.EvidenceView(kind="pilot_service_contract", reference="A-1")
_MONEY = {"programme": "pilot_service_voucher", "amount": "240000.00"}
_MORE = _MONEY | {"place": 2, "number": 1, "outcome": "agreed", "stage": "pilot_maturation"}
MONEY_EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("fastlane.funding.application_submitted.v1", _MONEY),
    ("fastlane.funding.application_granted.v1", _MONEY),
    ("fastlane.funding.application_refused.v1", _MONEY | {"ground": "evidence_insufficient"}),
    ("fastlane.funding.reservation_released.v1", _MONEY),
    ("fastlane.funding.project_funding_released.v1", {"applications": 1, "amount": "0.00"}),
    ("fastlane.funding.contract_awaits.v1", _MONEY | {"party": "platform", "step": "filing"}),
    *(
        (f"fastlane.funding.{what}.v1", _MORE)
        for what in (
            "programme_offered",
            "application_graded",
            "application_first_signed",
            "application_queued",
            "funding_committed",
            "instalment_evidenced",
            "payment_made",
            "money_recovered",
            "equity_converted",
            "movement_reversed",
            "voucher_expired",
            "referral_consented",
            "referral_withdrawn",
            "referral_sent",
            "referral_concluded",
        )
    ),
]


def _ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


class MoneySamples:
    """Part of Samples: ``text`` is what people wrote."""

    text: str

    def quote(self) -> funding.QuoteView:
        """An amount with its working."""
        figure = funding.FigureView(
            value="30",
            basis="set_by_authority",
            clause=None,
            reason_zh=self.text,
            reason_en=self.text,
        )
        return funding.QuoteView(
            programme="pilot_service_voucher",
            pack="guangzhou",
            pack_version="2025.1",
            pack_digest="d",
            clause="二十四",
            base="800000.00",
            share_percent=figure,
            share_amount="240000.00",
            cap=figure.model_copy(update={"value": "500000"}),
            is_capped=False,
            amount="240000.00",
            is_indicative=True,
        )

    def application(self, state: str = "submitted") -> funding.ApplicationFile:
        """An application for a voucher."""
        return funding.ApplicationFile(
            id=APPLICATION,
            project_id=PROJECT,
            project_title=self.text,
            organisation_id=OWN_USCC,
            organisation_name=self.text,
            pack="guangzhou",
            programme="pilot_service_voucher",
            authority="development_reform",
            contract_amount="800000.00",
            contract_reference=self.text,
            purpose=self.text,
            sponsor_kind="small_medium_enterprise",
            amount="240000.00",
            quote=self.quote(),
            state=state,
            budget_year=2026,
            ground="evidence_insufficient" if state == "refused" else None,
            reason=self.text if state != "submitted" else None,
            submitted_at=_ago(6),
            decided_at=_ago(1) if state != "submitted" else None,
            closed_at=None,
            version=1,
            industry="biomedicine_health",
            due_at=_ago(-20),
            first_name=self.text,
            first_at=_ago(3),
            first_reason=self.text,
            valid_from=NOW.date(),
            valid_until=NOW.date(),
            evidence=[_EVIDENCE],
            facts={"is_recognised": True},
            entries=[
                funding.EntryView(
                    movement_id=APPLICATION,
                    movement=movement,
                    moved_at=_ago(1),
                    account=account,
                    amount="240000.00",
                    reason=self.text,
                )
                for movement, account in (("reserved", "reserved"), ("paid", "paid"))
            ],
            held=funding.HeldView(
                reserved="40000.00", committed="100000.00", paid="100000.00", equity="0.00"
            ),
            checks=[funding.CheckView(id="amount", result="ok", zh=self.text, en=self.text)],
            instalments=[self._instalment(each) for each in ("planned", "evidenced", "paid")],
            contracts=[self.contract()],
            place=2 if state == "queued" else None,
            two_people=True,
        )

    def _instalment(self, state: str) -> funding.InstalmentView:
        return funding.InstalmentView(
            id=INSTALMENT,
            number=1,
            amount="100000.00",
            milestone=self.text,
            due_on=NOW.date(),
            needed=["pilot_service_contract"],
            evidence=[_EVIDENCE],
            note=self.text,
            state=state,
            evidenced_at=_ago(2),
            paid_at=_ago(1) if state == "paid" else None,
            payment_reference=self.text if state == "paid" else None,
        )

    def contract(self, state: str = "proposed") -> funding.ContractView:
        """A contract under a voucher."""
        return funding.ContractView(
            id=CONTRACT,
            application_id=APPLICATION,
            project_id=PROJECT,
            project_title=self.text,
            organisation_name=self.text,
            pack="guangzhou",
            programme="pilot_service_voucher",
            platform_id="gz-biopharma-pilot",
            sponsor_id=OWN_USCC,
            reference=self.text,
            amount="800000.00",
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            document_sha256="ab" * 32,
            share="240000.00",
            state=state,
            awaits="platform",
            proposed_at=_ago(3),
            filed_at=None,
            accepted_by_sponsor="800000.00",
            accepted_by_platform=None,
            settled_at=None,
            paid=None,
            reason=self.text,
        )

    def referral(self, state: str = "consented") -> funding.ReferralView:
        """An introduction to a fund."""
        return funding.ReferralView(
            id=REFERRAL,
            project_id=PROJECT,
            project_title=self.text,
            organisation_id=OWN_USCC,
            organisation_name=self.text,
            pack="guangzhou",
            programme="pilot_funds",
            kind="equity_referral",
            authority="financial_office",
            recipient_zh=self.text,
            recipient_en=self.text,
            package=["project_card", "funding"],
            wanted="5000000.00",
            state=state,
            consented_at=_ago(9),
            sent_at=_ago(8),
            withdrawn_at=None,
            outcome="agreed" if state == "concluded" else None,
            outcome_amount="1000000.00",
            outcome_note=self.text,
            diligence={"market": self.text},
            concluded_at=None,
            version=1,
        )

    def budgets(self) -> list[funding.BudgetView]:
        """Two programmes' years, one of them not set."""
        money = {
            "reserved": "240000.00",
            "available": "19760000.00",
            "committed": "0.00",
            "paid": "0.00",
            "equity": "0.00",
        }
        named = {"pack": "guangzhou", "year": 2026, "authority": "development_reform"}
        return [
            funding.BudgetView(
                **named,
                **money,
                programme=programme,
                total="20000000.00",
                waiting=3,
                is_open=is_set,
                is_set=is_set,
                closed_reason=self.text,
                basis=self.quote().cap,
            )
            for programme, is_set in (("pilot_service_voucher", True), ("upgrade_match", False))
        ]

    def industries(self) -> list[funding.IndustryView]:
        """One industry's money."""
        amounts = {"reserved": "1.00", "committed": "2.00", "paid": "3.00"}
        named = {"pack": "guangzhou", "industry": "biomedicine_health", "applications": 2}
        return [funding.IndustryView.model_validate(named | amounts)]

    def journal(self) -> funding.JournalView:
        """One entry."""
        return funding.JournalView(
            movement_id=APPLICATION,
            movement="reserved",
            moved_at=_ago(1),
            account="reserved",
            amount="240000.00",
            reason=self.text,
            application_id=APPLICATION,
            pack="guangzhou",
            programme="pilot_service_voucher",
            year=2026,
            project_title=self.text,
            organisation_name=self.text,
            industry="biomedicine_health",
        )

    def money_counts(self) -> funding.QueueCounts:
        """The funding officers' queue in figures."""
        figures = dict.fromkeys(
            ("open", "unclaimed", "mine", "overdue", "first_signed", "waiting"), 2
        )
        return funding.QueueCounts(**figures, by_state=[])
