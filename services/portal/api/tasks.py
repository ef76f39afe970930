"""Queues of departments and gates: see what is due, claim, ask, decide."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from chassis.identity import new_id
from contracts.people import Role
from services.portal.api import task_file
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack
from services.portal.domain.queue import FIELDS, Shown
from services.portal.domain.texts import N_
from services.portal.form import KEY_FIELD, Form, Posted
from services.portal.page import banner_of, done, refused, render
from services.portal.schemas import approval, intake
from services.portal.schemas.beside import Consequences
from services.portal.visit import SignedVisit, Visit, local_path

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=100)]


def shown_of(
    view: Word = "",
    name: Word = "",
    stage: Word = "",
    industry: Word = "",
    route: Word = "",
    grade: Word = "",
    state: Word = "",
    text: Word = "",
) -> Shown:
    """Dependency: what the address asks to see."""
    return Shown(view, name, stage, industry, route, grade, state, text)


PAGE = 25
WORKERS = (Role.OFFICER, Role.DEPARTMENT_LEAD, Role.GATE_REVIEWER)
_CONDITIONS = 5
"""Rows for conditions that a page without script offers at once."""


@router.get("/tasks")
async def list_tasks(
    visit: SignedVisit,
    shown: Annotated[Shown, Depends(shown_of)],
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The queue, due first."""
    backend = visit.backend
    query = {**shown.asked, "cursor": cursor, "limit": PAGE}
    page = await backend.get(approval.TaskPage, "approval", "/tasks", query)
    counts = await maybe(backend.get(approval.Counts, "approval", "/tasks/counts"))
    colleagues = views = None
    if visit.has(*WORKERS):
        colleagues = await maybe(backend.get(approval.Colleagues, "approval", "/colleagues"))
        views = await maybe(backend.get(approval.SavedViews, "approval", "/views"))
    return render(
        visit,
        "tasks.html",
        page=page,
        counts=counts,
        shown=shown,
        colleagues=colleagues.others if colleagues else [],
        views=[(each, Shown.of(each.filter)) for each in views.items] if views else [],
        pack=find_pack(visit.pack),
    )


@router.post("/tasks/views")
async def save_view(posted: Form) -> Response:
    """Keep the filter that the page shows under a name."""
    given = {each: posted.text("shown_name" if each == "name" else each) for each in FIELDS}
    shown = Shown(**given)
    body = {"name": posted.text("title"), "filter": shown.kept}
    path = f"/tasks?{shown.query}"
    try:
        await posted.visit.backend.post("approval", "/views", body, key=posted.key)
    except Refused as refusal:
        return refused(posted, path, refusal)
    return done(posted, path, N_("视图已保存。"))


@router.post("/tasks/views/{id_}/removal")
async def remove_view(id_: UUID, posted: Form) -> Response:
    """Forget a view."""
    path = f"/views/{id_}"
    try:
        await posted.visit.backend.post("approval", path, None, key=posted.key, method="DELETE")
    except Refused as refusal:
        return refused(posted, "/tasks", refusal)
    return done(posted, "/tasks", N_("视图已删除。"))


@router.get("/tasks/team")
async def show_team(visit: SignedVisit) -> Response:
    """A lead's picture of the team."""
    team = await visit.backend.get(approval.Team, "approval", "/team")
    return render(visit, "team.html", team=team)


@router.get("/tasks/{id_}")
async def show_task(id_: UUID, visit: SignedVisit) -> Response:
    """One task: what it is about, how much time is left, and what can be decided."""
    page = await task_page(visit, id_)
    if visit.has(*WORKERS):
        # After the page was read: what it marks as new stays new on it.
        look = f"/tasks/{id_}/look"
        key = str(new_id())
        await maybe(visit.backend.post("approval", look, None, key=key, method="PUT"))
    return page


