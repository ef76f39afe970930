"""Who hears of commitments, inspections, credit, conditions, permissions, reviews and sittings."""

from contracts.events.after_decision import (
    CaseRevoked,
    CommitmentSigned,
    ConditionDischargeDecided,
    ConditionDischargeSought,
    ConditionReplaced,
    CreditGraded,
    DependantFlagged,
    Finding,
    InspectionFound,
    InspectionOpened,
    ObligationDue,
    PermissionEnded,
    PermissionGranted,
    ReconsiderationDecided,
    ReconsiderationSought,
    RectificationReported,
    RiskGraded,
    SittingCalled,
    SittingHeld,
)
from services.notify.domain.audience import Audience, lead_of, officers_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice, day, last_day
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody

_OBLIGATIONS = {
    "inspection": Words("核查", "inspection"),
    "rectification": Words("整改", "rectification"),
    "condition": Words("批准条件", "condition of the approval"),
    "permission": Words("许可有效期", "validity of the permission"),
    "dismantling": Words("拆除或封存", "dismantling or sealing"),
    "reconsideration": Words("复核", "reconsideration"),
}
_FINDINGS = {
    Finding.PASSED: Words("核查通过", "inspection passed"),
    Finding.RECTIFY: Words("需要整改", "something has to be put right"),
    Finding.FAILED: Words("核查不合格", "inspection failed"),
}
_RESULTS = {
    "discharged": Words("条件已解除", "condition discharged"),
    "partly": Words("条件部分解除", "condition discharged in part"),
    "refused": Words("条件尚未落实", "condition not met yet"),
}
_ENDS = {
    "lapsed": Words("已到期失效", "has lapsed"),
    "revoked": Words("已被撤销", "was revoked"),
    "converted": Words("已转为正式运行", "was converted"),
    "dismantled": Words("已拆除", "ended: dismantled"),
    "sealed": Words("已封存", "ended: sealed"),
}
_SEE = Words("详情见事项档案。", "Details are in the case's file.")


