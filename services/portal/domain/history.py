"""A project's history in sentences, one per event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.portal.domain.names import Names
from services.portal.domain.texts import N_, translations
from services.portal.domain.told import Told
from services.portal.domain.wording import date_text, last_day_text, money_text
from services.portal.domain.words import word

SENTENCES: Final = {
    "intake.project_submitted": N_("项目申报，从“%(entry_stage)s”进入"),
    "intake.evidence_submitted": N_("“%(stage)s”第 %(attempt)s 次的证明材料已提交"),
    "intake.case_manager_assigned": N_("项目专员已确定"),
    "intake.project_withdrawn": N_("项目单位撤回项目"),
    "intake.project_replanned": N_(
        "政策版本由 %(from_version)s 调整为 %(to_version)s，自下一阶段起适用"
    ),
    "lane.plan_adopted": N_("自“%(stage)s”起按政策版本 %(to_version)s 办理"),
    "lane.stage_entered": N_("进入“%(stage)s”，第 %(attempt)s 次"),
    "lane.stage_completed": N_("“%(stage)s”第 %(attempt)s 次结束：%(gate_outcome)s"),
    "lane.project_held": N_("项目暂缓，至 %(until)s"),
    "lane.project_resumed": N_("暂缓期满，重新评审"),
    "lane.closing_started": N_("开始收尾：%(project_outcome)s"),
    "lane.project_finished": N_("项目结束：%(project_outcome)s"),
    "approval.case_opened": N_("%(department)s收到“%(item)s”，应于 %(due_on)s 前办结"),
    "approval.task_claimed": N_("已有人员领取办理"),
    "approval.task_released": N_("任务退回待领取"),
    "approval.task_transferred": N_("“%(name)s”%(how)s"),
    "approval.task_nudged": N_("“%(name)s”已催办"),
    "approval.task_copied": N_("“%(name)s”已抄送同事"),
    "approval.signer_added": N_("“%(name)s”已请同事会签"),
    "approval.signer_removed": N_("“%(name)s”已减签"),
    "approval.task_signed": N_("“%(name)s”已有会签意见"),
    "approval.information_requested": N_("%(department)s就“%(item)s”要求补充材料，停止计时"),
    "approval.information_supplied": N_(
        "“%(item)s”的补充材料已提交，恢复计时，应于 %(due_on)s 前办结"
    ),
    "approval.case_accepted": N_(
        "%(department)s就“%(item)s”%(accepted_how)s，应于 %(due_on)s 前办结"
    ),
    "approval.case_not_accepted": N_("%(department)s对“%(item)s”不予受理：%(non_acceptance)s"),
    "approval.gaps_committed": N_("项目单位承诺补齐“%(item)s”的材料"),
    "approval.gaps_supplied": N_("项目单位补齐“%(item)s”的材料"),
    "approval.case_lapsed": N_("“%(item)s”的材料逾期未补齐，已终止"),
    "approval.case_applied_again": N_("项目单位就“%(item)s”重新申请"),
    "approval.question_noted": N_("%(department)s就“%(item)s”提出要求，待一次性告知"),
    "approval.notice_sent": N_("各部门的要求已一次性告知项目单位"),
    "approval.clock_stopped": N_("“%(item)s”进入%(stop)s，预计 %(expected_end)s 结束"),
    "approval.clock_resumed": N_("“%(item)s”的%(stop)s结束"),
    "approval.stop_overran": N_("“%(item)s”的%(stop)s超过预计结束日"),
    "approval.limit_extended": N_("“%(item)s”延期，应于 %(due_on)s 前办结"),
    "approval.case_recommended": N_("“%(item)s”的审查意见等待复核"),
    "approval.recommendation_challenged": N_("“%(item)s”的审查意见被退回"),
    "approval.case_served": N_("“%(item)s”的决定于 %(served_on)s 送达"),
    "approval.service_late": N_("“%(item)s”的决定逾期未送达"),
    "approval.case_decided": N_("%(department)s就“%(item)s”作出决定：%(case_outcome)s"),
    "approval.case_closed": N_("“%(item)s”不再办理"),
    "approval.task_reminded": N_("“%(name)s”的承诺时限已用 %(percent)s%%，已提醒"),
    "approval.task_escalated": N_("“%(name)s”超过时限，已上报"),
    "approval.clock_recomputed": N_("“%(name)s”的期限重新计算，应于 %(due_on)s 前完成"),
    "approval.gate_opened": N_("“%(stage)s”阶段门开始评审，应于 %(due_on)s 前完成"),
    "approval.gate_decided": N_("“%(stage)s”阶段门结论：%(gate_outcome)s"),
    "approval.gate_closed": N_("“%(stage)s”阶段门不再评审"),
    "approval.project_work_closed": N_("全部审批与评审已关闭"),
    "approval.commitment_signed": N_("“%(item)s”承诺书已签署"),
    "approval.inspection_opened": N_("“%(item)s”待核查，应于 %(due_on)s 前完成"),
    "approval.inspection_found": N_("“%(item)s”核查结论：%(finding)s"),
    "approval.rectification_reported": N_("“%(item)s”整改完成，待复查"),
    "approval.case_revoked": N_("“%(item)s”的决定已撤销"),
    "approval.dependant_flagged": N_("“%(item)s”的前置事项“%(upstream)s”已撤销"),
    "approval.obligation_due": N_("“%(item)s”%(obligation)s%(level)s"),
    "approval.credit_graded": N_("信用等级由 %(before)s 变为 %(grade)s"),
    "approval.risk_graded": N_("“%(item)s”重新评定风险等级，按“%(route)s”办理"),
    "approval.condition_discharge_sought": N_("“%(item)s”申请解除条件"),
    "approval.condition_discharge_decided": N_("“%(item)s”的条件：%(condition_state)s"),
    "approval.condition_replaced": N_("“%(item)s”的一项条件已替换"),
    "approval.permission_granted": N_("“%(item)s”的许可有效期至 %(to_on)s"),
    "approval.permission_ended": N_("“%(item)s”的许可：%(permission_state)s"),
    "approval.reconsideration_sought": N_("“%(item)s”进入复核，应于 %(due_on)s 前完成"),
    "approval.reconsideration_decided": N_("“%(item)s”复核结论：%(reconsidered)s"),
    "approval.sitting_called": N_("定于 %(at_on)s 联合会审"),
    "approval.sitting_held": N_("联合会审已形成纪要"),
    "registry.placement_opened": N_("请为“%(stage)s”选择中试平台"),
    "registry.platform_chosen": N_("已向中试平台提出请求"),
    "registry.platform_declined": N_("中试平台谢绝：%(ground)s"),
    "registry.platform_confirmed": N_("中试平台确认承接“%(stage)s”"),
    "registry.placements_released": N_("平台容量已释放"),
    "funding.application_submitted": N_("申请%(programme)s %(amount)s"),
    "funding.application_granted": N_("同意%(programme)s %(amount)s，已预留"),
    "funding.application_refused": N_("%(programme)s申请未获支持"),
    "funding.reservation_released": N_("释放%(programme)s预留 %(amount)s"),
    "funding.project_funding_released": N_("资金预留已全部释放"),
    "funding.programme_offered": N_("进入“%(stage)s”，可以申请%(programme)s"),
    "funding.application_graded": N_("%(programme)s评价结果已出，核定 %(amount)s"),
    "funding.application_first_signed": N_("%(programme)s %(amount)s初审同意，待复核"),
    "funding.application_queued": N_("%(programme)s %(amount)s已同意，排在等待名单第 %(place)s 位"),
    "funding.funding_committed": N_("%(programme)s承诺支付 %(amount)s"),
    "funding.contract_awaits": N_("%(programme)s项下的服务合同待%(party)s%(step)s"),
    "funding.instalment_evidenced": N_("%(programme)s第 %(number)s 期材料已提交"),
    "funding.payment_made": N_("%(programme)s支付 %(amount)s"),
    "funding.money_recovered": N_("%(programme)s收回 %(amount)s"),
    "funding.equity_converted": N_("%(programme)s %(amount)s转为股权"),
    "funding.movement_reversed": N_("%(programme)s冲正 %(amount)s"),
    "funding.voucher_expired": N_("%(programme)s过期，退回 %(amount)s"),
    "funding.referral_consented": N_("同意对接：%(programme)s"),
    "funding.referral_withdrawn": N_("撤回对接同意：%(programme)s"),
    "funding.referral_sent": N_("已对接：%(programme)s"),
    "funding.referral_concluded": N_("%(programme)s对接结果：%(referral_outcome)s"),
}
"""Event type without prefix and version → its sentence."""
QUIET: Final = frozenset(
    {
        "approval.project_work_closed",
        "approval.task_copied",
        # A department's inner matters; its task's page shows them.
        "approval.signer_added",
        "approval.signer_removed",
        "approval.task_signed",
        "approval.question_noted",
        "registry.placements_released",
        "funding.project_funding_released",
    }
)
"""Bookkeeping between services and within a department: true, but no sponsor waits to read it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history."""

    at: str
    text: str
    publisher: str


def tell(entries: Sequence[Told], names: Names, pack: str) -> list[Line]:
    """The history, newest first."""
    gettext = translations(names.language).gettext
    lines = []
    for entry in sorted(entries, key=lambda each: each.happened_at, reverse=True):
        kind = entry.short_type
        if kind in QUIET or kind not in SENTENCES:
            continue
        text = gettext(SENTENCES[kind]) % _facts(entry.data, names, pack)
        lines.append(Line(entry.happened_at.isoformat(), text, kind.partition(".")[0]))
    return lines


class _Facts(dict[str, str]):
    """An event of an earlier version may lack a fact: the sentence then shows a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def _facts(data: Mapping[str, Any], names: Names, pack: str) -> dict[str, str]:
    gettext = translations(names.language).gettext
    language = names.language
    outcome = data.get("outcome")
    name = data.get("name", "")
    known = {
        "stage": names("stages", data.get("stage"), pack),
        "entry_stage": names("stages", data.get("entry_stage"), pack),
        "item": names("items", data.get("item"), pack),
        "department": names("departments", data.get("department"), pack),
        "programme": names("programmes", data.get("programme"), pack),
        "name": names("items" if data.get("task_kind") == "case" else "stages", name, pack),
        "due_on": last_day_text(data.get("due_at"), language),
        "until": date_text(data.get("until"), language),
        "amount": money_text(data.get("amount"), language),
        "gate_outcome": gettext(word("gate_outcome", outcome)),
        "case_outcome": gettext(word("case_outcome", outcome)),
        "project_outcome": gettext(word("project_outcome", outcome)),
        "ground": gettext(word("decline_ground", data.get("ground"))),
        "attempt": str(data.get("attempt", 1)),
        "how": gettext(word("handed", data.get("how"))),
        "from_version": str(data.get("from_version", "—")),
        "to_version": str(data.get("pack_version") or data.get("plan", {}).get("version", "—")),
        "percent": str(data.get("percent", "")),
    }
    return _Facts(
        known
        | _life_facts(data, names, pack)
        | _follow_up_facts(data, names, pack)
        | _money_facts(data, names)
    )


