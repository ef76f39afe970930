"""Who hears of submissions, case managers and withdrawals."""

from contracts.events.intake import (
    CaseManagerAssigned,
    EvidenceSubmitted,
    ProjectReplanned,
    ProjectSubmitted,
    ProjectWithdrawn,
)
from contracts.people import Role
from services.notify.domain.audience import workers_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody


def submitted(event: ProjectSubmitted, project: Project, names: Names) -> list[Notice]:
    """The sponsor has it in writing; case managers see that somebody has to take it on."""
    key_zh, key_en = ("重点项目", "Key project") if event.key_project else ("新项目", "New project")
    return [
        Notice(
            project.sponsors,
            "project_received",
            Words(f"已收到项目“{project.title}”", f"Received: {project.title}"),
            Words(
                "项目已进入快速通道。您可随时查看进度和当前由谁办理。",
                "Your project is on the fast lane. You can see at any time how far it is and "
                "whose turn it is.",
            ),
        ),
        Notice(
            workers_of(event.pack, Role.CASE_MANAGER),
            "project_submitted",
            Words(f"{key_zh}待认领：“{project.title}”", f"{key_en} to take on: {project.title}"),
            Words(
                f"{event.organisation_name}提交了该项目，请指定专员。",
                f"{event.organisation_name} submitted it. It needs a case manager.",
            ),
            # A key project gets its person at once (GZ 17; domain.md section 2).
            urgent=event.key_project,
        ),
    ]


def manager_assigned(event: CaseManagerAssigned, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns that there is somebody to turn to."""
    return [
        Notice(
            project.sponsors,
            "case_manager_assigned",
            Words(f"项目“{project.title}”已有专员", f"{project.title} now has a case manager"),
            Words(
                "专员将全程跟进您的项目，姓名见项目页面。",
                "A named person looks after your project from now on; see the project's page.",
            ),
        )
    ]


def withdrawn(event: ProjectWithdrawn, project: Project, names: Names) -> list[Notice]:
    """Whoever looks after the project can stop; departments hear of their own cases."""
    return [
        Notice(
            project.managers,
            "project_withdrawn",
            Words(f"项目“{project.title}”已撤回", f"{project.title} was withdrawn"),
            Words(
                "项目单位撤回了项目，未办结事项正在依次关闭。",
                "The sponsor withdrew it. What is open is being closed in order.",
            ),
        )
    ]


RULES: RuleTable = {
    ProjectSubmitted: submitted,
    EvidenceSubmitted: nobody,
    CaseManagerAssigned: manager_assigned,
    ProjectWithdrawn: withdrawn,
    # People hear of it when it takes effect (lane.PlanAdopted).
    ProjectReplanned: nobody,
}
