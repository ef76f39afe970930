"""What approval refuses about a case's acceptance, stops, extension, recommendation and service."""

from contracts.errors import DomainError, ErrorKind


class NotAcceptedYet(DomainError):
    code = "not_accepted_yet"
    kind = ErrorKind.CONFLICT
    zh = "此件尚未受理。请先受理、容缺受理，或作出不予受理的决定。"
    en = "The case has not been accepted. Accept it, accept it with gaps, or decline it first."


class AlreadyAccepted(DomainError):
    code = "already_accepted"
    kind = ErrorKind.CONFLICT
    zh = "此件已受理，请作出决定。"
    en = "The case has been accepted; what is left is to decide it."


class DeemedAccepted(DomainError):
    code = "deemed_accepted"
    kind = ErrorKind.CONFLICT
    zh = "{due_on} 前未告知，此件自 {accepted_on} 收件之日起视为受理，不能再不予受理或容缺受理。"
    en = (
        "Nothing was said by {due_on}, so the case counts as accepted from {accepted_on}. "
        "It can no longer be declined or accepted with gaps; decide it."
    )


class NotTaken(DomainError):
    code = "case_not_accepted"
    kind = ErrorKind.CONFLICT
    zh = "此件已不予受理。项目单位重新申请后才能办理。"
    en = "The case was not accepted. It can be worked on once the sponsor has applied again."


class HasLapsed(DomainError):
    code = "case_lapsed"
    kind = ErrorKind.CONFLICT
    zh = "所缺材料逾期未补齐，此件已终止。项目单位重新申请后才能办理。"
    en = (
        "What was missing was not supplied in time and the case has ended. "
        "It can be worked on once the sponsor has applied again."
    )


class NothingToApplyFor(DomainError):
    code = "nothing_to_apply_for"
    kind = ErrorKind.CONFLICT
    zh = "此件没有终止，不需要重新申请。"
    en = "The case has not ended; there is nothing to apply for again."


class GapsNotAllowed(DomainError):
    code = "gaps_not_allowed"
    kind = ErrorKind.CONFLICT
    zh = "此事项不能容缺受理(事项未开放，或项目单位信用等级不允许)。请要求补充材料。"
    en = (
        "This item cannot be accepted with gaps (it does not offer it, or the sponsor's credit "
        "closes it). Ask for information instead."
    )


class GapsMissing(DomainError):
    code = "gaps_missing"
    kind = ErrorKind.INVALID
    field = "gaps"
    zh = "容缺受理须列明所缺材料。"
    en = "An acceptance with gaps has to list what is missing."


class CommitmentMissing(DomainError):
    code = "gap_commitment_missing"
    kind = ErrorKind.CONFLICT
    zh = "项目单位尚未作出补齐材料的承诺，不能容缺受理。请等待承诺或要求补充材料。"
    en = (
        "The sponsor has not committed to supply what is missing. "
        "Wait for the commitment, or ask for information."
    )


class CommittedAlready(DomainError):
    code = "gap_commitment_made"
    kind = ErrorKind.CONFLICT
    zh = "已经作出承诺，不需要再次提交。"
    en = "The commitment has been made already."


class UnknownGap(DomainError):
    code = "unknown_gap"
    kind = ErrorKind.INVALID
    field = "gaps"
    zh = "第 {number} 项不是待补齐的材料。可选：{known}。"
    en = "Number {number} is nothing that is missing. Choose of: {known}."


class GapsUnfilled(DomainError):
    code = "gaps_unfilled"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "容缺受理的材料尚缺第 {missing} 项，补齐前不能同意。"
    en = "Numbers {missing} of what was missing are not supplied. No approval before they are."


class ClockStandsStill(DomainError):
    code = "clock_stands_still_for_procedure"
    kind = ErrorKind.CONFLICT
    zh = "计时因“{ground}”停止，须先结束停表再办理。"
    en = "The clock stands still for {ground!r}. End that stop first."


class GroundAsksSponsor(DomainError):
    code = "ground_asks_sponsor"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "“{ground}”是等待项目单位的理由，请改用“要求补充材料”。"
    en = "{ground!r} waits for the sponsor. Use a request for information instead."


class UnknownProcedure(DomainError):
    code = "unknown_procedure"
    kind = ErrorKind.INVALID
    field = "procedure"
    zh = "“{procedure}”不是此事项的特别程序。可选：{known}。"
    en = "{procedure!r} is no procedure of this item. Choose one of: {known}."


class StopNeedsGround(DomainError):
    code = "stop_needs_ground"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "请选择停表理由或特别程序，二者选一。"
    en = "Give a stop's ground or a procedure: one of the two."


