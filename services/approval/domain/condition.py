"""The life of a condition (domain.md section 3): discharged, in part or whole; replaced.

Who imposes one and what it may say is in ``decision``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal, Self
from uuid import UUID

from contracts.events.after_decision import (
    ConditionDischargeDecided,
    ConditionDischargeSought,
    ConditionReplaced,
)
from services.approval.domain.about import About
from services.approval.domain.case import Case
from services.approval.domain.decision import Condition, Trigger
from services.approval.domain.errors.condition import (
    ConditionOver,
    DischargeWaits,
    NoDischargeSought,
    StandingConditionStays,
    UnknownGate,
)
from services.approval.domain.holder import Actor

Result = Literal["discharged", "partly", "refused"]


class ConditionState(StrEnum):
    """Where a condition stands."""

    OPEN = "open"
    PARTLY = "partly"
    DISCHARGED = "discharged"
    REPLACED = "replaced"


_OVER_ZH = {ConditionState.DISCHARGED: "解除", ConditionState.REPLACED: "被替换"}


@dataclass(frozen=True, slots=True)
class Imposed:
    """A condition that a decision imposed, with its own life.

    ===============  =====================  ===============
    state            on                     then
    ===============  =====================  ===============
    open, partly     seek                   as before; an application waits
    open, partly     answered discharged    discharged
    open, partly     answered partly        partly
    open, partly     answered refused       as before
    open, partly     replace                replaced
    ===============  =====================  ===============

    ``is_sought``: an application waits. Two cannot (a constraint holds it).
    """

    id: UUID
    about: About
    text: str
    trigger: Trigger
    due_on: date | None
    gate: str | None
    """The stage whose gate does not advance while this is open; only with a ``before_`` trigger."""
    state: ConditionState = ConditionState.OPEN
    is_sought: bool = False
    replaced_by: UUID | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether something has still to be done."""
        return self.state in (ConditionState.OPEN, ConditionState.PARTLY)

    def seek(self) -> tuple[Self, ConditionDischargeSought]:
        """The sponsor says that it is met."""
        self._check_open()
        if self.trigger is Trigger.STANDING:
            raise StandingConditionStays()
        if self.is_sought:
            raise DischargeWaits()
        return replace(self, is_sought=True), ConditionDischargeSought(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            condition_id=self.id,
            pack=self.about.pack,
        )

    def answer(self, result: Result, actor: Actor) -> tuple[Self, ConditionDischargeDecided]:
        """The department says whether it is met."""
        self._check_open()
        if not self.is_sought:
            raise NoDischargeSought()
        state = {
            "discharged": ConditionState.DISCHARGED,
            "partly": ConditionState.PARTLY,
            "refused": self.state,
        }[result]
        return replace(self, state=state, is_sought=False), ConditionDischargeDecided(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            condition_id=self.id,
            result=result,
            decided_by=actor.person,
        )

    def replace_by(self, id_: UUID, actor: Actor) -> tuple[Self, ConditionReplaced]:
        """Another condition takes its place; an application that waited falls with it."""
        self._check_open()
        after = replace(self, state=ConditionState.REPLACED, replaced_by=id_, is_sought=False)
        return after, ConditionReplaced(
            project_id=self.about.project_id,
            case_id=self.about.case_id,
            item=self.about.item,
            department=self.about.department,
            condition_id=self.id,
            by_condition=id_,
            replaced_by=actor.person,
        )

    def _check_open(self) -> None:
        if not self.is_open:
            raise ConditionOver(how=_OVER_ZH[self.state], how_en=self.state.value)


def check_gates(conditions: Iterable[Condition], case: Case) -> None:
    """A condition may block the gate of its own stage or of a later one. Raises UnknownGate."""
    stages = case.card.stages or (case.stage,)
    here = stages.index(case.stage) if case.stage in stages else 0
    known = stages[here:]
    for place, each in enumerate(conditions):
        if each.gate is not None and each.gate not in known:
            raise UnknownGate(at=f"conditions.{place}.gate", gate=each.gate, known=", ".join(known))
