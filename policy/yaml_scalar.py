"""The plain values of a pack file: text, true and false, whole numbers, decimals, dates.

Narrower than YAML: `no` and `12:30` are text, numbers are exact and short, a date is a date.
"""

import re
from datetime import date
from decimal import Decimal

MAX_DIGITS = 18  # more than any amount in fen; longer ones are somebody's attack or mistake

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableScalar(ValueError):
    """A value that looks like a number or a date and is none."""

    def __init__(self, wrong: tuple[str, str], right: tuple[str, str]) -> None:
        super().__init__(wrong[1])
        self.wrong = wrong
        self.right = right


def scalar_value(text: str, *, is_plain: bool) -> object:
    """The value of a scalar; whatever is quoted is text. Raises UnreadableScalar."""
    if not is_plain:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _DATE.fullmatch(text):
        return _date(text)
    if _INTEGER.fullmatch(text):
        return int(_short(text.replace("_", "")))
    if _DECIMAL.fullmatch(text):
        return Decimal(_short(text))
    return text


def _short(text: str) -> str:
    if len(text) > MAX_DIGITS + 2:
        raise UnreadableScalar(
            ("数字过长。", "The number is too long."),
            (f"最多 {MAX_DIGITS} 位。", f"At most {MAX_DIGITS} digits."),
        )
    return text


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableScalar(
            (f"{text} 不是有效日期。", f"{text} is not a date of the calendar."),
            ("请写成 2025-02-10 的形式。", "Write it as 2025-02-10."),
        ) from None
