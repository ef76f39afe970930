"""What approval refuses about credit and risk grades, each by name."""

from contracts.errors import DomainError, ErrorKind


class SameCreditGrade(DomainError):
    code = "same_credit_grade"
    kind = ErrorKind.CONFLICT
    field = "grade"
    zh = "该单位的信用等级已是 {grade}，无需变更。"
    en = "The organisation's credit grade is {grade} already. Choose another one."


class RepairLowers(DomainError):
    code = "repair_lowers"
    kind = ErrorKind.INVALID
    field = "grade"
    zh = "信用修复只能提高等级（现为 {before}）。降低等级请选择“主管部门认定”。"
    en = "A repair only raises the grade ({before} now). To lower it, enter it as the authority's."


class RepairsOwnEntry(DomainError):
    code = "repairs_own_entry"
    kind = ErrorKind.CONFLICT
    zh = "降低等级的人员不能由本人修复，请由另一名负责人办理。"
    en = "Who lowered the grade may not repair it. Another lead has to."


class RouteClosedByCredit(DomainError):
    code = "route_closed_by_credit"
    kind = ErrorKind.CONFLICT
    zh = "该单位信用等级为 {grade}，承诺备案已对其关闭。请由部门按一般程序办理，或先申请信用修复。"
    en = (
        "The organisation's credit grade is {grade}, which closes filing by commitment. "
        "The department decides on the file; or have the credit repaired first."
    )


class GapsClosedByCredit(DomainError):
    code = "gaps_closed_by_credit"
    kind = ErrorKind.CONFLICT
    zh = "该单位信用等级为 {grade}，不适用容缺受理。请要求补正或不予受理。"
    en = (
        "The organisation's credit grade is {grade}, which closes acceptance with gaps. "
        "Ask for what is missing, or do not accept."
    )


class RulesNotHere(DomainError):
    code = "rules_not_here"
    kind = ErrorKind.CONFLICT
    zh = "没有找到项目所依据的政策包 {pack} {version}，不能重新评定。请联系系统运维安装该版本。"
    en = (
        "The pack {pack} {version} that the project goes by is not installed here, so nothing can "
        "be graded anew. Ask the operator to install that version."
    )


class FactsNotKnown(DomainError):
    code = "facts_not_known"
    kind = ErrorKind.CONFLICT
    zh = "此事项收件时没有记录申报要素，不能重新评定。请按现有路径办理。"
    en = "The case was received without the sponsor's facts, so it cannot be graded anew."


class NothingChanged(DomainError):
    code = "nothing_changed"
    kind = ErrorKind.CONFLICT
    field = "facts"
    zh = "所填要素与记录相同，评定结果不变。请填写有变化的要素。"
    en = "These facts are on record already, and the grade stays. State what is different."


class UnknownRiskGrade(DomainError):
    code = "unknown_risk_grade"
    kind = ErrorKind.INVALID
    field = "grade"
    zh = "政策包没有风险等级“{grade}”。可选：{known}。"
    en = "The pack has no risk grade {grade!r}. It has: {known}."


class SameRiskGrade(DomainError):
    code = "same_risk_grade"
    kind = ErrorKind.CONFLICT
    field = "grade"
    zh = "此事项的风险等级已是“{grade}”。"
    en = "The case has the risk grade {grade!r} already."


class OverrideWaits(DomainError):
    code = "override_waits"
    kind = ErrorKind.CONFLICT
    zh = "已有一项等级调整等待他人确认，请先确认或否决。"
    en = "Another change of the grade waits for a second person. Have that settled first."


class NoOverrideWaits(DomainError):
    code = "no_override_waits"
    kind = ErrorKind.CONFLICT
    zh = "当前没有等待确认的等级调整。"
    en = "No change of the grade waits for consent."


class ConsentsToOwn(DomainError):
    code = "consents_to_own"
    kind = ErrorKind.CONFLICT
    zh = "提出调整的人员不能由本人确认，请由另一人确认。"
    en = "Who proposed the change may not consent to it. A second person has to."