async def task_page(visit: Visit, id_: UUID, status: int = 200, **shown_again: Any) -> Response:
    """The task's page; after a refusal with the form as it was."""
    detail = await visit.backend.get(approval.TaskDetail, "approval", f"/tasks/{id_}")
    project = f"/projects/{detail.task.project_id}"
    file = await maybe(visit.backend.get(intake.ProjectFile, "intake", project))
    colleagues = None
    if detail.task.is_open and visit.has(*WORKERS):
        colleagues = await maybe(visit.backend.get(approval.Colleagues, "approval", "/colleagues"))
    precedents = await maybe(
        visit.backend.get(approval.Precedents, "approval", f"/tasks/{id_}/precedents")
    )
    brings = None
    if detail.task.is_open:
        path = f"/tasks/{id_}/consequences"
        brings = await maybe(visit.backend.get(Consequences, "approval", path))
    return render(
        visit,
        "task.html",
        status,
        **{
            "detail": detail,
            "task": detail.task,
            "file": file,
            "brings": brings.by_outcome if brings else {},
            "precedents": precedents.items if precedents else [],
            **_read(visit, detail, file),
            "colleagues": colleagues.others if colleagues else [],
            "condition_rows": range(_CONDITIONS),
            "refused_form": "",
            "sitting": visit.request.query_params.get("sitting", ""),
            **shown_again,
        },
    )


def _read(
    visit: Visit, detail: approval.TaskDetail, file: intake.ProjectFile | None
) -> dict[str, Any]:
    """The project's file as whoever decides reads it."""
    if file is None:
        return {"materials": [], "news": None, "glance": None}
    task = detail.task
    stage = None if task.kind == "case" else task.stage
    materials = task_file.materials_of(file.evidence, detail.looked_at, stage)
    reader = visit.session.name if visit.session else ""
    pack = find_pack(task.pack)
    glance = None
    if pack is not None:
        glance = task_file.glance_at(pack.pack, task, file.project, visit.language)
    return {
        "materials": materials,
        "news": task_file.news_of(detail, materials, reader),
        "glance": glance,
    }


@router.post("/tasks/{id_}/checks")
async def check(id_: UUID, posted: Form) -> Response:
    """Tick off points of the checklist: those whose tick or note was changed."""
    path = f"/tasks/{id_}"
    try:
        for point in posted.several("point"):
            is_met, note = posted.text(f"met_{point}") == "yes", posted.text(f"note_{point}")
            was = posted.text(f"was_{point}")
            if was == f"{'yes' if is_met else 'no'}:{note}" or (
                not was and not is_met and not note
            ):
                continue
            body = {"is_met": is_met, "note": note}
            await posted.visit.backend.post(
                "approval",
                f"{path}/checks/{point}",
                body,
                key=f"{posted.key}-{point}",
                method="PUT",
            )
    except Refused as refusal:
        return refused(posted, path, refusal)
    return done(posted, f"{path}#checklist", N_("核对情况已保存。"))


@router.post("/tasks/next")
async def claim_next(posted: Form) -> Response:
    """Take the most due free task, and go to it."""
    try:
        answer = await posted.visit.backend.post(
            "approval", "/tasks/claim-next", None, key=posted.key
        )
    except Refused as refusal:
        return refused(posted, "/tasks", refusal)
    task = answer.read(approval.Task)
    return done(posted, f"/tasks/{task.id}", N_("已领取，现在由您办理。"))


@router.post("/tasks/{id_}/claim")
async def claim(id_: UUID, posted: Form) -> Response:
    """Take the task in hand, from its page or from its row."""
    path = local_path(posted.text("back") or f"/tasks/{id_}")
    try:
        await posted.visit.backend.post("approval", f"/tasks/{id_}/claim", None, key=posted.key)
    except Refused as refusal:
        return refused(posted, path, refusal)
    return done(posted, path, N_("已领取，现在由您办理。"))


