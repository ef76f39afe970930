"""Who hears of cases, gates, requests, decisions, reminders and escalations."""

from contracts.events.approval import (
    CaseClosed,
    CaseDecided,
    CaseOpened,
    CaseOutcome,
    ClockRecomputed,
    GateClosed,
    GateDecided,
    GateOpened,
    InformationRequested,
    InformationSupplied,
    ProjectWorkClosed,
    SignerAdded,
    SignerRemoved,
    TaskClaimed,
    TaskCopied,
    TaskEscalated,
    TaskNudged,
    TaskReleased,
    TaskReminded,
    TaskSigned,
    TaskTransferred,
)
from contracts.people import Role
from contracts.process import GateOutcome
from services.notify.domain.audience import Audience, lead_of, officers_of, only, workers_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice, last_day
from services.notify.domain.project import Project
from services.notify.domain.rules.handing import (
    claimed,
    copied,
    nudged,
    released,
    signed,
    signer_added,
    signer_removed,
    task_name,
    transferred,
)
from services.notify.domain.rules.rule import RuleTable, nobody

_CASE_OUTCOMES: dict[CaseOutcome, Words] = {
    CaseOutcome.APPROVED: Words("准予通过", "approved"),
    CaseOutcome.APPROVED_WITH_CONDITIONS: Words("附条件通过", "approved with conditions"),
    CaseOutcome.REFUSED: Words("不予通过", "refused"),
    CaseOutcome.FILED: Words("已备案", "filed"),
}
_GATE_OUTCOMES: dict[GateOutcome, Words] = {
    GateOutcome.ADVANCE: Words("通过，进入下一步", "it advances"),
    GateOutcome.ITERATE: Words("需补充后再次评审", "another attempt is needed"),
    GateOutcome.STOP: Words("终止", "it stops"),
}
_CAUSES = {
    "calendar": Words("节假日安排已公布", "The holidays of the year are published"),
    "grade": Words("风险等级已调整", "The risk grade has changed"),
}
_LIMITS = {
    "committed": Words("承诺时限", "committed limit"),
    "statutory": Words("法定时限", "statutory limit"),
}


def case_opened(event: CaseOpened, project: Project, names: Names) -> list[Notice]:
    """The department's officers have a case to claim."""
    item = names.item(event.item)
    due_on = last_day(event.due_at)
    return [
        Notice(
            officers_of(event.pack, event.department),
            "case_opened",
            Words(f"新件：{item.zh}“{project.title}”", f"New case: {item.en}, {project.title}"),
            Words(
                f"请认领。承诺办结日为 {due_on}。",
                f"Please claim it. The committed limit is {due_on}.",
            ),
            task=str(event.case_id),
        )
    ]


def information_requested(
    event: InformationRequested, project: Project, names: Names
) -> list[Notice]:
    """The sponsor has to answer; until then the clock stands still, so it passes quiet hours.

    As part of a request of all departments it is told with that, once.
    """
    if event.notice_id is not None:
        return []
    item, ground = names.item(event.item), names.ground(event.ground)
    department = names.department(event.department)
    return [
        Notice(
            project.sponsors,
            "information_requested",
            Words(
                f"请补充材料：{item.zh}“{project.title}”",
                f"Information needed: {item.en}, {project.title}",
            ),
            Words(
                f"{department.zh}要求补充（{ground.zh}，第 {event.round} 次）。答复前计时停止。",
                f"{department.en} asks for information ({ground.en}, round {event.round}). "
                "The clock stands still until you answer.",
            ),
            urgent=True,
            task=str(event.case_id),
        )
    ]


def information_supplied(
    event: InformationSupplied, project: Project, names: Names
) -> list[Notice]:
    """Whoever asked goes on, by a new date; while nobody holds it, any of the department."""
    item, due_on = names.item(event.item), last_day(event.due_at)
    return [
        Notice(
            only(event.holder) if event.holder else officers_of(project.pack, event.department),
            "information_supplied",
            Words(
                f"材料已补充：{item.zh}“{project.title}”", f"Answered: {item.en}, {project.title}"
            ),
            Words(
                f"项目单位已答复，恢复计时，承诺办结日为 {due_on}。",
                f"The sponsor answered; the clock runs, the committed limit is {due_on}.",
            ),
            task=str(event.case_id),
        )
    ]