def inspection_found(event: InspectionFound, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns what was found, and by when to put it right."""
    item, found = names.item(event.item), _FINDINGS[event.finding]
    body = _SEE
    if event.rectify_by is not None:
        body = Words(
            f"请于 {event.rectify_by} 前完成整改并报告。",
            f"Please put it right and report it by {event.rectify_by}.",
        )
    return [
        _about(
            project.sponsors,
            "inspection_found",
            Words(f"{item.zh}{found.zh}", f"{item.en}: {found.en}"),
            body,
            project,
            urgent=event.finding is not Finding.PASSED,
        )
    ]


def rectification_reported(
    event: RectificationReported, project: Project, names: Names
) -> list[Notice]:
    """The department looks again."""
    item = names.item(event.item)
    return [
        _about(
            officers_of(event.pack, event.department),
            "rectification_reported",
            Words(f"{item.zh}整改已报告", f"{item.en}: put right, says the sponsor"),
            Words("请复查并填写结论。", "Please look again and enter what you find."),
            project,
        )
    ]


def inspection_opened(event: InspectionOpened, project: Project, names: Names) -> list[Notice]:
    """The department has something to inspect."""
    item, due_on = names.item(event.item), last_day(event.due_at)
    return [
        _about(
            officers_of(event.pack, event.department),
            "inspection_opened",
            Words(f"{item.zh}已承诺备案，待核查", f"{item.en} was filed and is to be inspected"),
            Words(f"请于 {due_on} 前完成核查。", f"Please inspect it by {due_on}."),
            project,
        )
    ]


def case_revoked(event: CaseRevoked, project: Project, names: Names) -> list[Notice]:
    """Sponsor and case manager learn that a decision holds no longer."""
    item = names.item(event.item)
    return [
        _about(
            audience,
            "case_revoked",
            Words(f"{item.zh}的决定已撤销", f"{item.en}: the decision was revoked"),
            _SEE,
            project,
            urgent=True,
        )
        for audience in (project.sponsors, project.managers)
    ]


def dependant_flagged(event: DependantFlagged, project: Project, names: Names) -> list[Notice]:
    """The department of a case that rests on what was revoked."""
    item, upstream = names.item(event.item), names.item(event.upstream_item)
    zh = "本事项由另一名人员复核。" if event.is_reviewed else "重新决定前不能批准本事项。"
    en = (
        "Another officer reviews this one."
        if event.is_reviewed
        else "Until it is decided anew, this one cannot be approved."
    )
    return [
        _about(
            officers_of(event.pack, event.department),
            "dependant_flagged",
            Words(f"{item.zh}的前置事项已撤销", f"{item.en}: what it rests on was revoked"),
            Words(f"“{upstream.zh}”的批准已撤销。{zh}", f"{upstream.en} was revoked. {en}"),
            project,
            urgent=True,
        )
    ]


def obligation_due(event: ObligationDue, project: Project, names: Names) -> list[Notice]:
    """Whoever has to act; overdue, the department's lead beside."""
    item, what = names.item(event.item), _OBLIGATIONS[event.kind]
    due_on = last_day(event.due_at)
    is_late = event.level == "overdue"
    own = officers_of(event.pack, event.department)
    audiences: tuple[Audience, ...] = (project.sponsors if event.party == "sponsor" else own,)
    if is_late:
        audiences = (*audiences, lead_of(event.pack, event.department))
    zh = "已逾期" if is_late else "即将到期"
    en = "overdue" if is_late else "due soon"
    return [
        _about(
            audience,
            "obligation_due",
            Words(f"{item.zh}{what.zh}{zh}", f"{item.en}: {what.en} {en}"),
            Words(f"期限为 {due_on}。", f"The day is {due_on}."),
            project,
            urgent=is_late,
        )
        for audience in audiences
    ]


def credit_graded(event: CreditGraded, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns its grade."""
    return [
        _about(
            project.sponsors,
            "credit_graded",
            Words(
                f"信用等级由 {event.before} 变为 {event.grade}",
                f"Credit grade {event.grade} (before: {event.before})",
            ),
            Words(
                "自现在起适用，已作出的决定不受影响。原因与修复办法见事项档案。",
                "It holds from now on; decisions made stay. Reason and repair: the case's file.",
            ),
            project,
            urgent=event.grade > event.before,
        )
    ]


def risk_graded(event: RiskGraded, project: Project, names: Names) -> list[Notice]:
    """The sponsor and the department learn that a case was graded anew."""
    item = names.item(event.item)
    return [
        _about(
            audience,
            "risk_graded",
            Words(f"{item.zh}的风险等级已调整", f"{item.en}: graded anew"),
            Words(
                "办理路径与期限按新等级执行，理由见事项档案。",
                "Route and dates follow the new grade; the reason is in the case's file.",
            ),
            project,
        )
        for audience in (project.sponsors, officers_of(event.pack, event.department))
    ]


def discharge_sought(
    event: ConditionDischargeSought, project: Project, names: Names
) -> list[Notice]:
    """The department decides whether a condition is met."""
    item = names.item(event.item)
    return [
        _about(
            officers_of(event.pack, event.department),
            "discharge_sought",
            Words(f"{item.zh}申请解除条件", f"{item.en}: a condition is said to be met"),
            Words("请核对证明材料并答复。", "Please look at the evidence and answer."),
            project,
        )
    ]


def discharge_decided(
    event: ConditionDischargeDecided, project: Project, names: Names
) -> list[Notice]:
    """The sponsor learns the answer."""
    item, result = names.item(event.item), _RESULTS[event.result]
    return [
        _about(
            project.sponsors,
            "discharge_decided",
            Words(f"{item.zh}{result.zh}", f"{item.en}: {result.en}"),
            _SEE,
            project,
        )
    ]


def condition_replaced(event: ConditionReplaced, project: Project, names: Names) -> list[Notice]:
    """The sponsor has another condition to meet."""
    item = names.item(event.item)
    return [
        _about(
            project.sponsors,
            "condition_replaced",
            Words(f"{item.zh}的条件已替换", f"{item.en}: a condition was replaced"),
            _SEE,
            project,
        )
    ]


def permission_granted(event: PermissionGranted, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns until when an approval holds; of a first grant the decision tells."""
    if event.number == 1:
        return []
    item = names.item(event.item)
    return [
        _about(
            project.sponsors,
            "permission_prolonged",
            Words(f"{item.zh}许可已延续", f"{item.en}: the permission was prolonged"),
            Words(f"有效期至 {event.to_on}。", f"It holds until {event.to_on}."),
            project,
        )
    ]


def permission_ended(event: PermissionEnded, project: Project, names: Names) -> list[Notice]:
    """Sponsor and department learn that a permission is over."""
    item, how = names.item(event.item), _ENDS[event.how]
    return [
        _about(
            audience,
            "permission_ended",
            Words(f"{item.zh}许可{how.zh}", f"{item.en}: the permission {how.en}"),
            _SEE,
            project,
            urgent=event.how in ("lapsed", "revoked"),
        )
        for audience in (project.sponsors, officers_of(event.pack, event.department))
    ]


def reconsideration_sought(
    event: ReconsiderationSought, project: Project, names: Names
) -> list[Notice]:
    """The department has another officer look; its lead knows."""
    item, due_on = names.item(event.item), last_day(event.due_at)
    return [
        _about(
            audience,
            "reconsideration_sought",
            Words(f"{item.zh}待复核", f"{item.en}: to be reconsidered"),
            Words(
                f"请由原办理人以外的人员于 {due_on} 前复核。",
                f"Please, by {due_on}, another officer than the first.",
            ),
            project,
        )
        for audience in (
            lead_of(event.pack, event.department),
            officers_of(event.pack, event.department),
        )
    ]


def reconsideration_decided(
    event: ReconsiderationDecided, project: Project, names: Names
) -> list[Notice]:
    """The sponsor learns the result; of a new decision its own event tells the rest."""
    item = names.item(event.item)
    is_upheld = event.result == "upheld"
    zh, en = ("维持原决定", "upheld") if is_upheld else ("原决定已变更", "another decision")
    return [
        _about(
            project.sponsors,
            "reconsideration_decided",
            Words(f"{item.zh}复核结论：{zh}", f"{item.en}, reconsidered: {en}"),
            _SEE,
            project,
            urgent=True,
        )
    ]


def sitting_called(event: SittingCalled, project: Project, names: Names) -> list[Notice]:
    """Every department on the agenda, and the sponsor."""
    on = day(event.at)
    audiences = [officers_of(event.pack, each) for each in event.departments]
    return [
        _about(
            audience,
            "sitting_called",
            Words("联合会审通知", "A joint sitting is called"),
            Words(f"会审日期 {on}，议程见项目页面。", f"On {on}; agenda on the project's page."),
            project,
        )
        for audience in (*audiences, project.sponsors)
    ]


def sitting_held(event: SittingHeld, project: Project, names: Names) -> list[Notice]:
    """Sponsor and case manager can read the minutes."""
    return [
        _about(
            audience,
            "sitting_held",
            Words("联合会审已形成纪要", "The joint sitting is minuted"),
            Words(
                f"当场决定 {len(event.decided)} 项，未决 {len(event.left_open)} 项。",
                f"Decided: {len(event.decided)}. Left open: {len(event.left_open)}.",
            ),
            project,
        )
        for audience in (project.sponsors, project.managers)
    ]


def _about(
    audience: Audience,
    kind: str,
    subject: Words,
    body: Words,
    project: Project,
    *,
    urgent: bool = False,
) -> Notice:
    return Notice(
        audience,
        kind,
        Words(f"{subject.zh}：“{project.title}”", f"{subject.en}, {project.title}"),
        body,
        urgent=urgent,
    )


RULES: RuleTable = {
    # The decision that files it is told by its own event.
    CommitmentSigned: nobody,
    InspectionOpened: inspection_opened,
    InspectionFound: inspection_found,
    RectificationReported: rectification_reported,
    CaseRevoked: case_revoked,
    DependantFlagged: dependant_flagged,
    ObligationDue: obligation_due,
    CreditGraded: credit_graded,
    RiskGraded: risk_graded,
    ConditionDischargeSought: discharge_sought,
    ConditionDischargeDecided: discharge_decided,
    ConditionReplaced: condition_replaced,
    PermissionGranted: permission_granted,
    PermissionEnded: permission_ended,
    ReconsiderationSought: reconsideration_sought,
    ReconsiderationDecided: reconsideration_decided,
    SittingCalled: sitting_called,
    SittingHeld: sitting_held,
}
