"""What approval refuses about who has which task, each by name."""

from contracts.errors import DomainError, ErrorKind


class HeldByAnother(DomainError):
    code = "held_by_another"
    kind = ErrorKind.CONFLICT
    zh = "此任务正由 {holder} 办理。请选择其他任务，或请其退回队列。"
    en = "{holder} holds this task. Take another one, or ask for it to be put back."


class NotClaimed(DomainError):
    code = "not_claimed"
    kind = ErrorKind.CONFLICT
    zh = "此任务尚无人认领，请先认领再办理。"
    en = "Nobody holds this task. Claim it first."


class ReleaseReasonMissing(DomainError):
    code = "release_reason_missing"
    kind = ErrorKind.INVALID
    field = "reason"
    zh = "退回他人办理的任务须说明原因，如其缺勤。"
    en = "Putting back a colleague's task needs a reason, such as absence."


class EnoughInHand(DomainError):
    """The pull rule: who has much in hand gets nothing more by pulling."""

    code = "enough_in_hand"
    kind = ErrorKind.CONFLICT
    zh = "您手中已有 {in_hand} 件在办（上限 {most} 件）。请先办结或退回，再领取下一件。"
    en = "You have {in_hand} tasks in hand; the limit is {most}. Finish or put back one first."


class NothingToClaim(DomainError):
    code = "nothing_to_claim"
    kind = ErrorKind.CONFLICT
    zh = "没有可以领取的任务：队列中的任务均已有人办理，或与您有利益冲突。"
    en = "Nothing is left to claim: all is held, or barred to you by a conflict of interest."


class OwnerDecides(DomainError):
    code = "owner_decides"
    kind = ErrorKind.CONFLICT
    zh = "此任务由 {owner} 委派给您，请办理后交回，由其作出决定。"
    en = "{owner} delegated this task to you. Return it when done; {owner} decides."


class ReturnInstead(DomainError):
    code = "return_instead"
    kind = ErrorKind.CONFLICT
    zh = "此任务由 {owner} 委派给您，不能转给他人或退回队列，请交回。"
    en = "{owner} delegated this task to you. Return it; it cannot go to anybody else."


class NotDelegated(DomainError):
    code = "not_delegated"
    kind = ErrorKind.CONFLICT
    zh = "此任务不是他人委派给您的，没有可交回的对象。"
    en = "Nobody delegated this task to you, so there is nobody to return it to."


class NothingToRecall(DomainError):
    code = "nothing_to_recall"
    kind = ErrorKind.CONFLICT
    zh = "不能拿回：此任务不是由您交出的，或者对方已经开始办理。"
    en = "You cannot take it back: you did not hand it over, or work on it has begun."


class HoldsItAlready(DomainError):
    code = "holds_it_already"
    kind = ErrorKind.CONFLICT
    field = "to"
    zh = "此任务已在 {name} 手中。"
    en = "{name} holds this task already."


class UnknownColleague(DomainError):
    code = "unknown_colleague"
    kind = ErrorKind.INVALID
    field = "to"
    zh = "“{person}”不在此队列，或从未登录。请从同事名单中选择。"
    en = "{person!r} does not work in this queue, or has never signed in. Choose a colleague."


class NobodyLeft(DomainError):
    code = "nobody_left"
    kind = ErrorKind.CONFLICT
    zh = "没有可以接办的同事：均已外出，或有利益冲突。"
    en = "No colleague can take it: they are away, or have a conflict of interest."


class NudgedToday(DomainError):
    code = "nudged_today"
    kind = ErrorKind.CONFLICT
    zh = "今天已经催办过，每个任务每天最多催办一次。"
    en = "This task was nudged today; once a day is the most."


class OwnTask(DomainError):
    code = "own_task"
    kind = ErrorKind.CONFLICT
    zh = "此任务由您本人办理，无需催办。"
    en = "You hold this task yourself; there is nobody to nudge."


class TooManyViews(DomainError):
    code = "too_many_views"
    kind = ErrorKind.CONFLICT
    field = "name"
    zh = "最多保存 {most} 个视图，请先删除不用的。"
    en = "At most {most} views are kept. Remove one that you do not use."
