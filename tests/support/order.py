"""Builders of orders to approval, with a made-up item and gate."""

from typing import Any
from uuid import UUID

from chassis.identity import new_id
from contracts.commands.approval import CloseProjectWork, OpenCase, OpenGate, ProjectCard
from contracts.ids import OrganisationId, ProjectId, case_id, gate_id
from contracts.process import GateOutcome, GatePlan, ItemPlan, Limit, ProjectOutcome
from tests.support.person import OWN_USCC, PACK

STAGE = "pilot_maturation"
DEPARTMENT = "ecology"


def new_project() -> ProjectId:
    """Another project."""
    return ProjectId(new_id())


def card(**changes: Any) -> ProjectCard:
    """A project's card."""
    values: dict[str, Any] = {
        "organisation_id": OrganisationId(OWN_USCC),
        "organisation_name": "云启生物",
        "title": "连续流合成中试",
        "industry": "biomedicine_health",
        "key_project": False,
        "pack": PACK,
        "pack_version": "2025.1",
        "pack_digest": "0" * 64,
        "calendar": "test",
    }
    return ProjectCard(**(values | changes))


def item(**changes: Any) -> ItemPlan:
    """An approval item: 10 working days promised, 20 by law, one round of information."""
    values: dict[str, Any] = {
        "item": "environment",
        "department": DEPARTMENT,
        "statutory": Limit(figure=20, unit="working_day"),
        "committed": Limit(figure=10, unit="working_day"),
        "on_refusal": "stop",
        "refusal_grounds": ("emission_standard_exceeded", "sensitive_area"),
        "stop_grounds": ("information_requested", "expert_review"),
        "max_information_rounds": 1,
    }
    return ItemPlan(**(values | changes))


def open_case(
    project: ProjectId | None = None, *, of: ProjectCard | None = None, **changes: Any
) -> OpenCase:
    """An order to open a case; ``changes`` are the item's."""
    project, plan = project or new_project(), item(**changes)
    return OpenCase(
        project_id=project,
        case_id=case_id(project, STAGE, plan.item),
        stage=STAGE,
        item=plan,
        card=of or card(),
    )


def open_gate(
    project: ProjectId | None = None,
    *,
    of: ProjectCard | None = None,
    attempt: int = 1,
    round_: int = 1,
    unresolved: tuple[str, ...] = (),
    **changes: Any,
) -> OpenGate:
    """An order to have a gate sit; ``changes`` are the gate's plan's."""
    project = project or new_project()
    values: dict[str, Any] = {
        "limit": Limit(figure=5, unit="working_day"),
        "outcomes": tuple(GateOutcome),
        "max_attempts": 2,
    }
    return OpenGate(
        project_id=project,
        gate_id=gate_id(project, STAGE, attempt, round_),
        stage=STAGE,
        attempt=attempt,
        round=round_,
        gate=GatePlan(**(values | changes)),
        card=of or card(),
        unresolved=unresolved,
    )


def close(project: UUID, outcome: ProjectOutcome = ProjectOutcome.WITHDRAWN) -> CloseProjectWork:
    """An order to end a project's work."""
    return CloseProjectWork(project_id=ProjectId(project), outcome=outcome)
