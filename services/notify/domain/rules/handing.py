"""Who hears when a task goes from hand to hand, is nudged, or is brought to attention."""

from typing import Final

from contracts.events.approval import (
    HandedHow,
    SignerAdded,
    SignerRemoved,
    TaskClaimed,
    TaskCopied,
    TaskNudged,
    TaskReleased,
    TaskSigned,
    TaskTransferred,
)
from contracts.people import Role
from services.notify.domain.audience import lead_of, only, workers_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project

_HANDED: Final[dict[HandedHow, Words]] = {
    "transferred": Words("转办给您", "Handed to you"),
    "delegated": Words("委派给您，办理后请交回", "Delegated to you; please return it when done"),
    "returned": Words("已交回", "Returned to you"),
    "recalled": Words("已被拿回", "Taken back"),
    "reassigned": Words("改派给您", "Reassigned to you"),
}


def claimed(event: TaskClaimed, project: Project, names: Names) -> list[Notice]:
    """Whom the lead gave a task; who took it knows."""
    if event.given_by is None:
        return []
    return [
        Notice(
            only(event.holder),
            "task_assigned",
            Words(f"分派给您：“{project.title}”", f"Assigned to you: {project.title}"),
            Words("请办理。", "Please see to it."),
            task=str(event.task_id),
        )
    ]


def released(event: TaskReleased, project: Project, names: Names) -> list[Notice]:
    """Who lost a task without putting it back."""
    if event.reason not in ("lease_ran_out", "put_back_by_lead"):
        return []
    why = (
        Words("认领期内没有办理动作，任务已退回队列。", "Nothing was done on it in time.")
        if event.reason == "lease_ran_out"
        else Words("部门负责人已将其退回队列。", "Your lead put it back into the queue.")
    )
    return [
        Notice(
            only(event.holder),
            "task_released",
            Words(f"已退回队列：“{project.title}”", f"Back in the queue: {project.title}"),
            why,
            task=str(event.task_id),
        )
    ]


def transferred(event: TaskTransferred, project: Project, names: Names) -> list[Notice]:
    """Whoever has it now; of a recall and a reassignment, whoever lost it."""
    name, how = task_name(event.task_kind, event.name, names), _HANDED[event.how]
    told = [
        Notice(
            only(event.holder),
            "task_handed",
            Words(f"{how.zh}：{name.zh}“{project.title}”", f"{how.en}: {name.en}, {project.title}"),
            Words("请查看任务页面。", "Details are on the task's page."),
            task=str(event.task_id),
        )
    ]
    if event.how not in ("recalled", "reassigned"):
        return told if event.by != event.holder else []
    lost = Notice(
        only(event.from_holder),
        "task_taken",
        Words(
            f"不再由您办理：{name.zh}“{project.title}”",
            f"No longer yours: {name.en}, {project.title}",
        ),
        Words("任务已交由他人办理。", "Somebody else has it now."),
        task=str(event.task_id),
    )
    return [lost] if event.by == event.holder else [*told, lost]


def nudged(event: TaskNudged, project: Project, names: Names) -> list[Notice]:
    """The holder; while nobody holds it, who is above."""
    name = task_name(event.task_kind, event.name, names)
    if event.holder:
        audience = only(event.holder)
    elif event.department:
        audience = lead_of(event.pack, event.department)
    else:
        audience = workers_of(event.pack, Role.GATE_REVIEWER)
    return [
        Notice(
            audience,
            "task_nudged",
            Words(f"催办：{name.zh}“{project.title}”", f"Nudge: {name.en}, {project.title}"),
            Words("请尽快办理。", "Please see to it."),
            urgent=True,
            task=str(event.task_id),
        )
    ]


def copied(event: TaskCopied, project: Project, names: Names) -> list[Notice]:
    """The colleague to whose attention it was brought."""
    name = task_name(event.task_kind, event.name, names)
    return [
        Notice(
            only(event.to),
            "task_copied",
            Words(
                f"抄送：{name.zh}“{project.title}”",
                f"For your attention: {name.en}, {project.title}",
            ),
            Words("供您知悉，无需办理。", "Nothing is asked of you."),
            task=str(event.task_id),
        )
    ]


def signer_added(event: SignerAdded, project: Project, names: Names) -> list[Notice]:
    """The signer; while away, who stands in too."""
    name = task_name(event.task_kind, event.name, names)
    return [
        Notice(
            only(person),
            "signature_asked",
            Words(
                f"请会签：{name.zh}“{project.title}”",
                f"Please sign: {name.en}, {project.title}",
            ),
            Words(
                "作出决定前须经您签署意见。",
                "The decision waits for you to agree or to object.",
            ),
            task=str(event.task_id),
        )
        for person in (event.signer, event.acting)
        if person is not None
    ]


def signer_removed(event: SignerRemoved, project: Project, names: Names) -> list[Notice]:
    """The signer need not sign any more; who stepped back for an interest knows."""
    if event.by is None or event.by == event.signer:
        return []
    name = task_name(event.task_kind, event.name, names)
    return [
        Notice(
            only(event.signer),
            "signature_not_needed",
            Words(
                f"无需会签：{name.zh}“{project.title}”",
                f"No signature needed: {name.en}, {project.title}",
            ),
            Words("办理人已减签。", "You were taken off the list of signers."),
            task=str(event.task_id),
        )
    ]


def signed(event: TaskSigned, project: Project, names: Names) -> list[Notice]:
    """The holder: of an objection, and when the last signature is there."""
    if event.holder is None or (event.agrees and event.missing):
        return []
    name = task_name(event.task_kind, event.name, names)
    what = (
        Words("会签完成", "All have signed")
        if event.agrees
        else Words("会签不同意", "A signer objects")
    )
    body = (
        Words("现在可以作出决定。", "You can decide now.")
        if event.agrees
        else Words("意见见任务页面。", "The reason is on the task's page.")
    )
    return [
        Notice(
            only(event.holder),
            "task_signed",
            Words(
                f"{what.zh}：{name.zh}“{project.title}”",
                f"{what.en}: {name.en}, {project.title}",
            ),
            body,
            task=str(event.task_id),
        )
    ]


def task_name(kind: str, name: str, names: Names) -> Words:
    """What a task is called: its item, or the gate of a stage."""
    if kind == "case":
        return names.item(name)
    stage = names.stage(name)
    return Words(f"{stage.zh}评审", f"gate of {stage.en}")
