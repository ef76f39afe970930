"""What approval refuses about cases, gates and decisions, each by name."""

from contracts.errors import DomainError, ErrorKind


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


class RangTooEarly(DomainError):
    """An alarm came before its instant by our clock: hear it again a little later."""

    code = "rang_too_early"
    kind = ErrorKind.CONFLICT
    zh = "提醒 {key} 应在 {instant} 之后触发。"
    en = "Alarm {key!r} is for {instant}, which has not come yet."
