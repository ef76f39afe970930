"""Projects: the list, and the page of one."""

import asyncio
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.ids import ProjectId
from contracts.people import ORGANISATION, Role
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain import history, lane
from services.portal.domain.names import find_pack
from services.portal.domain.need import stated_facts
from services.portal.domain.texts import N_
from services.portal.form import Form
from services.portal.page import done, refused, render
from services.portal.schemas import approval, funding, intake, registry
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
STATES = ("open", "held", "submitted", "closing", "finished")


@router.get("/projects")
async def list_projects(
    visit: SignedVisit,
    state: Annotated[str, Query(max_length=20)] = "",
    text: Annotated[str, Query(max_length=100)] = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The projects that the person may see."""
    query = {"state": state, "text": text, "cursor": cursor, "limit": 30}
    page = await visit.backend.get(intake.ProjectPage, "intake", "/projects", query)
    filters = {"state": state, "text": text}
    return render(visit, "projects.html", page=page, states=STATES, filters=filters)


@router.get("/projects/{id_}")
async def show_project(id_: UUID, visit: SignedVisit) -> Response:
    """One project: the lane drawn, whose turn it is, and what the reader can do now."""
    return await project_page(visit, ProjectId(id_))


async def project_page(
    visit: Visit, id_: ProjectId, status: int = 200, **shown_again: object
) -> Response:
    """The page of a project; ``shown_again`` is what a refused form brings back."""
    file, work, placements, applications = await _read(visit, id_)
    project = file.project
    pack = find_pack(project.pack)
    known = pack.pack if pack else None
    stages = lane.draw(project.stages, project.entry_stage, file.history, known)
    return render(
        visit,
        "project.html",
        status,
        **{
            "file": file,
            "project": project,
            "stages": stages,
            "next_due": min((each.due_at for each in project.turns if each.due_at), default=None),
            "lines": history.tell(file.history, visit.names, project.pack),
            "work": work,
            "placements": placements.items if placements else None,
            "applications": applications.items if applications else None,
            "programmes": _programmes(project),
            "facts": stated_facts(known, project.facts, visit.language) if known else [],
            "is_own": _is_own(visit, project),
            "is_handed_in": _is_handed_in(file),
            "can_take_on": visit.has(Role.CASE_MANAGER) and project.manager_name is None,
            "platform_names": await _platform_names(visit, stages),
            **shown_again,
        },
    )


async def _read(
    visit: Visit, id_: ProjectId
) -> tuple[
    intake.ProjectFile,
    approval.ProjectWork | None,
    registry.PlacementPage | None,
    funding.ApplicationPage | None,
]:
    """The project's file, and what the other services show of it when they answer."""
    backend, project = visit.backend, str(id_)
    return await asyncio.gather(
        backend.get(intake.ProjectFile, "intake", f"/projects/{id_}"),
        maybe(backend.get(approval.ProjectWork, "approval", f"/projects/{id_}/cases")),
        maybe(backend.get(registry.PlacementPage, "registry", "/placements", {"project": project})),
        maybe(
            backend.get(
                funding.ApplicationPage, "funding", "/applications", {"project_id": project}
            )
        ),
    )


def _is_own(visit: Visit, project: intake.Project) -> bool:
    own = visit.session.scopes.get(ORGANISATION) if visit.session else None
    return visit.has(Role.SPONSOR) and own == project.organisation_id


def _is_handed_in(file: intake.ProjectFile) -> bool:
    here = (file.project.stage, file.project.attempt)
    return any((each.stage, each.attempt) == here for each in file.evidence)


def _programmes(project: intake.Project) -> list[str]:
    """Programmes of the pack that pay at the project's stage."""
    found = find_pack(project.pack)
    if found is None or project.is_over:
        return []
    return [
        each.id
        for each in found.pack.programmes
        if project.stage in each.stages and project.subject in each.subjects
    ]


async def _platform_names(visit: Visit, stages: list[lane.StagePicture]) -> dict[str, str]:
    ids = sorted({stage.platform for stage in stages if stage.platform})
    readings = (
        maybe(visit.backend.get(registry.Platform, "registry", f"/platforms/{id_}")) for id_ in ids
    )
    found = await asyncio.gather(*readings)
    return {each.id: each.name.text(visit.language) for each in found if each is not None}


@router.post("/projects/{id_}/take-on")
async def take_on(id_: UUID, posted: Form) -> Response:
    """Become the project's case manager."""
    path = f"/projects/{id_}"
    try:
        await posted.visit.backend.post(
            "intake", f"{path}/case-manager", None, key=posted.key, method="PUT"
        )
    except Refused as refusal:
        return refused(posted, path, refusal)
    return done(posted, path, N_("您已成为本项目的专员。"))


@router.get("/projects/{id_}/withdrawal")
async def ask_to_withdraw(id_: UUID, visit: SignedVisit) -> Response:
    """What withdrawing means, before it is done."""
    file = await visit.backend.get(intake.ProjectFile, "intake", f"/projects/{id_}")
    return render(visit, "withdraw.html", project=file.project)


@router.post("/projects/{id_}/withdrawal")
async def withdraw(id_: UUID, posted: Form) -> Response:
    """Take the project off the lane."""
    visit, path = posted.visit, f"/projects/{id_}"
    body = {"reason": posted.text("reason")}
    try:
        await visit.backend.post("intake", f"{path}/withdrawal", body, key=posted.key)
    except Refused as refusal:
        file = await visit.backend.get(intake.ProjectFile, "intake", path)
        return render(
            visit,
            "withdraw.html",
            refusal.status,
            project=file.project,
            problem=refusal,
            errors=refusal.errors,
            typed=posted.typed,
        )
    return done(posted, path, N_("项目已撤回，未办结的事项正在依次关闭。"))


@router.get("/projects/{id_}/documents/{document_id}")
async def download(id_: UUID, document_id: UUID, visit: SignedVisit) -> Response:
    """A document, always as a download under its own name."""
    file = await visit.backend.get(intake.ProjectFile, "intake", f"/projects/{id_}")
    path = f"/projects/{id_}/documents/{document_id}"
    answer = await visit.backend.call("GET", "intake", path)
    name = next((each.name for each in file.documents if each.id == document_id), "document")
    return Response(answer.content, media_type=answer.media_type, headers=_as_download(name))


def _as_download(name: str) -> dict[str, str]:
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "-_." else "_" for c in name)
    exact = quote(name, safe="")
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"}
