"""Sponsors: submit, hand in evidence, answer, choose a platform, ask for money, withdraw."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from standalone.demo.actor import Actor, Answer
from standalone.demo.bell import Bell
from standalone.demo.script import Application
from standalone.demo.season import Season

# Working days that a sponsor needs for a stage's evidence, from and to.
_EVIDENCE_DAYS = (3.0, 11.0)
_ANSWER_DAYS = (1.0, 5.0)
_CHOICE_DAYS = (0.5, 3.0)
_PDF = b"%PDF-1.7\n% Fast Lane sample evidence\n"


@dataclass
class Submitted:
    """A project that the lane took on, with what its sponsor has in hand."""

    id: str
    application: Application
    state: str = "submitted"
    outcome: str | None = None
    planned: dict[str, datetime] = field(default_factory=dict)
    asked_for: set[str] = field(default_factory=set)
    """Programmes."""


@dataclass
class Sponsor:
    """One organisation's person with all their applications."""

    actor: Actor
    season: Season
    bell: Bell
    applications: list[Application]
    projects: dict[str, Submitted] = field(default_factory=dict)
    refused: int = 0
    """Applications that were wrong on purpose and were refused for that."""
    mistakes: list[str] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    _programmes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether all applications are in and every project has ended."""
        return not self.applications and all(
            each.state == "finished" for each in self.projects.values()
        )

    async def register(self) -> None:
        """Enter the organisation's name before anything else."""
        person = self.actor.person
        organisation = person.scopes["organisation"]
        body = {"name": person.place["zh-CN"], "contact_email": person.email}
        answer = await self.actor.do("PUT", f"/api/intake/v1/organisations/{organisation}", body)
        if not answer.is_done:
            raise RuntimeError(f"{person.user} cannot register {organisation}: {answer.body}")

    async def work(self) -> None:
        """Until the season ends."""
        await self.register()
        has_rung = False
        while not self.season.stopped.is_set():
            await self._submit_due()
            if any(project.state != "finished" for project in self.projects.values()):
                await self._look_after_projects()
            has_rung = await self.season.rest(self._planned(), self.called, has_rung=has_rung)

    def _planned(self) -> Iterator[datetime]:
        for project in self.projects.values():
            yield from project.planned.values()
        for application in self.applications[:1]:
            yield self.season.started_at + timedelta(days=application.after_days)

    async def _submit_due(self) -> None:
        days = (self.season.now() - self.season.started_at).total_seconds() / 86_400
        while self.applications and self.applications[0].after_days <= days:
            application = self.applications[0]
            answer = await self.actor.do("POST", "/api/intake/v1/projects", application.body())
            if application.refused:
                if answer.code == application.refused:
                    self.refused += 1
                else:
                    self.mistakes.append(
                        f"{application.title!r} should have been refused as "
                        f"{application.refused}, but: {answer.status} {answer.code}"
                    )
            elif answer.is_done:
                id_ = answer.body["id"]
                self.projects[id_] = Submitted(id_, application)
                self.bell.ring_for(id_, self.called)
            else:
                self.mistakes.append(f"{application.title!r} was refused: {answer.body}")
            # Only now: a season whose last applications are under way is not over.
            del self.applications[0]

    async def _look_after_projects(self) -> None:
        page = await self.actor.get("/api/intake/v1/projects", limit=200)
        for card in page["items"]:
            project = self.projects.get(card["id"])
            if project is None:
                continue
            project.state, project.outcome = card["state"], card["outcome"]
            if card["state"] in ("open", "held"):
                await self._maybe_withdraw(project, card)
                for turn in card["turns"]:
                    await self._take_turn(project, card, turn)

    async def _take_turn(
        self, project: Submitted, card: dict[str, Any], turn: dict[str, Any]
    ) -> None:
        match turn["kind"], turn["party"]:
            case "evidence", ("sponsor" | "platform"):
                waits_for_platform = any(t["kind"] == "placement" for t in card["turns"])
                if not waits_for_platform and self._is_time(project, turn["key"], _EVIDENCE_DAYS):
                    await self._hand_in(project, card)
            case "information", "sponsor":
                key = f"{turn['key']}/{turn['since']}"
                if self._is_time(project, key, _ANSWER_DAYS):
                    await self._answer(project, turn["key"].removeprefix("case/"))
            case "placement", "sponsor":
                key = f"{turn['key']}/{turn['since']}"
                if self._is_time(project, key, _CHOICE_DAYS):
                    await self._choose_platform(project, turn["key"].removeprefix("placement/"))
        await self._ask_for_money(project, card)

    def _is_time(self, project: Submitted, key: str, days: tuple[float, float]) -> bool:
        """Whether the planned instant of a piece of work has come; plans it at first sight."""
        if key not in project.planned:
            chance = self.season.chance(
                project.application.title, key.split("/")[0], len(project.planned)
            )
            project.planned[key] = self.season.in_working_days(chance.uniform(*days))
        return self.season.now() >= project.planned[key]

    async def _hand_in(self, project: Submitted, card: dict[str, Any]) -> None:
        base = f"/api/intake/v1/projects/{project.id}"
        items = []
        for kind in card["evidence_kinds"]:
            name = f"{card['stage']}-{card['attempt']}-{kind}.pdf"
            content = _PDF + name.encode() + project.id.encode()
            uploaded = await self.actor.upload(f"{base}/documents", name, content)
            documents = [uploaded.body["id"]] if uploaded.is_done else []
            items.append({"kind": kind, "documents": documents, "note": ""})
        body = {"stage": card["stage"], "attempt": card["attempt"], "items": items}
        self._note(await self.actor.do("POST", f"{base}/evidence", body), project)

    async def _answer(self, project: Submitted, case: str) -> None:
        body = {"answer": "补充说明与附件已更新，请审阅。", "documents": []}
        path = f"/api/approval/v1/cases/{case}/information"
        self._note(await self.actor.do("POST", path, body), project)

    async def _choose_platform(self, project: Submitted, placement: str) -> None:
        page = await self.actor.get(
            "/api/registry/v1/platforms",
            pack=project.application.pack,
            industry=project.application.industry,
            limit=50,
        )
        ids = [each["id"] for each in page["items"]]
        chance = self.season.chance(project.id, placement, len(project.planned))
        chance.shuffle(ids)
        wanted = project.application.platform
        if wanted in ids:
            ids.remove(wanted)
            ids.insert(0, wanted)
        for id_ in ids:
            answer = await self.actor.do(
                "POST", f"/api/registry/v1/placements/{placement}/choice", {"platform_id": id_}
            )
            if answer.code not in ("platform_full", "platform_declined_before"):
                self._note(answer, project)
                return

    async def _offered(self, pack: str) -> list[dict[str, Any]]:
        """The pack's programmes, looked up once."""
        if pack not in self._programmes:
            path = "/api/funding/v1/programmes"
            self._programmes[pack] = await self.actor.get(path, pack=pack)
        return self._programmes[pack]

    async def _ask_for_money(self, project: Submitted, card: dict[str, Any]) -> None:
        voucher, grant = project.application.voucher, project.application.grant
        if not voucher and grant is None:
            return
        for programme in await self._offered(card["pack"]):
            if voucher and programme["kind"] == "voucher":
                terms: dict[str, Any] = {
                    "contract_amount": voucher,
                    "contract_reference": f"HT-{project.id[-8:]}",
                    "purpose": "中试服务合同",
                }
                await self._apply(project, card, programme, terms)
                voucher = None  # a pack may offer several: the first is the pilot's
            elif grant is not None and programme["id"] == grant.programme:
                terms = {"facts": grant.facts, "purpose": programme["pays_for"]["zh"]}
                await self._apply(project, card, programme, terms)

    async def _apply(
        self,
        project: Submitted,
        card: dict[str, Any],
        programme: dict[str, Any],
        terms: dict[str, Any],
    ) -> None:
        """Once, in a stage that the programme pays for."""
        id_ = programme["id"]
        if id_ in project.asked_for or card["stage"] not in (
            programme["stages"] or [card["stage"]]
        ):
            return
        project.asked_for.add(id_)
        body = {"project_id": project.id, "programme": id_, **terms}
        answer = await self.actor.do("POST", "/api/funding/v1/applications", body)
        if answer.code == "not_found":
            # Funding hears of a project a moment after its submission; ask again.
            project.asked_for.discard(id_)
        else:
            self._note(answer, project)

    async def _maybe_withdraw(self, project: Submitted, card: dict[str, Any]) -> None:
        if project.application.story.withdraw != card["stage"]:
            return
        if self._is_time(project, "withdraw", (2.0, 9.0)):
            body = {"reason": "市场方向调整，终止本项目。"}
            path = f"/api/intake/v1/projects/{project.id}/withdrawal"
            self._note(await self.actor.do("POST", path, body), project)

    def _note(self, answer: Answer, project: Submitted) -> None:
        """A conflict is the lane being quicker than its picture; anything else is a mistake."""
        if answer.status >= 400 and answer.status != 409:
            self.mistakes.append(f"{project.application.title!r}: {answer.status} {answer.body}")
