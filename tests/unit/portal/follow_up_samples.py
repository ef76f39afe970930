"""Samples of what follows a decision. Part of ``samples``."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from policy.item_plan import commitment_digest
from policy.loader import load_pack
from services.approval.schemas import follow_up as approval
from services.approval.schemas.letter import LetterCheck
from tests.support.person import OWN_USCC
from tests.unit.portal.desk import MESSAGE, NOW

PACK = "guangzhou"
LETTER = "0000-0000-0000-0000"
_PROJECT = UUID("01900000-0000-7000-8000-000000000001")
_CASE = UUID("01900000-0000-7000-8000-000000000002")
_DOCUMENT = UUID("01900000-0000-7000-8000-000000000004")


def follow_up_paths(case: UUID, part: UUID) -> list[str]:
    """Commands that a case's file offers; each answers with the file."""
    of_case = ("commitment", "revocation", "credit", "facts", "grade", "grade-consent")
    parts = (
        f"inspections/{part}/finding",
        f"inspections/{part}/rectification",
        f"conditions/{part}/discharge-application",
        f"conditions/{part}/discharge",
        f"conditions/{part}/replacement",
        f"permissions/{part}/prolongation",
        f"permissions/{part}/end",
        f"reconsiderations/{part}/decision",
    )
    paths = [f"cases/{case}/{each}" for each in (*of_case, "reconsideration")]
    return [f"approval/v1/{each}" for each in (*paths, *parts)]


