"""What approval refuses about the life of conditions, each by name."""

from contracts.errors import DomainError, ErrorKind


class ConditionOver(DomainError):
    code = "condition_over"
    kind = ErrorKind.CONFLICT
    zh = "此条件已{how}，不能再办理。"
    en = "This condition is over ({how_en}); nothing more can be done to it."


class DischargeWaits(DomainError):
    code = "discharge_waits"
    kind = ErrorKind.CONFLICT
    zh = "此条件已有一份解除申请等待部门答复。"
    en = "An application to discharge this condition waits for the department already."


class NoDischargeSought(DomainError):
    code = "no_discharge_sought"
    kind = ErrorKind.CONFLICT
    zh = "此条件没有待答复的解除申请。"
    en = "No application to discharge this condition waits for an answer."


class StandingConditionStays(DomainError):
    code = "standing_condition_stays"
    kind = ErrorKind.CONFLICT
    zh = "长期遵守的条件不能申请解除，只能由部门以新条件替换。"
    en = "A standing condition is not discharged; the department can only replace it."


class UnknownGate(DomainError):
    code = "unknown_gate"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "条件所指的阶段门“{gate}”不存在。可选：{known}。"
    en = "There is no gate {gate!r} that a condition could block. Choose one of: {known}."


class GateNotForTrigger(DomainError):
    code = "gate_not_for_trigger"
    kind = ErrorKind.INVALID
    field = "conditions"
    zh = "只有开工前或投用前落实的条件才能阻断阶段门，请删除所指的阶段门。"
    en = "Only a condition to be met before start or before use blocks a gate. Leave the gate out."


class RevokedInStage(DomainError):
    code = "revoked_in_stage"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "本环节的“{items}”已被撤销，尚未重新决定，阶段门不能通过。请待重新决定，或选择暂缓。"
    en = (
        "{items} of this stage was revoked and is not decided anew, so the gate cannot advance. "
        "Wait for that, or choose hold."
    )


class GateBlocked(DomainError):
    code = "gate_blocked"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "有 {count} 项条件尚未落实，阶段门不能通过：{ids}。请待部门确认解除，或选择暂缓。"
    en = (
        "{count} conditions stand in the way of advancing: {ids}. Wait until their departments "
        "have discharged them, or choose hold."
    )
