"""What is known of one project, and what a pack's conditions and formulas make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy.expression import MissingFact, Value, compile_expression
from policy.expression_type import Vocabulary

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds, and which fact is missing when nobody can say."""

    answer: Answer
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one project, in the words of its pack. What is not known is left out."""

    vocabulary: Vocabulary
    values: Mapping[str, Value]

    def get(self, fact: str) -> Value | None:
        return self.values.get(fact)

    def verdict(self, condition: str | None) -> Verdict:
        """No condition always holds."""
        if condition is None:
            return Verdict("yes")
        compiled = compile_expression(condition, self.vocabulary, "truth")
        try:
            return Verdict("yes" if compiled.holds(self.values) else "no")
        except MissingFact as missing:
            return Verdict("unknown", (missing.fact,))

    def amount(self, formula: str) -> Decimal:
        """Raises MissingFact for a fact that is not known."""
        return compile_expression(formula, self.vocabulary, "number").amount(self.values)
