"""Who hears where a project stands on its course."""

from contracts.events.lane import (
    ClosingStarted,
    PlanAdopted,
    ProjectFinished,
    ProjectHeld,
    ProjectResumed,
    StageCompleted,
    StageEntered,
)
from contracts.process import ProjectOutcome
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice, day
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody

_ENDS: dict[ProjectOutcome, Words] = {
    ProjectOutcome.INDUSTRIALISED: Words(
        "全部阶段已完成，祝贺进入产业化。", "All stages are done. Congratulations."
    ),
    ProjectOutcome.REFUSED: Words(
        "有审批事项未予批准，项目已办结。理由见项目页面。",
        "An approval was refused and the project is closed. The ground is on its page.",
    ),
    ProjectOutcome.STOPPED: Words(
        "阶段评审决定终止，项目已办结。理由见项目页面。",
        "A gate stopped the project and it is closed. The reason is on its page.",
    ),
    ProjectOutcome.WITHDRAWN: Words(
        "项目已按您的申请撤回，全部事项均已关闭，记录予以保留。",
        "The project is withdrawn as asked; everything is closed, and the record is kept.",
    ),
}


def stage_entered(event: StageEntered, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns which evidence is awaited."""
    stage = names.stage(event.stage)
    again_zh, again_en = ("", "")
    if event.attempt > 1:
        again_zh, again_en = f"(第 {event.attempt} 次)", f" (attempt {event.attempt})"
    return [
        Notice(
            project.sponsors,
            "stage_entered",
            Words(
                f"“{project.title}”进入{stage.zh}阶段{again_zh}",
                f"{project.title} entered {stage.en}{again_en}",
            ),
            Words(
                "请在项目页面查看本阶段所需证明材料并提交。",
                "See on the project's page which evidence this stage needs, and hand it in.",
            ),
        )
    ]


def held(event: ProjectHeld, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns until when."""
    return [
        Notice(
            project.sponsors,
            "project_held",
            Words(f"“{project.title}”暂缓", f"{project.title} is on hold"),
            Words(
                f"阶段评审决定暂缓至 {day(event.until)}，届时自动恢复评审。",
                f"The gate put it on hold until {day(event.until)}; then it sits again.",
            ),
        )
    ]


def resumed(event: ProjectResumed, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns that it goes on."""
    return [
        Notice(
            project.sponsors,
            "project_resumed",
            Words(f"“{project.title}”恢复办理", f"{project.title} goes on"),
            Words("暂缓期满，阶段评审重新进行。", "The hold is over; the gate sits again."),
        )
    ]


def plan_adopted(event: PlanAdopted, project: Project, names: Names) -> list[Notice]:
    """Sponsor and case manager learn that another version of the policy holds from here on."""
    subject = Words(
        f"“{project.title}”已转按新版政策办理", f"{project.title} goes by a newer policy version"
    )
    text = Words(
        f"自本阶段起按版本 {event.pack_version} 办理。此前已受理的事项仍按原规则。",
        f"From this stage on version {event.pack_version} holds. What was opened before keeps its "
        "rules.",
    )
    return [
        Notice(audience, "plan_adopted", subject, text)
        for audience in (project.sponsors, project.managers)
    ]


def finished(event: ProjectFinished, project: Project, names: Names) -> list[Notice]:
    """Sponsor and case manager learn how it ended."""
    subject = Words(f"“{project.title}”已办结", f"{project.title} is closed")
    return [
        Notice(audience, "project_finished", subject, _ENDS[event.outcome])
        for audience in (project.sponsors, project.managers)
    ]


RULES: RuleTable = {
    StageEntered: stage_entered,
    StageCompleted: nobody,
    ProjectHeld: held,
    ProjectResumed: resumed,
    ClosingStarted: nobody,
    ProjectFinished: finished,
    PlanAdopted: plan_adopted,
}
