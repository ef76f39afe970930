"""Who hears of the search for a platform."""

from contracts.events.registry import (
    PlacementOpened,
    PlacementsReleased,
    PlatformChosen,
    PlatformConfirmed,
    PlatformDeclined,
)
from services.notify.domain.audience import operators_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody


def placement_opened(event: PlacementOpened, project: Project, names: Names) -> list[Notice]:
    """The sponsor has to choose."""
    stage = names.stage(event.stage)
    return [
        Notice(
            project.sponsors,
            "placement_opened",
            Words(f"请选择中试平台：“{project.title}”", f"Choose a platform: {project.title}"),
            Words(
                f"{stage.zh}阶段需要中试平台，请在项目页面选择。",
                f"{stage.en} needs a platform. Choose one on the project's page.",
            ),
            task=str(event.placement_id),
        )
    ]


def platform_chosen(event: PlatformChosen, project: Project, names: Names) -> list[Notice]:
    """The platform has to answer."""
    stage = names.stage(event.stage)
    return [
        Notice(
            operators_of(event.platform_id),
            "platform_chosen",
            Words(f"对接请求：“{project.title}”", f"Request: {project.title}"),
            Words(
                f"项目单位希望由贵平台承担{stage.zh}，请答复。",
                f"A sponsor asks you to carry out {stage.en}. Please answer.",
            ),
            task=str(event.placement_id),
        )
    ]


def platform_declined(event: PlatformDeclined, project: Project, names: Names) -> list[Notice]:
    """The sponsor has to choose again, so it passes quiet hours."""
    return [
        Notice(
            project.sponsors,
            "platform_declined",
            Words(f"平台未能承接：“{project.title}”", f"The platform declined: {project.title}"),
            Words(
                "请在项目页面查看理由，并另选平台。",
                "See the ground on the project's page, and choose another one.",
            ),
            urgent=True,
            task=str(event.placement_id),
        )
    ]


def platform_confirmed(event: PlatformConfirmed, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns that there is a place."""
    return [
        Notice(
            project.sponsors,
            "platform_confirmed",
            Words(f"平台已确认：“{project.title}”", f"The platform confirmed: {project.title}"),
            Words("可以开始本阶段工作。", "The work of this stage can begin."),
        )
    ]


RULES: RuleTable = {
    PlacementOpened: placement_opened,
    PlatformChosen: platform_chosen,
    PlatformDeclined: platform_declined,
    PlatformConfirmed: platform_confirmed,
    PlacementsReleased: nobody,
}
