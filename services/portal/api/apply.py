"""The sponsor's way in: register the organisation, learn what a project needs, submit it."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from chassis.identity import new_id
from contracts.people import ORGANISATION
from policy.clock import lane_date
from policy.explain import ProjectFacts, explain
from policy.explanation import Explanation
from policy.model import Pack
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack, packs
from services.portal.domain.texts import N_, translations
from services.portal.form import Form
from services.portal.page import banner_of, done, go, render
from services.portal.schemas import intake
from services.portal.visit import AnyVisit, SignedVisit, Visit

router = APIRouter(include_in_schema=False)
Choice = Annotated[str, Query(max_length=80)]


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


@router.get("/guide")
async def guide(
    visit: AnyVisit,
    pack: Choice = "",
    industry: Choice = "",
    sponsor_kind: Choice = "",
    entry_stage: Choice = "",
) -> Response:
    """What a project would need and how long it would take; open to everybody."""
    chosen = _chosen_pack(visit, pack)
    explanation = None
    if chosen is not None:
        facts = {"industry": industry, "sponsor_kind": sponsor_kind, "entry_stage": entry_stage}
        explanation = _explained(visit, chosen, facts)
    return render(
        visit,
        "guide.html",
        packs=[each.pack for each in packs()],
        pack=chosen,
        explanation=explanation,
        typed={"industry": industry, "sponsor_kind": sponsor_kind, "entry_stage": entry_stage},
    )


def _chosen_pack(visit: Visit, id_: str) -> Pack | None:
    """The pack asked for, the reader's own, or the only one there is."""
    found = find_pack(id_ or visit.pack)
    if found is None and len(packs()) == 1:
        found = packs()[0]
    return found.pack if found else None


def _explained(visit: Visit, pack: Pack, given: dict[str, str]) -> Explanation:
    known: dict[str, Any] = {
        "industry": given["industry"] or pack.industries[0].id,
        "sponsor_kind": given["sponsor_kind"] or pack.sponsor_kinds[0].id,
        "entry_stage": given["entry_stage"] or None,
    }
    # Raises a DomainError for words that the pack does not know; the failure page says it.
    return explain(pack, ProjectFacts(**known), lane_date(visit.now))


@router.get("/apply")
async def apply(
    visit: SignedVisit,
    pack: Choice = "",
    industry: Choice = "",
    entry_stage: Choice = "",
    sponsor_kind: Choice = "",
    key: Choice = "",
) -> Response:
    """The application in two steps: where it belongs, then what it is.

    The form's key stands in the address: whoever comes back by "back" and sends again, sends the
    same application, not a second one.
    """
    chosen = _chosen_pack(visit, pack)
    typed = {"industry": industry, "entry_stage": entry_stage, "sponsor_kind": sponsor_kind}
    if chosen is None or not industry:
        known = [each.pack for each in packs()]
        return render(visit, "apply_begin.html", packs=known, pack=chosen, typed=typed)
    if not key:
        return go(f"/apply?{urlencode({'pack': chosen.id, **typed, 'key': str(new_id())})}")
    return _details(visit, chosen, typed, key=key)


def _details(visit: Visit, pack: Pack, typed: dict[str, str], **more: Any) -> Response:
    explanation = _explained(visit, pack, typed)
    status = more.pop("status", 200)
    return render(
        visit, "apply.html", status, pack=pack, typed=typed, explanation=explanation, **more
    )


@router.post("/apply")
async def submit(posted: Form) -> Response:
    """Put the project on the lane."""
    visit = posted.visit
    chosen = find_pack(posted.text("pack"))
    if chosen is None:
        return go("/apply")
    body = {
        "title": posted.text("title"),
        "summary": posted.text("summary"),
        "pack": chosen.pack.id,
        "industry": posted.text("industry"),
        "sponsor_kind": posted.text("sponsor_kind"),
        "entry_stage": posted.maybe("entry_stage"),
        "entry_grounds": posted.maybe("entry_grounds"),
        "key_project": posted.text("key_project") == "yes",
        "project_code": posted.maybe("project_code"),
    }
    try:
        answer = await visit.backend.post("intake", "/projects", body, key=posted.key)
    except Refused as refusal:
        if refusal.code == "organisation_unknown":
            return go("/organisation")
        typed = {"entry_stage": "", "sponsor_kind": "", **posted.typed}
        # Nothing was kept under the key but for a form that was sent before, with other words.
        key = str(new_id()) if refusal.code == "idempotency_key_reused" else posted.key
        more = {"status": refusal.status, "key": key, **banner_of(_as_sent_before(visit, refusal))}
        return _details(visit, chosen.pack, typed, **more)
    project = answer.read(intake.Project)
    return done(posted, f"/projects/{project.id}", N_("项目已提交，进展会在这里和消息中告知。"))


def _as_sent_before(visit: Visit, refusal: Refused) -> Refused:
    """A key used twice means to a person: this form has been submitted already."""
    if refusal.code != "idempotency_key_reused":
        return refusal
    words = N_("这份申报已经提交过。如果这是另一个项目，请核对后再次提交。")
    gettext = translations(visit.language).gettext
    return Refused(refusal.status, refusal.code, gettext(words), refusal.title)
