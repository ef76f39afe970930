"""Words for what follows a decision. Part of ``words``."""

from typing import Final

from services.portal.domain.texts import N_

INSPECTION_STATE: Final = {
    "due": N_("待核查"),
    "rectifying": N_("整改中"),
    "reported": N_("待复查"),
    "passed": N_("核查通过"),
    "failed": N_("核查不合格"),
}
FINDING: Final = {
    "passed": N_("核查通过"),
    "rectify": N_("责令整改"),
    "failed": N_("核查不合格"),
}
CONDITION_STATE: Final = {
    "open": N_("待落实"),
    "partly": N_("部分解除"),
    "discharged": N_("已解除"),
    "replaced": N_("已替换"),
    "refused": N_("未予解除"),
}
PERMISSION_STATE: Final = {
    "in_force": N_("有效"),
    "prolonged": N_("已延续"),
    "lapsed": N_("已到期"),
    "ended": N_("已结束"),
    "revoked": N_("已撤销"),
    "converted": N_("转为正式运行"),
    "dismantled": N_("已拆除"),
    "sealed": N_("已封存"),
}
REVOCATION_GROUND: Final = {
    "inspection_failed": N_("核查不合格"),
    "condition_breached": N_("未落实批准条件"),
    "law": N_("法律规定的其他情形"),
    "upstream_revoked": N_("前置事项已撤销"),
}
CREDIT_GROUND: Final = {
    "inspection_failed": N_("核查不合格"),
    "filing_revoked": N_("备案被撤销"),
    "authority": N_("主管部门认定"),
    "repair": N_("信用修复"),
}
CLOSES: Final = {
    "commitment_and_filing": N_("承诺加备案"),
    "simplified": N_("简易程序"),
    "accepted_with_gaps": N_("容缺受理"),
    "funding": N_("资金支持"),
}
GRADING_STATE: Final = {
    "in_force": N_("有效"),
    "proposed": N_("待他人确认"),
    "declined": N_("未获确认"),
}
GRADING_CAUSE: Final = {
    "facts": N_("要素变化"),
    "credit": N_("信用变化"),
    "override": N_("人工调整"),
}
RECONSIDERATION_CAUSE: Final = {
    "sponsor": N_("项目单位申请"),
    "upstream_revoked": N_("前置事项已撤销"),
}
RECONSIDERATION_RESULT: Final = {
    "upheld": N_("维持原决定"),
    "replaced": N_("变更原决定"),
}
SITTING_STATE: Final = {"called": N_("待召开"), "held": N_("已形成纪要")}
OBLIGATION: Final = {
    "inspection": N_("核查"),
    "rectification": N_("整改"),
    "condition": N_("落实条件"),
    "permission": N_("许可到期"),
    "dismantling": N_("拆除或封存"),
    "reconsideration": N_("复核"),
}
OBLIGATION_LEVEL: Final = {"soon": N_("即将到期"), "overdue": N_("已逾期")}
CONSEQUENCE: Final = {
    "opens": N_("即可开启"),
    "still_waits": N_("仍需等待其他事项"),
    "stays_shut": N_("不能开启"),
    "ends": N_("随之关闭"),
    "lets_finish": N_("继续办结"),
    "superseded": N_("不再办理"),
    "completes_stage": N_("本环节完成"),
    "repeats_stage": N_("本环节再做一次"),
    "rests": N_("项目暂缓"),
    "stops_project": N_("项目退出快车道"),
    "permission": N_("许可随之生效"),
    "blocked_by_condition": N_("尚有条件未落实，不能通过"),
}
FOLLOW_UP: Final = {
    "inspection_state": INSPECTION_STATE,
    "finding": FINDING,
    "condition_state": CONDITION_STATE,
    "permission_state": PERMISSION_STATE,
    "revocation_ground": REVOCATION_GROUND,
    "credit_ground": CREDIT_GROUND,
    "closes": CLOSES,
    "grading_state": GRADING_STATE,
    "grading_cause": GRADING_CAUSE,
    "reconsideration_cause": RECONSIDERATION_CAUSE,
    "reconsideration_result": RECONSIDERATION_RESULT,
    "sitting_state": SITTING_STATE,
    "obligation": OBLIGATION,
    "obligation_level": OBLIGATION_LEVEL,
    "consequence": CONSEQUENCE,
}
