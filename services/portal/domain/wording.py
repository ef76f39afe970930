"""Dates, money and sizes as a reader of either language expects them. Asia/Shanghai throughout."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from contracts.lane_time import LANE_ZONE

Language = Literal["zh", "en"]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KILO = 1000


def day_text(day: date, language: Language) -> str:
    """2026年3月2日, or 2 Mar 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_text(instant: datetime | date | str | None, language: Language) -> str:
    """The day of an instant in Shanghai, or a day as it is; a dash for none."""
    found = as_time(instant)
    if found is None:
        return "—"
    day = found.astimezone(LANE_ZONE).date() if isinstance(found, datetime) else found
    return day_text(day, language)


def month_text(month: str, language: Language) -> str:
    """2026年3月 or Mar 2026, of ``2026-03``."""
    found = as_time(f"{month[:7]}-01")
    if found is None:
        return month
    return (
        f"{found.year}年{found.month}月"
        if language == "zh"
        else f"{_MONTHS[found.month - 1]} {found.year}"
    )


def period_text(period: str, language: Language) -> str:
    """A month as ``month_text`` says it, or a quarter, of ``2026-Q1``."""
    year, _, quarter = period.partition("-Q")
    if not quarter:
        return month_text(period, language)
    return f"{year}年第{quarter}季度" if language == "zh" else f"Q{quarter} {year}"


def day_text_of(day: str, language: Language) -> str:
    """The day of an ISO date."""
    return day_text(date.fromisoformat(day), language)


def time_text(instant: datetime | str | None, language: Language) -> str:
    """Day and minute of an instant in Shanghai; a dash for none."""
    found = as_time(instant)
    if not isinstance(found, datetime):
        return date_text(found, language)
    local = found.astimezone(LANE_ZONE)
    return f"{day_text(local.date(), language)} {local:%H:%M}"


def as_time(value: datetime | date | str | None) -> datetime | date | None:
    """What an ISO text says; None for anything that is none."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        return None


def last_day_text(due_at: datetime | str | None, language: Language) -> str:
    """The last day on which something is in time, where ``due_at`` is the midnight that ends it."""
    found = as_time(due_at)
    if not isinstance(found, datetime):
        return date_text(found, language)
    local = found.astimezone(LANE_ZONE)
    if local.hour == local.minute == local.second == 0:
        return day_text(date.fromordinal(local.date().toordinal() - 1), language)
    return day_text(local.date(), language)


def days_until(due_at: datetime | str | None, now: datetime) -> int | None:
    """Whole Shanghai days from today to the last day in time; negative once it has passed."""
    found = as_time(due_at)
    if not isinstance(found, datetime):
        return None
    local = found.astimezone(LANE_ZONE)
    last = local.date().toordinal() - (local.hour == local.minute == local.second == 0)
    return last - now.astimezone(LANE_ZONE).date().toordinal()


def days_since(since: datetime | str | None, now: datetime) -> int:
    """Whole Shanghai days since an instant; today is 0."""
    found = as_time(since)
    if not isinstance(found, datetime):
        return 0
    today, then = now.astimezone(LANE_ZONE).date(), found.astimezone(LANE_ZONE).date()
    return max(0, (today - then).days)


def used_share(
    opened_at: datetime | str | None, due_at: datetime | str | None, now: datetime
) -> float:
    """How much of the time from opening to due has gone, 1.0 at the due instant; more when late."""
    opened, due = as_time(opened_at), as_time(due_at)
    if not isinstance(opened, datetime) or not isinstance(due, datetime) or due <= opened:
        return 0.0
    return max(0.0, (now - opened) / (due - opened))


def money_text(amount: Decimal | str | float | None, language: Language) -> str:
    """¥1,234.50 in Chinese, CNY 1,234.50 in English; a dash for none."""
    try:
        exact = Decimal(str(amount))
    except InvalidOperation:
        return "—"
    sign = "¥" if language == "zh" else "CNY "
    return f"{sign}{exact:,.2f}" if exact.is_finite() else "—"


def size_text(size_bytes: int) -> str:
    """A file's size as people read it."""
    if size_bytes < _KILO:
        return f"{size_bytes} B"
    if size_bytes < _KILO * _KILO:
        return f"{size_bytes / _KILO:.0f} kB"
    return f"{size_bytes / _KILO / _KILO:.1f}".removesuffix(".0") + " MB"


def days_text(days: float | None) -> str:
    """A number of days with at most one decimal; a dash for none."""
    if days is None:
        return "—"
    return f"{days:.1f}".rstrip("0").rstrip(".")


def percent_text(share: float | None) -> str:
    """A share as whole percent; a dash for none."""
    return "—" if share is None else f"{share * 100:.0f}%"
