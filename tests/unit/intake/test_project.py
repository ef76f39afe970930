"""A project's own rules: entry, evidence, withdrawal, the named person."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.events.intake import EvidenceSubmitted
from contracts.ids import OrganisationId, PersonId, ProjectId
from contracts.process import GateOutcome, GatePlan, Limit, Plan, StagePlan
from services.intake.domain.document import check_document
from services.intake.domain.errors import (
    BadProjectCode,
    DocumentContentMismatch,
    DocumentEmpty,
    DocumentTooLarge,
    DocumentTypeRefused,
    EntryGroundsMissing,
    EvidenceAlreadySubmitted,
    EvidenceIncomplete,
    ManagerAlreadyAssigned,
    NotThisStage,
    ProjectIsOver,
    StageNotOpen,
    UnknownEvidence,
)
from services.intake.domain.project import (
    EvidenceItem,
    Project,
    ProjectState,
    check_entry,
    check_project_code,
)
from tests.support.person import OWN_USCC

DAY = Limit(figure=1, unit="working_day")
GATE = GatePlan(limit=DAY, outcomes=tuple(GateOutcome), max_attempts=2)


def _stage(name: str, *evidence: str) -> StagePlan:
    return StagePlan(
        stage=name, carried_out_by="sponsor", needs_platform=False, evidence=evidence, gate=GATE
    )


PLAN = Plan(
    pack="harbour",
    version="1",
    digest="sha256:0",
    calendar="1",
    stages=(_stage("sketch", "drawing", "budget"), _stage("build", "photo"), _stage("sail")),
    entry_stages=("sketch", "build"),
)


def _project(state: ProjectState = ProjectState.OPEN, **changes: object) -> Project:
    values: dict[str, object] = {
        "id": ProjectId(UUID(int=1)),
        "organisation_id": OrganisationId(OWN_USCC),
        "organisation_name": "A",
        "title": "T",
        "summary": "S",
        "industry": "boats",
        "sponsor_kind": "club",
        "key_project": False,
        "project_code": None,
        "plan": PLAN,
        "entry_stage": "sketch",
        "entry_grounds": None,
        "submitted_at": datetime(2026, 3, 2, tzinfo=UTC),
        "submitted_by": PersonId("p"),
        "state": state,
        "stage": "sketch",
        "attempt": 1,
    }
    return Project(**(values | changes))  # type: ignore[arg-type]


def _items(*kinds: str) -> tuple[EvidenceItem, ...]:
    return tuple(EvidenceItem(kind, (), "") for kind in kinds)


def test_the_first_stage_may_be_entered_without_grounds() -> None:
    check_entry(PLAN, "sketch", None)


def test_a_later_stage_needs_grounds() -> None:
    with pytest.raises(EntryGroundsMissing):
        check_entry(PLAN, "build", "  short ")
    check_entry(PLAN, "build", "the drawing was approved last year")


def test_a_stage_that_the_pack_does_not_open_is_refused_by_name() -> None:
    with pytest.raises(StageNotOpen) as refused:
        check_entry(PLAN, "sail", "the boat is built and afloat")
    assert "sketch, build" in refused.value.text("en")


@pytest.mark.parametrize("code", ["2603-440112-04-01-12345", "2603-440112-04-01-1234567", "x"])
def test_a_project_code_of_another_shape_is_refused(code: str) -> None:
    with pytest.raises(BadProjectCode):
        check_project_code(code)


def test_a_project_code_of_the_national_shape_passes() -> None:
    check_project_code("2603-440112-04-01-123456")
    check_project_code(None)


def test_complete_evidence_of_the_current_attempt_is_taken() -> None:
    event = _project().hand_in("sketch", 1, _items("budget", "drawing"), is_handed_in=False)
    assert isinstance(event, EvidenceSubmitted)
    assert event.kinds == ("budget", "drawing")


@pytest.mark.parametrize(
    ("stage", "attempt", "kinds", "handed_in", "refusal"),
    [
        ("sketch", 1, ("drawing",), False, EvidenceIncomplete),
        ("sketch", 1, ("drawing", "budget", "song"), False, UnknownEvidence),
        ("sketch", 1, ("drawing", "budget"), True, EvidenceAlreadySubmitted),
        ("build", 1, ("photo",), False, NotThisStage),
        ("sketch", 2, ("drawing", "budget"), False, NotThisStage),
    ],
)
def test_other_evidence_is_refused(
    stage: str, attempt: int, kinds: tuple[str, ...], handed_in: bool, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _project().hand_in(stage, attempt, _items(*kinds), is_handed_in=handed_in)


def test_before_the_course_has_begun_no_evidence_is_taken() -> None:
    with pytest.raises(NotThisStage):
        _project(ProjectState.SUBMITTED).hand_in(
            "sketch", 1, _items("drawing", "budget"), is_handed_in=False
        )


@pytest.mark.parametrize("state", [ProjectState.SUBMITTED, ProjectState.OPEN, ProjectState.HELD])
def test_a_sponsor_may_withdraw_at_any_moment_before_the_end(state: ProjectState) -> None:
    after, event = _project(state).withdraw("no market")
    assert after.state is ProjectState.CLOSING
    assert after.withdrawal_reason == "no market"
    assert event.project_id == after.id


@pytest.mark.parametrize("state", [ProjectState.CLOSING, ProjectState.FINISHED])
def test_what_is_over_takes_no_command(state: ProjectState) -> None:
    project = _project(state)
    with pytest.raises(ProjectIsOver):
        project.withdraw("again")
    with pytest.raises(ProjectIsOver):
        project.hand_in("sketch", 1, _items("drawing", "budget"), is_handed_in=False)
    with pytest.raises(ProjectIsOver):
        project.assign(PersonId("m"), "M")


def test_a_project_has_one_named_person() -> None:
    after, _ = _project().assign(PersonId("m"), "M")
    with pytest.raises(ManagerAlreadyAssigned):
        after.assign(PersonId("other"), "O")
    again, _ = after.assign(PersonId("m"), "M")
    assert again.manager == "m"


def test_a_document_must_be_what_it_says() -> None:
    check_document("application/pdf", b"%PDF-1.7 ...", 100)
    with pytest.raises(DocumentContentMismatch):
        check_document("application/pdf", b"MZ\x90 program", 100)
    with pytest.raises(DocumentTypeRefused):
        check_document("text/html", b"<script>", 100)
    with pytest.raises(DocumentEmpty):
        check_document("image/png", b"", 100)
    with pytest.raises(DocumentTooLarge):
        check_document("application/pdf", b"%PDF-" + b"x" * 100, 100)
