"""Does everything that a pack names exist: ids between sections, clauses in the sources."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from policy.check.walk import walk
from policy.model import Pack
from policy.model.base import Entry
from policy.problem import Finding, Path

_SECTIONS = (
    "sources",
    "departments",
    "industries",
    "sponsor_kinds",
    "platform_types",
    "evidence_kinds",
    "materials",
    "refusal_grounds",
    "stop_grounds",
    "stages",
    "items",
    "programmes",
    "targets",
)


def reference_findings(pack: Pack) -> Iterator[Finding]:
    yield from _duplicate_ids(pack)
    for position, stage in enumerate(pack.stages):
        yield from _unknown(
            pack, ("stages", position, "evidence"), stage.evidence, "evidence_kinds"
        )
    yield from _item_references(pack)
    yield from _programme_references(pack)
    yield from _clauses(pack)


def _duplicate_ids(pack: Pack) -> Iterator[Finding]:
    for section in _SECTIONS:
        seen: set[str] = set()
        for position, entry in enumerate(getattr(pack, section)):
            if entry.id in seen:
                yield Finding(
                    "duplicate_id",
                    (section, position, "id"),
                    f"编号“{entry.id}”重复。",
                    f"The id {entry.id!r} is used twice.",
                    "请为其中一个另取编号。",
                    "Give one of them another id.",
                )
            seen.add(entry.id)


def _item_references(pack: Pack) -> Iterator[Finding]:
    for position, item in enumerate(pack.items):
        path: Path = ("items", position)
        yield from _unknown(pack, (*path, "department"), [item.department], "departments")
        yield from _unknown(pack, (*path, "opens_at"), [item.opens_at], "stages")
        yield from _unknown(pack, (*path, "after"), item.after, "items")
        yield from _unknown(pack, (*path, "materials"), item.materials, "materials")
        yield from _unknown(
            pack, (*path, "refusal_grounds"), item.refusal_grounds, "refusal_grounds"
        )
        yield from _unknown(pack, (*path, "stop_grounds"), item.stop_grounds, "stop_grounds")


def _programme_references(pack: Pack) -> Iterator[Finding]:
    for position, programme in enumerate(pack.programmes):
        path: Path = ("programmes", position)
        yield from _unknown(pack, (*path, "authority"), [programme.authority], "departments")
        yield from _unknown(pack, (*path, "stages"), programme.stages, "stages")
        yield from _unknown(pack, (*path, "evidence"), programme.evidence, "evidence_kinds")
        kinds = programme.eligible_sponsor_kinds
        yield from _unknown(pack, (*path, "eligible_sponsor_kinds"), kinds, "sponsor_kinds")


def _unknown(pack: Pack, path: Path, named: Iterable[str], section: str) -> Iterator[Finding]:
    entries: tuple[Entry, ...] = getattr(pack, section)
    known = [entry.id for entry in entries]
    for position, name in enumerate(named):
        if name in known:
            continue
        place = (*path, position) if isinstance(named, tuple) else path
        close = get_close_matches(name, known, n=1)
        yield Finding(
            "unknown_reference",
            place,
            f"“{section}”中没有“{name}”。",
            f"{section} has no {name!r}.",
            f"是否为“{close[0]}”?" if close else f"可用:{'、'.join(known) or '无'}。",
            f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(known) or 'none'}.",
        )


def _clauses(pack: Pack) -> Iterator[Finding]:
    clauses = {source.id: source.clauses for source in pack.sources}
    first = pack.sources[0].id
    for path, model in walk(pack):
        clause = getattr(model, "clause", None)
        if clause is None:
            continue
        source, _, number = clause.rpartition(":")
        if number not in clauses.get(source or first, ()):
            yield Finding(
                "unknown_clause",
                (*path, "clause"),
                f"来源文件“{source or first}”中没有条款“{number}”。",
                f"The source {source or first!r} has no clause {number!r}.",
                "请核对原文;来源的 clauses 列出全部条款。",
                "Check the text; the source lists all its clauses.",
            )