@router.post("/tasks/{id_}/release")
async def release(id_: UUID, posted: Form) -> Response:
    """Put the task back."""
    body = {"reason": posted.text("reason")}
    return await act(posted, id_, "release", body, N_("已退回待领取。"))


@router.post("/tasks/{id_}/question")
async def ask(id_: UUID, posted: Form) -> Response:
    """Ask the sponsor for information: at once, or with all departments' requests."""
    verb, path = "information-request", f"/tasks/{id_}"
    body = {"ground": posted.text("ground"), "question": posted.text("question")}
    try:
        answer = await posted.visit.backend.post("approval", f"{path}/{verb}", body, key=posted.key)
    except Refused as refusal:
        return await _again(posted, id_, verb, refusal)
    if answer.read(approval.Task).is_stopped:
        return done(posted, path, N_("已向项目单位提出补充材料要求，计时停止。"))
    return done(posted, path, N_("要求已记下，将与各部门的要求一并告知；在此之前计时照常。"))


@router.post("/tasks/{id_}/draft")
async def save_draft(id_: UUID, posted: Form) -> Response:
    """Keep what is typed for a decision; by itself while typing, or with the form's button."""
    left_out = (KEY_FIELD, "version")
    fields = {key: value for key, value in posted.typed.items() if key not in left_out}
    is_by_itself = posted.visit.request.headers.get("x-draft") == "auto"
    path = f"/tasks/{id_}"
    try:
        await posted.visit.backend.post(
            "approval", f"{path}/draft", {"fields": fields}, key=posted.key, method="PUT"
        )
    except Refused as refusal:
        if is_by_itself:
            return Response(status_code=refusal.status)
        shown = {"refused_form": "decision", "typed": posted.typed, **banner_of(refusal)}
        return await task_page(posted.visit, id_, refusal.status, **shown)
    return Response(status_code=204) if is_by_itself else done(posted, path, N_("草稿已保存。"))


@router.post("/tasks/{id_}/decision")
async def decide(id_: UUID, posted: Form) -> Response:
    """Decide the case, or give the gate's outcome."""
    return await act(
        posted, id_, "decision", decision_body(posted), N_("决定已记录。"), posted.version
    )


def decision_body(posted: Posted) -> dict[str, Any]:
    """A decision, or what is recommended, as the form has it."""
    outcome = posted.text("outcome")
    body: dict[str, Any] = {"outcome": outcome, "reason": posted.text("reason")}
    if posted.maybe("sitting"):
        body["sitting_id"] = posted.text("sitting")
    if outcome == "refused":
        body["ground"] = posted.maybe("refusal_ground")
    if outcome == "approved_with_conditions":
        body["conditions"] = _conditions(posted)
    if outcome == "hold":
        body["hold_until"] = posted.maybe("hold_until")
    return body


def _conditions(posted: Posted) -> list[dict[str, str | None]]:
    found = []
    for row in range(_CONDITIONS):
        text, trigger = posted.text(f"condition_{row}"), posted.text(f"trigger_{row}")
        if text:
            due_on = posted.maybe(f"due_{row}") if trigger == "by_date" else None
            found.append({"text": text, "trigger": trigger, "due_on": due_on})
    return found


async def act(
    posted: Posted,
    id_: UUID,
    verb: str,
    body: Mapping[str, Any],
    text: str,
    version: int | None = None,
) -> Response:
    """Do it and go back to the task; refused, the task's page with the form as it was."""
    try:
        path = f"/tasks/{id_}/{verb}"
        await posted.visit.backend.post("approval", path, body, key=posted.key, version=version)
    except Refused as refusal:
        return await _again(posted, id_, verb, refusal)
    return done(posted, f"/tasks/{id_}", text)


async def _again(posted: Posted, id_: UUID, verb: str, refusal: Refused) -> Response:
    shown = {"refused_form": verb, "typed": posted.typed, **banner_of(refusal)}
    return await task_page(posted.visit, id_, refusal.status, **shown)