def case_decided(event: CaseDecided, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns the decision, and its ground when it is a refusal."""
    item, outcome = names.item(event.item), _CASE_OUTCOMES[event.outcome]
    zh, en = "详情见项目页面。", "Details are on the project's page."
    if event.ground is not None:
        ground = names.ground(event.ground)
        zh, en = f"理由：{ground.zh}。{zh}", f"Ground: {ground.en}. {en}"
    elif event.conditions:
        zh, en = f"附 {event.conditions} 项条件。{zh}", f"{event.conditions} condition(s). {en}"
    return [
        Notice(
            audience,
            "case_decided",
            Words(
                f"{item.zh}{outcome.zh}：“{project.title}”",
                f"{item.en} {outcome.en}: {project.title}",
            ),
            Words(zh, en),
            urgent=event.outcome is CaseOutcome.REFUSED,
        )
        for audience in (project.sponsors, project.managers)
    ]


def case_closed(event: CaseClosed, project: Project, names: Names) -> list[Notice]:
    """The department need not go on."""
    item = names.item(event.item)
    why = Words(
        "项目已退出通道，无需继续办理。", "The project has left the lane; nothing is to be done."
    )
    if event.because is not None:
        other = names.item(event.because)
        why = Words(
            f"{other.zh}未获批准，此件不再办理。",
            f"{other.en} was refused; nothing is to be done any more.",
        )
    return [
        Notice(
            officers_of(project.pack, event.department),
            "case_closed",
            Words(f"已关闭：{item.zh}“{project.title}”", f"Closed: {item.en}, {project.title}"),
            why,
        )
    ]


def reminded(event: TaskReminded, project: Project, names: Names) -> list[Notice]:
    """Whoever holds the task is reminded; while nobody does, everybody who could claim it."""
    name = task_name(event.task_kind, event.name, names)
    return [
        Notice(
            only(event.holder) if event.holder else _queue(event.pack, event.department),
            "task_reminded",
            Words(
                f"时限已用 {event.percent}%:{name.zh}“{project.title}”",
                f"{event.percent} % of the limit used: {name.en}, {project.title}",
            ),
            Words("请尽快办理。", "Please see to it."),
            urgent=event.percent >= 100,
            task=str(event.task_id),
        )
    ]


def recomputed(event: ClockRecomputed, project: Project, names: Names) -> list[Notice]:
    """Whoever holds the task, or could claim it, learns of its new date; so does the sponsor."""
    name = task_name(event.task_kind, event.name, names)
    due_on, cause = last_day(event.due_at), _CAUSES[event.cause]
    queue = only(event.holder) if event.holder else _queue(event.pack, event.department)
    return [
        Notice(
            audience,
            "clock_recomputed",
            Words(f"期限调整：{name.zh}“{project.title}”", f"New date: {name.en}, {project.title}"),
            Words(
                f"{cause.zh}，期限重新计算为 {due_on}。",
                f"{cause.en}; the limit is now {due_on}.",
            ),
            task=task,
        )
        for audience, task in ((queue, str(event.task_id)), (project.sponsors, None))
    ]


def escalated(event: TaskEscalated, project: Project, names: Names) -> list[Notice]:
    """Somebody above learns that a limit has passed."""
    name = task_name(event.task_kind, event.name, names)
    limit = _LIMITS[event.limit]
    return [
        Notice(
            _above(event, project),
            "task_escalated",
            Words(
                f"已超{limit.zh}:{name.zh}“{project.title}”",
                f"Past the {limit.en}: {name.en}, {project.title}",
            ),
            Words("请督办或改派。", "Please see that it is done, or give it to somebody else."),
            urgent=True,
            task=str(event.task_id),
        )
    ]


def gate_opened(event: GateOpened, project: Project, names: Names) -> list[Notice]:
    """The pack's reviewers have a gate to close."""
    stage, due_on = names.stage(event.stage), last_day(event.due_at)
    return [
        Notice(
            workers_of(event.pack, Role.GATE_REVIEWER),
            "gate_opened",
            Words(f"阶段评审：{stage.zh}“{project.title}”", f"Gate: {stage.en}, {project.title}"),
            Words(
                f"证明材料和审批均已齐备，请于 {due_on} 前评审。",
                f"Evidence and approvals are complete. Please decide by {due_on}.",
            ),
            task=str(event.gate_id),
        )
    ]


def gate_decided(event: GateDecided, project: Project, names: Names) -> list[Notice]:
    """The sponsor and the case manager learn the outcome; of a hold the course tells."""
    if event.outcome is GateOutcome.HOLD:
        return []
    stage, outcome = names.stage(event.stage), _GATE_OUTCOMES[event.outcome]
    return [
        Notice(
            audience,
            "gate_decided",
            Words(f"{stage.zh}评审结果：“{project.title}”", f"Gate of {stage.en}: {project.title}"),
            Words(f"评审决定：{outcome.zh}。", f"The gate decided: {outcome.en}."),
            urgent=event.outcome is GateOutcome.STOP,
        )
        for audience in (project.sponsors, project.managers)
    ]


def _queue(pack: str, department: str | None) -> Audience:
    return officers_of(pack, department) if department else workers_of(pack, Role.GATE_REVIEWER)


def _above(event: TaskEscalated, project: Project) -> Audience:
    if event.to_role == Role.DEPARTMENT_LEAD and event.department:
        return lead_of(event.pack, event.department)
    if event.to_role == Role.CASE_MANAGER or event.to_role not in set(Role):
        return project.managers
    return workers_of(event.pack, Role(event.to_role))


RULES: RuleTable = {
    CaseOpened: case_opened,
    TaskClaimed: claimed,
    TaskReleased: released,
    TaskTransferred: transferred,
    TaskNudged: nudged,
    TaskCopied: copied,
    SignerAdded: signer_added,
    SignerRemoved: signer_removed,
    TaskSigned: signed,
    InformationRequested: information_requested,
    InformationSupplied: information_supplied,
    CaseDecided: case_decided,
    CaseClosed: case_closed,
    TaskReminded: reminded,
    TaskEscalated: escalated,
    ClockRecomputed: recomputed,
    GateOpened: gate_opened,
    GateDecided: gate_decided,
    GateClosed: nobody,
    ProjectWorkClosed: nobody,
}