class FollowUps:
    """What follows a decision. ``text`` is what people wrote; both sides may act on all of it."""

    text: str

    def consequences(self, kind: str = "case") -> approval.Consequences:
        """Of a case: what opens, waits and stops; of a gate: a condition in the way."""

        def one(outcome: str, kind: str, **more: Any) -> approval.ConsequenceView:
            empty: dict[str, Any] = {"item": None, "department": None, "task_id": None}
            empty |= {"waits_for": [], "ids": [], "months": None}
            return approval.ConsequenceView(outcome=outcome, kind=kind, **(empty | more))

        if kind == "gate":
            blocked = one("advance", "blocked_by_condition", ids=[MESSAGE])
            return approval.Consequences(items=[blocked, one("stop", "stops_project")])
        waits = one("approved", "still_waits", item="land", waits_for=["planning"])
        shut = one("refused", "stays_shut", item="construction", department="construction")
        months = one("approved", "permission", months=24)
        return approval.Consequences(items=[waits, months, shut, one("refused", "stops_project")])

    def letter_check(self) -> LetterCheck:
        """A letter that holds."""
        return LetterCheck(
            state="valid",
            pack=PACK,
            department="ecology",
            item="environment",
            outcome="refused",
            title_begins=self.text[:4],
            decided_on=date(2026, 3, 2),
            sha256="ab" * 32,
        )

    def case_file(self) -> approval.CaseFile:
        """A case with everything that a case can have."""
        pack = load_pack(PACK).pack
        return approval.CaseFile(
            id=_CASE,
            project_id=_PROJECT,
            title=self.text,
            organisation_id=OWN_USCC,
            organisation_name=self.text,
            pack=PACK,
            pack_version=pack.version,
            item="environment",
            department="ecology",
            stage="pilot_maturation",
            state="under_review",
            is_open=True,
            outcome="approved_with_conditions",
            route="commitment_and_filing",
            grade="low",
            grade_rule="environmental_registration",
            needs_consent=True,
            facts={"is_listed_process": False, "batch_kg": "20"},
            gates=["pilot_maturation", "industrialisation"],
            refusal_grounds=["sensitive_area"],
            works_here=True,
            is_own=True,
            upstream_revoked=["planning"],
            may_seek_reconsideration=True,
            commitment=self._commitment(),
            inspection=self._inspection(),
            standing=self._standing(),
            conditions=[self._condition(each) for each in ("open", "partly", "replaced")],
            permissions=[self._permission(1, "prolonged"), self._permission(2, "in_force")],
            reconsiderations=[self._reconsideration(None), self._reconsideration("upheld")],
            gradings=[self._grading("in_force"), self._grading("proposed")],
            credit=self._credit(),
            sittings=[approval.SittingRef(id=MESSAGE, at=NOW, state="called")],
            version=3,
        )

    def _commitment(self) -> approval.CommitmentView:
        pack = load_pack(PACK).pack
        text = pack.commitment_texts[0]
        return approval.CommitmentView(
            text=text.id,
            pack=PACK,
            pack_version=pack.version,
            sha256=commitment_digest(text),
            may_sign=True,
            signed_by_name=None,
            signed_at=None,
        )

    def _inspection(self) -> approval.InspectionView:
        return approval.InspectionView(
            id=MESSAGE,
            state="reported",
            due_at=NOW + timedelta(days=3),
            is_provisional=True,
            finding="rectify",
            rectify_by=date(2026, 3, 20),
            latest_rectify_on=date(2026, 3, 20),
            found_at=NOW,
            found_by_name=self.text,
            report=self.text,
            report_documents=[_DOCUMENT],
            reported_at=NOW,
            version=2,
        )

    def _standing(self) -> approval.StandingView:
        return approval.StandingView(
            number=2,
            revoked_at=NOW,
            revoked_ground="law",
            revoked_why=self.text,
            revoked_by_name=self.text,
        )

    def _condition(self, state: str) -> approval.ConditionLife:
        sought = approval.DischargeView(
            text=self.text,
            documents=[_DOCUMENT],
            sought_at=NOW,
            result="partly",
            why=self.text,
            decided_at=NOW,
            decided_by_name=self.text,
        )
        return approval.ConditionLife(
            id=MESSAGE,
            text=self.text,
            reason=self.text,
            owner=self.text,
            trigger="before_use",
            due_on=date(2026, 3, 1),
            gate="pilot_maturation",
            requester="ecology",
            state=state,
            is_sought=state == "partly",
            is_overdue=True,
            replaced_by=None,
            decision=1,
            discharges=[sought],
            version=1,
        )

    def _permission(self, number: int, state: str) -> approval.PermissionView:
        return approval.PermissionView(
            id=MESSAGE,
            number=number,
            state=state,
            is_temporary=True,
            from_on=date(2026, 3, 2),
            to_on=date(2028, 3, 1),
            prolongations_left=1,
            reason=self.text,
            ended_at=None,
            ended_how=None,
            ended_why=self.text,
            version=1,
        )

    def _reconsideration(self, result: str | None) -> approval.ReconsiderationView:
        before: dict[str, Any] = {
            "number": 1,
            "outcome": "refused",
            "ground": "sensitive_area",
            "reason": self.text,
            "conditions": [self.text],
            "decided_by_name": self.text,
            "decided_at": NOW.isoformat(),
        }
        return approval.ReconsiderationView(
            id=MESSAGE,
            cause="sponsor",
            state="decided" if result else "open",
            of_number=1,
            before=before,
            reason=self.text,
            documents=[_DOCUMENT],
            sought_at=NOW,
            due_at=NOW + timedelta(days=9),
            is_overdue=False,
            may_decide=result is None,
            result=result,
            outcome=None,
            why=self.text if result else None,
            decided_at=NOW if result else None,
            decided_by_name=None,
            version=1,
        )

    def _grading(self, state: str) -> approval.GradingView:
        return approval.GradingView(
            number=1,
            state=state,
            cause="override",
            grade="considerable",
            rule=None,
            route="standard",
            closed_by=["credit"],
            reason=self.text,
            graded_at=NOW,
            graded_by_name=self.text,
            confirmed_by_name=self.text,
            may_consent=state == "proposed",
        )

    def _credit(self) -> approval.CreditView:
        entry = approval.CreditEntryView(
            number=1,
            grade="D",
            before="C",
            ground="filing_revoked",
            reason=self.text,
            closes=["commitment_and_filing", "funding"],
            entered_at=NOW,
            entered_by_name=self.text,
        )
        return approval.CreditView(grade="D", closes=entry.closes, history=[entry])

    def obligations(self) -> list[approval.ObligationView]:
        """One of each kind."""
        kinds = ("inspection", "rectification", "condition", "permission", "reconsideration")
        return [
            approval.ObligationView(
                id=MESSAGE,
                kind=kind,
                party="sponsor" if kind in ("rectification", "condition") else "department",
                case_id=_CASE,
                project_id=_PROJECT,
                title=self.text,
                pack=PACK,
                department="ecology",
                item="environment",
                due_at=NOW + timedelta(days=days),
                is_provisional=False,
                is_overdue=days < 0,
            )
            for days, kind in enumerate(kinds, start=-1)
        ]

    def sitting(self) -> approval.SittingView:
        """A sitting that waits for its minutes."""
        return approval.SittingView(
            id=MESSAGE,
            project_id=_PROJECT,
            pack=PACK,
            title=self.text,
            state="called",
            at=NOW,
            place=self.text,
            agenda=self.text,
            called_by_name=self.text,
            items=[
                approval.AgendaItemView(
                    case_id=_CASE,
                    item="environment",
                    department="ecology",
                    decided_at=NOW,
                    outcome="approved",
                )
            ],
            absent=["ecology"],
            minutes=self.text,
            held_at=NOW,
            may_hold=True,
            version=1,
        )
