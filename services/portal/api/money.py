"""Money: the list and the officers' queue, one application, its decision; quotes and applying."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.ids import ProjectId
from contracts.people import Role
from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain.names import find_pack
from services.portal.domain.texts import N_
from services.portal.form import Form, Posted
from services.portal.page import banner_of, done, refused, render
from services.portal.schemas import funding
from services.portal.visit import SignedVisit, Visit, local_path

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Query(max_length=80)]
STATES = (
    "awaiting_facts",
    "submitted",
    "first_signed",
    "queued",
    "granted",
    "committed",
    "completed",
    "refused",
    "closed",
    "recovered",
)
VIEWS = ("todo", "mine", "unclaimed", "overdue")


@router.get("/funding")
async def list_applications(
    visit: SignedVisit,
    state: Word = "",
    view: Word = "",
    programme: Word = "",
    industry: Word = "",
    text: Annotated[str, Query(max_length=100)] = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Applications, newest first; with a view the queue of what is to be decided, due first."""
    filters = {"state": state, "programme": programme, "industry": industry, "text": text}
    query: dict[str, Any] = {**filters, "cursor": cursor, "limit": 30}
    watches = visit.has(Role.FUNDING_OFFICER, Role.DIRECTOR, Role.AUDITOR)
    path = "/applications"
    if watches and view in VIEWS:
        path = "/queue"
        query |= {} if view == "todo" else {view: "true"}
    page = await visit.backend.get(funding.ApplicationPage, "funding", path, query)
    counts = None
    if watches:
        counts = await maybe(visit.backend.get(funding.Counts, "funding", "/queue/counts"))
    return render(
        visit,
        "funding.html",
        page=page,
        counts=counts,
        states=STATES,
        view=view,
        filters=filters | {"view": view},
        pack=find_pack(visit.pack),
        decides=visit.has(Role.FUNDING_OFFICER),
        chooses=visit.has(Role.FUNDING_OFFICER)
        and any(each.is_undecided and not each.is_own_signature for each in page.items),
    )


@router.get("/funding/applications/{id_}")
async def show_application(id_: UUID, visit: SignedVisit) -> Response:
    """One application: working, checks, instalments, contracts, and the ledger."""
    return await application_page(visit, id_)


async def application_page(
    visit: Visit, id_: UUID, status: int = 200, **shown_again: Any
) -> Response:
    """The application's page; after a refusal with the form as it was."""
    backend, path = visit.backend, f"/applications/{id_}"
    found = await backend.get(funding.ApplicationFile, "funding", path)
    grounds = await maybe(backend.get(list[funding.Ground], "funding", "/refusal-grounds"))
    grades = None
    if found.kind == "performance_award":
        grades_path = f"/projects/{found.project_id}/grades"
        grades = await maybe(backend.get(funding.Grades, "funding", grades_path))
    pack = find_pack(found.pack)
    choices = {
        fact.id: [(each.id, each.name.text(visit.language)) for each in fact.choices]
        for fact in (pack.pack.facts if pack else ())
        if fact.choices
    }
    return render(
        visit,
        "application.html",
        status,
        **{
            "application": found,
            "grounds_known": grounds or [],
            "grades": grades,
            "choices": choices,
            "decides": visit.has(Role.FUNDING_OFFICER),
            "owns": visit.has(Role.SPONSOR),
            "assesses": visit.has(Role.ASSESSOR),
            "part_rows": range(4),
            "refused_form": "",
            **shown_again,
        },
    )


async def act(
    posted: Posted,
    id_: UUID,
    path: str,
    body: dict[str, Any] | None,
    text: str,
    form: str,
    *,
    version: int | None = None,
) -> Response:
    """Do it and go back to the application; refused, its page with the form as it was."""
    backend, key = posted.visit.backend, posted.key
    try:
        await backend.post("funding", path, body, key=key, version=version)
    except Refused as refusal:
        shown = {"refused_form": form, "typed": posted.typed, **banner_of(refusal)}
        return await application_page(posted.visit, id_, refusal.status, **shown)
    return done(posted, f"/funding/applications/{id_}", text)


@router.post("/funding/applications/{id_}/decision")
async def decide(id_: UUID, posted: Form) -> Response:
    """Grant or refuse."""
    grant = posted.text("grant") == "yes"
    body = {
        "grant": grant,
        "ground": None if grant else posted.maybe("ground"),
        "reason": posted.text("reason"),
        "if_exhausted": "wait" if posted.text("wait") else "refuse",
    }
    text = N_("已同意，金额已预留。") if grant else N_("决定已记录。")
    path = f"/applications/{id_}/decision"
    backend = posted.visit.backend
    try:
        answer = await backend.post("funding", path, body, key=posted.key, version=posted.version)
    except Refused as refusal:
        shown = {"refused_form": "decision", "typed": posted.typed, **banner_of(refusal)}
        return await application_page(posted.visit, id_, refusal.status, **shown)
    after = answer.read(funding.Application)
    if grant and after.state == "first_signed":
        text = N_("已初审同意，等待另一位人员复核。")
    elif grant and after.state == "queued":
        text = N_("已同意，预算用完，已列入等待名单。")
    return done(posted, f"/funding/applications/{id_}", text)


@router.post("/funding/next")
async def claim_next(posted: Form) -> Response:
    """Take the most due free application, and go to it."""
    try:
        answer = await posted.visit.backend.post(
            "funding", "/queue/claim-next", None, key=posted.key
        )
    except Refused as refusal:
        return refused(posted, "/funding?view=todo", refusal)
    taken = answer.read(funding.Application)
    return done(posted, f"/funding/applications/{taken.id}", N_("已领取，现在由您办理。"))


@router.post("/funding/applications/{id_}/claim")
async def claim(id_: UUID, posted: Form) -> Response:
    """Take an application in hand, from its page or its row; or put it back."""
    back = local_path(posted.text("back") or f"/funding/applications/{id_}")
    puts_back = bool(posted.text("put_back"))
    path = f"/applications/{id_}/{'unclaim' if puts_back else 'claim'}"
    try:
        await posted.visit.backend.post("funding", path, None, key=posted.key)
    except Refused as refusal:
        return refused(posted, back, refusal)
    return done(posted, back, N_("已退回待领取。") if puts_back else N_("已领取，现在由您办理。"))


@router.post("/funding/applications/{id_}/grade")
async def grade(id_: UUID, posted: Form) -> Response:
    """An assessor's grade; the award that waits for it gets its amount."""
    body = {name: posted.text(name) for name in ("fact", "value", "reason")}
    path = f"/projects/{ProjectId(UUID(posted.text('project')))}/grades"
    try:
        await posted.visit.backend.post("funding", path, body, key=posted.key)
    except Refused as refusal:
        shown = {"refused_form": "grade", "typed": posted.typed, **banner_of(refusal)}
        return await application_page(posted.visit, id_, refusal.status, **shown)
    return done(posted, "/funding", N_("评价结论已记录。"))
