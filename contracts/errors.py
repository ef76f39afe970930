"""The base of every refusal that a rule can give: a stable code, a kind, words in two languages.

Named subclasses live beside the aggregate whose rule they speak for.
"""

from enum import StrEnum
from typing import ClassVar


class ErrorKind(StrEnum):
    """What a refusal means to a caller; edges map it to a status."""

    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"


class DomainError(Exception):
    """A rule says no. ``zh`` and ``en`` are format strings over the keyword arguments.

    ``field`` names the input that the remedy concerns, as a dotted path, where there is one.
    """

    code: ClassVar[str]
    kind: ClassVar[ErrorKind]
    zh: ClassVar[str]
    en: ClassVar[str]
    field: ClassVar[str | None] = None

    def __init__(self, *, at: str | None = None, **facts: object) -> None:
        self.facts = facts
        self.at = at if at is not None else self.field
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """What is wrong and what to do, in ``zh`` or ``en``."""
        return (self.zh if language == "zh" else self.en).format(**self.facts)


class NotFound(DomainError):
    """The thing does not exist, or does not exist for this person."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    zh = "没有找到{what_zh}，或您无权查看。请检查地址或编号。"
    en = "No {what_en} was found here, or it is not yours to see. Check the address or number."


class StaleVersion(DomainError):
    """The caller's copy is older than what is stored."""

    code = "stale_version"
    kind = ErrorKind.STALE
    field = "If-Match"
    zh = "内容已被他人更新（当前版本 {current}）。请刷新后再操作。"
    en = "Somebody changed this meanwhile (version {current} now). Reload and try again."
