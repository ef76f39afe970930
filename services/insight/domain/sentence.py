"""The sentence that says where a project's time went, in both languages."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from services.insight.domain.share import rounded_days
from services.insight.domain.span import Party

_WORDS: dict[Party, tuple[str, str]] = {
    Party.DEPARTMENT: ("部门办理 {n} 天", "{n} with departments"),
    Party.QUEUE: ("部门待办排队 {n} 天", "{n} unclaimed in a department's queue"),
    Party.SPONSOR: ("项目单位 {n} 天", "{n} with the sponsor"),
    Party.PLATFORM: ("中试平台 {n} 天", "{n} with the platform"),
    Party.GATE: ("阶段评审 {n} 天", "{n} at gates"),
    Party.HANDOVER: ("环节交接 {n} 天", "{n} between steps"),
    Party.SUSPENDED: ("暂缓 {n} 天", "{n} on hold"),
}

Names = Callable[[str], tuple[str, str]]
"""zh and en name of a department."""


def sentence(
    parts: Mapping[tuple[Party, str | None], timedelta], *, is_finished: bool, names: Names
) -> tuple[str, str]:
    """zh and en. Whole days; the parts add up to the total. Parties without a day are left out."""
    shown = rounded_days(parts, places=0)
    total = int(sum(shown.values()))
    totals: dict[Party, int] = {}
    for (party, _), n in shown.items():
        totals[party] = totals.get(party, 0) + int(n)
    zh, en = [], []
    for party, (words_zh, words_en) in _WORDS.items():
        if not (n := totals.get(party, 0)):
            continue
        inside_zh, inside_en = ("", "")
        if party is Party.DEPARTMENT:
            inside_zh, inside_en = _departments(shown, names)
        zh.append(words_zh.format(n=n) + inside_zh)
        en.append(words_en.format(n=n) + inside_en)
    verb = (
        ("本项目历时", "This project took")
        if is_finished
        else ("本项目已历时", "So far this project took")
    )
    if not zh:
        return f"{verb[0]}不足一天。", f"{verb[1]} less than a day."
    unit = "day" if total == 1 else "days"
    return f"{verb[0]} {total} 天：{'，'.join(zh)}。", f"{verb[1]} {total} {unit}: {', '.join(en)}."


def _departments(shown: Mapping[tuple[Party, str | None], float], names: Names) -> tuple[str, str]:
    ranked = sorted(
        ((int(n), key[1]) for key, n in shown.items() if key[0] is Party.DEPARTMENT and key[1]),
        key=lambda each: (-each[0], each[1]),
    )
    with_days = [(n, names(department)) for n, department in ranked if n]
    if not with_days:
        return "", ""
    zh = "、".join(f"{name[0]} {n} 天" for n, name in with_days)
    en = ", ".join(f"{n} {name[1]}" for n, name in with_days)
    return f"（其中{zh}）", f" ({en})"
