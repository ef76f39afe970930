"""A case between receipt and service: the department's forms on the task's page."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.portal.api.tasks import act, decision_body
from services.portal.domain.texts import N_
from services.portal.form import Form

router = APIRouter(include_in_schema=False)


@router.post("/tasks/{id_}/acceptance")
async def accept(id_: UUID, posted: Form) -> Response:
    """Accept the case; with lines of what is missing, with gaps."""
    gaps = [line.strip() for line in posted.text("gaps").splitlines() if line.strip()]
    has_gaps = posted.text("how") == "with_gaps"
    body: dict[str, Any] = {"gaps": gaps} if has_gaps else {}
    return await act(posted, id_, "acceptance", body, N_("已受理。"), posted.version)


@router.post("/tasks/{id_}/non-acceptance")
async def decline(id_: UUID, posted: Form) -> Response:
    """Not accept the case."""
    body = {"ground": posted.text("ground"), "reason": posted.text("reason")}
    text = N_("已作出不予受理的决定，项目单位可以重新申请。")
    return await act(posted, id_, "non-acceptance", body, text, posted.version)


@router.post("/tasks/{id_}/noted-question/removal")
async def drop_question(id_: UUID, posted: Form) -> Response:
    """Take back a question that has not been sent."""
    body = {"number": posted.number("number") or 0}
    return await act(posted, id_, "noted-question/removal", body, N_("已撤回该问题。"))


@router.post("/tasks/{id_}/stops")
async def open_stop(id_: UUID, posted: Form) -> Response:
    """Begin a stop or a procedure; the field says which, as ``ground/id`` or ``procedure/id``."""
    kind, _, name = posted.text("what").partition("/")
    body = {
        kind if kind in ("ground", "procedure") else "ground": name or None,
        "expected_end_on": posted.text("expected_end_on"),
        "reason": posted.text("reason"),
    }
    return await act(posted, id_, "stops", body, N_("已登记。"), posted.version)


@router.post("/tasks/{id_}/stops/end")
async def end_stop(id_: UUID, posted: Form) -> Response:
    """End a stop or a procedure."""
    body = {"number": posted.number("number") or 0, "reason": posted.text("reason")}
    return await act(posted, id_, "stops/end", body, N_("已结束。"), posted.version)


@router.post("/tasks/{id_}/extension")
async def extend(id_: UUID, posted: Form) -> Response:
    """Make the limit longer; for the lead."""
    body = {
        "figure": posted.number("figure") or 0,
        "unit": posted.text("unit"),
        "approved_by": posted.text("approved_by"),
        "reason": posted.text("reason"),
    }
    text = N_("已延期，项目单位已获通知。")
    return await act(posted, id_, "extension", body, text, posted.version)


@router.post("/tasks/{id_}/recommendation")
async def recommend(id_: UUID, posted: Form) -> Response:
    """Propose a decision."""
    text = N_("审查意见已提出，等待另一人复核。")
    body = decision_body(posted)
    return await act(posted, id_, "recommendation", body, text, posted.version)


@router.post("/tasks/{id_}/confirmation")
async def confirm(id_: UUID, posted: Form) -> Response:
    """Decide as recommended."""
    return await act(posted, id_, "confirmation", {}, N_("决定已记录。"), posted.version)


@router.post("/tasks/{id_}/challenge")
async def challenge(id_: UUID, posted: Form) -> Response:
    """Give the recommendation back."""
    body = {"reason": posted.text("reason")}
    return await act(posted, id_, "challenge", body, N_("已退回提出意见的人。"), posted.version)


@router.post("/tasks/{id_}/service")
async def serve(id_: UUID, posted: Form) -> Response:
    """Note how and when the decision was served."""
    body = {
        "how": posted.text("how"),
        "served_on": posted.text("served_on"),
        "note": posted.text("note"),
    }
    return await act(posted, id_, "service", body, N_("送达已登记。"), posted.version)
