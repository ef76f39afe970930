"""The sponsor's way in: register the organisation, see what a project needs, submit it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from chassis.identity import new_id
from contracts.errors import DomainError
from contracts.people import ORGANISATION
from policy.course import course_of
from policy.model import Pack
from services.portal.api.need import chosen_pack, explained, need_page
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack
from services.portal.domain.need import stated_in, typed_of
from services.portal.domain.texts import N_, translations
from services.portal.form import Form
from services.portal.page import banner_of, done, go, render
from services.portal.schemas import intake
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
Choice = Annotated[str, Query(max_length=80)]
PATH = "/apply"


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


@router.get("/apply")
async def apply(visit: SignedVisit, key: Choice = "") -> Response:
    """The application: what it will take, step by step, and then what the project is.

    The form's key stands in the address: whoever comes back by "back" and sends again, sends the
    same application, not a second one.
    """
    query = visit.request.query_params
    pack = chosen_pack(visit, query.get("pack", ""))
    is_asked = bool(query.get("industry"))
    if pack is None or not key or not is_asked:
        return need_page(visit, PATH, pack, query, is_asked=is_asked)
    return _details(visit, pack, query, key=key)


def _details(visit: Visit, pack: Pack, given: Mapping[str, str], **more: Any) -> Response:
    chosen = typed_of(pack, given)
    try:
        answer = explained(visit, pack, chosen)
    except DomainError:
        return need_page(visit, PATH, pack, given, is_asked=True)
    status = more.pop("status", 200)
    first = course_of(pack, chosen["subject"]).stages[0].id
    context = {"pack": pack, "chosen": chosen, "typed": given, "first_stage": first}
    return render(visit, "apply.html", status, **context, **answer, **more)


@router.post("/apply")
async def submit(posted: Form) -> Response:
    """Put the project on the lane."""
    visit = posted.visit
    found = find_pack(posted.text("pack"))
    if found is None:
        return go(PATH)
    pack = found.pack
    try:
        answer = await visit.backend.post(
            "intake", "/projects", _application(posted, pack), key=posted.key
        )
    except Refused as refusal:
        if refusal.code == "organisation_unknown":
            return go("/organisation")
        # Nothing was kept under the key but for a form that was sent before, with other words.
        key = str(new_id()) if refusal.code == "idempotency_key_reused" else posted.key
        more = {"status": refusal.status, "key": key, **banner_of(_as_sent_before(visit, refusal))}
        return _details(visit, pack, posted.typed, **more)
    project = answer.read(intake.Project)
    return done(posted, f"/projects/{project.id}", N_("项目已提交，进展会在这里和消息中告知。"))


def _application(posted: Form, pack: Pack) -> dict[str, Any]:
    chosen = typed_of(pack, posted.typed)
    return {
        "title": posted.text("title"),
        "summary": posted.text("summary"),
        "pack": pack.id,
        "industry": chosen["industry"],
        "sponsor_kind": chosen["sponsor_kind"],
        "entry_stage": chosen["entry_stage"] or None,
        "entry_grounds": posted.maybe("entry_grounds"),
        "key_project": posted.text("key_project") == "yes",
        "project_code": posted.maybe("project_code"),
        "subject": chosen["subject"],
        "facts": stated_in(pack, chosen),
    }


def _as_sent_before(visit: Visit, refusal: Refused) -> Refused:
    """A key used twice means to a person: this form has been submitted already."""
    if refusal.code != "idempotency_key_reused":
        return refusal
    words = N_("这份申报已经提交过。如果这是另一个项目，请核对后再次提交。")
    gettext = translations(visit.language).gettext
    return Refused(refusal.status, refusal.code, gettext(words), refusal.title)
