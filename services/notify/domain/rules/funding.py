"""Who hears of applications for money."""

from contracts.events.funding import (
    ApplicationGranted,
    ApplicationRefused,
    ApplicationSubmitted,
    ProjectFundingReleased,
    ReservationReleased,
)
from contracts.people import Role
from services.notify.domain.audience import workers_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody


def submitted(event: ApplicationSubmitted, project: Project, names: Names) -> list[Notice]:
    """The pack's funding officers have something to decide."""
    programme = names.programme(event.programme)
    return [
        Notice(
            workers_of(event.pack, Role.FUNDING_OFFICER),
            "application_submitted",
            Words(
                f"资金申请：{programme.zh}“{project.title}”",
                f"Application: {programme.en}, {project.title}",
            ),
            Words(
                f"申请金额 {event.amount:,.2f} 元，请审核。",
                f"CNY {event.amount:,.2f} asked for. Please decide.",
            ),
            task=str(event.application_id),
        )
    ]


def granted(event: ApplicationGranted, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns how much is reserved."""
    programme = names.programme(event.programme)
    return [
        Notice(
            project.sponsors,
            "application_granted",
            Words(
                f"{programme.zh}已批准：“{project.title}”",
                f"{programme.en} granted: {project.title}",
            ),
            Words(f"已预留 {event.amount:,.2f} 元。", f"CNY {event.amount:,.2f} are reserved."),
        )
    ]


def refused(event: ApplicationRefused, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns it at once."""
    programme = names.programme(event.programme)
    return [
        Notice(
            project.sponsors,
            "application_refused",
            Words(
                f"{programme.zh}未予批准：“{project.title}”",
                f"{programme.en} refused: {project.title}",
            ),
            Words("理由见项目页面。", "The ground is on the project's page."),
            urgent=True,
        )
    ]


def released(event: ReservationReleased, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns that the money is no longer kept."""
    programme = names.programme(event.programme)
    return [
        Notice(
            project.sponsors,
            "reservation_released",
            Words(
                f"{programme.zh}预留已释放：“{project.title}”",
                f"{programme.en}: reservation released, {project.title}",
            ),
            Words(
                f"{event.amount:,.2f} 元已退回预算。",
                f"CNY {event.amount:,.2f} went back to the budget.",
            ),
        )
    ]


RULES: RuleTable = {
    ApplicationSubmitted: submitted,
    ApplicationGranted: granted,
    ApplicationRefused: refused,
    ReservationReleased: released,
    ProjectFundingReleased: nobody,
}
