"""Lighter routes, extensions and silence: may each happen, and can it be met."""

from collections.abc import Iterator

from policy.item_limit import is_longer
from policy.model import Item, ItemRoutes, Pack
from policy.problem import Finding, Path


def route_findings(pack: Pack) -> Iterator[Finding]:
    for at, item in enumerate(pack.items):
        path: Path = ("items", at)
        yield from _routes(pack, path, item)
        yield from _silence(path, item)
        yield from _extension(path, item)
        yield from _permission(path, item)


def _routes(pack: Pack, path: Path, item: Item) -> Iterator[Finding]:
    if item.routes is None:
        return
    if pack.risk is None:
        yield Finding(
            "route_never_taken",
            (*path, "routes"),
            "没有 risk 规则，这些路径永远不会采用。",
            "Without `risk` nothing ever takes these routes.",
            "请写 risk，或删去 routes。",
            "Write `risk`, or remove them.",
        )
    elif item.affects_safety and pack.risk.never_simplified is None:
        yield Finding(
            "safety_without_bar",
            (*path, "routes"),
            f"“{item.id}”涉及安全，却没有禁止简化的情形。",
            f"{item.id!r} affects safety, but nothing bars its lighter routes.",
            "请在 risk 中写 never_simplified(列入目录的危险工艺不得简化)。",
            "Write risk.never_simplified: a listed hazardous process is never simplified.",
        )
    yield from _terms(path, item, item.routes)


def _terms(path: Path, item: Item, routes: ItemRoutes) -> Iterator[Finding]:
    for name in ("commitment_and_filing", "simplified"):
        terms = getattr(routes, name)
        if terms is not None and is_longer(terms.committed, item.limits.committed):
            yield Finding(
                "lighter_route_longer",
                (*path, "routes", name, "committed"),
                "简化路径的承诺时限反而更长。",
                "The lighter route promises more time than the standard one.",
                f"请不超过 {item.limits.committed.figure} {item.limits.committed.unit}。",
                f"At most {item.limits.committed.figure} {item.limits.committed.unit}(s).",
            )
    filing = routes.commitment_and_filing
    if filing is not None and filing.inspection is None:
        yield Finding(
            "filing_without_inspection",
            (*path, "routes", "commitment_and_filing"),
            "承诺备案之后没有核查时限。",
            "What is filed by commitment is never inspected.",
            "请写 inspection。",
            "Write `inspection`.",
        )
    simplified = routes.simplified
    if simplified is not None and simplified.inspection is not None:
        yield Finding(
            "inspection_without_filing",
            (*path, "routes", "simplified", "inspection"),
            "只有承诺备案才有事后核查时限。",
            "Only what is filed by commitment is inspected afterwards.",
            "请删去 inspection。",
            "Remove `inspection`.",
        )


def _silence(path: Path, item: Item) -> Iterator[Finding]:
    if item.deemed_approval is not None and item.affects_safety:
        yield Finding(
            "silence_approves_safety",
            (*path, "deemed_approval"),
            f"“{item.id}”涉及他人安全，不得默认同意。",
            f"{item.id!r} affects the safety of others: silence must not approve it.",
            "请删去 deemed_approval。",
            "Remove `deemed_approval`.",
        )


def _extension(path: Path, item: Item) -> Iterator[Finding]:
    if item.extension is not None and is_longer(item.extension.at_most, item.limits.statutory):
        yield Finding(
            "extension_longer_than_limit",
            (*path, "extension", "at_most"),
            "延长的时间比法定时限本身还长。",
            "The extension is longer than the statutory limit itself.",
            f"请不超过 {item.limits.statutory.figure} {item.limits.statutory.unit}。",
            f"At most {item.limits.statutory.figure} {item.limits.statutory.unit}(s).",
        )


def _permission(path: Path, item: Item) -> Iterator[Finding]:
    found = item.permission
    if found is not None and (found.prolonged_by is None) != (found.prolongations == 0):
        yield Finding(
            "prolongation_half_written",
            (*path, "permission"),
            "prolonged_by 与 prolongations 须同时写或都不写。",
            "`prolonged_by` and `prolongations` go together.",
            "例如 prolongations: 1。",
            "For example `prolongations: 1`.",
        )
