"""Tasks from hand to hand: hand over, return, recall, reassign; nudge, copy; many at once."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.portal.api.tasks import act, task_page
from services.portal.clients.backend import Refused
from services.portal.domain.texts import N_, translations
from services.portal.form import Form, Posted
from services.portal.page import banner_of, done, go, refused
from services.portal.schemas import approval
from services.portal.session import Flash
from services.portal.visit import local_path

router = APIRouter(include_in_schema=False)
_AT_ONCE = 100


@router.post("/tasks/{id_}/hand-over")
async def hand_over(id_: UUID, posted: Form) -> Response:
    """Transfer it, or delegate it and get it back."""
    body = {"to": posted.text("to"), "reason": posted.text("reason")}
    if posted.text("how") == "delegate":
        return await act(posted, id_, "delegation", body, N_("已委派，办理后会交回给您。"))
    return await act(posted, id_, "transfer", body, N_("已转办。对方开始办理以前可以拿回。"))


@router.post("/tasks/{id_}/return")
async def give_back(id_: UUID, posted: Form) -> Response:
    """Return what was delegated."""
    return await act(posted, id_, "return", {"text": posted.text("text")}, N_("已交回。"))


@router.post("/tasks/{id_}/recall")
async def recall(id_: UUID, posted: Form) -> Response:
    """Take it back."""
    return await act(posted, id_, "recall", {}, N_("已拿回，现在由您办理。"))


@router.post("/tasks/{id_}/reassignment")
async def reassign(id_: UUID, posted: Form) -> Response:
    """Give it to somebody, or to whoever has least in hand."""
    body = {"to": posted.maybe("to"), "reason": posted.text("reason")}
    return await act(posted, id_, "reassignment", body, N_("已改派。"))


@router.post("/tasks/{id_}/nudge")
async def nudge(id_: UUID, posted: Form) -> Response:
    """Ask for it to be seen to."""
    return await act(posted, id_, "nudge", {"text": posted.text("text")}, N_("已催办。"))


@router.post("/tasks/{id_}/copies")
async def copy(id_: UUID, posted: Form) -> Response:
    """Bring it to colleagues' attention."""
    body = {"to": posted.several("to"), "text": posted.text("text")}
    return await act(posted, id_, "copies", body, N_("已抄送。"))


@router.post("/tasks/{id_}/conflict")
async def declare_conflict(id_: UUID, posted: Form) -> Response:
    """Declare an interest in the task, or in all work of its organisation."""
    organisation = posted.maybe("organisation_id") if posted.text("scope") == "all" else None
    body = {"reason": posted.text("reason")} | (
        {"organisation_id": organisation} if organisation else {"task_id": str(id_)}
    )
    try:
        await posted.visit.backend.post("approval", "/conflicts", body, key=posted.key)
    except Refused as refusal:
        shown = {"refused_form": "conflict", "typed": posted.typed, **banner_of(refusal)}
        return await task_page(posted.visit, id_, refusal.status, **shown)
    return done(posted, f"/tasks/{id_}", N_("已申报利益冲突，此后不能办理。"))


@router.post("/tasks/bulk")
async def act_on_many(posted: Form) -> Response:
    """One move on the chosen tasks; what was refused is told one by one."""
    path = local_path(posted.text("back") or "/tasks")
    tasks = posted.several("task")[:_AT_ONCE]
    if not tasks:
        posted.visit.leave(Flash("note", _text(posted, N_("请先勾选任务。"))))
        return go(path)
    body: dict[str, Any] = {
        "action": posted.text("action"),
        "tasks": tasks,
        "to": posted.maybe("to"),
        "reason": posted.text("reason"),
    }
    try:
        answer = await posted.visit.backend.post("approval", "/tasks/bulk", body, key=posted.key)
    except Refused as refusal:
        return refused(posted, path, refusal)
    posted.visit.leave(summary(posted, answer.read(approval.BulkResults).items))
    return go(path)


def summary(posted: Posted, results: list[approval.BulkResult]) -> Flash:
    """How many were done, and each different reason why others were not."""
    failed = [each for each in results if not each.done]
    text = _text(posted, N_("完成 %(done)s 件，未完成 %(failed)s 件。")) % {
        "done": len(results) - len(failed),
        "failed": len(failed),
    }
    reasons = dict.fromkeys(posted.visit.readable(each.detail or "") for each in failed)
    return Flash("bad" if failed else "good", " ".join([text, *list(reasons)[:5]]))


def _text(posted: Posted, source: str) -> str:
    return translations(posted.visit.language).gettext(source)