def _follow_up_facts(data: Mapping[str, Any], names: Names, pack: str) -> dict[str, str]:
    gettext = translations(names.language).gettext
    language = names.language
    return {
        "finding": gettext(word("finding", data.get("finding"))),
        "upstream": names("items", data.get("upstream_item"), pack),
        "obligation": gettext(word("obligation", data.get("kind"))),
        "level": gettext(word("obligation_level", data.get("level"))),
        "before": str(data.get("before", "—")),
        "grade": str(data.get("grade", "—")),
        "route": gettext(word("route", data.get("route"))),
        "condition_state": gettext(word("condition_state", data.get("result"))),
        "to_on": date_text(data.get("to_on"), language),
        "permission_state": gettext(word("permission_state", data.get("how"))),
        "reconsidered": gettext(word("reconsideration_result", data.get("result"))),
        "at_on": date_text(data.get("at"), language),
    }


def _money_facts(data: Mapping[str, Any], names: Names) -> dict[str, str]:
    gettext = translations(names.language).gettext
    outcome = data.get("outcome")
    return {
        "place": str(data.get("place", "")),
        "number": str(data.get("number", "")),
        "party": gettext(word("party", data.get("party"))),
        "step": gettext(word("contract_step", data.get("step"))),
        "referral_outcome": gettext(word("referral_outcome", outcome)),
    }


def _life_facts(data: Mapping[str, Any], names: Names, pack: str) -> dict[str, str]:
    gettext = translations(names.language).gettext
    ground, procedure = data.get("ground"), data.get("procedure")
    stop = (
        names("procedures", procedure, pack) if procedure else names("stop_grounds", ground, pack)
    )
    return {
        "accepted_how": gettext(word("accepted_how", data.get("how"))),
        "non_acceptance": gettext(word("non_acceptance_ground", ground)),
        "stop": stop,
        "expected_end": date_text(data.get("expected_end_on"), names.language),
        "served_on": date_text(data.get("served_on"), names.language),
    }
