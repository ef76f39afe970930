"""Officers and leads: claim, ask, decide; go away now and then, and leave work to colleagues."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from standalone.demo import bell
from standalone.demo.script import Story
from standalone.demo.season import lane_date
from standalone.demo.worker import Worker

# Shares of the committed limit that a case waits in the queue, and is worked on.
_QUEUE_SHARE = (0.02, 0.2)
_WORK_SHARE = (0.1, 0.6)
_ACCEPTS = (0.1, 1.5)
_CONFIRMS = (0.1, 1.0)
"""In working days: the law leaves five for acceptance."""
_MOST_IN_HAND = 5
"""Whoever takes home more than can be seen to in time has it taken away again (ADR 0301)."""
_ASKS = 0.2
_WITH_CONDITIONS = 0.3
_AWAY_EVERY_DAYS = 40
_AWAY_DAYS = 5
_CONDITION = {"text": "投入使用前完成环保与安全设施验收并报备。", "trigger": "before_use"}

Stories = dict[str, Story]
"""What is to happen, by the project's title."""


@dataclass
class Officer(Worker):
    """Works through the own department's queue, due first."""

    stories: Stories = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def is_away(self) -> bool:
        """Away for a week, every few weeks, each person at another time."""
        offset = self.season.chance(self.actor.person.user, "away").randrange(_AWAY_EVERY_DAYS)
        days = (self.season.now() - self.season.started_at) // timedelta(days=1)
        return (days + offset) % _AWAY_EVERY_DAYS < _AWAY_DAYS and days >= _AWAY_DAYS

    def matters(self) -> Iterable[str]:
        scopes = self.actor.person.scopes
        return [bell.desk(scopes["pack"], scopes["department"])]

    async def look(self) -> None:
        page = await self.actor.get("/api/approval/v1/tasks", limit=100)
        mine = [task for task in page["items"] if task["is_mine"]]
        for task in mine:
            await self._work_on(task)
        free = [
            task
            for task in page["items"]
            if task["holder"] is None and not task["is_own_recommendation"]
        ]
        for task in free[: max(_MOST_IN_HAND - len(mine), 0)]:
            if self.is_time(f"claim/{task['id']}", self._share_of_limit(task, _QUEUE_SHARE)):
                await self._claim(task)

    async def _claim(self, task: dict[str, Any]) -> None:
        answer = await self.actor.do("POST", f"/api/approval/v1/tasks/{task['id']}/claim", {})
        self.note(answer)

    async def _work_on(self, task: dict[str, Any]) -> None:
        id_ = task["id"]
        if task["state"] == "awaiting_information":
            return
        if task["state"] == "recommended":
            if self.is_time(f"confirm/{id_}", _CONFIRMS):
                path = f"/api/approval/v1/tasks/{id_}/confirmation"
                self.note(await self.actor.do("POST", path, {}))
            return
        if task["state"] == "received" and self.is_time(f"accept/{id_}", _ACCEPTS):
            path = f"/api/approval/v1/tasks/{id_}/acceptance"
            self.note(await self.actor.do("POST", path, {}))
            return
        chance = self.season.chance(task["title"], task["name"])
        if chance.random() < _ASKS and id_ not in self.asked:
            if self.is_time(f"ask/{id_}", (0.5, 2.0)):
                self.asked.add(id_)
                await self._ask(id_)
        elif self.is_time(f"decide/{id_}", self._share_of_limit(task, _WORK_SHARE)):
            body = await self._decision(task)
            verb = "recommendation" if task["four_eyes"] else "decision"
            path = f"/api/approval/v1/tasks/{id_}/{verb}"
            answer = await self.actor.do("POST", path, body)
            self.note(answer)
        elif task["lease_until"] and self._ends_soon(id_, task["lease_until"]):
            # Whoever is at work on a case writes something down before the claim ends.
            path = f"/api/approval/v1/tasks/{id_}/draft"
            self.note(await self.actor.do("PUT", path, {"fields": {"reason": "正在核对材料。"}}))

    def _ends_soon(self, id_: str, until: str) -> bool:
        """Whether a claim ends soon; otherwise the look that will say so is planned."""
        soon = datetime.fromisoformat(until) - timedelta(days=1.5)
        self.planned[f"keep/{id_}"] = soon
        return self.season.now() >= soon

    async def _ask(self, id_: str) -> None:
        detail = await self.actor.get(f"/api/approval/v1/tasks/{id_}")
        if grounds := detail["choices"]["stop_grounds"]:
            body = {"ground": grounds[0], "question": "请补充工艺平面布置与计算书。"}
            path = f"/api/approval/v1/tasks/{id_}/information-request"
            self.note(await self.actor.do("POST", path, body))

    def _share_of_limit(
        self, task: dict[str, Any], share: tuple[float, float]
    ) -> tuple[float, float]:
        opened, due = (lane_date(task[name]) for name in ("opened_at", "due_at"))
        days = max(self.season.calendar.working_days_between(opened, due), 1)
        return share[0] * days, share[1] * days

    async def _decision(self, task: dict[str, Any]) -> dict[str, Any]:
        story = self.stories.get(task["title"], Story())
        if story.refuse == task["name"]:
            detail = await self.actor.get(f"/api/approval/v1/tasks/{task['id']}")
            ground = detail["choices"]["refusal_grounds"][0]
            return {"outcome": "refused", "ground": ground, "reason": "不符合所列条件。"}
        if self.season.chance(task["title"], task["name"], "with").random() < _WITH_CONDITIONS:
            return {
                "outcome": "approved_with_conditions",
                "reason": "材料齐全，附条件同意。",
                "conditions": [_CONDITION],
            }
        return {"outcome": "approved", "reason": "材料齐全，符合要求。"}


