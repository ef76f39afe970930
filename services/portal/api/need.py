"""What will I need, how long, how much money: the public guide, and an application's first step."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from contracts.errors import DomainError
from policy.clock import lane_date
from policy.course import course_of, courses_of
from policy.explain import explain
from policy.model import Pack
from services.portal.clients.backend import Refused
from services.portal.domain.names import find_pack, packs
from services.portal.domain.need import Reasons, facts_asked, facts_of, typed_of
from services.portal.page import banner_of, render
from services.portal.visit import AnyVisit, Visit

router = APIRouter(include_in_schema=False)


@router.get("/guide")
async def guide(visit: AnyVisit) -> Response:
    """What a project would need and how long it would take; open to everybody."""
    query = visit.request.query_params
    pack = chosen_pack(visit, query.get("pack", ""))
    return need_page(visit, "/guide", pack, query, is_asked=True)


def chosen_pack(visit: Visit, id_: str) -> Pack | None:
    """The pack asked for, the reader's own, or the only one there is."""
    found = find_pack(id_ or visit.pack)
    if found is None and len(packs()) == 1:
        found = packs()[0]
    return found.pack if found else None


def need_page(
    visit: Visit,
    path: str,
    pack: Pack | None,
    given: Mapping[str, str],
    *,
    is_asked: bool,
    **more: Any,
) -> Response:
    """The form and, when something is asked, its answer; a wrong fact stands at its field."""
    context: dict[str, Any] = {"path": path, "packs": [each.pack for each in packs()], **more}
    if pack is None:
        return render(visit, "need.html", pack=None, explanation=None, **context)
    typed = typed_of(pack, given)
    status = 200
    try:
        course = course_of(pack, typed["subject"])
        answer = explained(visit, pack, typed) if is_asked else {"explanation": None}
    except DomainError as fault:
        course = next(each for each in courses_of(pack))
        answer = {"explanation": None, **banner_of(_refusal(visit, fault))}
        status = 422
    return render(
        visit,
        "need.html",
        status,
        pack=pack,
        typed=typed,
        asked=facts_asked(pack, course.subject),
        entry_stages=[stage for stage in course.stages if stage.id in course.entry_stages],
        **context,
        **answer,
    )


def explained(visit: Visit, pack: Pack, typed: Mapping[str, str]) -> dict[str, Any]:
    """The explanation and its reasons, for a page. Raises a DomainError that names the field."""
    facts = facts_of(pack, typed)
    explanation = explain(pack, facts, lane_date(visit.now))
    reasons = Reasons(pack, facts, visit.language)
    return {"explanation": explanation, "why": reasons}


def _refusal(visit: Visit, fault: DomainError) -> Refused:
    text = visit.readable(fault.text(visit.language))
    return Refused(422, fault.code, text, errors={fault.at: text} if fault.at else {})
