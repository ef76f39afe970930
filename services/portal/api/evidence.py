"""What a sponsor hands in: documents, evidence of a stage, answers to information requests."""

import hashlib
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from starlette.datastructures import UploadFile

from contracts.ids import ProjectId
from services.portal.api.projects import project_page
from services.portal.clients.backend import Refused
from services.portal.domain.texts import N_
from services.portal.form import Form, Posted
from services.portal.page import banner_of, done
from services.portal.schemas import intake

router = APIRouter(include_in_schema=False)
NOTE = "note__"
DOCUMENTS = "documents__"
UPLOAD = "upload__"
"""Prefixes of a field for each kind of evidence."""


@router.post("/projects/{id_}/documents")
async def upload_documents(id_: UUID, posted: Form) -> Response:
    """Keep the chosen files with the project."""
    project = ProjectId(id_)
    try:
        kept = await _upload(posted, project, "file")
    except Refused as refusal:
        return await _again(posted, project, refusal, "documents")
    text = N_("文件已上传。") if kept else N_("请先选择文件，再上传。")
    return done(posted, f"/projects/{id_}#documents", text)


@router.post("/projects/{id_}/evidence")
async def hand_in_evidence(id_: UUID, posted: Form) -> Response:
    """Hand in the evidence of the current stage, new files included."""
    project, backend = ProjectId(id_), posted.visit.backend
    kinds = posted.several("kind")
    try:
        items = []
        for kind in kinds:
            uploaded = await _upload(posted, project, UPLOAD + kind)
            documents = [*posted.several(DOCUMENTS + kind), *uploaded]
            items.append({"kind": kind, "documents": documents, "note": posted.text(NOTE + kind)})
        body = {
            "stage": posted.text("stage"),
            "attempt": posted.number("attempt") or 0,
            "items": items,
        }
        await backend.post("intake", f"/projects/{id_}/evidence", body, key=posted.key)
    except Refused as refusal:
        return await _again(posted, project, refusal, "evidence")
    return done(posted, f"/projects/{id_}", N_("证明材料已提交。"))


@router.post("/projects/{id_}/answers")
async def answer_requests(id_: UUID, posted: Form) -> Response:
    """Answer what departments asked, in one place; what is left empty is answered later."""
    project = ProjectId(id_)
    try:
        answers = [
            {
                "case_id": case,
                "answer": text,
                "documents": await _documents(posted, project, f"__{case}"),
            }
            for case in posted.several("case")
            if (text := posted.text(f"answer__{case}"))
        ]
        path, body = f"/projects/{id_}/information", {"answers": answers}
        await posted.visit.backend.post("approval", path, body, key=posted.key)
    except Refused as refusal:
        return await _again(posted, project, refusal, "asked")
    return done(posted, f"/projects/{id_}", N_("补充材料已提交，部门的计时恢复。"))


@router.post("/projects/{id_}/cases/{case_id}/gap-commitment")
async def commit_to_gaps(id_: UUID, case_id: UUID, posted: Form) -> Response:
    """Commit to supply what is missing."""
    body, text = {"text": posted.text("text")}, N_("承诺已提交，部门可以容缺受理。")
    return await _on_case(posted, ProjectId(id_), case_id, "gap-commitment", body, text)


@router.post("/projects/{id_}/cases/{case_id}/gaps")
async def supply_gaps(id_: UUID, case_id: UUID, posted: Form) -> Response:
    """Supply what was missing at acceptance."""
    project = ProjectId(id_)
    try:
        documents = await _documents(posted, project, "", f"upload-gaps-{case_id}")
    except Refused as refusal:
        return await _again(posted, project, refusal, f"gaps-{case_id}")
    body = {"numbers": [int(each) for each in posted.several("number")], "documents": documents}
    return await _on_case(posted, project, case_id, "gaps", body, N_("材料已提交。"))


@router.post("/projects/{id_}/cases/{case_id}/reapplication")
async def apply_again(id_: UUID, case_id: UUID, posted: Form) -> Response:
    """Apply again for a case that was not accepted, or that lapsed."""
    body, text = {"reason": posted.text("reason")}, N_("已重新申请。")
    return await _on_case(posted, ProjectId(id_), case_id, "reapplication", body, text)


async def _on_case(
    posted: Posted, project: ProjectId, case_id: UUID, verb: str, body: dict[str, Any], text: str
) -> Response:
    try:
        path = f"/cases/{case_id}/{verb}"
        backend = posted.visit.backend
        await backend.post("approval", path, body, key=posted.key, version=posted.version)
    except Refused as refusal:
        return await _again(posted, project, refusal, f"{verb}-{case_id}")
    return done(posted, f"/projects/{project}", text)


async def _documents(
    posted: Posted, project: ProjectId, suffix: str, upload: str | None = None
) -> list[str]:
    """Ids of the documents chosen, and of the files uploaded with the form."""
    uploaded = await _upload(posted, project, upload or f"upload{suffix}")
    return [*posted.several(f"documents{suffix}"), *uploaded]


async def _again(posted: Posted, project: ProjectId, refusal: Refused, form: str) -> Response:
    """The project's page with the form as it was and what is wrong with it."""
    shown = {"refused_form": form, "typed": posted.typed, **banner_of(refusal)}
    return await project_page(posted.visit, project, refusal.status, **shown)


async def _upload(posted: Posted, project: ProjectId, field: str) -> list[str]:
    """Ids of the files, kept. The keys derive from the form's: sent twice is kept once."""
    limit = posted.visit.portal.settings.max_upload_bytes
    ids = []
    for number, file in enumerate(posted.files(field)):
        if (file.size or 0) > limit:
            raise _too_large(posted, file, limit)
        answer = await posted.visit.backend.upload(
            "intake",
            f"/projects/{project}/documents",
            (file.filename or "document")[:200],
            await file.read(),
            file.content_type or "application/octet-stream",
            key=f"{posted.key}-{_mark(field, number)}",
        )
        ids.append(str(answer.read(intake.Document).id))
    return ids


def _mark(field: str, number: int) -> str:
    return hashlib.sha256(f"{field}/{number}".encode()).hexdigest()[:16]


def _too_large(posted: Posted, file: UploadFile, limit: int) -> Refused:
    megabytes = limit // 1_000_000
    detail = {
        "zh": f"“{file.filename}”超过 {megabytes} MB，请压缩或拆分后再上传。",
        "en": f"{file.filename} is larger than {megabytes} MB. Compress or split it.",
    }[posted.visit.language]
    return Refused(413, "body_too_large", detail, errors={"file": detail})
