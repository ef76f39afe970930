"""Does everything that a pack names exist: ids between sections, clauses in the sources."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from policy.check.named import Reference, references
from policy.check.walk import walk
from policy.model import Pack
from policy.model.base import PackModel
from policy.problem import Finding, Path

MOST_TOLD = 60  # names in one message; a reader looks the rest up


def reference_findings(pack: Pack) -> Iterator[Finding]:
    yield from _duplicate_ids(pack)
    for reference in references(pack):
        yield from _unknown(pack, reference)
    yield from _clauses(pack)


def _duplicate_ids(pack: Pack) -> Iterator[Finding]:
    """Of the entries of one list; and of stages, over all subjects."""
    for path, model in walk(pack):
        for name in type(model).model_fields:
            value = getattr(model, name)
            if isinstance(value, tuple):
                yield from _twice(((*path, name, at), each) for at, each in enumerate(value))
    subjects = [(("subjects", at), each.stages) for at, each in enumerate(pack.subjects)]
    own = [((*path, "stages", at), each) for path, them in subjects for at, each in enumerate(them)]
    if own:
        project = [(("stages", at), each) for at, each in enumerate(pack.stages)]
        yield from _twice((*project, *own))


def _twice(entries: Iterable[tuple[Path, object]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, entry in entries:
        id_ = getattr(entry, "id", None) if isinstance(entry, PackModel) else None
        if id_ is None:
            continue
        if id_ in seen:
            yield Finding(
                "duplicate_id",
                (*path, "id"),
                f"编号“{id_}”重复。",
                f"The id {id_!r} is used twice.",
                "请为其中一个另取编号。",
                "Give one of them another id.",
            )
        seen.add(id_)


def _unknown(pack: Pack, reference: Reference) -> Iterator[Finding]:
    for position, name in enumerate(reference.names):
        if name in reference.known:
            continue
        known = sorted(reference.known)[:MOST_TOLD]
        close = get_close_matches(name, known, n=1)
        section = reference.section
        yield Finding(
            "unknown_reference",
            (*reference.path, position) if reference.is_list else reference.path,
            f"“{section}”中没有“{name}”。",
            f"{section} has no {name!r}.",
            f"是否为“{close[0]}”？" if close else f"可用：{'、'.join(known) or '无'}。",
            f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(known) or 'none'}.",
        )


def _clauses(pack: Pack) -> Iterator[Finding]:
    clauses = {source.id: frozenset(source.clauses) for source in pack.sources}
    first = pack.sources[0].id
    named = (
        ((*path, field), getattr(model, field, None))
        for path, model in walk(pack)
        for field in ("clause", "max_attempts_clause")
    )
    for path, clause in named:
        if clause is None:
            continue
        source, _, number = clause.rpartition(":")
        if number not in clauses.get(source or first, frozenset()):
            yield Finding(
                "unknown_clause",
                path,
                f"来源文件“{source or first}”中没有条款“{number}”。",
                f"The source {source or first!r} has no clause {number!r}.",
                "请核对原文；来源的 clauses 列出全部条款。",
                "Check the text; the source lists all its clauses.",
            )
