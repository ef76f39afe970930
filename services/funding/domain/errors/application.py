"""What is refused of applications and decisions, each by name."""

from contracts.errors import DomainError, ErrorKind


class UnknownPack(DomainError):
    code = "unknown_pack"
    kind = ErrorKind.INVALID
    field = "pack"
    zh = "没有政策包“{pack}”。可选：{known}。"
    en = "There is no policy pack {pack!r}. Choose one of: {known}."


class UnknownProgramme(DomainError):
    code = "unknown_programme"
    kind = ErrorKind.INVALID
    field = "programme"
    zh = "政策包“{pack}”没有资金项目“{given}”。可选：{known}。"
    en = "Pack {pack!r} has no programme {given!r}. Choose one of: {known}."


class SponsorKindNotEligible(DomainError):
    code = "sponsor_kind_not_eligible"
    kind = ErrorKind.INVALID
    field = "programme"
    zh = "资金项目“{programme}”不面向“{given}”类单位。适用：{known}。"
    en = "Programme {programme!r} is not for a sponsor of kind {given!r}. It is for: {known}."


class AmountTooSmall(DomainError):
    code = "amount_too_small"
    kind = ErrorKind.INVALID
    field = "contract_amount"
    zh = "按基数 {amount} 元计算不足一分钱，不能申请。请核对金额。"
    en = "A base of CNY {amount} comes to less than one fen: nothing to apply for. Check it."


class BadContractReference(DomainError):
    code = "bad_contract_reference"
    kind = ErrorKind.INVALID
    field = "contract_reference"
    zh = "合同编号应至少含一个字母或数字。"
    en = "A contract reference needs at least one letter or digit."


class ProjectIsOver(DomainError):
    code = "project_is_over"
    kind = ErrorKind.CONFLICT
    zh = "项目已结束或正在结束，不能再作此操作。"
    en = "The project has ended or is ending; this can no longer be done."


class ApplicationIsOpen(DomainError):
    code = "application_is_open"
    kind = ErrorKind.CONFLICT
    field = "programme"
    zh = "本项目在该资金项目下已有申请({application})，不能重复申请。"
    en = "The project has an application to this programme already: {application}."


class ContractAlreadyUsed(DomainError):
    code = "contract_already_used"
    kind = ErrorKind.CONFLICT
    field = "contract_reference"
    zh = "合同“{reference}”已用于本单位的另一项申请，同一合同只能补助一次。"
    en = "Contract {reference!r} stands in another of your applications; one contract, one subsidy."


class AlreadyDecided(DomainError):
    code = "already_decided"
    kind = ErrorKind.CONFLICT
    zh = "申请已不在待审状态（当前为“{state}”）。"
    en = "The application awaits no decision any more: it is {state!r}."


class BudgetExhausted(DomainError):
    code = "budget_exhausted"
    kind = ErrorKind.CONFLICT
    field = "grant"
    zh = (
        "{year} 年预算余额 {available} 元，不足以预留 {amount} 元（前面排队 {ahead} 件）。"
        "可列入等待名单（if_exhausted: wait）。"
    )
    en = (
        "The budget of {year} has CNY {available} left and {ahead} waiting before; CNY {amount} "
        "does not fit. It may be put on the waiting list (if_exhausted: wait)."
    )


class GroundMissing(DomainError):
    code = "ground_missing"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "不予支持须说明理由。可选：{known}。"
    en = "A refusal needs a ground. Choose one of: {known}."


class GroundNotTaken(DomainError):
    code = "ground_not_taken"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "同意时不需要不予支持的理由，请删除。"
    en = "A grant takes no ground of refusal: remove it."


class ProgrammeNotForSubject(DomainError):
    code = "programme_not_for_subject"
    kind = ErrorKind.INVALID
    field = "programme"
    zh = "资金项目“{programme}”不面向“{given}”。适用：{known}。"
    en = "Programme {programme!r} is not for a {given!r}. It is for: {known}."


class CreditClosesFunding(DomainError):
    code = "credit_closes_funding"
    kind = ErrorKind.CONFLICT
    field = "programme"
    zh = "申请单位当前信用等级为 {grade}，不能获得资金支持。请先完成信用修复。"
    en = "The sponsor's credit grade is {grade}: no funding. Have the credit repaired first."


class ConditionNotMet(DomainError):
    code = "condition_not_met"
    kind = ErrorKind.INVALID
    field = "facts"
    zh = "不符合资金项目“{programme}”的条件（第 {clause} 条）：{condition}。请核对项目要素。"
    en = (
        "The condition of {programme!r} (clause {clause}) does not hold: {condition}. "
        "Check the project's facts."
    )


