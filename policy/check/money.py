"""Can each programme be paid as it is written: shares, caps, budgets, schedules, readings."""

from collections.abc import Iterator
from itertools import pairwise

from policy.model import Figure, Grant, Pack, Programme, Rate, Referral, Stacking, Voucher
from policy.problem import Finding, Path


def money_findings(pack: Pack) -> Iterator[Finding]:
    for at, programme in enumerate(pack.programmes):
        yield from _programme(("programmes", at), programme)
        if not isinstance(programme, Referral) and programme.two_people_from is not None:
            path = ("programmes", at, "two_people_from", "value")
            yield from _whole_fen(path, programme.two_people_from)
    for at, rule in enumerate(pack.stacking):
        yield from _stacking(("stacking", at), rule)


def _programme(path: Path, programme: Programme) -> Iterator[Finding]:
    if isinstance(programme, Voucher):
        rate = {"percent": programme.share_percent, "cap": programme.cap_per_application}
        places = {"percent": "share_percent", "cap": "cap_per_application"}
        budget = programme.yearly_budget
        for name, figure in rate.items():
            yield from _figure((*path, places[name], "value"), name, figure, budget)
        yield from _whole_fen((*path, "yearly_budget", "value"), budget)
    elif isinstance(programme, Grant):
        yield from _grant(path, programme)
    elif isinstance(programme, Referral) and programme.size is not None:
        yield from _whole_fen((*path, "size", "value"), programme.size)


def _grant(path: Path, grant: Grant) -> Iterator[Finding]:
    for at, rate in enumerate(grant.rates):
        yield from _rate((*path, "rates", at), grant, rate)
    if grant.yearly_budget is not None:
        yield from _whole_fen((*path, "yearly_budget", "value"), grant.yearly_budget)
    yield from _readings(path, grant)
    yield from _schedule(path, grant)
    if (grant.kind == "subsidy_to_equity") != (grant.conversion is not None):
        yield Finding(
            "conversion_not_for_kind",
            (*path, "conversion"),
            f"conversion 与类型 {grant.kind} 不符。",
            f"`conversion` does not fit the kind {grant.kind!r}.",
            "投补联动(subsidy_to_equity)须写 conversion，其他类型不写。",
            "A subsidy_to_equity says what turns into equity; the other kinds do not.",
        )
    elif grant.conversion is not None:
        yield from _figure(
            (*path, "conversion", "percent", "value"), "percent", grant.conversion.percent, None
        )


def _rate(path: Path, grant: Grant, rate: Rate) -> Iterator[Finding]:
    if (rate.percent is None) == (rate.amount is None):
        yield Finding(
            "rate_without_figure",
            path,
            f"“{rate.id}”须写 percent 或 amount，二者之一。",
            f"{rate.id!r} needs `percent` or `amount`, one of the two.",
            "按比例写 percent；定额写 amount。",
            "A share is a percent, a fixed sum an amount.",
        )
    if rate.percent is not None and rate.base is None and grant.base is None:
        yield Finding(
            "percent_of_nothing",
            path,
            f"“{rate.id}”是比例，却没有基数。",
            f"{rate.id!r} is a share without a base.",
            "请写 base，例如 base: total_investment。",
            "Write a base, for example `base: total_investment`.",
        )
    for name in ("percent", "cap", "amount"):
        figure = getattr(rate, name)
        if figure is not None:
            yield from _figure((*path, name, "value"), name, figure, grant.yearly_budget)


def _figure(path: Path, name: str, figure: Figure, budget: Figure | None) -> Iterator[Finding]:
    if name == "percent":
        if figure.value > 100:
            yield Finding(
                "share_above_whole",
                path,
                "补助比例超过 100%。",
                "The share is more than 100 percent.",
                "请写 1 至 100，例如 30。",
                "Write 1 to 100, for example 30.",
            )
        return
    if budget is not None and figure.value > budget.value:
        yield Finding(
            "cap_above_budget",
            path,
            "单笔上限高于年度预算，永远兑现不了。",
            "The cap of one application exceeds the yearly budget: it can never be paid.",
            "请降低上限或提高预算。",
            "Lower the cap or raise the budget.",
        )
    yield from _whole_fen(path, figure)


def _whole_fen(path: Path, amount: Figure) -> Iterator[Finding]:
    if amount.value != round(amount.value, 2):
        yield Finding(
            "fraction_of_fen",
            path,
            "金额最多两位小数。",
            "An amount has at most two decimal places.",
            "请改为元角分。",
            "Round it to the fen.",
        )


def _readings(path: Path, grant: Grant) -> Iterator[Finding]:
    if len(grant.readings) == 1:
        yield Finding(
            "one_reading",
            (*path, "readings"),
            "只有一种读法。",
            "There is only one reading.",
            "至少写两种读法，或删去 readings。",
            "Write two at least, or remove `readings`.",
        )


def _schedule(path: Path, grant: Grant) -> Iterator[Finding]:
    if (grant.kind == "tapering_subsidy") != bool(grant.schedule):
        yield Finding(
            "schedule_not_for_kind",
            (*path, "schedule"),
            f"schedule 与类型 {grant.kind} 不符。",
            f"`schedule` does not fit the kind {grant.kind!r}.",
            "退坡补贴(tapering_subsidy)须逐年写 schedule，其他类型不写。",
            "A tapering_subsidy lists its years; the other kinds do not.",
        )
        return
    shares = [each.percent.value for each in grant.schedule]
    years = [each.year for each in grant.schedule]
    falls = all(after <= before for before, after in pairwise(shares))
    if shares and (sum(shares) != 100 or years != list(range(1, len(years) + 1)) or not falls):
        yield Finding(
            "schedule_does_not_add_up",
            (*path, "schedule"),
            f"退坡计划须从第 1 年起逐年列出、不得上升、合计 100%，现合计 {sum(shares):f}%。",
            f"The schedule must begin with year 1, never rise, and sum to 100; "
            f"it sums to {sum(shares):f}.",
            "例如 50、30、20。",
            "For example 50, 30, 20.",
        )


def _stacking(path: Path, rule: Stacking) -> Iterator[Finding]:
    has_ceiling = rule.base is not None and rule.percent_at_most is not None
    has_any = rule.base is not None or rule.percent_at_most is not None
    if has_ceiling != (rule.rule == "together_at_most") or has_any != has_ceiling:
        yield Finding(
            "stacking_without_ceiling",
            path,
            f"base、percent_at_most 与 {rule.rule} 不符。",
            f"`base` and `percent_at_most` do not fit {rule.rule!r}.",
            "together_at_most 两项都写；highest_only 都不写。",
            "together_at_most takes both, highest_only neither.",
        )
    elif rule.percent_at_most is not None:
        at = (*path, "percent_at_most", "value")
        yield from _figure(at, "percent", rule.percent_at_most, None)
