"""What approval refuses about joint sittings, each by name."""

from contracts.errors import DomainError, ErrorKind


class NothingToSitOver(DomainError):
    code = "nothing_to_sit_over"
    kind = ErrorKind.CONFLICT
    zh = "项目当前没有可联合会审的在办事项。"
    en = "The project has no open item that a joint sitting could decide."


class NotInProject(DomainError):
    code = "not_in_project"
    kind = ErrorKind.INVALID
    field = "cases"
    zh = "事项 {ids} 不属于本项目或已办结。请只选择在办事项。"
    en = "These are not open cases of the project: {ids}. Choose open ones."


class SittingInThePast(DomainError):
    code = "sitting_in_the_past"
    kind = ErrorKind.INVALID
    field = "at"
    zh = "会审时间 {instant} 已过，请填写以后的时间。"
    en = "The sitting's time {instant} has passed. Give a later one."


class SittingWaits(DomainError):
    code = "sitting_waits"
    kind = ErrorKind.CONFLICT
    zh = "本项目已有一次会审待召开。请先形成纪要，再召集下一次。"
    en = "A sitting of this project is called already. Write its minutes before calling another."


class SittingOver(DomainError):
    code = "sitting_over"
    kind = ErrorKind.CONFLICT
    zh = "此次会审已形成纪要，不能再更改。"
    en = "The sitting is over and its minutes are kept; nothing is added to it."


class SittingNotBegun(DomainError):
    code = "sitting_not_begun"
    kind = ErrorKind.CONFLICT
    field = "sitting_id"
    zh = "会审定于 {instant}，尚未开始。"
    en = "The sitting is called for {instant} and has not begun."


class NotOnTheAgenda(DomainError):
    code = "not_on_the_agenda"
    kind = ErrorKind.CONFLICT
    field = "sitting_id"
    zh = "此事项不在该次会审的议程中。请在待办中办理，或在下次会审提出。"
    en = "This case is not on the sitting's agenda. Decide it by itself, or in another sitting."


class AttendanceIncomplete(DomainError):
    code = "attendance_incomplete"
    kind = ErrorKind.INVALID
    field = "absent"
    zh = "缺席部门 {departments} 不在受邀之列。受邀：{invited}。"
    en = "{departments} cannot be absent, since they were not invited. Invited: {invited}."


class AbsentDecided(DomainError):
    code = "absent_decided"
    kind = ErrorKind.CONFLICT
    field = "absent"
    zh = "部门 {departments} 已在此次会审中作出决定，不能记为缺席。"
    en = "{departments} decided in this sitting and cannot be noted as absent."
