"""The sponsor's way in, in three short steps: what it takes, what the project is, check and send.

From the second step on everything is kept by intake as a draft, as it is typed. The draft's id is
the key of the submission: sent twice, from two windows or by "back", it becomes one project.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.identity import new_id
from contracts.errors import DomainError
from policy.course import course_of
from policy.model import Pack
from services.portal.api.need import chosen_pack, explained, need_page
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack
from services.portal.domain.need import stated_in, typed_of
from services.portal.domain.texts import N_
from services.portal.form import Form, Posted
from services.portal.page import banner_of, done, go, refused, render
from services.portal.schemas import intake
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
PATH = "/apply"
DETAILS = ("title", "summary", "entry_grounds", "project_code", "key_project")
_LONGEST = 4000


@router.get("/apply")
async def apply(visit: SignedVisit, draft: Annotated[UUID | None, Query()] = None) -> Response:
    """The first step: the conditions, and what they lead to. Drafts stand above it."""
    query = visit.request.query_params
    pack = chosen_pack(visit, query.get("pack", ""))
    is_asked = bool(query.get("industry"))
    drafts = await maybe(visit.backend.get(intake.DraftList, "intake", "/drafts"))
    shown = {"drafts": drafts.items if drafts and draft is None else [], "draft_id": draft}
    return need_page(visit, PATH, pack, query, is_asked=is_asked, **shown)


@router.post("/apply")
async def begin(posted: Form) -> Response:
    """Keep the conditions: in the draft that they are changed for, or in a new one."""
    visit = posted.visit
    found = find_pack(posted.text("pack"))
    if found is None:
        return go(PATH)
    draft = await _maybe_draft(posted)
    kept = {name: draft.fields.get(name, "") for name in DETAILS} if draft else {}
    chosen = {"pack": found.pack.id, **typed_of(found.pack, posted.typed)}
    # Without one, the form's key: a double click opens one draft.
    id_ = str(draft.id) if draft else _as_id(posted.key)
    fields = {name: value for name, value in {**kept, **chosen}.items() if value}
    try:
        await visit.backend.post(
            "intake",
            f"/drafts/{id_}",
            {"fields": fields},
            # The id alone is the key of the submission, later.
            key=f"{posted.key}-begun",
            method="PUT",
        )
    except Refused as refusal:
        return refused(posted, PATH, refusal)
    return go(f"{PATH}/{id_}")


async def _maybe_draft(posted: Posted) -> intake.Draft | None:
    given = posted.text("draft")
    if not given:
        return None
    return await posted.visit.backend.get(intake.Draft, "intake", f"/drafts/{_as_id(given)}")


def _as_id(given: str) -> str:
    """A draft's id; what is none gets a new one."""
    try:
        return str(UUID(given))
    except ValueError:
        return str(new_id())


@router.get("/apply/{id_}")
async def describe(id_: UUID, visit: SignedVisit) -> Response:
    """The second step: what the project is."""
    draft = await _draft(visit, id_)
    if draft.project_id is not None:
        return go(f"/projects/{draft.project_id}")
    return _step(visit, "apply.html", draft)


@router.post("/apply/{id_}")
async def keep(id_: UUID, posted: Form) -> Response:
    """Keep what is typed: by itself while typing, or with the form's button, then on."""
    visit = posted.visit
    is_by_itself = visit.request.headers.get("x-draft") == "auto"
    draft = await _draft(visit, id_)
    if draft.project_id is not None and not is_by_itself:
        return go(f"/projects/{draft.project_id}")
    fields = _with_details(draft, posted)
    try:
        answer = await visit.backend.post(
            "intake",
            f"/drafts/{id_}",
            {"fields": fields},
            key=str(new_id()),
            version=posted.version,
            method="PUT",
        )
    except Refused as refusal:
        if is_by_itself:
            return Response(status_code=refusal.status)
        shown = draft.model_copy(update={"fields": fields})
        return _step(visit, "apply.html", shown, status=refusal.status, **banner_of(refusal))
    if is_by_itself:
        return Response(
            status_code=204, headers={"X-Version": str(answer.read(intake.Draft).version)}
        )
    return go(f"{PATH}/{id_}/check")


