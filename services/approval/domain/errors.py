"""What approval refuses, each by name."""

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


class AlreadyDecided(DomainError):
    code = "already_decided"
    kind = ErrorKind.CONFLICT
    zh = "此任务已作出决定，不能再更改。"
    en = "This task has been decided; the decision stands."


class TaskClosed(DomainError):
    code = "task_closed"
    kind = ErrorKind.CONFLICT
    zh = "项目已退出快车道，此任务已关闭，不再办理。"
    en = "The project has left the lane; this task is closed and cannot be worked on."


class AwaitingInformation(DomainError):
    code = "awaiting_information"
    kind = ErrorKind.CONFLICT
    zh = "正在等待项目单位补充材料，收到答复后再办理。"
    en = "The sponsor has been asked for information. Go on when the answer has come."


class NothingAsked(DomainError):
    code = "no_information_requested"
    kind = ErrorKind.CONFLICT
    zh = "当前没有待答复的补正要求。"
    en = "No request for information is waiting for an answer."


class RoundsUsedUp(DomainError):
    code = "information_rounds_used_up"
    kind = ErrorKind.CONFLICT
    zh = "此事项最多可要求补正 {most} 次，已用完。请依据现有材料作出决定。"
    en = (
        "This item allows {most} requests for information and they are used up. Decide on the file."
    )


class UnknownStopGround(DomainError):
    code = "unknown_stop_ground"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "“{ground}”不是此事项可停止计时的理由。可选：{known}。"
    en = "{ground!r} is no ground on which this item's clock may stop. Choose one of: {known}."


class UnknownRefusalGround(DomainError):
    code = "unknown_refusal_ground"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "“{ground}”不是此事项的不予批准理由。可选：{known}。"
    en = "{ground!r} is no ground on which this item may be refused. Choose one of: {known}."


class RefusalGroundMissing(DomainError):
    code = "refusal_ground_missing"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "不予批准须选择一项法定理由：{known}。"
    en = "A refusal needs one of the listed grounds: {known}."


class GroundNotAllowed(DomainError):
    code = "ground_not_allowed"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "只有不予批准时才填写理由代码，请删除。"
    en = "Only a refusal has a ground. Leave it out."


class ConditionsMissing(DomainError):
    code = "conditions_missing"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "附条件批准须至少列出一项条件。"
    en = "An approval with conditions needs at least one condition."


class ConditionsNotAllowed(DomainError):
    code = "conditions_not_allowed"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "只有附条件批准才能列出条件。请删除条件或改选“附条件批准”。"
    en = "Only an approval with conditions has any. Remove them or choose that outcome."


class ConditionDateMissing(DomainError):
    code = "condition_date_missing"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "限期履行的条件须填写期限。"
    en = "A condition to be met by a date needs that date."


class ConditionDateNotAllowed(DomainError):
    code = "condition_date_not_allowed"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "只有限期履行的条件才填写期限，请删除。"
    en = "Only a condition to be met by a date has one. Leave it out."


class ConditionDatePassed(DomainError):
    code = "condition_date_passed"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "条件的期限 {due_on} 已过，请填写 {today} 或之后的日期。"
    en = "The condition's date {due_on} has passed. Give {today} or a later day."


class OutcomeNotOffered(DomainError):
    code = "outcome_not_offered"
    kind = ErrorKind.INVALID
    field = "outcome"
    zh = "此处不能作出“{outcome}”的结论。可选：{known}。"
    en = "{outcome!r} is no outcome here. Choose one of: {known}."


class FieldNotForThisTask(DomainError):
    code = "field_not_for_this_task"
    kind = ErrorKind.INVALID
    zh = "此类任务没有“{name}”一项，请删除。"
    en = "A task of this kind has no {name!r}. Remove it."


class NoMoreAttempts(DomainError):
    code = "no_more_attempts"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "此环节最多进行 {most} 次，不能再次重复。请选择其他结论。"
    en = "This stage allows {most} attempts and they are used up. Choose another outcome."


class HoldDateMissing(DomainError):
    code = "hold_date_missing"
    kind = ErrorKind.INVALID
    field = "hold_until"
    zh = "暂缓须填写恢复日期。"
    en = "A hold needs the day on which the gate sits again."


class HoldDateNotAllowed(DomainError):
    code = "hold_date_not_allowed"
    kind = ErrorKind.INVALID
    field = "hold_until"
    zh = "只有暂缓才填写恢复日期，请删除。"
    en = "Only a hold has an end. Leave the date out."


class HoldDateNotInFuture(DomainError):
    code = "hold_date_not_in_future"
    kind = ErrorKind.INVALID
    field = "hold_until"
    zh = "恢复日期 {until} 须晚于今天({today})。"
    en = "The hold must end after today ({today}); {until} does not."


class HoldDateTooFar(DomainError):
    code = "hold_date_too_far"
    kind = ErrorKind.INVALID
    field = "hold_until"
    zh = "暂缓最迟到 {latest}。需要更久时请选择“终止”。"
    en = "A hold ends by {latest} at the latest. If it takes longer, choose stop."


class ReleaseReasonMissing(DomainError):
    code = "release_reason_missing"
    kind = ErrorKind.INVALID
    field = "reason"
    zh = "退回他人办理的任务须说明原因，如其缺勤。"
    en = "Putting back a colleague's task needs a reason, such as absence."


class ConflictOfInterest(DomainError):
    code = "conflict_of_interest"
    kind = ErrorKind.CONFLICT
    zh = "{name} 已申报与此任务或其项目单位存在利益冲突，不能办理。请由他人办理。"
    en = "{name} declared a conflict of interest with this task or its sponsor. Let another do it."


class OneSubjectOfConflict(DomainError):
    code = "one_subject_of_conflict"
    kind = ErrorKind.INVALID
    field = "organisation_id"
    zh = "请指明一个项目单位或一个任务，二者选一。"
    en = "Name either an organisation or a task, and not both."


class ConflictStands(DomainError):
    code = "conflict_stands"
    kind = ErrorKind.CONFLICT
    zh = "同一利益冲突已经申报，仍然有效。"
    en = "The same conflict of interest was declared before and stands."


class ConflictEnded(DomainError):
    code = "conflict_ended"
    kind = ErrorKind.CONFLICT
    zh = "此利益冲突已经解除。"
    en = "This conflict of interest has been lifted already."


class OwnConflict(DomainError):
    code = "own_conflict"
    kind = ErrorKind.CONFLICT
    zh = "不能解除本人申报的利益冲突，请由部门负责人或其他评审专家确认后解除。"
    en = "You cannot lift your own conflict of interest. Ask your lead, or another reviewer."


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


class RangTooEarly(DomainError):
    """An alarm came before its instant by our clock: hear it again a little later."""

    code = "rang_too_early"
    kind = ErrorKind.CONFLICT
    zh = "提醒 {key} 应在 {instant} 之后触发。"
    en = "Alarm {key!r} is for {instant}, which has not come yet."
