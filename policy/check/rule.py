"""Ordered rules: does each ever decide, and does something always decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy.check.sample import MOST, Samples
from policy.expression import Compiled, Value, compile_expression
from policy.expression_text import BadExpression
from policy.model import Grant, Item, Pack, RiskRule
from policy.problem import Finding, Path
from policy.vocabulary import vocabulary_of

EVALUATIONS = 30_000  # half a second; the real packs need a tenth of it


def rule_findings(pack: Pack) -> Iterator[Finding]:
    """Nothing is said about rules whose conditions cannot be read; expression.py says it."""
    work = _Work(pack)
    yield from _readable(_risk(pack, work))
    for position, item in enumerate(pack.items):
        if item.limits.cases:
            yield from _readable(_cases(pack, ("items", position, "limits", "cases"), item, work))
    for position, programme in enumerate(pack.programmes):
        if isinstance(programme, Grant):
            yield from _readable(_rates(pack, ("programmes", position), programme, work))


class _Work:
    """Hands out samples while there is time: what a hostile pack asks beyond it is not tried."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.left = EVALUATIONS

    def samples(self, conditions: Sequence[Compiled | None]) -> Samples:
        written = [each for each in conditions if each is not None]
        cost = len(conditions) + 1
        samples = Samples(self.pack, written, min(MOST, self.left // cost))
        self.left -= samples.count * cost
        return samples


def _readable(findings: Iterable[Finding]) -> list[Finding]:
    try:
        return list(findings)
    except BadExpression:
        return []


def _risk(pack: Pack, work: _Work) -> Iterator[Finding]:
    if pack.risk is None:
        return
    rules = pack.risk.rules
    if rules[-1].when is not None or rules[-1].items:
        yield Finding(
            "rules_leave_gap",
            ("risk", "rules", len(rules) - 1),
            "最后一条规则带有条件，有的项目不会被定级。",
            "The last rule has a condition: some projects get no grade.",
            "请在最后加一条没有 when 和 items 的规则。",
            "End with a rule that has neither `when` nor `items`.",
        )
    conditions = _compiled(pack, (rule.when for rule in rules))
    samples = work.samples(conditions)
    deciding: set[int] = set()
    for item in {each for rule in rules for each in rule.items} | {""}:
        applying = [at for at, rule in enumerate(rules) if _applies(rule, item)]
        deciding |= {
            found
            for values in samples
            if (found := _first(applying, conditions, values)) is not None
        }
    if samples.is_complete:
        yield from _silent(("risk", "rules"), len(rules), deciding)


def _applies(rule: RiskRule, item: str) -> bool:
    return not rule.items or item in rule.items


def _cases(pack: Pack, path: Path, item: Item, work: _Work) -> Iterator[Finding]:
    """What stands beside the cases is for everything else, so that they leave no gap."""
    conditions = _compiled(pack, (case.when for case in item.limits.cases))
    door = _compiled(pack, [item.when])[0]
    samples = work.samples((door, *conditions))
    places = range(len(conditions))
    deciding = {
        found
        for values in samples
        if (door is None or door.holds(values))
        and (found := _first(places, conditions, values)) is not None
    }
    if samples.is_complete:
        yield from _silent(path, len(conditions), deciding)


def _rates(pack: Pack, path: Path, grant: Grant, work: _Work) -> Iterator[Finding]:
    rates = grant.rates
    conditions = _compiled(pack, (rate.when for rate in rates))
    door = _compiled(pack, [grant.when])[0]
    samples = work.samples((door, *conditions))
    deciding: set[int] = set()
    gaps: dict[str, Mapping[str, Value]] = {}
    readings = [reading.id for reading in grant.readings] or [""]
    applying = {
        reading: [
            at for at, rate in enumerate(rates) if not rate.readings or reading in rate.readings
        ]
        for reading in readings
    }
    for values in samples:
        if door is not None and not door.holds(values):
            continue
        for reading in readings:
            found = _first(applying[reading], conditions, values)
            if found is None:
                gaps.setdefault(reading, values)
            else:
                deciding.add(found)
    for reading, example in gaps.items():
        yield _gap((*path, "rates"), reading, example)
    if samples.is_complete:
        yield from _silent((*path, "rates"), len(rates), deciding)


def _compiled(pack: Pack, conditions: Iterable[str | None]) -> list[Compiled | None]:
    vocabulary = vocabulary_of(pack)
    return [
        None if text is None else compile_expression(text, vocabulary, "truth")
        for text in conditions
    ]


def _first(
    positions: Sequence[int], conditions: Sequence[Compiled | None], values: Mapping[str, Value]
) -> int | None:
    for position in positions:
        condition = conditions[position]
        if condition is None or condition.holds(values):
            return position
    return None


def _silent(path: Path, count: int, deciding: set[int]) -> Iterator[Finding]:
    for position in range(count):
        if position not in deciding:
            yield Finding(
                "rule_never_decides",
                (*path, position),
                "这条规则永远轮不到：前面的规则已全部覆盖，或条件不可能成立。",
                "This rule never decides: earlier ones cover it, or its condition cannot hold.",
                "请调整顺序或条件，或删去。",
                "Move it up, change its condition, or remove it.",
            )


def _gap(path: Path, reading: str, example: Mapping[str, Value]) -> Finding:
    told = ", ".join(f"{name}={value}" for name, value in example.items()) or "-"
    place = f" ({reading})" if reading else ""
    return Finding(
        "rules_leave_gap",
        path,
        f"符合条件的项目没有对应的补助标准{place}，例如 {told}。",
        f"A project that is let in finds no rate{place}, for example {told}.",
        "请加一条没有 when 的标准，或在 when 中写明谁可申请。",
        "Add a rate without `when`, or say in the programme's `when` who may apply.",
    )
