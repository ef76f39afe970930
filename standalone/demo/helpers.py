"""Those beside the departments: platform operators, case managers, funding officers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from standalone.demo import bell
from standalone.demo.departments import Stories
from standalone.demo.script import Story
from standalone.demo.worker import Worker


@dataclass
class PlatformOperator(Worker):
    """Answers the requests to the own platform."""

    stories: Stories = field(default_factory=dict)
    wishes: dict[str, str | None] = field(default_factory=dict)
    """The platform that the sponsor asks first, by the project's title."""

    def matters(self) -> Iterable[str]:
        return [self.actor.person.scopes["platform"]]

    async def look(self) -> None:
        page = await self.actor.get("/api/registry/v1/placements", state="asked", limit=100)
        for placement in page["items"]:
            if self.is_time(f"answer/{placement['id']}/{placement['version']}", (0.5, 3.0)):
                await self._answer(placement)

    async def _answer(self, placement: dict[str, Any]) -> None:
        story = self.stories.get(placement["title"], Story())
        path = f"/api/registry/v1/placements/{placement['id']}/answer"
        is_first_choice = self.wishes.get(placement["title"]) == placement["platform_id"]
        if story.decline and is_first_choice:
            body: dict[str, Any] = {
                "accept": False,
                "ground": "no_capacity",
                "note": "本季度产线已排满。",
            }
        else:
            body = {"accept": True}
        self.note(await self.actor.do("POST", path, body))


@dataclass
class CaseManager(Worker):
    """Takes on key projects that have nobody."""

    def matters(self) -> Iterable[str]:
        return [bell.key_projects(self.actor.person.scopes["pack"])]

    async def look(self) -> None:
        page = await self.actor.get("/api/intake/v1/projects", limit=200)
        for card in page["items"]:
            is_free = card["key_project"] and card["manager_name"] is None
            is_running = card["state"] in ("open", "held")
            if is_free and is_running and self.is_time(f"take/{card['id']}", (0.1, 0.9)):
                path = f"/api/intake/v1/projects/{card['id']}/case-manager"
                self.note(await self.actor.do("PUT", path))


@dataclass
class FundingOfficer(Worker):
    """Decides on applications for money."""

    def matters(self) -> Iterable[str]:
        return [bell.money(self.actor.person.scopes["pack"])]

    async def look(self) -> None:
        page = await self.actor.get("/api/funding/v1/applications", state="submitted", limit=100)
        for application in page["items"]:
            if self.is_time(f"decide/{application['id']}", (1.0, 6.0)):
                refuses = self.season.chance(application["id"]).random() < 0.15
                body = (
                    {"grant": False, "ground": "contract_not_eligible", "reason": "合同内容不符。"}
                    if refuses
                    else {"grant": True, "reason": "符合条件，同意。"}
                )
                path = f"/api/funding/v1/applications/{application['id']}/decision"
                self.note(await self.actor.do("POST", path, body))
