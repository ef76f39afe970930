"""Officers and leads: claim, ask, decide; go away now and then, and leave work to colleagues."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from standalone.demo import bell
from standalone.demo.actor import Answer
from standalone.demo.script import Story
from standalone.demo.season import lane_date
from standalone.demo.worker import Worker

# Shares of the committed limit that a case waits in the queue, and is worked on.
_QUEUE_SHARE = (0.02, 0.2)
_WORK_SHARE = (0.1, 0.6)
_MOST_IN_HAND = 5
"""Whoever takes home more than can be seen to in time has it taken away again (ADR 0301)."""
_ACCEPT_DAYS = (0.1, 1.0)
_CONFIRM_DAYS = (0.2, 1.5)
_ASKS = 0.2
_CHALLENGES = 0.15
_WITH_CONDITIONS = 0.3
_AWAY_EVERY_DAYS = 40
_AWAY_DAYS = 5
_CONDITION = {"text": "投入使用前完成环保与安全设施验收并报备。", "trigger": "before_use"}

Stories = dict[str, Story]
"""What is to happen, by the project's title."""


@dataclass
class _Desk(Worker):
    """Acts on tasks of a queue."""

    async def _act(self, id_: str, what: str, body: object = None) -> Answer:
        answer = await self.actor.do("POST", f"/api/approval/v1/tasks/{id_}/{what}", body)
        self.note(answer)
        return answer


@dataclass
class Officer(_Desk):
    """Works through the own department's queue, due first."""

    stories: Stories = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    challenged: set[str] = field(default_factory=set)

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
            if not task["is_stopped"]:
                await self._work_on(task)
        free = [task for task in page["items"] if task["holder"] is None]
        for task in free[: max(_MOST_IN_HAND - len(mine), 0)]:
            if self._may_claim(task) and not (await self._act(task["id"], "claim", {})).is_done:
                break  # A colleague was quicker: the page is out of date.

    def _may_claim(self, task: dict[str, Any]) -> bool:
        if task["state"] == "recommended":
            is_anothers = not task["is_own_recommendation"]
            return is_anothers and self.is_time(f"confirm/{task['id']}", _CONFIRM_DAYS)
        return self.is_time(f"claim/{task['id']}", self._share_of_limit(task, _QUEUE_SHARE))

    async def _work_on(self, task: dict[str, Any]) -> None:
        id_ = task["id"]
        if task["state"] == "recommended":
            await self._confirm(task)
            return
        chance = self.season.chance(task["title"], task["name"])
        if chance.random() < _ASKS and id_ not in self.asked:
            if self.is_time(f"ask/{id_}", (0.5, 2.0)):
                self.asked.add(id_)
                await self._ask(id_)
        elif self.is_time(f"decide/{id_}", self._share_of_limit(task, _WORK_SHARE)):
            await self._decide(task)
        elif task["state"] == "received" and self.is_time(f"accept/{id_}", _ACCEPT_DAYS):
            await self._act(id_, "acceptance", {})
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
            await self._act(id_, "information-request", body)

    def _share_of_limit(
        self, task: dict[str, Any], share: tuple[float, float]
    ) -> tuple[float, float]:
        opened, due = (lane_date(task[name]) for name in ("opened_at", "due_at"))
        days = max(self.season.calendar.working_days_between(opened, due), 1)
        return share[0] * days, share[1] * days

    async def _decide(self, task: dict[str, Any]) -> None:
        """Decide, or recommend where another person confirms it."""
        what = "recommendation" if task["four_eyes"] else "decision"
        answer = await self._act(task["id"], what, await self._decision(task))
        if answer.code == "procedure_not_held":
            await self._hold_procedures(task["id"])

    async def _hold_procedures(self, id_: str) -> None:
        """Every procedure of the item, quickly: it is the season that is short."""
        path = f"/api/approval/v1/tasks/{id_}"
        choices = (await self.actor.get(path))["life_choices"]
        body = {
            "expected_end_on": (self.season.today() + timedelta(days=1)).isoformat(),
            "reason": "按事项规定组织。",
        }
        for procedure in choices["procedures"]:
            await self._act(id_, "stops", body | {"procedure": procedure})
        for halt in (await self.actor.get(path))["life"]["halts"]:
            if halt["ended_on"] is None:
                end = {"number": halt["number"], "reason": "程序已完成。"}
                await self._act(id_, "stops/end", end)

    async def _confirm(self, task: dict[str, Any]) -> None:
        """Now and then a recommendation is given back, once."""
        id_ = task["id"]
        if (
            id_ not in self.challenged
            and self.season.chance(id_, "challenge").random() < _CHALLENGES
        ):
            self.challenged.add(id_)
            await self._act(id_, "challenge", {"reason": "请补充核算依据后再提出建议。"})
        else:
            await self._act(id_, "confirmation")

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
class Lead(_Desk):
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
            await self._act(task["id"], "service", body)

    async def _free_tasks_of(self, away: set[str]) -> None:
        page = await self.actor.get("/api/approval/v1/tasks", limit=100)
        for task in page["items"]:
            if task["holder"] in away and task["state"] != "awaiting_information":
                await self._act(task["id"], "release", {"reason": "承办人休假，退回待办。"})


@dataclass
class Reviewer(_Desk):
    """Sits at the gates."""

    stories: Stories = field(default_factory=dict)

    def matters(self) -> Iterable[str]:
        return [bell.desk(self.actor.person.scopes["pack"], None)]

    async def look(self) -> None:
        page = await self.actor.get("/api/approval/v1/tasks", limit=100)
        mine = [task for task in page["items"] if task["is_mine"]]
        for task in mine:
            if self.is_time(f"decide/{task['id']}", (0.3, 2.5)):
                await self._act(task["id"], "decision", self._outcome(task))
        free = [task for task in page["items"] if task["holder"] is None]
        for task in free[: max(_MOST_IN_HAND - len(mine), 0)]:
            # Everybody looks at another time, so that not all reach for the same gate.
            may_claim = self.is_time(f"claim/{task['id']}", (0.1, 1.5))
            if may_claim and not (await self._act(task["id"], "claim", {})).is_done:
                break

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
