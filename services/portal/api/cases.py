"""A case's file: what follows its decision, and what it rests on."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.portal.clients.backend import Refused
from services.portal.clients.optional import maybe
from services.portal.domain import pinned
from services.portal.domain.texts import N_, translations
from services.portal.form import Form, Posted
from services.portal.page import banner_of, done, render
from services.portal.schemas import case_file, intake
from services.portal.visit import SignedVisit, Visit

router = APIRouter(include_in_schema=False)
PAGE = 30
AGREE_FIRST = N_("请先阅读承诺书，并勾选同意。")
KINDS = ("inspection", "rectification", "condition", "permission", "dismantling", "reconsideration")
Word = Annotated[str, Query(max_length=100)]


@router.get("/follow-ups")
async def list_obligations(
    visit: SignedVisit,
    kind: Word = "",
    overdue: Word = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """What has still to be done after decisions, due first."""
    shown = {"kind": kind if kind in KINDS else "", "overdue": "true" if overdue else ""}
    query = {**shown, "cursor": cursor, "limit": PAGE}
    page = await visit.backend.get(case_file.ObligationPage, "approval", "/obligations", query)
    return render(visit, "follow_ups.html", page=page, kinds=KINDS, shown=shown)


@router.get("/cases/{id_}")
async def show_case(id_: UUID, visit: SignedVisit) -> Response:
    """One case's file."""
    return await case_page(visit, id_)


async def case_page(visit: Visit, id_: UUID, status: int = 200, **shown_again: Any) -> Response:
    """The file's page; after a refusal with the form as it was."""
    file = await visit.backend.get(case_file.CaseFile, "approval", f"/cases/{id_}/file")
    project = f"/projects/{file.project_id}"
    known = await maybe(visit.backend.get(intake.ProjectFile, "intake", project))
    pack = pinned.pinned_pack(file.pack, file.pack_version)
    text = None
    if file.commitment is not None:
        text = pinned.commitment_text(pack, file.commitment.text, visit.language)
    return render(
        visit,
        "case.html",
        status,
        **{
            "file": file,
            "documents": known.documents if known else [],
            "commitment_text": text,
            "risk_grades": pinned.grade_names(pack, visit.language),
            "rule_name": lambda rule: pinned.rule_name(pack, rule, visit.language),
            "refused_form": "",
            **shown_again,
        },
    )


@router.post("/cases/{id_}/commitment")
async def sign(id_: UUID, posted: Form) -> Response:
    """Sign the commitment text that the page showed."""
    if posted.text("agreed") != "yes":
        shown = {
            "refused_form": "commitment",
            "typed": posted.typed,
            "errors": {"agreed": translations(posted.visit.language).gettext(AGREE_FIRST)},
        }
        return await case_page(posted.visit, id_, 422, **shown)
    body, path = {"sha256": posted.text("sha256")}, f"/cases/{id_}/commitment"
    text = N_("承诺书已签署，事项已备案。")
    return await _act(posted, id_, "commitment", path, body, text)


@router.post("/cases/{id_}/inspection")
async def find(id_: UUID, posted: Form) -> Response:
    """Enter what an inspection found."""
    finding = posted.text("finding")
    body = {"finding": finding, "text": posted.text("text")}
    if finding == "rectify":
        body["rectify_by"] = posted.text("rectify_by")
    path = f"/inspections/{_id(posted)}/finding"
    return await _act(posted, id_, "inspection", path, body, N_("核查结论已记录。"))


@router.post("/cases/{id_}/rectification")
async def report(id_: UUID, posted: Form) -> Response:
    """Say that what was found is put right."""
    path = f"/inspections/{_id(posted)}/rectification"
    text = N_("整改报告已提交，等待部门复查。")
    return await _act(posted, id_, "rectification", path, _word(posted), text)


@router.post("/cases/{id_}/revocation")
async def revoke(id_: UUID, posted: Form) -> Response:
    """Take a decision back."""
    body = {"ground": posted.text("ground"), "reason": posted.text("reason")}
    path = f"/cases/{id_}/revocation"
    return await _act(posted, id_, "revocation", path, body, N_("决定已撤销。"))


@router.post("/cases/{id_}/credit")
async def enter_credit(id_: UUID, posted: Form) -> Response:
    """Enter or repair a credit grade."""
    body = {
        "grade": posted.text("grade"),
        "is_repair": posted.text("how") == "repair",
        "reason": posted.text("reason"),
    }
    path = f"/cases/{id_}/credit"
    return await _act(posted, id_, "credit", path, body, N_("信用等级已变更。"))


@router.post("/cases/{id_}/grade")
async def override(id_: UUID, posted: Form) -> Response:
    """Put another risk grade in the place of the rules'."""
    body = {"grade": posted.text("grade"), "reason": posted.text("reason")}
    return await _act(posted, id_, "grade", f"/cases/{id_}/grade", body, N_("等级调整已记录。"))


