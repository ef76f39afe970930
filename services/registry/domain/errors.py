"""What registry refuses, each by name."""

from contracts.errors import DomainError, ErrorKind


class UnknownPack(DomainError):
    code = "unknown_pack"
    kind = ErrorKind.INVALID
    field = "pack"
    zh = "没有政策包“{pack}”。可选：{known}。"
    en = "There is no policy pack {pack!r}. Choose one of: {known}."


class UnknownPlatformType(DomainError):
    code = "unknown_platform_type"
    kind = ErrorKind.INVALID
    field = "platform_type"
    zh = "政策包“{pack}”没有平台类型“{given}”。可选：{known}。"
    en = "Pack {pack!r} has no platform type {given!r}. Choose one of: {known}."


class UnknownIndustry(DomainError):
    code = "unknown_industry"
    kind = ErrorKind.INVALID
    field = "industries"
    zh = "政策包“{pack}”没有产业“{given}”。可选：{known}。"
    en = "Pack {pack!r} has no industry {given!r}. Choose from: {known}."


class BadPlatformId(DomainError):
    code = "bad_platform_id"
    kind = ErrorKind.INVALID
    field = "id"
    zh = "平台编号“{given}”格式不符：应为 2 至 63 位小写字母、数字和连字符，以字母开头。"
    en = "Platform id {given!r} is not a slug: 2 to 63 of a-z, 0-9 and hyphens, a letter first."


class NotYourPlatform(DomainError):
    code = "not_your_platform"
    kind = ErrorKind.FORBIDDEN
    zh = "只能登记您本人所属的平台({own})。"
    en = "You can publish only your own platform ({own})."


class NotYourPack(DomainError):
    code = "not_your_pack"
    kind = ErrorKind.FORBIDDEN
    field = "pack"
    zh = "您的账号只能在政策包“{own}”内登记平台。"
    en = "Your account can publish platforms in pack {own!r} only."


class PackIsFixed(DomainError):
    code = "pack_is_fixed"
    kind = ErrorKind.CONFLICT
    field = "pack"
    zh = "平台已登记在政策包“{current}”，不能改到另一个。"
    en = "The platform is published in pack {current!r} and cannot move to another."


class UnknownPlatform(DomainError):
    code = "unknown_platform"
    kind = ErrorKind.INVALID
    field = "platform_id"
    zh = "政策包“{pack}”没有平台“{given}”。请从平台列表中选择。"
    en = "Pack {pack!r} has no platform {given!r}. Choose one from the list of platforms."


class IndustryNotServed(DomainError):
    code = "industry_not_served"
    kind = ErrorKind.INVALID
    field = "platform_id"
    zh = "平台“{platform}”不服务产业“{industry}”。请选择其他平台。"
    en = "Platform {platform!r} does not serve industry {industry!r}. Choose another."


class PlatformFull(DomainError):
    code = "platform_full"
    kind = ErrorKind.CONFLICT
    field = "platform_id"
    zh = "平台“{platform}”本月容量 {capacity} 个已满。请选择其他平台或等到下月。"
    en = "Platform {platform!r} has taken all {capacity} of this month. Choose another or wait."


class DeclinedBefore(DomainError):
    code = "platform_declined_before"
    kind = ErrorKind.CONFLICT
    field = "platform_id"
    zh = "平台“{platform}”已谢绝过本项目的这一环节。请选择其他平台。"
    en = "Platform {platform!r} has declined this stage of the project. Choose another."


class NoChoiceNow(DomainError):
    code = "no_choice_now"
    kind = ErrorKind.CONFLICT
    zh = "现在不能选择平台：对接状态为“{state}”。"
    en = "A platform cannot be chosen now: the placement is {state!r}."


class NoAnswerNow(DomainError):
    code = "no_answer_now"
    kind = ErrorKind.CONFLICT
    zh = "现在不能答复：对接状态为“{state}”。"
    en = "There is nothing to answer now: the placement is {state!r}."


class GroundMissing(DomainError):
    code = "ground_missing"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "谢绝须说明理由。可选：{known}。"
    en = "Declining needs a ground. Choose one of: {known}."


class GroundNotTaken(DomainError):
    code = "ground_not_taken"
    kind = ErrorKind.INVALID
    field = "ground"
    zh = "接受时不需要理由，请删除。"
    en = "Accepting takes no ground: remove it."