class FactsMissing(DomainError):
    code = "facts_missing"
    kind = ErrorKind.INVALID
    field = "facts"
    zh = "还需要以下要素才能计算：{missing}。"
    en = "These facts are needed to work the amount out: {missing}."


class FactIsAssessed(DomainError):
    code = "fact_is_assessed"
    kind = ErrorKind.INVALID
    field = "facts"
    zh = "“{fact}”由第三方评价机构认定，不能自行填写，请删除。"
    en = "{fact!r} is given by the assessor, not by the sponsor: remove it."


class FactNotAssessable(DomainError):
    code = "fact_not_assessable"
    kind = ErrorKind.INVALID
    field = "fact"
    zh = "“{fact}”不是本项目奖补所依据的评价结论。可选：{known}。"
    en = "{fact!r} is no grade that an award of this project depends on. Choose one of: {known}."


class UnknownFact(DomainError):
    code = "unknown_fact"
    kind = ErrorKind.INVALID
    field = "facts"
    zh = "政策包没有要素“{fact}”，或值“{value}”不合要求。可选要素：{known}。"
    en = "The pack has no fact {fact!r}, or {value!r} does not fit it. Known: {known}."


class UnknownReading(DomainError):
    code = "unknown_reading"
    kind = ErrorKind.INVALID
    field = "reading"
    zh = "没有读法“{given}”。可选：{known}。"
    en = "There is no reading {given!r}. Choose one of: {known}."


class StackingExhausted(DomainError):
    code = "stacking_exhausted"
    kind = ErrorKind.CONFLICT
    field = "programme"
    zh = "按叠加规则“{rule}”，已获支持 {already} 元，不能再获支持。"
    en = "Stacking rule {rule!r}: CNY {already} granted already leaves no room for more."


class ContractMissing(DomainError):
    code = "contract_missing"
    kind = ErrorKind.INVALID
    field = "contract_amount"
    zh = "服务券按合同金额计算，请填写合同金额和合同编号。"
    en = "A voucher is a share of a contract: give its amount and reference."


class ContractNotTaken(DomainError):
    code = "contract_not_taken"
    kind = ErrorKind.INVALID
    field = "contract_amount"
    zh = "资金项目“{programme}”不按服务合同计算，请删除合同金额和编号。"
    en = "Programme {programme!r} is no share of a service contract: remove the contract."


class EvidenceNotKnown(DomainError):
    code = "evidence_not_known"
    kind = ErrorKind.INVALID
    field = "evidence"
    zh = "材料“{given}”不在所需之列。需要：{known}。"
    en = "Evidence {given!r} is not asked for. Needed: {known}."


class EvidenceMissing(DomainError):
    code = "evidence_missing"
    kind = ErrorKind.INVALID
    field = "evidence"
    zh = "还缺少材料：{missing}。"
    en = "Evidence is missing: {missing}."


class NotReferred(DomainError):
    code = "referral_not_application"
    kind = ErrorKind.INVALID
    field = "programme"
    zh = "“{programme}”是对接服务，不由本系统付款，请提交对接申请。"
    en = "{programme!r} is an introduction to others' money: ask for a referral instead."


class NoReferral(DomainError):
    code = "application_not_referral"
    kind = ErrorKind.INVALID
    field = "programme"
    zh = "“{programme}”不是对接服务，请提交资金申请。"
    en = "{programme!r} is no introduction: apply for the money instead."


class PaidOnce(DomainError):
    code = "paid_once"
    kind = ErrorKind.CONFLICT
    field = "programme"
    zh = "本项目已获得过该项支持（申请 {application}），此类支持只有一次。"
    en = "The project had this support already (application {application}); it is given once."


class ProgrammeClosed(DomainError):
    code = "programme_closed"
    kind = ErrorKind.CONFLICT
    field = "programme"
    zh = "资金项目“{programme}”{year} 年已停止受理：{reason}"
    en = "Programme {programme!r} is closed for {year}: {reason}"


class SameOfficer(DomainError):
    code = "same_officer"
    kind = ErrorKind.FORBIDDEN
    zh = "此操作须由另一位资金管理人员办理，您是前一位经办人。"
    en = "Another funding officer has to do this: you did the step before."


class HeldByAnother(DomainError):
    code = "held_by_another"
    kind = ErrorKind.CONFLICT
    zh = "{name} 正在办理此申请，请联系对方或等其退回。"
    en = "{name} has this application in hand. Talk to them, or wait for its release."


class NotHeld(DomainError):
    code = "not_held"
    kind = ErrorKind.CONFLICT
    zh = "此申请不在您手中，无须退回。"
    en = "The application is not in your hands: there is nothing to release."


class NothingToClaim(DomainError):
    code = "nothing_to_claim"
    kind = ErrorKind.CONFLICT
    zh = "没有待领取的申请。"
    en = "No application is free to claim."
