"""Who hears of acceptance, of the one request of all departments, of stops, extension and service.

Whoever has to act is told, and the sponsor of whatever changes what they can expect.
"""

from contracts.events.case_life import (
    CaseAccepted,
    CaseAppliedAgain,
    CaseFact,
    CaseLapsed,
    CaseNotAccepted,
    CaseRecommended,
    CaseServed,
    ClockResumed,
    ClockStopped,
    GapsCommitted,
    GapsSupplied,
    LimitExtended,
    NoticeSent,
    QuestionNoted,
    RecommendationChallenged,
    ServiceLate,
    StopOverran,
)
from services.notify.domain.audience import Audience, lead_of, officers_of, only
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice, last_day
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody

_GROUNDS = {
    "no_permit_needed": Words("依法不需要此项许可", "no permit is needed by law"),
    "not_competent": Words("不属于本部门职权", "it is not this department's to decide"),
    "defects_not_remedied": Words("材料经告知仍未补正", "defects that were told were not remedied"),
}


def accepted(event: CaseAccepted, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns that the case is being decided, by when, and what is still to come."""
    due_on = last_day(event.due_at)
    if event.how == "at_once":
        return []
    if event.gaps_due_at is not None:
        until = last_day(event.gaps_due_at)
        body = Words(
            f"已容缺受理。请于 {until} 前补齐 {event.gaps} 项材料，逾期此件终止。",
            f"Accepted with gaps. Supply {event.gaps} item(s) by {until}, or the case ends.",
        )
    elif event.how == "deemed":
        body = Words(
            f"期限内未获答复，自 {event.accepted_on} 起视为受理，承诺办结日为 {due_on}。",
            f"Nothing was said in time: deemed accepted from {event.accepted_on}. "
            f"The committed limit is {due_on}.",
        )
    else:
        body = Words(
            f"已受理，承诺办结日为 {due_on}。", f"Accepted; the committed limit is {due_on}."
        )
    subject = _subject(event, project, names, "受理", "Accepted")
    notices = [_notice(project.sponsors, "case_accepted", subject, body, event)]
    if event.how == "deemed":
        late = Words(
            "五个工作日内未作答复，此件依法视为受理，时限自收件之日起算。",
            "Nothing was said within the time of the law: the case is deemed accepted and its "
            "limits count from receipt.",
        )
        audience = lead_of(project.pack, event.department)
        notices.append(_notice(audience, "deemed_accepted", subject, late, event, urgent=True))
    return notices


def not_accepted(event: CaseNotAccepted, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns the ground, and that it can be applied for again."""
    ground = _GROUNDS.get(event.ground, Words(event.ground, event.ground))
    body = Words(
        f"不予受理：{ground.zh}。可在项目页面重新申请。",
        f"Not accepted: {ground.en}. You can apply again on the project's page.",
    )
    subject = _subject(event, project, names, "不予受理", "Not accepted")
    return [
        _notice(each, "case_not_accepted", subject, body, event, urgent=True)
        for each in (project.sponsors, project.managers)
    ]


def lapsed(event: CaseLapsed, project: Project, names: Names) -> list[Notice]:
    """The case ended, since what was missing did not come."""
    body = Words(
        f"{event.missing} 项材料逾期未补齐，此件已终止。可在项目页面重新申请。",
        f"{event.missing} item(s) did not come in time and the case has ended. "
        "You can apply again on the project's page.",
    )
    subject = _subject(event, project, names, "已终止", "Lapsed")
    return [
        _notice(each, "case_lapsed", subject, body, event, urgent=True)
        for each in (project.sponsors, project.managers)
    ]


def applied_again(event: CaseAppliedAgain, project: Project, names: Names) -> list[Notice]:
    """The department has a case to claim again."""
    body = Words(
        f"项目单位第 {event.application} 次申请，请认领并作出是否受理的决定。",
        f"Application number {event.application}. Claim it and say whether it is accepted.",
    )
    subject = _subject(event, project, names, "重新申请", "Applied again")
    audience = officers_of(event.pack, event.department)
    return [_notice(audience, "case_opened", subject, body, event)]


def gaps_committed(event: GapsCommitted, project: Project, names: Names) -> list[Notice]:
    """The department can accept now."""
    body = Words("项目单位已承诺补齐材料，可以容缺受理。", "It can now be accepted with gaps.")
    subject = _subject(event, project, names, "承诺补齐", "Gaps committed")
    return [_notice(_department(event, project), "gaps_committed", subject, body, event)]


def gaps_supplied(event: GapsSupplied, project: Project, names: Names) -> list[Notice]:
    """The department sees what came, and whether something is still missing."""
    body = Words(
        f"已补 {event.supplied} 项，尚缺 {event.missing} 项。",
        f"{event.supplied} item(s) came, {event.missing} are still missing.",
    )
    subject = _subject(event, project, names, "材料补齐", "Gaps supplied")
    return [_notice(_department(event, project), "gaps_supplied", subject, body, event)]


def notice_sent(event: NoticeSent, project: Project, names: Names) -> list[Notice]:
    """One message for all departments: the sponsor answers in one place."""
    asking = [names.department(each) for each in event.departments]
    body = Words(
        f"{'、'.join(each.zh for each in asking)}共提出 {event.questions} 项要求，"
        "请在项目页面一并答复。答复前计时停止。",
        f"{event.questions} request(s) by {', '.join(each.en for each in asking)}. Answer them "
        "together on the project's page; the clocks stand still until you do.",
    )
    subject = Words(
        f"一次性告知：“{project.title}”", f"One request of all departments: {project.title}"
    )
    return [
        Notice(each, "notice_sent", subject, body, urgent=True)
        for each in (project.sponsors, project.managers)
    ]


def stopped(event: ClockStopped, project: Project, names: Names) -> list[Notice]:
    """The sponsor is told how long it takes, as the law wants (行政许可法 art. 45)."""
    what = _what(event, names)
    until = event.expected_end_on.isoformat()
    zh = f"{what.zh}预计至 {until}" + ("，期间计时停止。" if event.stops_clock else "。")
    en = f"{what.en}, expected until {until}"
    en += "; the clock stands still meanwhile." if event.stops_clock else "."
    subject = _subject(event, project, names, "进入特别程序", "A procedure begins")
    return [_notice(project.sponsors, "clock_stopped", subject, Words(zh, en), event)]


def resumed(event: ClockResumed, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns the new date, unless the clock still stands."""
    if event.is_stopped or event.ground is None:
        return []
    due_on = last_day(event.due_at)
    body = Words(
        f"恢复计时，承诺办结日为 {due_on}。", f"The clock runs; the committed limit is {due_on}."
    )
    subject = _subject(event, project, names, "恢复计时", "The clock runs again")
    return [_notice(project.sponsors, "clock_resumed", subject, body, event)]


def overran(event: StopOverran, project: Project, names: Names) -> list[Notice]:
    """Whoever has it is told, or the lead while nobody has."""
    what = _what(event, names)
    until = event.expected_end_on.isoformat()
    body = Words(
        f"{what.zh}预计 {until} 结束，尚未结束。请结束停表或说明情况。",
        f"{what.en} was expected to end on {until} and has not. End it, or see what keeps it.",
    )
    subject = _subject(event, project, names, "停表超过预计", "A stop lasts longer than expected")
    audience = only(event.holder) if event.holder else lead_of(event.pack, event.department)
    return [_notice(audience, "stop_overran", subject, body, event, urgent=True)]


def extended(event: LimitExtended, project: Project, names: Names) -> list[Notice]:
    """The sponsor is told of an extension (行政许可法 art. 42)."""
    due_on = last_day(event.statutory_due_at)
    body = Words(
        f"办理期限延长 {event.figure} 天，法定期限至 {due_on}。理由见项目页面。",
        f"The limit was extended by {event.figure} day(s), by law to {due_on}. "
        "The reason is on the project's page.",
    )
    subject = _subject(event, project, names, "延期", "Extended")
    return [
        _notice(each, "limit_extended", subject, body, event)
        for each in (project.sponsors, project.managers)
    ]


def recommended(event: CaseRecommended, project: Project, names: Names) -> list[Notice]:
    """A colleague is to confirm or challenge."""
    body = Words("请另一人领取并复核。", "Somebody else is to claim it, and confirm or challenge.")
    subject = _subject(event, project, names, "等待复核", "To be confirmed")
    audience = officers_of(event.pack, event.department)
    return [_notice(audience, "case_recommended", subject, body, event)]


def challenged(event: RecommendationChallenged, project: Project, names: Names) -> list[Notice]:
    """Whoever recommended has it again."""
    body = Words("复核意见见任务页面。", "The reason is on the task's page.")
    subject = _subject(event, project, names, "审查意见被退回", "Recommendation challenged")
    audience = only(event.recommended_by)
    return [_notice(audience, "case_challenged", subject, body, event, urgent=True)]


def served(event: CaseServed, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns from which day what counts from service counts."""
    body = Words(
        f"决定于 {event.served_on} 送达，复核等期限自该日起算。",
        f"The decision was served on {event.served_on}; what counts from service counts from then.",
    )
    subject = _subject(event, project, names, "决定送达", "Decision served")
    return [_notice(project.sponsors, "case_served", subject, body, event)]


def service_late(event: ServiceLate, project: Project, names: Names) -> list[Notice]:
    """The lead is told that a decision still lies there."""
    due_on = last_day(event.due_at)
    body = Words(
        f"应于 {due_on} 前送达，尚未登记送达。",
        f"It was to be served by {due_on}, and no service is on record.",
    )
    subject = _subject(event, project, names, "送达逾期", "Service is late")
    audience = lead_of(event.pack, event.department)
    return [_notice(audience, "service_late", subject, body, event, urgent=True)]


def _what(event: ClockStopped | StopOverran, names: Names) -> Words:
    if event.procedure is not None:
        return names.procedure(event.procedure)
    return names.ground(event.ground or "")


def _department(event: CaseFact, project: Project) -> Audience:
    return officers_of(project.pack, event.department)


def _subject(event: CaseFact, project: Project, names: Names, zh: str, en: str) -> Words:
    item = names.item(event.item)
    return Words(f"{zh}：{item.zh}“{project.title}”", f"{en}: {item.en}, {project.title}")


def _notice(
    audience: Audience,
    kind: str,
    subject: Words,
    body: Words,
    event: CaseFact,
    *,
    urgent: bool = False,
) -> Notice:
    return Notice(audience, kind, subject, body, urgent=urgent, task=str(event.case_id))


RULES: RuleTable = {
    CaseAccepted: accepted,
    CaseNotAccepted: not_accepted,
    CaseLapsed: lapsed,
    CaseAppliedAgain: applied_again,
    GapsCommitted: gaps_committed,
    GapsSupplied: gaps_supplied,
    QuestionNoted: nobody,
    NoticeSent: notice_sent,
    ClockStopped: stopped,
    ClockResumed: resumed,
    StopOverran: overran,
    LimitExtended: extended,
    CaseRecommended: recommended,
    RecommendationChallenged: challenged,
    CaseServed: served,
    ServiceLate: service_late,
}
