"""What funding refuses, each by name."""

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
    zh = "合同金额 {amount} 元按 {share}% 计算不足一分钱，不能申请。"
    en = "{share} % of CNY {amount} is less than one fen: there is nothing to apply for."


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
    zh = "{year} 年预算余额 {available} 元，不足以预留 {amount} 元。"
    en = "The budget of {year} has CNY {available} left; CNY {amount} does not fit."


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
