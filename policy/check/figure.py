"""Can limits and targets be met, and does each figure say where it comes from."""

from collections.abc import Iterator

from policy.check.walk import walk
from policy.citation import has_place
from policy.item_limit import is_longer
from policy.model import Basis, Pack, SetLimit, Target
from policy.problem import Finding, Path


def figure_findings(pack: Pack) -> Iterator[Finding]:
    for path, model in walk(pack):
        if isinstance(model, Basis):
            yield from _basis(path, model)
    yield from _sources(pack)
    for position, item in enumerate(pack.items):
        path = ("items", position)
        yield from _committed((*path, "limits"), item.limits.statutory, item.limits.committed)
        for at, case in enumerate(item.limits.cases):
            place = (*path, "limits", "cases", at)
            yield from _committed(place, case.statutory, case.committed)
        yield from _reminders(path, item.remind_at_percent)
    for position, target in enumerate(pack.targets):
        yield from _target(("targets", position), target)


def _basis(path: Path, model: Basis) -> Iterator[Finding]:
    if model.basis == "given" and model.clause is None:
        yield Finding(
            "given_without_clause",
            path,
            "标明政策已给出(given)，却没有条款。",
            "Marked as given by the policy, but without a clause.",
            "请加上 clause；政策未给出的写 set_by_authority 并说明理由。",
            "Add the clause; what the policy leaves open is `set_by_authority` with a reason.",
        )
    if model.basis == "set_by_authority" and model.reason is None:
        yield Finding(
            "set_without_reason",
            path,
            "由主管部门设定(set_by_authority)，却没有理由。",
            "Set by the authority, but without a reason.",
            "请加上 reason，含 zh 与 en。",
            "Add a reason with zh and en.",
        )


def _sources(pack: Pack) -> Iterator[Finding]:
    for position, source in enumerate(pack.sources):
        if source.status == "superseded" and source.superseded_by is None:
            yield Finding(
                "superseded_by_nothing",
                ("sources", position, "status"),
                "来源已被替代，却未写替代文件。",
                "The source is superseded, but not said by what.",
                "请加上 superseded_by。",
                "Add superseded_by.",
            )
        begins, ends = source.in_force_from, source.expires_on
        if ends is not None and ends < (begins or source.issued_on):
            yield Finding(
                "expires_before_it_begins",
                ("sources", position, "expires_on"),
                f"失效日期 {ends} 早于施行或发布日期 {begins or source.issued_on}。",
                f"It expires on {ends}, before it begins on {begins or source.issued_on}.",
                "expires_on 写最后有效的一天，须不早于 in_force_from。",
                "expires_on is the last day in force, not before in_force_from.",
            )
        for at, level in enumerate(source.cited_as):
            if not has_place(level):
                yield Finding(
                    "level_without_number",
                    ("sources", position, "cited_as", at),
                    "层级名称中须恰有一个序号：中文写“一”或“1”，英文写“1”。",
                    "The name of a level holds its number once: 一 or 1 in Chinese, 1 in English.",
                    "例如 {zh: 第一部分, en: part 1}。",
                    "For example {zh: 第一部分, en: part 1}.",
                )


def _committed(path: Path, statutory: SetLimit, committed: SetLimit) -> Iterator[Finding]:
    if is_longer(committed, statutory):
        yield Finding(
            "committed_longer_than_statutory",
            (*path, "committed"),
            "承诺时限长于法定时限。",
            "The committed limit is longer than the statutory one.",
            f"请不超过法定的 {statutory.figure} {_unit_zh(statutory)}。",
            f"Promise no more than the {statutory.figure} {statutory.unit}(s) of the law.",
        )


def _reminders(path: Path, percents: tuple[int, ...]) -> Iterator[Finding]:
    if list(percents) != sorted(set(percents)):
        yield Finding(
            "reminders_not_ascending",
            (*path, "remind_at_percent"),
            "提醒节点须由小到大且不重复。",
            "Reminders must ascend without repeats.",
            f"例如 {sorted(set(percents))}。",
            f"For example {sorted(set(percents))}.",
        )


def _target(path: Path, target: Target) -> Iterator[Finding]:
    low, high = target.at_least, target.at_most
    fits = {
        "at_least": low is not None and high is None,
        "range": low is not None and high is not None and low <= high,
        "ratio": low is not None and low <= 100 and (high is None or low <= high <= 100),
        "qualitative": low is None and high is None,
    }
    if not fits[target.kind]:
        yield Finding(
            "target_without_figures",
            path,
            f"目标“{target.id}”的数值与类型 {target.kind} 不符。",
            f"The figures of {target.id!r} do not fit its kind {target.kind!r}.",
            "at_least 写 at_least;range 再写 at_most;ratio 为 0 至 100;qualitative 不写数值。",
            "at_least takes at_least, range also at_most, ratio 0 to 100, qualitative none.",
        )


def _unit_zh(limit: SetLimit) -> str:
    return "个工作日" if limit.unit == "working_day" else "个自然日"
