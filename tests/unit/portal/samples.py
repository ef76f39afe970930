"""Answers of the other services, made by their own schemas: the portal is tested on what they say.

``nasty`` stands in every text that people write, so that one test can look for it in every page.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.process import Limit
from policy.clock import due_date
from services.approval import schemas as approval
from services.insight import schemas as insight
from services.intake import schemas as intake
from services.notify import schemas as notify
from services.registry import schemas as registry
from tests.support.person import OWN_USCC
from tests.unit.portal.case_samples import life_choices, life_of, noted
from tests.unit.portal.desk import MESSAGE, NOW, Desk
from tests.unit.portal.figures import STAGES, Figures
from tests.unit.portal.follow_up_samples import FollowUps
from tests.unit.portal.money_samples import APPLICATION as APPLICATION
from tests.unit.portal.money_samples import MONEY_EVENTS, PROJECT, MoneySamples

CASE = UUID("01900000-0000-7000-8000-000000000002")
GATE = UUID("01900000-0000-7000-8000-000000000003")
DOCUMENT = UUID("01900000-0000-7000-8000-000000000004")
PLACEMENT = UUID("01900000-0000-7000-8000-000000000005")
DRAFT = UUID("01900000-0000-7000-8000-000000000008")
SUBMITTED_DRAFT = UUID("01900000-0000-7000-8000-000000000009")


def ago(days: float) -> datetime:
    """An instant before the sample's now."""
    return NOW - timedelta(days=days)