class StopEndNotInFuture(DomainError):
    code = "stop_end_not_in_future"
    kind = ErrorKind.INVALID
    field = "expected_end_on"
    zh = "预计结束日 {until} 须晚于今天({today})。"
    en = "The expected end {until} must come after today ({today})."


class StopTooLong(DomainError):
    code = "stop_too_long"
    kind = ErrorKind.INVALID
    field = "expected_end_on"
    zh = "此项最迟到 {latest} 结束，请填写不晚于该日的日期。"
    en = "This one ends by {latest} at the latest. Give no later day."


class StopRunsAlready(DomainError):
    code = "stop_runs_already"
    kind = ErrorKind.CONFLICT
    field = "ground"
    zh = "同一理由的停表还没有结束，不能重复开始。"
    en = "A stop on this ground has not ended; it cannot begin twice."


class NoSuchStop(DomainError):
    code = "no_such_stop"
    kind = ErrorKind.CONFLICT
    field = "number"
    zh = "没有编号为 {number} 的未结束停表或程序。"
    en = "No stop or procedure numbered {number} is running."


class EarlyEndReasonMissing(DomainError):
    code = "early_end_reason_missing"
    kind = ErrorKind.INVALID
    field = "reason"
    zh = "早于预计结束日 {expected} 结束，须说明原因。"
    en = "It ends before the expected {expected}: say why."


class ProcedureNotHeld(DomainError):
    code = "procedure_not_held"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "必经程序“{procedures}”尚未完成，完成前不能作出决定。"
    en = "The required {procedures} has not been completed. Nothing is decided before it is."


class NoExtension(DomainError):
    code = "no_extension"
    kind = ErrorKind.CONFLICT
    zh = "此事项不能延期。"
    en = "This item's limit cannot be extended."


class ExtensionApprovalMissing(DomainError):
    code = "extension_approval_missing"
    kind = ErrorKind.INVALID
    field = "approved_by"
    zh = "此事项延期须经{rank}批准，请填写批准人和文号。"
    en = "This extension needs approval by the {rank}. Say who gave it, and its number."


class ExtensionAfterLimit(DomainError):
    code = "extension_after_limit"
    kind = ErrorKind.CONFLICT
    zh = "法定时限已于 {due_on} 届满，不能再延期。"
    en = "The limit by law ended on {due_on}; it can no longer be extended."


class FourEyesNeeded(DomainError):
    code = "four_eyes_needed"
    kind = ErrorKind.CONFLICT
    zh = "此事项须先提出审查意见，再由另一人复核决定。"
    en = "This item needs a recommendation first; another person then confirms it."


class NoFourEyes(DomainError):
    code = "no_four_eyes"
    kind = ErrorKind.CONFLICT
    zh = "此事项由承办人直接决定，不需要审查意见。"
    en = "This item is decided by its holder; it takes no recommendation."


class SameOfficer(DomainError):
    code = "same_officer"
    kind = ErrorKind.CONFLICT
    zh = "提出审查意见的人不能复核自己的意见。请由另一人领取。"
    en = "Whoever recommended may not confirm or challenge it. Have somebody else claim it."


class AwaitsConfirmation(DomainError):
    code = "awaits_confirmation"
    kind = ErrorKind.CONFLICT
    zh = "审查意见等待复核，请确认或退回。"
    en = "A recommendation waits to be confirmed. Confirm or challenge it."


class NothingRecommended(DomainError):
    code = "nothing_recommended"
    kind = ErrorKind.CONFLICT
    zh = "没有等待复核的审查意见。"
    en = "No recommendation waits to be confirmed."


class NotDecided(DomainError):
    code = "not_decided"
    kind = ErrorKind.CONFLICT
    zh = "尚未作出决定，没有可送达的文书。"
    en = "Nothing has been decided yet, so there is nothing to serve."


class AlreadyServed(DomainError):
    code = "already_served"
    kind = ErrorKind.CONFLICT
    zh = "决定已经送达，不能重复送达。"
    en = "The decision has been served; it is served once."


class ServiceDateWrong(DomainError):
    code = "service_date_wrong"
    kind = ErrorKind.INVALID
    field = "served_on"
    zh = "送达日须在作出决定的 {earliest} 至今天 {latest} 之间。"
    en = "The day of service must lie between the decision ({earliest}) and today ({latest})."


class NoSuchQuestion(DomainError):
    code = "no_such_question"
    kind = ErrorKind.CONFLICT
    field = "number"
    zh = "没有编号为 {number} 的待发问题；告知书发出后不能撤回。"
    en = "No question numbered {number} is waiting; what has been sent cannot be taken back."


class NotYourQuestion(DomainError):
    code = "not_your_question"
    kind = ErrorKind.FORBIDDEN
    zh = "该问题由{name}提出，只能由其撤回。"
    en = "{name} noted this question; only they can take it back."
