"""Tiers of industries, facts and platform assessments: is each of them whole."""

from collections.abc import Iterator

from policy.model import Fact, IndicatorSet, Pack
from policy.model.fact import BUILT_IN_FACTS
from policy.problem import Finding, Path


def party_findings(pack: Pack) -> Iterator[Finding]:
    yield from _tiers(pack)
    for at, fact in enumerate(pack.facts):
        yield from _fact(("facts", at), fact)
    years: set[int] = set()
    for at, indicators in enumerate(pack.indicator_sets):
        yield from _assessment(("indicator_sets", at), indicators, years)
        years.add(indicators.year)


def _tiers(pack: Pack) -> Iterator[Finding]:
    tier_of: dict[str, str] = {}
    names: dict[str, str] = {}
    zh_of = {industry.id: industry.name.zh for industry in pack.industries}
    for at, tier in enumerate(pack.tiers):
        for position, industry in enumerate(tier.industries):
            zh = zh_of.get(industry, industry)
            other = tier_of.get(industry) or names.get(zh)
            if other is not None:
                yield Finding(
                    "industry_in_two_tiers",
                    ("tiers", at, "industries", position),
                    f"产业“{zh}”同时在“{other}”与“{tier.id}”两档。",
                    f"The industry {industry!r} is in two tiers: {other!r} and {tier.id!r}.",
                    "请只保留一处。",
                    "Keep one of them.",
                )
            tier_of[industry] = names[zh] = tier.id
    for at, entry in enumerate(pack.industries):
        if pack.tiers and entry.id not in tier_of:
            yield Finding(
                "industry_without_tier",
                ("industries", at, "id"),
                f"产业“{entry.id}”不属于任何一档。",
                f"The industry {entry.id!r} is in no tier.",
                "请在 tiers 中列出。",
                "List it under one of the tiers.",
            )


def _fact(path: Path, fact: Fact) -> Iterator[Finding]:
    if fact.id in BUILT_IN_FACTS:
        yield Finding(
            "fact_built_in",
            (*path, "id"),
            f"“{fact.id}”本来就有，不能再次声明。",
            f"{fact.id!r} is known in every pack already.",
            "请删去，或另取编号。",
            "Remove it, or give it another id.",
        )
    if (fact.type == "choice") != (len(fact.choices) >= 2):
        yield Finding(
            "fact_without_choices",
            (*path, "choices"),
            f"“{fact.id}”的 choices 与类型 {fact.type} 不符。",
            f"The choices of {fact.id!r} do not fit its type {fact.type!r}.",
            "choice 至少列出两个选项；其他类型不写。",
            "A choice lists at least two; the other types list none.",
        )
    if (fact.type == "number") != (fact.unit is not None):
        yield Finding(
            "fact_without_unit",
            (*path, "unit"),
            f"“{fact.id}”的 unit 与类型 {fact.type} 不符。",
            f"The unit of {fact.id!r} does not fit its type {fact.type!r}.",
            "number 须写 unit;amount 以元计，其他类型不写。",
            "A number needs one; an amount is in yuan, and the others have none.",
        )


def _assessment(path: Path, found: IndicatorSet, years: set[int]) -> Iterator[Finding]:
    total = sum(indicator.weight for indicator in found.indicators)
    if total != 100:
        yield Finding(
            "weights_not_whole",
            (*path, "indicators"),
            f"指标权重之和为 {total}。",
            f"The weights sum to {total}.",
            "权重之和须为 100。",
            "They must sum to 100.",
        )
    if found.year in years:
        yield Finding(
            "year_twice",
            (*path, "year"),
            f"{found.year} 年已有一套指标。",
            f"There is another set of indicators for {found.year}.",
            "每年只能有一套。",
            "One set a year.",
        )
    bounds = [grade.at_least for grade in found.grades]
    if bounds and (min(bounds) != 0 or len(set(bounds)) != len(bounds)):
        yield Finding(
            "grades_overlap_or_gap",
            (*path, "grades"),
            "等级的下限重复，或没有从 0 分开始的等级。",
            "Two grades share a lower bound, or none begins at 0.",
            "每个等级写不同的 at_least，最低一级为 0。",
            "Give each its own at_least, the lowest 0.",
        )
