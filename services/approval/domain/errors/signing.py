"""What approval refuses about signers and checklists, each by name."""

from contracts.errors import DomainError, ErrorKind


class SignaturesMissing(DomainError):
    code = "signatures_missing"
    kind = ErrorKind.CONFLICT
    zh = "还有 {n} 人未会签同意：{names}。请等其签署，或说明原因后减签。"
    en = "{n} signature(s) are still missing: {names}. Wait for them, or take them off, saying why."


class SignerCannotDecide(DomainError):
    code = "signer_cannot_decide"
    kind = ErrorKind.CONFLICT
    field = "to"
    zh = "{name} 不能既会签又办理同一任务。请另选他人，或先减签。"
    en = "{name} cannot both sign and decide the same task. Choose another, or take them off first."


class AlreadySigner(DomainError):
    code = "already_signer"
    kind = ErrorKind.CONFLICT
    field = "to"
    zh = "{name} 已是会签人，无需再次加签。"
    en = "{name} has been asked to sign already."


class AlreadySigned(DomainError):
    code = "already_signed"
    kind = ErrorKind.CONFLICT
    zh = "{name} 已会签同意，不能更改或减签。"
    en = "{name} has signed; that stands and cannot be changed or taken off."


class SignedAlready(DomainError):
    """All-sign wants so many pairs of eyes: nobody signs for two."""

    code = "signed_already"
    kind = ErrorKind.CONFLICT
    zh = "{name} 已在此任务上签署过，不能再代他人签署。请办理人另选会签人。"
    en = "{name} has signed this task already and cannot sign for another too. Ask for another."


class NotASigner(DomainError):
    code = "not_a_signer"
    kind = ErrorKind.CONFLICT
    field = "person"
    zh = "{name} 不是此任务的会签人。请从会签人名单中选择。"
    en = "{name} was not asked to sign this task. Choose one of its signers."


class ObjectionReasonMissing(DomainError):
    code = "objection_reason_missing"
    kind = ErrorKind.INVALID
    field = "opinion"
    zh = "不同意时须写明意见。"
    en = "An objection needs its reason."


class SignerRemovalReasonMissing(DomainError):
    code = "signer_removal_reason_missing"
    kind = ErrorKind.INVALID
    field = "reason"
    zh = "减签须说明原因。"
    en = "Taking a signer off needs a reason."


class TooManySigners(DomainError):
    code = "too_many_signers"
    kind = ErrorKind.CONFLICT
    field = "to"
    zh = "最多 {most} 人会签；人数更多时请召开会审。"
    en = "At most {most} people sign; if more have to agree, hold a sitting."


class UnknownPoint(DomainError):
    code = "unknown_point"
    kind = ErrorKind.INVALID
    field = "point"
    zh = "“{point}”不在此任务的核对清单中。可选：{known}。"
    en = "{point!r} is not on this task's checklist. Choose one of: {known}."
