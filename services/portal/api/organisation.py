"""The own organisation: registered and changed."""

from fastapi import APIRouter, Response

from contracts.people import ORGANISATION
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.texts import N_
from services.portal.form import Form
from services.portal.page import banner_of, done, render
from services.portal.schemas import intake
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)


@router.get("/organisation")
async def show_organisation(visit: SignedVisit) -> Response:
    """The own organisation, to be registered or changed."""
    own = _own(visit)
    found = await maybe(visit.backend.get(intake.Organisation, "intake", f"/organisations/{own}"))
    typed = {"name": found.name, "contact_email": found.contact_email} if found else {}
    return render(visit, "organisation.html", uscc=own, found=found, typed=typed)


@router.post("/organisation")
async def register_organisation(posted: Form) -> Response:
    """Register or change the own organisation."""
    visit, own = posted.visit, _own(posted.visit)
    body = {"name": posted.text("name"), "contact_email": posted.text("contact_email")}
    try:
        await visit.backend.post(
            "intake", f"/organisations/{own}", body, key=posted.key, method="PUT"
        )
    except Refused as refusal:
        shown = {"uscc": own, "found": None, "typed": posted.typed, **banner_of(refusal)}
        return render(visit, "organisation.html", refusal.status, **shown)
    return done(posted, "/", N_("单位信息已保存。"))


def _own(visit: Visit) -> str:
    return (visit.session.scopes.get(ORGANISATION) if visit.session else None) or "-"
