"""The facts that a pack's expressions may name: the built-in ones and the pack's own."""

from typing import get_args

from policy.expression_type import Kind, Vocabulary, Word
from policy.model import Fact, Pack
from policy.model.subject import SubjectId

CREDIT_GRADES = ("A", "B", "C", "D")
_KINDS: dict[str, Kind] = {
    "choice": "text",
    "number": "number",
    "amount": "number",
    "yes_no": "truth",
}


def vocabulary_of(pack: Pack) -> Vocabulary:
    """Every word once, with its kind and, for choices, what may be chosen."""
    words: dict[str, Word] = {}
    for word in (*_built_in(pack), *(_word(fact) for fact in pack.facts)):
        words.setdefault(word.name, word)
    return Vocabulary(tuple(words.values()))


def tier_of(pack: Pack, industry: str) -> str | None:
    """The tier that the pack puts an industry in, if any."""
    return next((tier.id for tier in pack.tiers if industry in tier.industries), None)


def _built_in(pack: Pack) -> tuple[Word, ...]:
    return (
        Word("industry", "text", tuple(entry.id for entry in pack.industries)),
        Word("tier", "text", tuple(entry.id for entry in pack.tiers)),
        Word("sponsor_kind", "text", tuple(entry.id for entry in pack.sponsor_kinds)),
        Word("subject", "text", get_args(SubjectId)),
        Word("entry_stage", "text", tuple(entry.id for entry in pack.all_stages)),
        Word("credit_grade", "text", CREDIT_GRADES),
        Word("contract_amount", "number"),
    )


def _word(fact: Fact) -> Word:
    return Word(fact.id, _KINDS[fact.type], tuple(choice.id for choice in fact.choices))
