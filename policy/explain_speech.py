"""How an explanation speaks: one language, its words, names of facts. Used by explain_text.py."""

from collections.abc import Iterable
from decimal import Decimal

from policy.explain_words import EN, ZH
from policy.explanation import Explanation, LimitExplained
from policy.model import Basis, Name, SetLimit, SetPeriod

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Speech:
    """The words of one language, for one explanation."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self.language = language
        self.words = ZH if language == "zh" else EN
        self._explanation = explanation
        self._set_because: dict[str, str] = {}
        self._facts = {id_: self.name(name) for id_, name in explanation.fact_names}
        self._subjects = {id_: self.name(name) for id_, name in explanation.subject_names}

    def say(self, key: str, **told: object) -> str:
        return self.words[key].format(**told)

    def name(self, name: Name) -> str:
        return name.text(self.language)

    def names(self, names: Iterable[Name]) -> str:
        return self.listed(self.name(name) for name in names)

    def listed(self, texts: Iterable[str]) -> str:
        return self.words["separator"].join(texts)

    def sentences(self, texts: Iterable[str]) -> str:
        return self.words["sentence"].join(texts)

    def reasons(self, texts: Iterable[str]) -> str:
        """Different reasons, each once."""
        return self.words["reasons"].join(dict.fromkeys(texts))

    def facts(self, ids: Iterable[str]) -> str:
        """The facts by their names, as the pack calls them."""
        return self.listed(
            self._facts.get(id_) or self.words.get(f"fact_{id_}", id_) for id_ in ids
        )

    def subject(self, id_: str) -> str:
        """A subject by the pack's name for it."""
        return self._subjects.get(id_) or self.words[f"subject_{id_}"]

    def clause(self, clause: str) -> str:
        return self._explanation.cited(clause, self.language)

    def length(self, rule: SetLimit | SetPeriod) -> str:
        """How long, without a date: 5 working days, 2 years."""
        key = f"{rule.unit}_one" if rule.figure == 1 else rule.unit
        return self.say(key, figure=rule.figure) + self._mark(rule)

    def limit(self, explained: LimitExplained) -> str:
        key = explained.rule.unit
        figure, due = explained.rule.figure, explained.due.due_on
        length = self.say(f"{key}_one" if figure == 1 else key, figure=figure)
        marks = self._mark(explained.rule) + ("‡" if explained.due.is_provisional else "")
        return self.say("limit", length=length, due=due, marks=marks)

    def _mark(self, rule: Basis) -> str:
        """What stands behind a figure that is not the policy's own: †, and the reason's number."""
        if rule.basis != "set_by_authority":
            return ""
        reason = "" if rule.reason is None else self.name(rule.reason)
        if not reason:
            return "†"
        number = self._set_because.setdefault(reason, str(len(self._set_because) + 1))
        return "†" + number.translate(_RAISED)

    def set_because(self) -> Iterable[str]:
        """The reasons behind the marks given so far, each once, by number."""
        for reason, number in self._set_because.items():
            yield f"†{number.translate(_RAISED)} {reason}"


def money(amount: Decimal) -> str:
    """An amount in yuan and fen."""
    return f"{amount:,.2f}"
