"""Says in words how two packs or plans differ: where, the old and the new, and on which clause."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pydantic import BaseModel

from contracts.process import Limit, Plan, StagePlan
from policy.citation import cited
from policy.loader import LoadedPack
from policy.model import Basis, Name, Pack
from policy.model.base import Figure, SetLimit, SetPeriod
from policy.tools import label
from policy.tools.difference import KEYS, WHOLE, Difference, Step, differences

_ZH = {
    "title": "{a} 与 {b} 的不同：",
    "same": "{a} 与 {b} 没有实质不同。",
    "added": "＋ 新增{where}{detail}",
    "removed": "－ 删去{where}{detail}",
    "moved": "↕ {where}由第 {before} 位移到第 {after} 位",
    "changed": "± {where}：由 {before} 改为 {after}",
    "grown": "± {where}：{changes}",
    "more": "增加{names}",
    "less": "减少{names}",
    "entry": "{field}“{name}”",
    "inside": "{outer}的{inner}",
    "clause": "（{clause}）",
    "authority": "（主管部门设定）",
    "why": "（主管部门设定：{reason}）",
    "detail": "：{details}",
    "colon": "{field} {value}",
    "none": "无",
    "nothing": "（空）",
    "comma": "、",
    "and": "，",
}
_EN = {
    "title": "How {a} and {b} differ:",
    "same": "{a} and {b} do not differ in substance.",
    "added": "+ new: {where}{detail}",
    "removed": "- gone: {where}{detail}",
    "moved": "~ {where} moved from place {before} to {after}",
    "changed": "~ {where}: {before} becomes {after}",
    "grown": "~ {where}: {changes}",
    "more": "now with {names}",
    "less": "no longer with {names}",
    "entry": '{field} "{name}"',
    "inside": "{outer}, {inner}",
    "clause": " ({clause})",
    "authority": " (set by the authority)",
    "why": " (set by the authority: {reason})",
    "detail": ": {details}",
    "colon": "{field} {value}",
    "none": "nothing",
    "nothing": "(nothing)",
    "comma": ", ",
    "and": "; ",
}
_AMOUNTS = frozenset(
    {"cap", "cap_per_application", "yearly_budget", "amount", "size", "two_people_from"}
)
_SHARES = frozenset({"percent", "share_percent", "percent_at_most"})


def difference_text(before: LoadedPack, after: LoadedPack, language: str) -> str:
    """The whole comparison, one difference a line."""
    words = _ZH if language == "zh" else _EN
    a, b = _heading(before, language), _heading(after, language)
    found = differences(before.pack, after.pack)
    if not found:
        return words["same"].format(a=a, b=b)
    teller = _Teller((before.pack, after.pack), language)
    return "\n".join([words["title"].format(a=a, b=b), *map(teller.line, found)])


def plan_lines(before: Plan, after: Plan, stage: str, pack: Pack, language: str) -> list[str]:
    """What a project in `stage` would notice if it went on by the other plan, one line each.

    Only what comes after the stage: what is open in it keeps its rules. ValueError when the other
    plan has no such stage. The pack gives the names.
    """
    old, new = (plan.model_copy(update={"stages": _later(plan, stage)}) for plan in (before, after))
    teller = _Teller((pack,), language)
    told = {"entry_stages": new.entry_stages, "calendar": new.calendar}
    return [teller.line(each) for each in differences(old.model_copy(update=told), new)]


def _later(plan: Plan, stage: str) -> tuple[StagePlan, ...]:
    return plan.stages[plan.index(stage) + 1 :]


def _heading(loaded: LoadedPack, language: str) -> str:
    return f"{loaded.pack.name.text(language)} {loaded.pack.version}"


class _Teller:
    """One comparison in one language. Ids are said by the names that either pack gives them."""

    def __init__(self, packs: Sequence[Pack], language: str) -> None:
        self.language = language
        self.words = _ZH if language == "zh" else _EN
        self.sources = packs[-1].sources
        self.names = {id_: name for pack in packs for id_, name in _named(pack, language)}

    def line(self, found: Difference) -> str:
        where, last = self._where(found.way), found.way[-1][0]
        before, after = found.before, found.after
        if found.kind in ("added", "removed"):
            detail = self._detail(after if found.kind == "added" else before, last)
            return self.words[found.kind].format(where=where, detail=detail)
        if isinstance(before, tuple) and isinstance(after, tuple):
            return self.words["grown"].format(where=where, changes=self._grown(before, after, last))
        old, new = self.value(before, last), self.value(after, last)
        if old == new:
            old, new = self.value(before, last, full=True), self.value(after, last, full=True)
        return self.words[found.kind].format(where=where, before=old, after=new)

    def value(self, given: object, field: str, *, full: bool = False) -> str:
        """A value as a reader would say it, with its clause."""
        if isinstance(given, Name):
            return given.text(self.language) if not full else f"{given.zh} / {given.en}"
        if isinstance(given, SetLimit | SetPeriod):
            said = f"{given.figure} {label.value(given.unit, self.language)}"
            if full and isinstance(given, SetLimit):
                said += f"{self.words['and']}{label.value(given.roll, self.language)}"
            return said + self._basis(given, full=full)
        if isinstance(given, Limit):
            return f"{given.figure} {label.value(given.unit, self.language)}"
        if isinstance(given, Figure):
            return self._number(given.value, field) + self._basis(given, full=full)
        if isinstance(given, Decimal):
            return self._number(given, field)
        if isinstance(given, tuple):
            return self.words["comma"].join(self.value(each, field) for each in given)
        if given is None:
            return self.words["none"]
        return self._word(given)

    def _clause(self, clause: str) -> str:
        cited_as = cited(self.sources, clause, self.language)
        return self.words["clause"].format(clause=cited_as)

    def _word(self, given: object) -> str:
        """Names of entries and fixed words in the reader's language; the rest as it stands."""
        known = self.names.get(str(given))
        return known or label.value(given, self.language)

    def _number(self, number: Decimal, field: str) -> str:
        plain = f"{number:,f}"
        if field in _SHARES:
            return f"{plain}%"
        if field in _AMOUNTS:
            return f"{plain} 元" if self.language == "zh" else f"CNY {plain}"
        return plain

    def _basis(self, given: Basis, *, full: bool = False) -> str:
        if given.clause is not None:
            return self._clause(given.clause)
        if full and given.reason is not None:
            return self.words["why"].format(reason=given.reason.text(self.language))
        return self.words["authority"]

    def _grown(self, before: tuple[object, ...], after: tuple[object, ...], field: str) -> str:
        """What a list has more and less; both lists whole when only the order is new."""
        more = tuple(each for each in after if each not in before)
        less = tuple(each for each in before if each not in after)
        changes = [
            self.words[key].format(names=self.value(names, field))
            for key, names in (("more", more), ("less", less))
            if names
        ]
        if not changes:
            changes = [f"{self.value(before, field)} → {self.value(after, field)}"]
        return self.words["and"].join(changes)

    def _where(self, way: tuple[Step, ...]) -> str:
        said = ""
        for field, entry in way:
            if field == "limits" and len(way) > 1:
                continue  # which of the limits says enough
            part = label.field(field, self.language)
            if entry is not None:
                part = self.words["entry"].format(field=part, name=self._entry(entry))
            said = self.words["inside"].format(outer=said, inner=part) if said else part
        return said

    def _entry(self, entry: BaseModel) -> str:
        for field in ("name", "title"):
            name = getattr(entry, field, None)
            if isinstance(name, Name):
                return name.text(self.language)
        key = next(getattr(entry, each) for each in KEYS if hasattr(entry, each))
        return self._word(key)

    def _detail(self, given: object, field: str) -> str:
        """What came or went: a plain value, or the figures and clause of an entry."""
        if isinstance(given, WHOLE) or not isinstance(given, BaseModel):
            return self.words["detail"].format(details=self.value(given, field))
        clause = getattr(given, "clause", None)
        told = "" if clause is None else self._clause(clause)
        details = self.words["and"].join(self._figures(given))
        return told + (self.words["detail"].format(details=details) if details else "")

    def _figures(self, model: BaseModel) -> Iterator[str]:
        for name in type(model).model_fields:
            each = getattr(model, name)
            if isinstance(each, SetLimit | SetPeriod | Figure | Limit):
                field = label.field(name, self.language)
                yield self.words["colon"].format(field=field, value=self.value(each, name))
            elif isinstance(each, BaseModel) and not isinstance(each, Name):
                yield from self._figures(each)
            elif isinstance(each, tuple):
                for inner in each:
                    if isinstance(inner, BaseModel) and not isinstance(inner, Name):
                        yield from self._figures(inner)


def _named(model: BaseModel, language: str) -> Iterator[tuple[str, str]]:
    """Name by id of every entry in a pack."""
    for field in type(model).model_fields:
        value = getattr(model, field)
        entries: Iterable[object] = value if isinstance(value, tuple) else (value,)
        for each in entries:
            if isinstance(each, BaseModel):
                id_, name = getattr(each, "id", None), getattr(each, "name", None)
                if isinstance(id_, str) and isinstance(name, Name):
                    yield id_, name.text(language)
                yield from _named(each, language)
