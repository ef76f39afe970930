"""Identifiers. One NewType per thing, so that a project's id never passes for a case's."""

from typing import NewType
from uuid import UUID, uuid5

ProjectId = NewType("ProjectId", UUID)
CaseId = NewType("CaseId", UUID)
GateId = NewType("GateId", UUID)
NoticeId = NewType("NoticeId", UUID)
"""One request of all departments to a project's sponsor (一次性告知)."""
DocumentId = NewType("DocumentId", UUID)
ApplicationId = NewType("ApplicationId", UUID)
PlacementId = NewType("PlacementId", UUID)
EventId = NewType("EventId", UUID)
OrganisationId = NewType("OrganisationId", str)
"""An organisation's unified social credit code (USCC, GB 32100-2015), 18 characters."""
PlatformId = NewType("PlatformId", str)
"""A platform's slug, for example ``gz-biopharma-pilot``."""
PersonId = NewType("PersonId", str)
"""The subject (``sub``) that the sign-in issuer gives a person. Opaque."""

# A namespace of our own, so that derived ids never meet another system's.
LANE_NAMESPACE = UUID("6f2c2f0e-6a0b-5d0c-9a53-3f1f6f1f7a10")


def case_id(project: ProjectId, stage: str, item: str) -> CaseId:
    """The id of the one case that handles ``item`` of ``project``; the same on every replay."""
    return CaseId(uuid5(LANE_NAMESPACE, f"case/{project}/{stage}/{item}"))


def gate_id(project: ProjectId, stage: str, attempt: int, round_: int) -> GateId:
    """The id of a sitting of a stage's gate: a new one per attempt, and per round after a hold."""
    return GateId(uuid5(LANE_NAMESPACE, f"gate/{project}/{stage}/{attempt}/{round_}"))


def placement_id(project: ProjectId, stage: str) -> PlacementId:
    """The id of the search for a platform for one stage of a project."""
    return PlacementId(uuid5(LANE_NAMESPACE, f"placement/{project}/{stage}"))


def step_id(workflow_id: str, step: str) -> EventId:
    """The message id of a workflow's step. Derived, so that telling it twice is telling it once."""
    return EventId(uuid5(LANE_NAMESPACE, f"step/{workflow_id}/{step}"))
