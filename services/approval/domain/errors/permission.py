"""What approval refuses about permissions and reconsideration, each by name."""

from contracts.errors import DomainError, ErrorKind


class PermissionOver(DomainError):
    code = "permission_over"
    kind = ErrorKind.CONFLICT
    zh = "此许可已不再有效（{how}）。如需继续，请重新申请。"
    en = "This permission is over ({how}). To go on, a new one has to be applied for."


class NotProlonged(DomainError):
    code = "not_prolonged"
    kind = ErrorKind.CONFLICT
    zh = "此事项的许可不能再延续：政策规定的延续次数已用完或不允许延续。"
    en = "This permission cannot be prolonged: the pack allows none, or they are used up."


class NotTemporary(DomainError):
    code = "not_temporary"
    kind = ErrorKind.CONFLICT
    field = "how"
    zh = "只有临时运行的许可才能转正、拆除或封存。"
    en = "Only a temporary run ends by conversion, dismantling or sealing."


class ConvertedTooLate(DomainError):
    code = "converted_too_late"
    kind = ErrorKind.CONFLICT
    field = "how"
    zh = "临时运行已到期，不能转正。请选择拆除或封存。"
    en = "The temporary run is over and can no longer be converted. Choose dismantled or sealed."


class NothingToReconsider(DomainError):
    code = "nothing_to_reconsider"
    kind = ErrorKind.CONFLICT
    zh = "只有不予批准或被撤销的决定才能申请复核。"
    en = "Only a refusal or a revoked decision can be reconsidered."


class AlreadyReconsidered(DomainError):
    code = "already_reconsidered"
    kind = ErrorKind.CONFLICT
    zh = "此决定已申请过复核。复核只有一次。"
    en = "This decision has been reconsidered already, or is being so. There is one chance."


class ReconsiderationNotOffered(DomainError):
    code = "reconsideration_not_offered"
    kind = ErrorKind.CONFLICT
    zh = "项目所依据的政策没有设立内部复核。可依法申请行政复议或提起诉讼。"
    en = "The pack has no internal review. Administrative reconsideration and the courts are open."


class TooLateToReconsider(DomainError):
    code = "too_late_to_reconsider"
    kind = ErrorKind.CONFLICT
    zh = "申请复核的期限已于 {until} 届满。"
    en = "A review could be asked for until {until}."


class FirstOfficer(DomainError):
    code = "first_officer"
    kind = ErrorKind.CONFLICT
    zh = "原决定由您作出或参与，复核须由另一名人员办理。"
    en = "You took part in the first decision. Another officer has to reconsider it."


class ReconsiderationOver(DomainError):
    code = "reconsideration_over"
    kind = ErrorKind.CONFLICT
    zh = "此次复核已有结论。"
    en = "This review is decided."


class ProjectHasLeft(DomainError):
    code = "project_has_left"
    kind = ErrorKind.CONFLICT
    field = "outcome"
    zh = "项目已退出快车道，复核不能改为批准。可维持原决定；项目单位可重新申报。"
    en = (
        "The project has left the lane, so nothing can be approved any more. The decision can be "
        "upheld; the sponsor may submit the project again."
    )
