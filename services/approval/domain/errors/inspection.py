"""What approval refuses about commitments, inspections and revocation, each by name."""

from contracts.errors import DomainError, ErrorKind


class NotOnCommitmentRoute(DomainError):
    code = "not_on_commitment_route"
    kind = ErrorKind.CONFLICT
    zh = "此事项按“{route}”办理，不适用承诺备案。请等待部门审查。"
    en = "This case takes the route {route!r}, not that of commitment. Wait for the department."


class CommitmentTextMissing(DomainError):
    code = "commitment_text_missing"
    kind = ErrorKind.CONFLICT
    zh = "项目所依据的政策版本 {version} 没有承诺书文本，不能在线签署。请由部门审查办理。"
    en = (
        "Version {version} of the pack has no commitment text, so none can be signed here. "
        "The department decides on the file."
    )


class OtherCommitmentText(DomainError):
    code = "other_commitment_text"
    kind = ErrorKind.CONFLICT
    field = "sha256"
    zh = "所签文本（{found}）不是此事项的承诺书（{expected}）。请重新打开页面，阅读后再签署。"
    en = (
        "The text that was read ({found}) is not this case's ({expected}). "
        "Open the page again, read it, and sign."
    )


class InspectionEnded(DomainError):
    code = "inspection_ended"
    kind = ErrorKind.CONFLICT
    zh = "此次核查已有结论，不能再更改。"
    en = "This inspection has its finding; it stands."


class RectificationAwaited(DomainError):
    code = "rectification_awaited"
    kind = ErrorKind.CONFLICT
    zh = "整改期限到 {until}，请等待项目单位报告；到期仍未整改的，可认定不合格。"
    en = (
        "The sponsor has until {until} to put it right. Wait for the report; "
        "without one after that day the inspection may be failed."
    )


class NothingToRectify(DomainError):
    code = "nothing_to_rectify"
    kind = ErrorKind.CONFLICT
    zh = "当前没有需要整改的事项。"
    en = "Nothing has to be put right at present."


class RectifyDateMissing(DomainError):
    code = "rectify_date_missing"
    kind = ErrorKind.INVALID
    field = "rectify_by"
    zh = "责令整改须填写期限。"
    en = "A finding that asks for rectification needs the day by which."


class RectifyDateNotAllowed(DomainError):
    code = "rectify_date_not_allowed"
    kind = ErrorKind.INVALID
    field = "rectify_by"
    zh = "只有责令整改才填写期限，请删除。"
    en = "Only a finding that asks for rectification has a date. Leave it out."


class RectifyDatePassed(DomainError):
    code = "rectify_date_passed"
    kind = ErrorKind.INVALID
    field = "rectify_by"
    zh = "整改期限 {given} 须晚于今天（{today}）。"
    en = "The day must come after today ({today}); {given} does not."


class RectifyDateTooLate(DomainError):
    code = "rectify_date_too_late"
    kind = ErrorKind.INVALID
    field = "rectify_by"
    zh = "整改期限最迟到 {latest}，{given} 过晚。"
    en = "At the latest by {latest}; {given} is later."


class NothingToRevoke(DomainError):
    code = "nothing_to_revoke"
    kind = ErrorKind.CONFLICT
    zh = "此事项没有生效中的批准或备案，无可撤销。"
    en = "No approval or filing of this case is in force, so nothing can be revoked."


class RevokesOwnFinding(DomainError):
    code = "revokes_own_finding"
    kind = ErrorKind.CONFLICT
    zh = "作出核查结论的人员不能同时撤销备案，请由另一名负责人办理。"
    en = "Who found it failing may not revoke as well. Another lead has to."


class InspectionNotFailed(DomainError):
    code = "inspection_not_failed"
    kind = ErrorKind.CONFLICT
    field = "ground"
    zh = "此事项没有不合格的核查结论，不能以此为由撤销。请选择其他理由。"
    en = "No inspection of this case failed, so that is no ground. Choose another one."


class UpstreamRevoked(DomainError):
    code = "upstream_revoked"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "前置事项“{items}”的批准已被撤销，尚未重新决定，暂不能批准本事项。请等待或不予批准。"
    en = (
        "What this rests on ({items}) was revoked and is not decided anew, so it cannot be "
        "approved yet. Wait, or refuse."
    )