def _with_details(draft: intake.Draft, posted: Posted) -> dict[str, str]:
    typed = {name: posted.text(name)[:_LONGEST] for name in DETAILS}
    return {name: value for name, value in {**draft.fields, **typed}.items() if value}


@router.get("/apply/{id_}/check")
async def check(id_: UUID, visit: SignedVisit) -> Response:
    """The third step: everything on one page, what is missing, and the button."""
    draft = await _draft(visit, id_)
    if draft.project_id is not None:
        return go(f"/projects/{draft.project_id}")
    return _step(visit, "check.html", draft)


@router.post("/apply/{id_}/submission")
async def submit(id_: UUID, posted: Form) -> Response:
    """Put the project on the lane, once for this draft."""
    visit = posted.visit
    draft = await _draft(visit, id_)
    found = find_pack(draft.fields.get("pack", ""))
    if draft.project_id is not None:
        return go(f"/projects/{draft.project_id}")
    if found is None:
        return go(PATH)
    body = _application(draft, found.pack)
    try:
        answer = await visit.backend.post("intake", "/projects", body, key=posted.key)
    except Refused as refusal:
        return await _not_submitted(posted, draft, refusal)
    project = answer.read(intake.Project)
    return done(posted, f"/projects/{project.id}", N_("项目已提交，进展会在这里和消息中告知。"))


async def _not_submitted(posted: Posted, draft: intake.Draft, refusal: Refused) -> Response:
    if refusal.code == "organisation_unknown":
        return go("/organisation")
    if refusal.code == "draft_submitted":
        return go(f"{PATH}/{draft.id}")
    return _step(posted.visit, "apply.html", draft, status=refusal.status, **banner_of(refusal))


@router.post("/apply/{id_}/removal")
async def discard(id_: UUID, posted: Form) -> Response:
    """Forget a draft."""
    try:
        await posted.visit.backend.post(
            "intake", f"/drafts/{id_}", None, key=posted.key, method="DELETE"
        )
    except Refused as refusal:
        return refused(posted, PATH, refusal)
    return done(posted, PATH, N_("草稿已删除。"))


async def _draft(visit: Visit, id_: UUID) -> intake.Draft:
    return await visit.backend.get(intake.Draft, "intake", f"/drafts/{id_}")


def _step(visit: Visit, template: str, draft: intake.Draft, **more: Any) -> Response:
    """A later step; back to the first when the pack no longer takes the conditions."""
    found = find_pack(draft.fields.get("pack", ""))
    if found is None:
        return go(f"{PATH}?draft={draft.id}")
    pack = found.pack
    chosen = typed_of(pack, draft.fields)
    back = f"{PATH}?{urlencode({'draft': str(draft.id), 'pack': pack.id, **chosen})}"
    try:
        answer = explained(visit, pack, chosen)
        first = course_of(pack, chosen["subject"]).stages[0].id
    except DomainError:
        return go(back)
    status = more.pop("status", 200)
    is_later = bool(chosen["entry_stage"]) and chosen["entry_stage"] != first
    context = {
        "pack": pack,
        "draft": draft,
        "chosen": chosen,
        "typed": draft.fields,
        "first_stage": first,
        "is_later": is_later,
        "missing": _missing(draft.fields, is_later=is_later),
        "back": back,
    }
    return render(visit, template, status, **context, **answer, **more)


def _missing(fields: Mapping[str, str], *, is_later: bool) -> list[str]:
    """The fields that a submission needs and the draft does not have."""
    needed = ("title", "summary", *(("entry_grounds",) if is_later else ()))
    return [name for name in needed if not fields.get(name)]


def _application(draft: intake.Draft, pack: Pack) -> dict[str, Any]:
    fields = draft.fields
    chosen = typed_of(pack, fields)
    return {
        "title": fields.get("title", ""),
        "summary": fields.get("summary", ""),
        "pack": pack.id,
        "industry": chosen["industry"],
        "sponsor_kind": chosen["sponsor_kind"],
        "entry_stage": chosen["entry_stage"] or None,
        "entry_grounds": fields.get("entry_grounds") or None,
        "key_project": fields.get("key_project") == "yes",
        "project_code": fields.get("project_code") or None,
        "subject": chosen["subject"],
        "facts": stated_in(pack, chosen),
        "draft_id": str(draft.id),
    }