@router.post("/cases/{id_}/grade-consent")
async def consent(id_: UUID, posted: Form) -> Response:
    """Consent to a colleague's grade, or not."""
    body = {"given": posted.text("given") == "yes", "reason": posted.text("reason")}
    path = f"/cases/{id_}/grade-consent"
    return await _act(posted, id_, "grade-consent", path, body, N_("已答复。"))


@router.post("/cases/{id_}/facts")
async def correct(id_: UUID, posted: Form) -> Response:
    """Put right what was stated."""
    facts: dict[str, bool | str] = {}
    for name, text in posted.typed.items():
        before = posted.text(f"before__{name.removeprefix('fact__')}")
        if name.startswith("fact__") and text.strip() != before:
            stated = text.strip()
            facts[name.removeprefix("fact__")] = (
                stated == "true" if stated in ("true", "false") else stated
            )
    body = {"facts": facts, "reason": posted.text("reason")}
    return await _act(posted, id_, "facts", f"/cases/{id_}/facts", body, N_("已按新要素重新评定。"))


@router.post("/cases/{id_}/discharge")
async def seek_discharge(id_: UUID, posted: Form) -> Response:
    """Say that a condition is met."""
    path = f"/conditions/{_id(posted)}/discharge-application"
    text = N_("解除申请已提交，等待部门答复。")
    return await _act(posted, id_, "discharge", path, _word(posted), text)


@router.post("/cases/{id_}/discharge-answer")
async def answer_discharge(id_: UUID, posted: Form) -> Response:
    """Say whether a condition is met."""
    body = {"result": posted.text("result"), "reason": posted.text("reason")}
    path = f"/conditions/{_id(posted)}/discharge"
    return await _act(posted, id_, "discharge-answer", path, body, N_("已答复解除申请。"))


@router.post("/cases/{id_}/replacement")
async def replace_condition(id_: UUID, posted: Form) -> Response:
    """Put another condition in the place of an open one."""
    trigger = posted.text("trigger")
    condition = {
        "text": posted.text("text"),
        "trigger": trigger,
        "due_on": posted.maybe("due_on") if trigger == "by_date" else None,
    }
    body = {"condition": condition, "reason": posted.text("reason")}
    path = f"/conditions/{_id(posted)}/replacement"
    return await _act(posted, id_, "replacement", path, body, N_("条件已替换。"))


@router.post("/cases/{id_}/prolongation")
async def prolong(id_: UUID, posted: Form) -> Response:
    """Let a permission hold for another period."""
    body = {"reason": posted.text("reason")}
    path = f"/permissions/{_id(posted)}/prolongation"
    return await _act(posted, id_, "prolongation", path, body, N_("许可已延续。"))


@router.post("/cases/{id_}/permission-end")
async def end_permission(id_: UUID, posted: Form) -> Response:
    """Say what became of a temporary run."""
    body = {"how": posted.text("how"), "reason": posted.text("reason")}
    path = f"/permissions/{_id(posted)}/end"
    return await _act(posted, id_, "permission-end", path, body, N_("已记录。"))


@router.post("/cases/{id_}/reconsideration")
async def seek_reconsideration(id_: UUID, posted: Form) -> Response:
    """Have a decision looked at again."""
    path = f"/cases/{id_}/reconsideration"
    text = N_("复核申请已提交，由另一名人员办理。")
    return await _act(posted, id_, "reconsideration", path, _word(posted), text)


@router.post("/cases/{id_}/reconsidered")
async def reconsider(id_: UUID, posted: Form) -> Response:
    """Uphold a decision, or put another in its place."""
    outcome = posted.text("outcome")
    body: dict[str, Any] = {"outcome": outcome, "reason": posted.text("reason")}
    if outcome == "refused":
        body["ground"] = posted.maybe("ground")
    if outcome == "approved_with_conditions":
        trigger = posted.text("trigger")
        due_on = posted.maybe("due_on") if trigger == "by_date" else None
        body["conditions"] = [
            {"text": posted.text("condition"), "trigger": trigger, "due_on": due_on}
        ]
    path = f"/reconsiderations/{_id(posted)}/decision"
    return await _act(posted, id_, "reconsidered", path, body, N_("复核结论已记录。"))


async def _act(
    posted: Posted, id_: UUID, form: str, path: str, body: Mapping[str, Any], text: str
) -> Response:
    """Do it and go back to the file; refused, the page with the form as it was."""
    try:
        await posted.visit.backend.post(
            "approval", path, body, key=posted.key, version=posted.version
        )
    except Refused as refusal:
        shown = {"refused_form": form, "typed": posted.typed, **banner_of(refusal)}
        return await case_page(posted.visit, id_, refusal.status, **shown)
    return done(posted, f"/cases/{id_}", text)


def _word(posted: Posted) -> dict[str, Any]:
    return {"text": posted.text("text"), "documents": posted.several("documents")}


def _id(posted: Posted) -> str:
    """The id of the part that a form is about; what is none of ours finds nothing."""
    given = posted.text("subject")
    try:
        return str(UUID(given))
    except ValueError:
        return str(UUID(int=0))
