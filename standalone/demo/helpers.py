"""Those beside the departments: platform operators, case managers, funding officers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from standalone.demo import bell
from standalone.demo.departments import Stories
from standalone.demo.script import Story
from standalone.demo.worker import Worker

_CONTRACT_IS_WRONG = 0.15
"""Share of the vouchers that are refused."""


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
    """Decides on applications for money; a large one needs a colleague's agreement as well."""

    def matters(self) -> Iterable[str]:
        return [bell.money(self.actor.person.scopes["pack"])]

    async def look(self) -> None:
        page = await self.actor.get("/api/funding/v1/queue", limit=100)
        for application in page["items"]:
            id_, signed = application["id"], application["state"]
            if application["is_own_signature"]:
                continue
            if application["is_mine"]:
                if self.is_time(f"decide/{id_}/{signed}", (0.5, 3.0)):
                    await self._act(id_, "decision", self._decision(application))
            elif self.is_time(f"claim/{id_}/{signed}", (0.1, 1.5)) and self._is_free(application):
                # Everybody looks at another time, so that not all reach for the same one.
                await self._act(id_, "claim")

    def _is_free(self, application: dict[str, Any]) -> bool:
        until = application["lease_until"]
        return until is None or datetime.fromisoformat(until) <= self.season.now()

    def _decision(self, application: dict[str, Any]) -> dict[str, Any]:
        is_voucher = application["kind"] == "voucher"
        if is_voucher and self.season.chance(application["id"]).random() < _CONTRACT_IS_WRONG:
            return {"grant": False, "ground": "contract_not_eligible", "reason": "合同内容不符。"}
        return {"grant": True, "reason": "符合条件，同意。"}

    async def _act(self, id_: str, what: str, body: object = None) -> None:
        path = f"/api/funding/v1/applications/{id_}/{what}"
        self.note(await self.actor.do("POST", path, body))
