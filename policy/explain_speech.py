"""How an explanation speaks: one language, its words, names of facts. Used by explain_text.py."""

from collections.abc import Iterable
from decimal import Decimal

from policy.explain_words import EN, ZH
from policy.explanation import Explanation, LimitExplained
from policy.model import Name


class Speech:
    """The words of one language, for one explanation."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self.language = language
        self.words = ZH if language == "zh" else EN
        self._facts = {id_: self.name(name) for id_, name in explanation.fact_names}

    def say(self, key: str, **told: object) -> str:
        return self.words[key].format(**told)

    def name(self, name: Name) -> str:
        return name.text(self.language)

    def names(self, names: Iterable[Name]) -> str:
        return self.words["separator"].join(self.name(name) for name in names)

    def facts(self, ids: Iterable[str]) -> str:
        """The facts by their names, as the pack calls them."""
        return self.words["separator"].join(
            self._facts.get(id_) or self.words.get(f"fact_{id_}", id_) for id_ in ids
        )

    def limit(self, explained: LimitExplained) -> str:
        marks = self.words["indicative"] if explained.rule.basis == "set_by_authority" else ""
        marks += self.words["provisional"] if explained.due.is_provisional else ""
        unit = self.words[explained.rule.unit]
        figure, due = explained.rule.figure, explained.due.due_on
        return self.say("limit", figure=figure, unit=unit, due=due, marks=marks)


def money(amount: Decimal) -> str:
    """An amount in yuan and fen."""
    return f"{amount:,.2f}"
