"""Can every condition and formula be read: known facts, known choices, types that go together."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from policy.check.walk import walk
from policy.expression import Compiled, compile_expression
from policy.expression_text import BadExpression
from policy.expression_type import Kind
from policy.model import Criterion, Pack
from policy.problem import Finding, Path
from policy.vocabulary import vocabulary_of

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
KINDS: dict[str, Kind] = {"when": "truth", "never_simplified": "truth", "base": "number"}


def expression_findings(pack: Pack) -> Iterator[Finding]:
    used: set[str] = set()
    vocabulary = vocabulary_of(pack)
    about_platforms = {fact.id for fact in pack.facts if fact.about == "platform"}
    for path, text, is_criterion in _expressions(pack):
        kind = KINDS[str(path[-1])]
        try:
            compiled = compile_expression(text, vocabulary, kind)
        except BadExpression as bad:
            yield Finding("bad_expression", path, *bad.wrong, *bad.right)
            used |= _meant(text, [fact.id for fact in pack.facts])
            continue
        used |= compiled.names
        if not is_criterion:
            yield from _about_platforms(path, compiled, about_platforms)
    for at, fact in enumerate(pack.facts):
        if fact.id not in used:
            yield Finding(
                "fact_unused",
                ("facts", at, "id"),
                f"没有任何规则使用“{fact.id}”。",
                f"No rule uses {fact.id!r}.",
                "请删去，或在条件中使用。",
                "Remove it, or use it in a condition.",
            )


def _meant(text: str, facts: Iterable[str]) -> set[str]:
    """Facts that an unreadable condition seems to use: one mistake is reported once."""
    known = list(facts)
    return {close for word in _WORD.findall(text) for close in get_close_matches(word, known, n=1)}


def _expressions(pack: Pack) -> Iterator[tuple[Path, str, bool]]:
    for path, model in walk(pack):
        for name in KINDS:
            text = getattr(model, name, None)
            if isinstance(text, str) and not (name == "base" and path == ("calendar",)):
                yield (*path, name), text, isinstance(model, Criterion)


def _about_platforms(path: Path, compiled: Compiled, platforms: set[str]) -> Iterator[Finding]:
    for name in sorted(compiled.names & platforms):
        yield Finding(
            "platform_fact_of_project",
            path,
            f"“{name}”是平台的事实，项目规则不能使用。",
            f"{name!r} is a fact about platforms; a rule for projects cannot use it.",
            "请在 facts 中改为 about: project，或另用事实。",
            "Declare it `about: project`, or use another fact.",
        )
