"""What approval refuses about absences and conflicts of interest, each by name."""

from contracts.errors import DomainError, ErrorKind


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


class AbsencePeriod(DomainError):
    code = "absence_period"
    kind = ErrorKind.INVALID
    field = "until_on"
    zh = "返岗日期须晚于开始日期和今天（{today}），且不超过一年。"
    en = "The day of return must come after the first day and today ({today}), within a year."


class AbsenceOverlaps(DomainError):
    code = "absence_overlaps"
    kind = ErrorKind.CONFLICT
    field = "from_on"
    zh = "{name} 在 {from_on} 至 {until_on} 期间已登记外出，请先结束或调整。"
    en = "{name} is away from {from_on} until {until_on} already. End that one first."


class StandInMissing(DomainError):
    code = "stand_in_missing"
    kind = ErrorKind.INVALID
    field = "stand_ins"
    zh = "请指定一位代理其余全部事项的同事，每个事项只能有一位代理人。"
    en = "Name one colleague for all other items, and one at most for each item."


class StandsInForOneself(DomainError):
    code = "stands_in_for_oneself"
    kind = ErrorKind.INVALID
    field = "stand_ins"
    zh = "不能由本人代理本人。"
    en = "Nobody can stand in for themselves."


class StandInCircle(DomainError):
    code = "stand_in_circle"
    kind = ErrorKind.CONFLICT
    field = "stand_ins"
    zh = "代理关系形成循环：{chain}。请另选代理人。"
    en = "The stand-ins form a circle: {chain}. Choose another."


class StandInChainTooLong(DomainError):
    code = "stand_in_chain_too_long"
    kind = ErrorKind.CONFLICT
    field = "stand_ins"
    zh = "逐级代理最多 {most} 级：{chain}。请选择在岗的同事。"
    en = "At most {most} stand-ins in a row: {chain}. Choose somebody who is there."


class NotYourAbsence(DomainError):
    code = "not_your_absence"
    kind = ErrorKind.FORBIDDEN
    zh = "只能登记或结束本人的外出；他人的由部门负责人办理。"
    en = "You may enter and end your own absence only; a colleague's is for the lead."


class AbsenceEnded(DomainError):
    code = "absence_ended"
    kind = ErrorKind.CONFLICT
    zh = "此外出登记已经结束。"
    en = "This absence is over already."