class Samples(Figures, Desk, FollowUps, MoneySamples):
    """One set of answers. ``text`` is what people wrote everywhere; ``state`` of the project."""

    def __init__(self, text: str = "样例", *, state: str = "open") -> None:
        self.text, self.state = text, state

    def project(self) -> intake.ProjectView:
        """A project in pilot maturation whose sponsor is asked for something."""
        return intake.ProjectView(
            id=PROJECT,
            organisation_id=OWN_USCC,
            organisation_name=self.text,
            title=self.text,
            summary=self.text,
            industry="biomedicine_health",
            sponsor_kind="small_medium_enterprise",
            facts={"hazard_class": "low", "batch_kg": "20", "in_assessed_area": True},
            key_project=True,
            project_code="2603-440112-04-01-123456",
            pack="guangzhou",
            pack_version="2025.1",
            pack_digest="d",
            entry_stage="small_trial",
            submitted_at=ago(60),
            state=self.state,
            stage="pilot_maturation",
            attempt=2,
            hold_until=None,
            outcome="withdrawn" if self.state == "finished" else None,
            manager_name=None,
            withdrawal_reason=self.text if self.state == "finished" else None,
            stages=STAGES,
            evidence_kinds=["pilot_service_contract", "pilot_run_report"],
            turns=[
                self.turn("sponsor", "information", "environment"),
                self.turn("queue", "case", "planning", ago(-3)),
                self.turn("sponsor", "evidence", "pilot_maturation"),
                self.turn("platform", "placement", "pilot_maturation"),
                self.turn("gate", "gate", "pilot_maturation", ago(2)),
                self.turn("suspended", "hold", "pilot_maturation"),
            ],
            version=3,
        )

    def draft(self, *, is_submitted: bool = False, **changes: str) -> intake.DraftView:
        """An application that is written but for its last click, or one that became a project."""
        typed = {
            "pack": "guangzhou",
            "industry": "biomedicine_health",
            "sponsor_kind": "startup_team",
            "entry_stage": "pilot_maturation",
            "title": self.text[:200],
            "summary": self.text,
            "entry_grounds": self.text,
        }
        fields = {} if is_submitted else {k: v for k, v in (typed | changes).items() if v}
        return intake.DraftView(
            id=SUBMITTED_DRAFT if is_submitted else DRAFT,
            fields=fields,
            saved_at=ago(1),
            version=4,
            project_id=PROJECT if is_submitted else None,
        )

    def turn(
        self, party: str, kind: str, name: str, due_at: datetime | None = None
    ) -> intake.TurnView:
        """One thing that waits."""
        return intake.TurnView(
            key=f"{kind}/{name}", party=party, kind=kind, name=name, since=ago(4), due_at=due_at
        )

    def file(self) -> intake.ProjectFile:
        """The project, whole, with one event of every kind."""
        return intake.ProjectFile(
            project=self.project(),
            history=[
                intake.HistoryEntry(
                    event_id=UUID(int=number), type=type_, happened_at=ago(60 - number), data=data
                )
                for number, (type_, data) in enumerate(EVENTS)
            ],
            evidence=[
                intake.EvidenceView(
                    stage="small_trial",
                    attempt=attempt,
                    kind="small_trial_report",
                    documents=[DOCUMENT],
                    note=self.text,
                    submitted_at=ago(days),
                )
                for attempt, days in ((1, 50), (2, 1))
            ],
            documents=[
                intake.DocumentView(
                    id=DOCUMENT,
                    name=self.text,
                    media_type="application/pdf",
                    size_bytes=123_456,
                    sha256="s",
                    uploaded_at=ago(51),
                )
            ],
        )

    def task(self, kind: str = "case", *, mine: bool = True, is_open: bool = True) -> Any:
        """A task of a queue."""
        is_case = kind == "case"
        return approval.TaskView(
            id=CASE if is_case else GATE,
            kind="case" if is_case else "gate",
            project_id=PROJECT,
            title=self.text,
            organisation_id=OWN_USCC,
            organisation_name=self.text,
            industry="biomedicine_health",
            key_project=True,
            pack="guangzhou",
            pack_version="2025.1",
            department="ecology" if is_case else None,
            name="environment" if is_case else "pilot_maturation",
            stage="pilot_maturation",
            attempt=None if is_case else 2,
            round=None if is_case else 1,
            state=("under_review" if is_case else "open") if is_open else "decided",
            is_open=is_open,
            is_stopped=False,
            stopped_at=None,
            is_overdue=True,
            is_provisional=True,
            holder="me" if mine else None,
            holder_name=self.text if mine else None,
            is_mine=mine,
            owner_name=None,
            may_recall=not mine,
            is_barred=not mine,
            claimed_at=ago(3) if mine else None,
            lease_until=ago(-2) if mine else None,
            opened_at=ago(9),
            due_at=ago(1),
            statutory_due_at=ago(-12) if is_case else None,
            ended_at=None if is_open else ago(1),
            outcome=None if is_open else "approved" if is_case else "advance",
            resumed_at=ago(1),
            is_news=mine,
            escalated="committed" if is_open else None,
            signatures_missing=2 if is_open else 0,
            asks_my_signature=not mine,
            version=4,
        )

    def due(self) -> approval.DueView:
        """A due date over the spring make-up days, with its ledger."""
        limit = Limit(figure=10, unit="working_day")
        found = due_date(limit, date(2026, 2, 10))
        return approval.DueView(
            limit=limit,
            due_on=found.due_on,
            due_at=found.due_at,
            is_provisional=False,
            is_overdue=False,
            ledger=found.ledger.as_json(),
        )

    def decision(self, outcome: str) -> approval.DecisionView:
        """A decision that stands."""
        return approval.DecisionView(
            outcome=outcome,
            ground="sensitive_area" if outcome == "refused" else None,
            reason=self.text,
            hold_until=date(2026, 5, 1) if outcome == "hold" else None,
            decided_at=ago(1),
            decided_by_name=self.text,
            decided_for_name=self.text,
            within_committed=True,
            within_statutory=True,
            conditions=[
                approval.ConditionView(
                    id=CASE, text=self.text, trigger=trigger, due_on=date(2026, 6, 1)
                )
                for trigger in ("before_start", "before_use", "by_date", "standing")
            ],
        )

    def round(self, *, is_answered: bool) -> approval.RoundView:
        """A request for information."""
        return approval.RoundView(
            number=1,
            ground="information_requested",
            question=self.text,
            asked_at=ago(4),
            asked_by_name=self.text,
            answer=self.text if is_answered else None,
            documents=[DOCUMENT] if is_answered else [],
            answered_at=ago(2) if is_answered else None,
        )

    def detail(self, kind: str = "case", *, mine: bool = True, is_open: bool = True) -> Any:
        """A task, whole."""
        is_case = kind == "case"
        return approval.TaskDetail(
            task=self.task(kind, mine=mine, is_open=is_open),
            choices=approval.ChoiceView(
                outcomes=["approved", "approved_with_conditions", "refused"]
                if is_case
                else ["advance", "iterate", "hold", "stop"],
                refusal_grounds=["emission_standard_exceeded", "sensitive_area"],
                stop_grounds=["information_requested", "expert_review"],
                information_rounds_left=1,
                max_attempts=3,
            ),
            committed=self.due(),
            statutory=self.due() if is_case else None,
            stops=[],
            rounds=[self.round(is_answered=True)],
            decision=None if is_open else self.decision("refused" if is_case else "hold"),
            unresolved=[] if is_case else ["registration"],
            history=[
                approval.TaskEventView(
                    happened_at=ago(5),
                    what=what,
                    actor_name=self.text,
                    behalf_name=self.text,
                    why=self.text,
                    data={"to_name": self.text},
                )
                for what in ("opened", "claimed", "information_requested", "decided")
            ],
            others=[
                approval.OtherTaskView(
                    id=GATE,
                    kind="case",
                    name="planning",
                    department="natural_resources",
                    stage="pilot_maturation",
                    attempt=None,
                    round=None,
                    state="decided",
                    is_stopped=False,
                    due_at=ago(2),
                    outcome="approved",
                    conditions=self.decision("approved_with_conditions").conditions,
                )
            ],
            draft=approval.DraftView(fields={"reason": self.text}, saved_at=ago(1)),
            acting_for=self.text,
            conflicts=[self.conflict()],
            signers=self.signers(),
            signing_for=self.text,
            points=self.points() if is_case else [],
            checks=self.checks(),
            spent=self.spent(),
            looked_at=ago(4),
            life=life_of(self.text) if is_case else None,
            life_choices=life_choices() if is_case else None,
            noted=[noted(self.text)] if is_case else [],
            version=4,
        )

    def work(self) -> approval.ProjectWorkView:
        """The project's cases and gates as its sponsor sees them."""
        return approval.ProjectWorkView(
            collecting_until=ago(-2),
            items=[
                self.case("environment", "awaiting_information", None),
                self.case("planning", "decided", "approved_with_conditions"),
                self.case("registration", "decided", "refused"),
            ],
            gates=[
                approval.GateView(
                    id=GATE,
                    project_id=PROJECT,
                    stage="small_trial",
                    attempt=1,
                    round=1,
                    state="decided",
                    is_overdue=False,
                    opened_at=ago(30),
                    ended_at=ago(25),
                    committed=self.due(),
                    decision=self.decision("hold"),
                )
            ],
        )

    def case(self, item: str, state: str, outcome: str | None) -> approval.CaseView:
        """A case."""
        return approval.CaseView(
            id=CASE,
            project_id=PROJECT,
            item=item,
            department="ecology",
            stage="pilot_maturation",
            state=state,
            is_stopped=state == "awaiting_information",
            is_overdue=False,
            opened_at=ago(9),
            ended_at=ago(1) if outcome else None,
            committed=self.due(),
            statutory=self.due(),
            stops=[],
            rounds=[self.round(is_answered=state != "awaiting_information")],
            decision=self.decision(outcome) if outcome else None,
            life=life_of(self.text),
            accepts_gaps=True,
            version=2,
        )

    def platform(self) -> registry.PlatformView:
        """A platform."""
        words = registry.Words(zh=self.text, en=self.text)
        return registry.PlatformView(
            id="gz-biopharma-pilot",
            pack="guangzhou",
            platform_type="leading",
            name=words,
            industries=["biomedicine_health"],
            place=registry.Place(name=words, longitude="113.484", latitude="23.181"),
            monthly_capacity=6,
            capacity_left=2,
            contact=registry.Contact(name=self.text, phone="020-1234567", email="a@b.example"),
            contact_is_public=True,
            published_at=ago(90),
            changed_at=ago(80),
            version=1,
        )

    def placement(self, state: str = "open") -> registry.PlacementView:
        """A search for a platform."""
        return registry.PlacementView(
            id=PLACEMENT,
            project_id=PROJECT,
            stage="pilot_maturation",
            pack="guangzhou",
            organisation_id=OWN_USCC,
            organisation_name=self.text,
            title=self.text,
            industry="biomedicine_health",
            key_project=True,
            state=state,
            platform_id=None if state == "open" else "gz-biopharma-pilot",
            declines=[
                registry.DeclineView(
                    platform_id="gz-other", ground="no_capacity", note=self.text, declined_at=ago(2)
                )
            ],
            opened_at=ago(5),
            chosen_at=None if state == "open" else ago(1),
            confirmed_at=None,
            released_at=None,
            version=1,
        )

    def card(self) -> insight.ProjectCard:
        """A project in a list of insight."""
        return insight.ProjectCard(
            id=PROJECT,
            organisation_id=OWN_USCC,
            title=self.text,
            industry="biomedicine_health",
            key_project=False,
            pack="guangzhou",
            entry_stage="small_trial",
            submitted_at=ago(60),
            state="open",
            stage="pilot_maturation",
            attempt=1,
            finished_at=None,
            outcome=None,
            lead_days=None,
            lead_working_days=None,
            age_days=60.0,
            information_requests=1,
        )

    def timeline(self) -> insight.ProjectTimeline:
        """Where one project's time went."""
        kinds = ("evidence", "case", "information", "gate", "placement", "hold")
        return insight.ProjectTimeline(
            as_of=NOW,
            project=self.card(),
            sentence=insight.Sentence(zh=self.text, en=self.text),
            total_days=60.0,
            attribution_days={"sponsor": 40.0, "department": 20.0},
            attribution_by_department={},
            spans=[
                insight.SpanView(
                    activity="a",
                    kind=kind,
                    name="environment" if kind in ("case", "information") else "pilot_maturation",
                    stage="pilot_maturation",
                    party="sponsor" if kind == "evidence" else "department",
                    department="ecology" if kind == "case" else None,
                    round=1,
                    started_at=ago(30),
                    ended_at=None if kind == "hold" else ago(20),
                    days=10.0,
                )
                for kind in kinds
            ],
            critical_path=[],
            bars=[
                insight.BarView(
                    kind=kind,
                    name="environment" if kind in ("case", "information") else "pilot_maturation",
                    stage="pilot_maturation",
                    party=None if kind == "stage" else "department",
                    department="ecology" if kind == "case" else None,
                    started_at=ago(30),
                    ended_at=None if kind == "hold" else ago(20),
                    days=10.0,
                    working_days=7 if kind == "case" else None,
                    is_critical=kind == "case",
                )
                for kind in ("stage", *kinds, "handover")
            ],
            total_working_days=41,
            savings=[
                insight.SavingView(
                    item="environment", department="ecology", late_by_days=4.0, earlier_by_days=2.0
                )
            ],
        )

    def message(self) -> notify.MessageView:
        """A message to the reader."""
        words = notify.WordsView(zh=self.text, en=self.text)
        return notify.MessageView(
            id=MESSAGE,
            event_id=MESSAGE,
            project_id=PROJECT,
            task_id=str(CASE),
            kind="information_requested",
            urgent=True,
            subject=words,
            body=words,
            happened_at=ago(1),
            told_at=ago(1),
            read_at=None,
        )

    def delivery(self) -> notify.DeliveryView:
        """An e-mail that did not arrive."""
        return notify.DeliveryView(
            id=MESSAGE,
            message_id=MESSAGE,
            person_id="someone",
            project_id=PROJECT,
            kind="information_requested",
            channel="email",
            state="failed",
            attempts=5,
            error=self.text,
            created_at=ago(1),
            next_attempt_at=ago(0),
            sent_at=None,
        )


