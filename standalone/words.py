"""Names of roles in both languages, for the console."""

ROLES: dict[str, tuple[str, str]] = {
    "sponsor": ("项目单位", "sponsors"),
    "officer": ("审批人员", "officers"),
    "department_lead": ("部门负责人", "department leads"),
    "case_manager": ("专员", "case managers"),
    "gate_reviewer": ("评审专家", "gate reviewers"),
    "funding_officer": ("资金管理人员", "funding officer"),
    "platform_operator": ("中试平台", "platform operators"),
    "assessor": ("第三方评价机构", "assessor"),
    "director": ("统筹专班", "director"),
    "auditor": ("审计人员", "auditor"),
    "operator": ("系统运维", "system operator"),
}
