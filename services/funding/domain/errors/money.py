"""What is refused of money that is granted: instalments, payments, recovery, budgets."""

from contracts.errors import DomainError, ErrorKind


class NotInState(DomainError):
    code = "not_in_state"
    kind = ErrorKind.CONFLICT
    zh = "当前状态为“{state}”，不能进行此操作。须为：{needed}。"
    en = "This cannot be done while the state is {state!r}. It has to be: {needed}."


class InstalmentsDoNotSum(DomainError):
    code = "instalments_do_not_sum"
    kind = ErrorKind.INVALID
    field = "instalments"
    zh = "各期合计 {total} 元，应恰为 {amount} 元。请逐期核对。"
    en = "The instalments sum to CNY {total}; they have to come to exactly CNY {amount}."


class InstalmentsFixed(DomainError):
    code = "instalments_fixed"
    kind = ErrorKind.INVALID
    field = "instalments"
    zh = "资金项目“{programme}”的分期由政策逐年列明，请删除自定分期。"
    en = "Programme {programme!r} has its years fixed by the policy: remove the instalments."


class InstalmentOutOfOrder(DomainError):
    code = "instalment_out_of_order"
    kind = ErrorKind.CONFLICT
    zh = "第 {number} 期须在前一期付清之后支付。"
    en = "Instalment {number} can be paid only after the one before it."


class InstalmentTooEarly(DomainError):
    code = "instalment_too_early"
    kind = ErrorKind.CONFLICT
    zh = "第 {number} 期于 {due_on} 起方可支付。"
    en = "Instalment {number} may be paid from {due_on} on."


class RecoveryTooLarge(DomainError):
    code = "recovery_too_large"
    kind = ErrorKind.INVALID
    field = "amount"
    zh = "已支付且未收回 {paid} 元，不能收回 {amount} 元。"
    en = "CNY {paid} is paid and not recovered; CNY {amount} cannot be recovered."


class NotConvertible(DomainError):
    code = "not_convertible"
    kind = ErrorKind.CONFLICT
    zh = "此项支持没有约定转为股权的部分，或已经转过。"
    en = "Nothing of this support is agreed to become equity, or it was converted already."


class NotReversible(DomainError):
    code = "not_reversible"
    kind = ErrorKind.CONFLICT
    zh = "“{kind}”类记账不能冲正；付错的款项请办理收回。"
    en = "A booking of kind {kind!r} cannot be reversed; wrongly paid money is recovered instead."


class AlreadyReversed(DomainError):
    code = "already_reversed"
    kind = ErrorKind.CONFLICT
    zh = "此笔记账已经冲正过。"
    en = "This booking was reversed already."


class BudgetNotSet(DomainError):
    code = "budget_not_set"
    kind = ErrorKind.CONFLICT
    field = "programme"
    zh = "“{programme}”{year} 年预算尚未下达，请先在预算页面核定。"
    en = "No budget of {year} is set for {programme!r}: set it on the budget page first."


class BudgetBelowUse(DomainError):
    code = "budget_below_use"
    kind = ErrorKind.INVALID
    field = "total"
    zh = "已预留、承诺和支付共 {used} 元，年度预算不能低于此数。"
    en = "CNY {used} are reserved, committed or paid: the budget cannot go below that."


class BudgetUnchanged(DomainError):
    code = "budget_unchanged"
    kind = ErrorKind.INVALID
    field = "total"
    zh = "年度预算已是 {total} 元，无须调整。"
    en = "The budget is CNY {total} already: nothing to change."


class YearNotOver(DomainError):
    code = "year_not_over"
    kind = ErrorKind.CONFLICT
    field = "year"
    zh = "{year} 年尚未结束，不能结转。"
    en = "The year {year} is not over: nothing can be carried over yet."


class NothingToCarry(DomainError):
    code = "nothing_to_carry"
    kind = ErrorKind.CONFLICT
    field = "year"
    zh = "{year} 年预算没有可结转的余额，或已经结转。"
    en = "The budget of {year} has nothing left to carry over, or was carried over already."