_CASE = {"case_id": str(CASE), "item": "environment", "department": "ecology"}
_TASK = {"task_id": str(CASE), "task_kind": "case", "name": "environment", "percent": 50}
_GATE = {"gate_id": str(GATE), "stage": "small_trial", "attempt": 1, "round": 1}
_HERE = {"stage": "pilot_maturation", "attempt": 1}
_DUE = {"due_at": "2026-03-20T16:00:00Z"}
EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("fastlane.intake.project_submitted.v1", {"entry_stage": "small_trial"}),
    ("fastlane.lane.stage_entered.v1", {"stage": "small_trial", "attempt": 1}),
    ("fastlane.intake.evidence_submitted.v1", {"stage": "small_trial", "attempt": 1}),
    ("fastlane.approval.gate_opened.v1", _GATE | _DUE),
    ("fastlane.approval.gate_decided.v1", _GATE | {"outcome": "advance"}),
    (
        "fastlane.lane.stage_completed.v1",
        {"stage": "small_trial", "attempt": 1, "outcome": "advance"},
    ),
    ("fastlane.lane.stage_entered.v1", _HERE),
    ("fastlane.registry.placement_opened.v1", _HERE),
    ("fastlane.registry.platform_chosen.v1", _HERE | {"platform_id": "gz-biopharma-pilot"}),
    ("fastlane.registry.platform_declined.v1", _HERE | {"ground": "no_capacity"}),
    ("fastlane.registry.platform_confirmed.v1", _HERE | {"platform_id": "gz-biopharma-pilot"}),
    ("fastlane.approval.case_opened.v1", _CASE | _HERE | _DUE),
    ("fastlane.approval.task_claimed.v1", _TASK),
    ("fastlane.approval.task_released.v1", _TASK),
    ("fastlane.approval.task_reminded.v1", _TASK),
    ("fastlane.approval.task_escalated.v1", _TASK | {"limit": "committed"}),
    ("fastlane.approval.clock_recomputed.v1", _TASK | _DUE),
    ("fastlane.approval.information_requested.v1", _CASE),
    ("fastlane.approval.information_supplied.v1", _CASE | _DUE),
    ("fastlane.approval.case_decided.v1", _CASE | {"outcome": "approved"}),
    ("fastlane.approval.case_closed.v1", _CASE | {"state": "withdrawn"}),
    ("fastlane.approval.gate_closed.v1", _GATE),
    *MONEY_EVENTS,
    ("fastlane.registry.placements_released.v1", {"released": 1}),
    ("fastlane.approval.project_work_closed.v1", {"cases": 0, "gates": 0}),
    ("fastlane.intake.case_manager_assigned.v1", {"manager": "m"}),
    ("fastlane.lane.project_held.v1", _HERE | {"until": "2026-04-01T00:00:00Z"}),
    ("fastlane.lane.project_resumed.v1", _HERE),
    ("fastlane.intake.project_replanned.v1", {"from_version": "1", "plan": {"version": "2"}}),
    ("fastlane.lane.plan_adopted.v1", _HERE | {"pack_version": "2"}),
    ("fastlane.intake.project_withdrawn.v1", {}),
    ("fastlane.lane.closing_started.v1", _HERE | {"outcome": "withdrawn"}),
    ("fastlane.lane.stage_entered.v1", {"stage": "pilot_maturation", "attempt": 2}),
]
