"""Words for every state, outcome, party and role that a service may answer with.

One row per id; the Chinese is the source text, the catalogue has the English. What is not here is
shown as it is, so a test walks the contracts and asks for every value.
"""

from typing import Final

from services.portal.domain.follow_up_words import FOLLOW_UP
from services.portal.domain.money_words import MONEY_TABLES
from services.portal.domain.texts import N_

ROLE: Final = {
    "sponsor": N_("项目单位"),
    "officer": N_("审批人员"),
    "department_lead": N_("部门负责人"),
    "case_manager": N_("项目专员"),
    "gate_reviewer": N_("评审专家"),
    "funding_officer": N_("资金管理人员"),
    "platform_operator": N_("中试平台"),
    "assessor": N_("第三方评价机构"),
    "director": N_("统筹专班"),
    "auditor": N_("审计人员"),
    "operator": N_("系统运维"),
}
STEP: Final = {
    "evidence": N_("准备证明材料"),
    "case": N_("审批"),
    "placement": N_("对接中试平台"),
    "gate": N_("阶段门评审"),
    "hold": N_("暂缓"),
    "handover": N_("交接"),
}
PARTY: Final = {
    "sponsor": N_("项目单位"),
    "department": N_("审批部门"),
    "queue": N_("待领取"),
    "platform": N_("中试平台"),
    "gate": N_("阶段门评审"),
    "handover": N_("交接"),
    "suspended": N_("暂停"),
}
PROJECT_STATE: Final = {
    "submitted": N_("已申报"),
    "open": N_("进行中"),
    "held": N_("暂缓"),
    "closing": N_("正在收尾"),
    "finished": N_("已结束"),
}
PROJECT_OUTCOME: Final = {
    "industrialised": N_("实现产业化"),
    "refused": N_("未获批准"),
    "stopped": N_("评审终止"),
    "withdrawn": N_("已撤回"),
}
CASE_STATE: Final = {
    "waiting": N_("待开启"),
    "queued": N_("待领取"),
    "received": N_("已收件，待受理"),
    "accepted": N_("待领取"),
    "accepted_with_gaps": N_("容缺受理，待补齐"),
    "under_review": N_("审查中"),
    "awaiting_information": N_("等待补充材料"),
    "recommended": N_("等待复核"),
    "not_accepted": N_("不予受理"),
    "lapsed": N_("逾期未补齐，已终止"),
    "decided": N_("已办结"),
    "served": N_("已送达"),
    "withdrawn": N_("随项目撤回"),
    "superseded": N_("不再办理"),
    "closed": N_("已关闭"),
    "open": N_("待评审"),
}
ACCEPTED_HOW: Final = {
    "accepted": N_("受理"),
    "with_gaps": N_("容缺受理"),
    "deemed": N_("逾期未答复，视为受理"),
    "at_once": N_("当场受理"),
}
NON_ACCEPTANCE_GROUND: Final = {
    "no_permit_needed": N_("依法不需要此项许可"),
    "not_competent": N_("不属于本部门职权"),
    "defects_not_remedied": N_("材料经告知仍未补正"),
}
SERVED_HOW: Final = {
    "electronic": N_("电子送达"),
    "in_person": N_("直接送达"),
    "post": N_("邮寄送达"),
    "public_notice": N_("公告送达"),
}
RANK: Final = {
    "department_lead": N_("部门负责人"),
    "agency_head": N_("机关负责人"),
    "government_head": N_("本级政府负责人"),
}
CASE_OUTCOME: Final = {
    "approved": N_("同意"),
    "approved_with_conditions": N_("附条件同意"),
    "refused": N_("不予同意"),
    "filed": N_("已备案"),
}
GATE_OUTCOME: Final = {
    "advance": N_("通过，进入下一环节"),
    "iterate": N_("退回，本环节再做一次"),
    "hold": N_("暂缓，到期再评审"),
    "stop": N_("终止项目"),
}
CONDITION_TRIGGER: Final = {
    "before_start": N_("开工前落实"),
    "before_use": N_("投用前落实"),
    "by_date": N_("限期落实"),
    "standing": N_("长期遵守"),
}
PLACEMENT_STATE: Final = {
    "open": N_("待选择平台"),
    "asked": N_("待平台答复"),
    "confirmed": N_("平台已确认"),
    "released": N_("已释放"),
}
DECLINE_GROUND: Final = {
    "no_capacity": N_("没有余量"),
    "outside_capability": N_("超出平台能力"),
    "equipment_unavailable": N_("设备不可用"),
    "qualification_missing": N_("缺少相应资质"),
    "safety_concern": N_("存在安全顾虑"),
    "terms_not_agreed": N_("条件未谈妥"),
}
BASIS: Final = {
    "given": N_("政策给出"),
    "set_by_authority": N_("主管部门设定，仅供参考"),
}
ROUTE: Final = {
    "commitment_and_filing": N_("承诺加备案"),
    "simplified": N_("简易程序"),
    "standard": N_("一般程序"),
}
CLOSED_BY: Final = {
    "never_simplified": N_("依规定不得简化"),
    "credit": N_("信用等级已关闭更简的路径"),
    "facts_missing": N_("要素不全，暂按最严办理"),
}
CLOSED_BECAUSE: Final = {
    "subject": N_("只面向"),
    "sponsor_kind": N_("只面向这些单位"),
    "credit": N_("信用等级暂不受理"),
    "condition": N_("所述要素不符合其条件"),
}
SUBJECT: Final = {
    "project": N_("项目"),
    "platform_building": N_("平台建设"),
    "pilot_line": N_("中试产线"),
}
FACT: Final = {
    "industry": N_("产业"),
    "tier": N_("产业档次"),
    "sponsor_kind": N_("单位类型"),
    "subject": N_("办理什么"),
    "entry_stage": N_("进入环节"),
    "credit_grade": N_("信用等级"),
    "contract_amount": N_("中试服务合同金额"),
}
"""Facts that every pack knows; the pack names its own."""
ANSWER: Final = {"yes": N_("是"), "no": N_("否"), "unknown": N_("没有填写")}
SOURCE_STATUS: Final = {
    "in_force": N_("有效"),
    "draft": N_("征求意见稿"),
    "interpretation": N_("政策解读"),
    "superseded": N_("已被替代"),
}
UNIT: Final = {
    "working_day": N_("工作日"),
    "calendar_day": N_("自然日"),
}
CHANNEL: Final = {
    "in_app": N_("站内消息"),
    "email": N_("邮件"),
}
DELIVERY_STATE: Final = {
    "pending": N_("待发送"),
    "sent": N_("已发送"),
    "failed": N_("发送失败"),
    "off": N_("未开通"),
}
SERVICE: Final = {
    "intake": N_("申报服务"),
    "approval": N_("审批服务"),
    "funding": N_("资金服务"),
    "registry": N_("平台服务"),
    "notify": N_("消息服务"),
    "insight": N_("时效统计服务"),
    "issuer": N_("登录服务"),
}
HANDED: Final = {
    "transferred": N_("已转办"),
    "delegated": N_("已委派"),
    "returned": N_("已交回"),
    "recalled": N_("已拿回"),
    "reassigned": N_("已改派"),
}
TASK_EVENT: Final = {
    "opened": N_("收件"),
    "claimed": N_("已领取"),
    "released": N_("已退回"),
    **HANDED,
    "nudged": N_("已催办"),
    "copied": N_("已抄送"),
    "signer_added": N_("已加签"),
    "signer_removed": N_("已减签"),
    "signed": N_("会签同意"),
    "objected": N_("会签不同意"),
    "point_met": N_("已核对"),
    "point_open": N_("核对未通过"),
    "stepped_back": N_("因利益冲突退回"),
    "lapsed": N_("认领到期，自动退回"),
    "information_requested": N_("已要求补充材料"),
    "information_supplied": N_("收到补充材料"),
    "decided": N_("已作决定"),
    "reminded": N_("已提醒时限"),
    "escalated": N_("已超时上报"),
    "clock_recomputed": N_("期限已重新计算"),
    "closed": N_("已关闭"),
    "commitment_signed": N_("已签署承诺书"),
    "filed": N_("已备案"),
    "inspection_opened": N_("待核查"),
    "inspection_found": N_("已填写核查结论"),
    "rectification_reported": N_("项目单位报告整改完成"),
    "obligation_due": N_("已提醒待办事项"),
    "credit_graded": N_("信用等级已变更"),
    "graded": N_("已重新评定风险等级"),
    "grade_proposed": N_("已提出调整风险等级"),
    "grade_consent": N_("已答复等级调整"),
    "revoked": N_("决定已撤销"),
    "upstream_revoked": N_("前置事项已撤销"),
    "permission_granted": N_("许可生效"),
    "permission_prolonged": N_("许可已延续"),
    "permission_ended": N_("许可结束"),
    "discharge_sought": N_("已申请解除条件"),
    "discharge_decided": N_("已答复解除申请"),
    "condition_replaced": N_("条件已替换"),
    "reconsideration_sought": N_("进入复核"),
    "reconsidered": N_("复核已有结论"),
    "sitting_called": N_("列入联合会审"),
    "sitting_held": N_("联合会审已形成纪要"),
    "accepted": N_("已受理"),
    "deemed_accepted": N_("逾期未答复，视为受理"),
    "not_accepted": N_("不予受理"),
    "gaps_committed": N_("项目单位承诺补齐材料"),
    "gaps_supplied": N_("项目单位补齐材料"),
    "gaps_lapsed": N_("材料逾期未补齐，已终止"),
    "applied_again": N_("项目单位重新申请"),
    "question_noted": N_("提出要求，待一次性告知"),
    "question_dropped": N_("撤回要求"),
    "clock_stopped": N_("进入特别程序或停表"),
    "clock_resumed": N_("特别程序或停表结束"),
    "stop_overran": N_("停表超过预计结束日"),
    "limit_extended": N_("期限已延长"),
    "recommended": N_("提出审查意见"),
    "challenged": N_("审查意见被退回"),
    "served": N_("决定已送达"),
    "service_late": N_("送达已逾期"),
    "superseded": N_("因其他事项未获批准，不再办理"),
}
SPENT_BY: Final = {
    "queue": N_("等待领取"),
    "department": N_("部门办理"),
    "sponsor": N_("等待项目单位"),
    "suspended": N_("特殊环节"),
}
TASK_KIND: Final = {"case": N_("审批事项"), "gate": N_("阶段门")}
TONE: Final = {
    "approved": "good",
    "granted": "good",
    "committed": "good",
    "completed": "good",
    "paid": "good",
    "agreed": "good",
    "ok": "good",
    "recovered": "bad",
    "ended": "bad",
    "first_signed": "busy",
    "awaiting_facts": "warn",
    "evidenced": "busy",
    "proposed": "warn",
    "consented": "busy",
    "advance": "good",
    "industrialised": "good",
    "confirmed": "good",
    "sent": "good",
    "approved_with_conditions": "good",
    "filed": "good",
    "passed": "good",
    "discharged": "good",
    "in_force": "good",
    "rectifying": "warn",
    "reported": "busy",
    "partly": "warn",
    "lapsed": "bad",
    "refused": "bad",
    "stopped": "bad",
    "stop": "bad",
    "failed": "bad",
    "held": "warn",
    "hold": "warn",
    "iterate": "warn",
    "awaiting_information": "warn",
    "closing": "warn",
    "asked": "warn",
    "accepted_with_gaps": "warn",
    "not_accepted": "bad",
    "received": "busy",
    "recommended": "busy",
    "served": "good",
    "under_review": "busy",
    "open": "busy",
    "submitted": "busy",
    "accepted": "busy",
    "queued": "busy",
}
"""How a state is coloured; words always say the same, so colour is never alone."""
TABLES: Final = {
    **FOLLOW_UP,
    **MONEY_TABLES,
    "role": ROLE,
    "party": PARTY,
    "step": STEP,
    "project_state": PROJECT_STATE,
    "project_outcome": PROJECT_OUTCOME,
    "case_state": CASE_STATE,
    "accepted_how": ACCEPTED_HOW,
    "non_acceptance_ground": NON_ACCEPTANCE_GROUND,
    "served_how": SERVED_HOW,
    "case_outcome": CASE_OUTCOME,
    "gate_outcome": GATE_OUTCOME,
    "condition_trigger": CONDITION_TRIGGER,
    "placement_state": PLACEMENT_STATE,
    "decline_ground": DECLINE_GROUND,
    "basis": BASIS,
    "route": ROUTE,
    "closed_by": CLOSED_BY,
    "closed_because": CLOSED_BECAUSE,
    "rank": RANK,
    "subject": SUBJECT,
    "fact": FACT,
    "answer": ANSWER,
    "source_status": SOURCE_STATUS,
    "unit": UNIT,
    "channel": CHANNEL,
    "delivery_state": DELIVERY_STATE,
    "service": SERVICE,
    "handed": HANDED,
    "task_event": TASK_EVENT,
    "task_kind": TASK_KIND,
    "spent_by": SPENT_BY,
}


def word(table: str, id_: str | None) -> str:
    """The source text for an id; a dash for none."""
    if id_ is None:
        return "—"
    return TABLES[table].get(id_, id_.replace("_", " "))
