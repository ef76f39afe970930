"""What stands beside a task on its page."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from services.approval.schemas.view import DecisionView


class LookView(BaseModel):
    """When the caller looked."""

    looked_at: AwareDatetime


class PrecedentView(BaseModel):
    """An earlier decision on the same item; ``alike`` is what else it has in common."""

    task_id: UUID
    title: str
    industry: str | None
    route: str | None
    opened_at: AwareDatetime
    alike: list[Literal["industry", "route"]]
    decision: DecisionView


class Precedents(BaseModel):
    """Earlier decisions, the nearest first."""

    items: list[PrecedentView]