@dataclass
class Lead(Worker):
    """Every morning puts absent colleagues' work back, and has what was decided served."""

    colleagues: list[Officer] = field(default_factory=list)

    async def look(self) -> None:
        self.planned["morning"] = self.season.in_working_days(1)
        away = {each.actor.person.user for each in self.colleagues if each.is_away()}
        if away:
            await self._free_tasks_of(away)
        await self._serve()

    async def _serve(self) -> None:
        page = await self.actor.get("/api/approval/v1/tasks", limit=100, state="decided")
        body = {"how": "electronic", "served_on": self.season.today().isoformat(), "note": ""}
        for task in page["items"]:
            path = f"/api/approval/v1/tasks/{task['id']}/service"
            self.note(await self.actor.do("POST", path, body))

    async def _free_tasks_of(self, away: set[str]) -> None:
        page = await self.actor.get("/api/approval/v1/tasks", limit=100)
        for task in page["items"]:
            if task["holder"] in away and task["state"] != "awaiting_information":
                path = f"/api/approval/v1/tasks/{task['id']}/release"
                answer = await self.actor.do("POST", path, {"reason": "承办人休假，退回待办。"})
                self.note(answer)


@dataclass
class Reviewer(Worker):
    """Sits at the gates."""

    stories: Stories = field(default_factory=dict)

    def matters(self) -> Iterable[str]:
        return [bell.desk(self.actor.person.scopes["pack"], None)]

    async def look(self) -> None:
        page = await self.actor.get("/api/approval/v1/tasks", limit=100)
        mine = [task for task in page["items"] if task["is_mine"]]
        for task in mine:
            if self.is_time(f"decide/{task['id']}", (0.3, 2.5)):
                path = f"/api/approval/v1/tasks/{task['id']}/decision"
                self.note(await self.actor.do("POST", path, self._outcome(task)))
        free = [task for task in page["items"] if task["holder"] is None]
        for task in free[: max(_MOST_IN_HAND - len(mine), 0)]:
            # Everybody looks at another time, so that not all reach for the same gate.
            if self.is_time(f"claim/{task['id']}", (0.1, 1.5)):
                path = f"/api/approval/v1/tasks/{task['id']}/claim"
                self.note(await self.actor.do("POST", path, {}))

    def _outcome(self, task: dict[str, Any]) -> dict[str, Any]:
        story, stage = self.stories.get(task["title"], Story()), task["name"]
        if story.stop == stage:
            return {"outcome": "stop", "reason": "技术指标未达到放大条件。"}
        if story.iterate == stage and task["attempt"] == 1:
            return {"outcome": "iterate", "reason": "请补做稳定性验证后再次评审。"}
        if story.hold == stage and task["round"] == 1:
            until = self.season.calendar.add_working_days(self.season.today(), 12)
            return {
                "outcome": "hold",
                "reason": "等待第三方检测报告。",
                "hold_until": until.isoformat(),
            }
        return {"outcome": "advance", "reason": "证明材料充分，同意进入下一环节。"}
