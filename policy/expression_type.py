"""Do the parts of an expression go together: numbers with numbers, choices with known choices.

Looks at every node of the parsed tree and lets through only those of our language.
"""

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import singledispatch
from typing import Literal

from rule_engine import ast

from policy.expression_text import FUNCTIONS, BadExpression

Kind = Literal["truth", "number", "text"]
_KIND_WORDS = {
    "truth": ("是或否", "yes or no"),
    "number": ("数字", "a number"),
    "text": ("选项", "a choice"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A fact as expressions know it."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts of a pack."""

    words: tuple[Word, ...]

    def word(self, name: str) -> Word:
        """Raises BadExpression for a name that the pack does not declare."""
        for word in self.words:
            if word.name == name:
                return word
        raise self._unknown(name)

    def _unknown(self, name: str) -> BadExpression:
        """A choice without its quotation marks, a fact that is misspelt, or one not declared."""
        for word in self.words:
            if name in word.choices:
                return BadExpression(
                    (
                        f"“{name}”是“{word.name}”的选项，没有加引号。",
                        f"{name!r} is a choice of {word.name!r}, without its quotation marks.",
                    ),
                    (
                        f'选项须加半角引号，例如 {word.name} == "{name}"。',
                        f'A choice stands in quotation marks: {word.name} == "{name}".',
                    ),
                )
        close = get_close_matches(name, [word.name for word in self.words], n=1)
        right = (
            (f"是否为“{close[0]}”？", f"Did you mean {close[0]!r}?")
            if close
            else (
                "请在 facts 中声明；如果是选项，请加引号。",
                "Declare it under `facts`; if it is a choice, put it in quotation marks.",
            )
        )
        return BadExpression((f"没有名为“{name}”的事实。", f"There is no fact {name!r}."), right)


def check_types(node: object, vocabulary: Vocabulary, expected: Kind) -> None:
    """Raises BadExpression unless the whole is of that kind and all in it goes together."""
    _expect(node, vocabulary, expected)


def _expect(node: object, vocabulary: Vocabulary, expected: Kind) -> None:
    kind = _kind(node, vocabulary)
    if kind != expected:
        zh, en = _KIND_WORDS[expected]
        seen_zh, seen_en = _KIND_WORDS[kind]
        raise BadExpression(
            (f"此处得到的是{seen_zh}。", f"This gives {seen_en}."),
            (f"应为{zh}。", f"It must give {en}."),
        )


@singledispatch
def _kind(node: object, vocabulary: Vocabulary) -> Kind:
    raise BadExpression(
        ("表达式中有不允许的写法。", "The expression holds something that is not allowed."),
        ("请只用比较、and、or、not、in 与四则运算。", "Only compare and calculate."),
    )


@_kind.register
def _(node: ast.BooleanExpression, vocabulary: Vocabulary) -> Kind:
    return "truth"


@_kind.register
def _(node: ast.FloatExpression, vocabulary: Vocabulary) -> Kind:
    return "number"


@_kind.register
def _(node: ast.StringExpression, vocabulary: Vocabulary) -> Kind:
    return "text"


@_kind.register
def _(node: ast.SymbolExpression, vocabulary: Vocabulary) -> Kind:
    return vocabulary.word(node.name).kind


@_kind.register
def _(node: ast.LogicExpression, vocabulary: Vocabulary) -> Kind:
    _expect(node.left, vocabulary, "truth")
    _expect(node.right, vocabulary, "truth")
    return "truth"


@_kind.register
def _(node: ast.ComparisonExpression, vocabulary: Vocabulary) -> Kind:
    _expect(node.right, vocabulary, _kind(node.left, vocabulary))
    _known_choice(node.left, node.right, vocabulary)
    _known_choice(node.right, node.left, vocabulary)
    return "truth"


@_kind.register
def _(node: ast.ArithmeticComparisonExpression, vocabulary: Vocabulary) -> Kind:
    _expect(node.left, vocabulary, "number")
    _expect(node.right, vocabulary, "number")
    return "truth"


@_kind.register
def _(node: ast.ContainsExpression, vocabulary: Vocabulary) -> Kind:
    if not isinstance(node.container, ast.ArrayExpression):
        return _kind(None, vocabulary)
    kind = _kind(node.member, vocabulary)
    for element in node.container.value:
        _expect(element, vocabulary, kind)
        _known_choice(node.member, element, vocabulary)
    return "truth"


@_kind.register(ast.ArithmeticExpression)
@_kind.register(ast.AddExpression)
@_kind.register(ast.SubtractExpression)
def _(node: ast.BinaryExpressionBase, vocabulary: Vocabulary) -> Kind:
    _expect(node.left, vocabulary, "number")
    _expect(node.right, vocabulary, "number")
    if node.type == "tdiv" and not _is_divisor(node.right):
        raise BadExpression(
            ("除数须是不为零的数字。", "Divide only by a number that is not zero."),
            ("例如 total_investment / 2。", "For example total_investment / 2."),
        )
    return "number"


@_kind.register
def _(node: ast.UnaryExpression, vocabulary: Vocabulary) -> Kind:
    kind: Kind = "truth" if node.type == "not" else "number"
    _expect(node.right, vocabulary, kind)
    return kind


@_kind.register
def _(node: ast.FunctionCallExpression, vocabulary: Vocabulary) -> Kind:
    function = node.function
    if not isinstance(function, ast.SymbolExpression) or function.name not in FUNCTIONS:
        return _kind(None, vocabulary)
    for argument in node.arguments:
        if not isinstance(argument, ast.ArrayExpression) or not argument.value:
            return _kind(None, vocabulary)
        for element in argument.value:
            _expect(element, vocabulary, "number")
    return "number"


def _is_divisor(node: object) -> bool:
    return isinstance(node, ast.FloatExpression) and Decimal(node.value) != 0


def _known_choice(fact: object, literal: object, vocabulary: Vocabulary) -> None:
    if not isinstance(fact, ast.SymbolExpression) or not isinstance(literal, ast.StringExpression):
        return
    choices = vocabulary.word(fact.name).choices
    if literal.value in choices:
        return
    raise BadExpression(
        (
            f"“{fact.name}”没有选项“{literal.value}”。",
            f"{fact.name!r} has no choice {literal.value!r}.",
        ),
        (f"可选：{'、'.join(choices) or '无'}。", f"It has: {', '.join(choices) or 'none'}."),
    )
