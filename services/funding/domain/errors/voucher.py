"""What is refused of vouchers, their contracts, and referrals."""

from contracts.errors import DomainError, ErrorKind


class VoucherNotValid(DomainError):
    code = "voucher_not_valid"
    kind = ErrorKind.CONFLICT
    zh = "服务券有效期为 {valid_from} 至 {valid_until}，合同须在此期间开始。"
    en = "The voucher is valid from {valid_from} to {valid_until}; a contract has to begin then."


class VoucherSpent(DomainError):
    code = "voucher_spent"
    kind = ErrorKind.CONFLICT
    zh = "服务券面值已全部使用或已被其他合同占用。"
    en = "The voucher's face value is used up or held by other contracts."


class VoucherNotTransferable(DomainError):
    code = "voucher_not_transferable"
    kind = ErrorKind.CONFLICT
    field = "sponsor_id"
    zh = "服务券不得转让：合同委托方须为领券单位 {owner}。"
    en = "A voucher cannot be passed on: the contract's client has to be its holder, {owner}."


class DatesReversed(DomainError):
    code = "dates_reversed"
    kind = ErrorKind.INVALID
    field = "ends_on"
    zh = "合同结束日期 {ends_on} 早于开始日期 {starts_on}，请核对。"
    en = "The contract ends on {ends_on}, before it begins on {starts_on}. Check the dates."


class ContractSubsidisedTwice(DomainError):
    code = "contract_subsidised_twice"
    kind = ErrorKind.CONFLICT
    field = "reference"
    zh = "双方、期间、金额相同或文件相同的合同已登记在另一张服务券下，同一合同只补助一次。"
    en = (
        "A contract of the same parties, period and amount, or the same document, is filed under "
        "another voucher already; a contract is subsidised once."
    )


class AcceptanceForged(DomainError):
    code = "acceptance_forged"
    kind = ErrorKind.CONFLICT
    field = "document_sha256"
    zh = "所附文件的 SHA-256 与已登记合同不一致，不予办理。请核对合同文件。"
    en = "The document's SHA-256 is not that of the filed contract. Check the contract file."


class AcceptancesDiffer(DomainError):
    code = "acceptances_differ"
    kind = ErrorKind.CONFLICT
    field = "amount"
    zh = "另一方确认的验收金额为 {other} 元，与 {amount} 元不一致，请双方核对后重新确认。"
    en = "The other side accepted CNY {other}, not CNY {amount}. Agree first, then accept again."


class AcceptedMoreThanContract(DomainError):
    code = "accepted_more_than_contract"
    kind = ErrorKind.INVALID
    field = "amount"
    zh = "验收金额不能超过合同金额 {contract} 元。"
    en = "No more than the contract's CNY {contract} can be accepted."


class ConsentMissing(DomainError):
    code = "consent_missing"
    kind = ErrorKind.INVALID
    field = "consent"
    zh = "须同意向对接机构提供所列资料后才能提交。"
    en = "A referral needs your consent to pass the listed data on."


class ConsentWithdrawn(DomainError):
    code = "consent_withdrawn"
    kind = ErrorKind.CONFLICT
    zh = "申请单位已撤回同意，不得再向外提供资料。"
    en = "The sponsor withdrew the consent: nothing may be passed on any more."


class UnknownRecipient(DomainError):
    code = "unknown_recipient"
    kind = ErrorKind.INVALID
    field = "recipient"
    zh = "没有第 {given} 个对接机构，共 {count} 个。"
    en = "There is no recipient {given}; there are {count}."


class PackageEmpty(DomainError):
    code = "package_empty"
    kind = ErrorKind.INVALID
    field = "package"
    zh = "请至少选择一项资料。"
    en = "Choose at least one piece of data to pass on."


class DiligenceIncomplete(DomainError):
    code = "diligence_incomplete"
    kind = ErrorKind.INVALID
    field = "diligence"
    zh = "投资决策须附完整的尽职调查记录，还缺：{missing}。"
    en = "An agreed investment needs its complete due-diligence file. Missing: {missing}."
