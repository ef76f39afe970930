"""The funding queue beyond one application: agreeing to many at once."""

from fastapi import APIRouter, Response

from services.portal.api.handing import summary
from services.portal.clients.backend import Refused
from services.portal.domain.texts import N_, translations
from services.portal.form import Form
from services.portal.page import go, refused
from services.portal.schemas import approval
from services.portal.session import Flash
from services.portal.visit import local_path

router = APIRouter(include_in_schema=False)
_AT_ONCE = 100


@router.post("/funding/agreements")
async def agree_to_many(posted: Form) -> Response:
    """Agree to the chosen applications; what was refused is told one by one."""
    path = local_path(posted.text("back") or "/funding?view=todo")
    chosen = posted.several("application")[:_AT_ONCE]
    if not chosen:
        text = translations(posted.visit.language).gettext(N_("请先勾选申请。"))
        posted.visit.leave(Flash("note", text))
        return go(path)
    body = {
        "applications": chosen,
        "reason": posted.text("reason"),
        "if_exhausted": "wait" if posted.text("wait") else "refuse",
    }
    backend = posted.visit.backend
    try:
        answer = await backend.post("funding", "/queue/agreements", body, key=posted.key)
    except Refused as refusal:
        return refused(posted, path, refusal)
    posted.visit.leave(summary(posted, answer.read(approval.BulkResults).items))
    return go(path)
