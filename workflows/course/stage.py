"""The rules inside a stage: what opens on entering it, in what order, and what is still missing."""

from contracts.commands.approval import OpenCase, SupersedeCases
from contracts.commands.registry import FindPlatform
from contracts.events import lane
from contracts.events.approval import CaseOutcome
from contracts.ids import placement_id
from contracts.process import ItemPlan, ProjectOutcome
from workflows.course.position import Position

_APPROVED = (
    CaseOutcome.APPROVED,
    CaseOutcome.APPROVED_WITH_CONDITIONS,
    CaseOutcome.FILED,
)


def enter(here: Position) -> None:
    """Announce the attempt, and have a platform looked for where the stage needs one."""
    stage = here.stage
    here.say(
        f"{here.attempt_key}/entered",
        lane.StageEntered(
            project_id=here.project,
            stage=stage.stage,
            attempt=here.state.attempt,
            carried_out_by=stage.carried_out_by,
            needs_platform=stage.needs_platform,
        ),
    )
    if stage.needs_platform:
        # Once per stage: a platform that was found serves every attempt.
        here.say(
            f"{stage.stage}/find_platform",
            FindPlatform(
                project_id=here.project,
                placement_id=placement_id(here.project, stage.stage),
                stage=stage.stage,
                card=here.card,
            ),
        )


def refuse(here: Position) -> bool:
    """Whether an item of the stage was refused; leaves the lane as the item's rule says.

    ``stop`` leaves at once, ``finish`` once every open case of the stage is decided, ``supersede``
    once the open ones were ended on account of the refusal, each with its own record.
    """
    refused = [each for each in here.stage.items if here.decided(each) is CaseOutcome.REFUSED]
    if not refused:
        return False
    replacing = next((each for each in refused if each.on_refusal == "supersede"), None)
    if replacing is not None:
        _supersede(here, replacing)
    if any(item.on_refusal == "stop" for item in refused) or not _undecided(here):
        here.begin_closing(ProjectOutcome.REFUSED)
    return True


def open_cases(here: Position) -> None:
    """Open every item whose dependencies are approved; items open side by side.

    A plan's dependencies are within the stage: what an earlier one holds, its gate waited for.
    """
    approved = {each.item for each in here.stage.items if here.decided(each) in _APPROVED}
    for item in here.stage.items:
        if approved.issuperset(item.after):
            here.say(
                _case_key(here, item),
                OpenCase(
                    project_id=here.project,
                    case_id=here.case(item),
                    stage=here.state.stage,
                    item=item,
                    card=here.card,
                ),
            )


def missing(here: Position) -> list[str]:
    """What keeps the gate from sitting, as coded words: evidence, platform, case:<item>."""
    stage, state = here.stage, here.state
    words = []
    if (stage.stage, state.attempt) not in state.evidence:
        words.append("evidence")
    if stage.needs_platform and placement_id(here.project, stage.stage) not in state.placements:
        words.append("platform")
    return words + [
        f"case:{item.item}" for item in stage.items if here.decided(item) not in _APPROVED
    ]


def _case_key(here: Position, item: ItemPlan) -> str:
    return f"{here.state.stage}/case/{item.item}"


def _undecided(here: Position) -> list[ItemPlan]:
    """Items of which a case was opened and a decision is still to come."""
    issued, over = here.state.issued, {*here.state.superseded, *here.state.rested}
    return [
        item
        for item in here.stage.items
        if _case_key(here, item) in issued
        and here.decided(item) is None
        and here.case(item) not in over
    ]


def _supersede(here: Position, refused: ItemPlan) -> None:
    """Have the open cases of the stage ended, once; those decided meanwhile stay decided."""
    others = tuple(here.case(each) for each in _undecided(here))
    if others:
        here.say(
            f"{here.state.stage}/superseded",
            SupersedeCases(project_id=here.project, cases=others, because=refused.item),
        )
