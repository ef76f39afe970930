"""What funding needs to know of a project, learnt from `intake` and the lane's events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.ids import OrganisationId, ProjectId
from contracts.process import ProjectOutcome
from services.funding.domain.errors.application import ProjectIsOver

AFTER_THE_END: Final = frozenset(
    {"performance_award", "post_subsidy", "one_off", "tapering_subsidy", "match_funding"}
)
"""Kinds that reward what stands."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the lane; ``ended_as`` from the moment its course is closing or over."""

    id: ProjectId
    organisation_id: OrganisationId
    organisation_name: str
    title: str
    pack: str
    sponsor_kind: str
    ended_as: ProjectOutcome | None
    industry: str = ""
    subject: str = "project"
    entry_stage: str = ""
    facts: Mapping[str, bool | str] = field(default_factory=dict)
    """What the sponsor stated, by the pack's names; numbers are decimal text."""
    credit_grade: str | None = None

    def check_may_apply(self, kind: str) -> None:
        """Refuse an application of a project that is ending or has ended.

        Awards for what was reached follow industrialisation; the other kinds pay for the way there.
        """
        self.check_may_receive()
        if self.ended_as is not None and kind not in AFTER_THE_END:
            raise ProjectIsOver()

    def check_may_receive(self) -> None:
        """Refuse a grant to a project that left; one that reached its aim may still get it."""
        if self.ended_as not in (None, ProjectOutcome.INDUSTRIALISED):
            raise ProjectIsOver()
