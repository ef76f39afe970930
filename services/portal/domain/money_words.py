"""Words of money: states of applications, contracts and referrals, accounts and movements."""

from typing import Final

from services.portal.domain.texts import N_

APPLICATION_STATE: Final = {
    "awaiting_facts": N_("等待评价结果"),
    "submitted": N_("待审核"),
    "first_signed": N_("待复核"),
    "queued": N_("等待资金"),
    "open": N_("待审核"),
    "granted": N_("已同意"),
    "committed": N_("已承诺"),
    "completed": N_("已结清"),
    "refused": N_("不予支持"),
    "closed": N_("已关闭"),
    "released": N_("已释放"),
    "recovered": N_("已收回"),
}
ACCOUNT: Final = {
    "budget": N_("预算"),
    "reserved": N_("已预留"),
    "committed": N_("已承诺"),
    "paid": N_("已支付"),
    "equity": N_("转股权"),
    "appropriation": N_("年度拨入"),
}
MOVEMENT: Final = {
    "opened": N_("开立年度预算"),
    "raised": N_("调增预算"),
    "lowered": N_("调减预算"),
    "carried_out": N_("结转下年"),
    "carried_in": N_("上年结转"),
    "reserved": N_("预留"),
    "released": N_("释放"),
    "committed": N_("承诺"),
    "uncommitted": N_("解除承诺"),
    "paid": N_("支付"),
    "recovered": N_("收回"),
    "converted": N_("转为股权"),
    "reversed": N_("冲正"),
}
PROGRAMME_KIND: Final = {
    "voucher": N_("服务券"),
    "capital_subsidy": N_("投资补助"),
    "post_subsidy": N_("后补助"),
    "one_off": N_("一次性支持"),
    "performance_award": N_("绩效奖补"),
    "tapering_subsidy": N_("退坡补贴"),
    "subsidy_to_equity": N_("投补联动"),
    "match_funding": N_("配套资金"),
    "premium_subsidy": N_("保费补贴"),
    "guarantee_award": N_("担保奖补"),
    "interest_subsidy": N_("贷款贴息"),
    "risk_compensation": N_("风险补偿"),
    "equity_referral": N_("股权对接"),
    "loan_referral": N_("贷款对接"),
}
INSTALMENT_STATE: Final = {
    "planned": N_("待提交材料"),
    "evidenced": N_("待支付"),
    "paid": N_("已支付"),
    "cancelled": N_("不再支付"),
}
CONTRACT_STATE: Final = {
    "proposed": N_("待平台确认"),
    "filed": N_("待双方验收"),
    "accepted": N_("已验收"),
    "refused": N_("平台不认可"),
    "ended": N_("已终止"),
}
CONTRACT_STEP: Final = {"filing": N_("登记"), "acceptance": N_("验收")}
REFERRAL_STATE: Final = {
    "consented": N_("待对接"),
    "sent": N_("已对接"),
    "concluded": N_("已有结果"),
    "withdrawn": N_("已撤回同意"),
}
REFERRAL_OUTCOME: Final = {
    "agreed": N_("达成合作"),
    "declined": N_("未达成"),
    "no_answer": N_("对方未答复"),
}
PACKAGE: Final = {
    "project_card": N_("项目概况"),
    "stage_progress": N_("阶段进展"),
    "approval_results": N_("审批结果"),
    "evidence_list": N_("证明材料清单"),
    "funding": N_("已获资金情况"),
}
DILIGENCE: Final = {
    "technology": N_("技术"),
    "market": N_("市场"),
    "team": N_("团队"),
    "legal": N_("法律"),
    "valuation": N_("估值"),
}
CHECK: Final = {
    "project": N_("项目状态"),
    "amount": N_("金额复算"),
    "credit": N_("信用"),
    "evidence": N_("材料"),
}
CHECK_RESULT: Final = {"ok": N_("通过"), "failed": N_("不符"), "open": N_("待核")}
MONEY_TABLES: Final = {
    "application_state": APPLICATION_STATE,
    "account": ACCOUNT,
    "movement": MOVEMENT,
    "programme_kind": PROGRAMME_KIND,
    "instalment_state": INSTALMENT_STATE,
    "contract_state": CONTRACT_STATE,
    "contract_step": CONTRACT_STEP,
    "referral_state": REFERRAL_STATE,
    "referral_outcome": REFERRAL_OUTCOME,
    "package": PACKAGE,
    "diligence": DILIGENCE,
    "check": CHECK,
    "check_result": CHECK_RESULT,
}
"""Part of words.TABLES."""
