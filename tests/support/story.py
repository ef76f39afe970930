"""A project's story told in days: the events that the lane would tell, for those who hear."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from contracts.envelope import Envelope, Message
from contracts.events import approval, intake, lane, registry
from contracts.events.approval import CaseOutcome
from contracts.ids import (
    LANE_NAMESPACE,
    EventId,
    OrganisationId,
    PersonId,
    PlatformId,
    ProjectId,
    case_id,
    gate_id,
    placement_id,
)
from contracts.process import GateOutcome, ProjectOutcome

BEGIN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, 10:00 in Shanghai."""
OFFICER = PersonId("officer-1")


@dataclass(frozen=True)
class Told:
    """An event, when it happened, and its place among its publisher's."""

    id: UUID
    at: datetime
    message: Message
    sequence: int

    @property
    def publisher(self) -> str:
        return self.message.TYPE.split(".")[1]

    @property
    def envelope(self) -> Envelope:
        return Envelope.wrap(
            self.message,
            id_=EventId(self.id),
            source=self.publisher,
            time=self.at,
            recorded=self.at,
            sequence=self.sequence,
        )


@dataclass
class Story:
    """One project. Every method tells one event, at a day since the beginning (or part of one)."""

    number: int = 1
    pack: str = "guangzhou"
    organisation: str = "91440101MA9Y010002"
    platform: str = "platform-a"
    begin: datetime = BEGIN
    told: list[Told] = field(default_factory=list)

    @property
    def project(self) -> ProjectId:
        return ProjectId(uuid5(LANE_NAMESPACE, f"story/{self.number}"))

    def at(self, day: float) -> datetime:
        """The instant of a day of the story."""
        return self.begin + timedelta(days=day)

    def tell(self, day: float, message: Message) -> "Story":
        """Add any event."""
        number = len(self.told) + 1
        id_ = uuid5(LANE_NAMESPACE, f"story/{self.number}/{number}")
        self.told.append(Told(id_, self.at(day), message, number))
        return self

    def __iter__(self) -> Iterator[Told]:
        return iter(self.told)

    def submitted(self, day: float = 0, entry_stage: str = "pilot", **more: object) -> "Story":
        facts: dict[str, object] = {
            "project_id": self.project,
            "organisation_id": OrganisationId(self.organisation),
            "organisation_name": "样例单位",
            "title": f"项目 {self.number}",
            "industry": "biopharma",
            "sponsor_kind": "startup_team",
            "key_project": False,
            "pack": self.pack,
            "pack_version": "1",
            "pack_digest": "d",
            "entry_stage": entry_stage,
        }
        return self.tell(day, intake.ProjectSubmitted.model_validate(facts | more))

    def entered(
        self, day: float, stage: str = "pilot", attempt: int = 1, by: str = "sponsor"
    ) -> "Story":
        event = lane.StageEntered(
            project_id=self.project,
            stage=stage,
            attempt=attempt,
            carried_out_by=by,
            needs_platform=by == "platform",
        )
        return self.tell(day, event)

    def handed_in(self, day: float, stage: str = "pilot", attempt: int = 1) -> "Story":
        event = intake.EvidenceSubmitted(
            project_id=self.project, stage=stage, attempt=attempt, kinds=(), documents=0
        )
        return self.tell(day, event)

    def opened(
        self,
        day: float,
        item: str,
        department: str = "ecology",
        due: float = 30,
        stage: str = "pilot",
        route: str = "standard",
    ) -> "Story":
        event = approval.CaseOpened(
            project_id=self.project,
            case_id=case_id(self.project, stage, item),
            item=item,
            department=department,
            pack=self.pack,
            stage=stage,
            due_at=self.at(due),
            statutory_due_at=self.at(due + 10),
            provisional=False,
            clock_version=1,
            alarms=(),
            route=route,
        )
        return self.tell(day, event)

    def claimed(self, day: float, item: str, stage: str = "pilot") -> "Story":
        return self.tell(day, approval.TaskClaimed(**self._task(item, stage), holder=OFFICER))

    def released(self, day: float, item: str, stage: str = "pilot") -> "Story":
        return self.tell(day, approval.TaskReleased(**self._task(item, stage), holder=OFFICER))

    def _task(self, item: str, stage: str) -> dict[str, object]:
        return {
            "project_id": self.project,
            "task_id": case_id(self.project, stage, item),
            "task_kind": "case",
        }

    def asked(
        self,
        day: float,
        item: str,
        round_: int = 1,
        ground: str = "information_requested",
        stage: str = "pilot",
        department: str = "ecology",
    ) -> "Story":
        event = approval.InformationRequested(
            project_id=self.project,
            case_id=case_id(self.project, stage, item),
            item=item,
            department=department,
            round=round_,
            ground=ground,
            clock_version=2,
        )
        return self.tell(day, event)

    def answered(
        self,
        day: float,
        item: str,
        round_: int = 1,
        due: float = 30,
        stage: str = "pilot",
        department: str = "ecology",
    ) -> "Story":
        event = approval.InformationSupplied(
            project_id=self.project,
            case_id=case_id(self.project, stage, item),
            item=item,
            department=department,
            round=round_,
            due_at=self.at(due),
            statutory_due_at=self.at(due + 10),
            provisional=False,
            clock_version=3,
            alarms=(),
        )
        return self.tell(day, event)

    def decided(
        self,
        day: float,
        item: str,
        outcome: CaseOutcome = CaseOutcome.APPROVED,
        department: str = "ecology",
        *,
        on_time: bool = True,
        ground: str | None = None,
        stage: str = "pilot",
    ) -> "Story":
        event = approval.CaseDecided(
            project_id=self.project,
            case_id=case_id(self.project, stage, item),
            item=item,
            department=department,
            stage=stage,
            outcome=outcome,
            ground=ground,
            conditions=0,
            within_committed=on_time,
            within_statutory=True,
            decided_by=OFFICER,
        )
        return self.tell(day, event)

    def gate_opened(self, day: float, stage: str = "pilot", attempt: int = 1) -> "Story":
        event = approval.GateOpened(
            project_id=self.project,
            gate_id=gate_id(self.project, stage, attempt, 1),
            pack=self.pack,
            stage=stage,
            attempt=attempt,
            round=1,
            due_at=self.at(day + 7),
            provisional=False,
            clock_version=1,
            alarms=(),
        )
        return self.tell(day, event)

    def gate_decided(
        self,
        day: float,
        outcome: GateOutcome = GateOutcome.ADVANCE,
        stage: str = "pilot",
        attempt: int = 1,
    ) -> "Story":
        event = approval.GateDecided(
            project_id=self.project,
            gate_id=gate_id(self.project, stage, attempt, 1),
            stage=stage,
            attempt=attempt,
            round=1,
            outcome=outcome,
            hold_until=self.at(day + 5) if outcome is GateOutcome.HOLD else None,
            within_committed=True,
            decided_by=OFFICER,
        )
        return self.tell(day, event)

    def completed(
        self,
        day: float,
        outcome: GateOutcome = GateOutcome.ADVANCE,
        stage: str = "pilot",
        attempt: int = 1,
    ) -> "Story":
        event = lane.StageCompleted(
            project_id=self.project, stage=stage, attempt=attempt, outcome=outcome
        )
        return self.tell(day, event)

    def placing(self, day: float, what: str, stage: str = "pilot", **more: object) -> "Story":
        """``what``: opened, chosen, declined, confirmed."""
        types: dict[str, type[Message]] = {
            "opened": registry.PlacementOpened,
            "chosen": registry.PlatformChosen,
            "declined": registry.PlatformDeclined,
            "confirmed": registry.PlatformConfirmed,
        }
        facts: dict[str, object] = {
            "project_id": self.project,
            "placement_id": placement_id(self.project, stage),
            "stage": stage,
            "platform_id": PlatformId(self.platform),
            "ground": "full",
        }
        return self.tell(day, types[what].model_validate(facts | more))

    def held(self, day: float, until: float, stage: str = "pilot") -> "Story":
        event = lane.ProjectHeld(project_id=self.project, stage=stage, until=self.at(until))
        return self.tell(day, event)

    def resumed(self, day: float, stage: str = "pilot") -> "Story":
        event = lane.ProjectResumed(project_id=self.project, stage=stage, held_until=self.at(day))
        return self.tell(day, event)

    def withdrawn(self, day: float) -> "Story":
        return self.tell(day, intake.ProjectWithdrawn(project_id=self.project))

    def closing(self, day: float, outcome: ProjectOutcome) -> "Story":
        event = lane.ClosingStarted(project_id=self.project, stage="pilot", outcome=outcome)
        return self.tell(day, event)

    def finished(
        self, day: float, outcome: ProjectOutcome = ProjectOutcome.INDUSTRIALISED
    ) -> "Story":
        event = lane.ProjectFinished(project_id=self.project, stage="pilot", outcome=outcome)
        return self.tell(day, event)


def straight(number: int = 1, **more: object) -> Story:
    """One stage with two items in parallel: 20 days, every one of them known.

    Sponsor 0-4 (evidence), ecology unclaimed 0-3, working 3-8, asking 8-11, working 11-16;
    planning decided on day 6; gate 17-20.
    """
    story = Story(number=number, **more)  # type: ignore[arg-type]
    story.submitted(0).entered(0)
    story.opened(0, "planning", "natural_resources", due=10).claimed(1, "planning")
    story.opened(0, "environment", "ecology", due=12).claimed(3, "environment")
    story.handed_in(4)
    story.decided(6, "planning", department="natural_resources")
    story.asked(8, "environment").answered(11, "environment", due=15)
    story.decided(16, "environment", on_time=False)
    story.gate_opened(17).gate_decided(20).completed(20).finished(20)
    return story
