"""The one language for conditions and formulas in a pack: compared, calculated, nothing else.

Comparisons, `and`, `or`, `not`, `in [...]`, the four operations and `min`, `max` over the facts of
the pack; exact decimals. `rule_engine` parses and evaluates; what reaches it has passed our own
words first, and every node of its tree is looked at (docs/decisions/0201-expressions.md).
"""

import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, cast

import rule_engine
from rule_engine.errors import EngineError, RuleSyntaxError, SymbolResolutionError

from policy.expression_text import BadExpression, engine_text
from policy.expression_type import Vocabulary, check_types

Value = Decimal | bool | str
Kind = Literal["truth", "number", "text"]
_ENGINE_TYPES = {
    "truth": rule_engine.DataType.BOOLEAN,
    "number": rule_engine.DataType.FLOAT,
    "text": rule_engine.DataType.STRING,
}
# Sums of a hundred numbers of eighteen digits stay exact; quotients are cut here and then to fen.
DECIMALS = decimal.Context(prec=60)


class MissingFact(LookupError):
    """The expression needs a fact that is not known of this project."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(fact)


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression that may be evaluated: its words and types are right."""

    text: str
    rule: rule_engine.Rule
    names: frozenset[str]
    constants: frozenset[Decimal]
    is_simple: bool
    """Facts are compared with written figures only, so that trying both sides of each proves it."""

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether the condition holds. Raises MissingFact when it hangs on an unknown fact."""
        return self._evaluate(values) is True

    def amount(self, values: Mapping[str, Value]) -> Decimal:
        """The amount. Raises MissingFact, also where it would divide by nothing."""
        return Decimal(cast(Decimal, self._evaluate(values)))

    def _evaluate(self, values: Mapping[str, Value]) -> Any:
        try:
            return self.rule.evaluate(values)
        except SymbolResolutionError as error:
            raise MissingFact(error.symbol_name) from None


@lru_cache(maxsize=4096)
def compile_expression(text: str, vocabulary: Vocabulary, kind: Kind) -> Compiled:
    """The expression, checked against the pack's facts. Raises BadExpression with the reason."""
    prepared = engine_text(text)
    known = {word.name: _ENGINE_TYPES[word.kind] for word in vocabulary.words}
    for name in prepared.names:
        vocabulary.word(name)
    context = rule_engine.Context(
        type_resolver=rule_engine.type_resolver_from_dict(known),
        resolver=rule_engine.resolve_item,
        decimal_context=DECIMALS,
    )
    try:
        with decimal.localcontext(DECIMALS):  # constants are calculated while parsing
            rule = rule_engine.Rule(prepared.text, context=context)
    except RuleSyntaxError:
        raise BadExpression(
            (f"表达式“{text}”写法有误。", f"The expression {text!r} cannot be read."),
            (
                '例如 hazard_class in ["none", "low"] and batch_kg <= 50。',
                'For example: hazard_class in ["none", "low"] and batch_kg <= 50.',
            ),
        ) from None
    except (EngineError, ArithmeticError, RecursionError):
        raise BadExpression(
            (f"表达式“{text}”中的类型不相配。", f"The types in {text!r} do not go together."),
            (
                "数字与数字比较，选项与选项比较。",
                "Compare numbers with numbers, choices with choices.",
            ),
        ) from None
    check_types(rule.statement.expression, vocabulary, kind)
    return Compiled(text, rule, prepared.names, prepared.constants, prepared.is_simple)
