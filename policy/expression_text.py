"""The words of an expression before anything evaluates them: which, how many, how deep.

Turns our spelling into the engine's: `min(a, b)` becomes `$min([a, b])`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_LENGTH = 300  # the longest real condition is a third of it
MAX_WORDS = 100
MAX_NESTING = 8
MAX_DIGITS = 18

FUNCTIONS = frozenset({"min", "max"})
_OPERATORS = frozenset({"and", "or", "not", "in"})
_TRUTHS = frozenset({"true", "false"})
_FORBIDDEN = frozenset({"for", "if", "null", "inf", "nan"})
_CALCULATION = frozenset({"+", "-", "*", "/", "$min([", "$max(["})
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_WORD = re.compile(
    r"""\s*(?:(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?(?![\w.]))
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<text>"[^"'\\\n]*"|'[^"'\\\n]*')
    |(?P<sign>==|!=|<=|>=|<|>|\+|-|\*(?!\*)|/(?!/)|\(|\)|\[|\]|,))""",
    re.VERBOSE,
)


class BadExpression(ValueError):
    """An expression that may not be used: what is wrong, and what would be right, in zh and en."""

    def __init__(self, wrong: tuple[str, str], right: tuple[str, str]) -> None:
        super().__init__(wrong[1])
        self.wrong = wrong
        self.right = right


@dataclass(frozen=True, slots=True)
class Prepared:
    """An expression in the engine's spelling, with the facts and numbers that it names."""

    text: str
    names: frozenset[str]
    constants: frozenset[Decimal]
    is_simple: bool
    """Nothing is calculated, and no fact is measured against another."""


@dataclass(slots=True)
class _Translation:
    words: list[str]
    names: set[str]
    constants: set[Decimal]
    open: list[str]


def engine_text(text: str) -> Prepared:
    """The expression as the engine spells it. Raises BadExpression for anything not allowed."""
    if len(text) > MAX_LENGTH:
        raise _limit(f"{MAX_LENGTH} 个字符", f"{MAX_LENGTH} characters")
    done = _Translation([], set(), set(), [])
    position = 0
    while text[position:].strip():
        found = _WORD.match(text, position)
        if found is None:
            raise _unreadable(text, position)
        _translate(found, done)
        position = found.end()
        if len(done.words) > MAX_WORDS:
            raise _limit(f"{MAX_WORDS} 个词", f"{MAX_WORDS} words")
        if len(done.open) > MAX_NESTING:
            raise _limit(f"{MAX_NESTING} 层括号", f"{MAX_NESTING} levels of brackets")
    if not done.words or done.open:
        raise BadExpression(
            ("表达式不完整，括号不配对。", "The expression is incomplete: brackets do not match."),
            ("请补上括号。", "Close every bracket."),
        )
    return Prepared(
        " ".join(done.words),
        frozenset(done.names),
        frozenset(done.constants),
        _is_simple(done),
    )


def _is_simple(done: _Translation) -> bool:
    if _CALCULATION & {*done.words}:
        return False
    around = zip(done.words, done.words[1:], done.words[2:], strict=False)
    return not any(
        sign in _COMPARISONS and left in done.names and right in done.names
        for left, sign, right in around
    )


def _translate(found: re.Match[str], done: _Translation) -> None:
    word = found.group().strip()
    if found["number"]:
        number = word.replace("_", "")
        if len(number) > MAX_DIGITS + 1:
            raise _limit(f"{MAX_DIGITS} 位数字", f"{MAX_DIGITS} digits in a number")
        done.constants.add(Decimal(number))
        done.words.append(number)
    elif found["name"]:
        _name(word, found, done)
    elif word in ("(", "["):
        done.open.append(done.words.pop() + word if _is_call(done, word) else word)
        done.words.append({"$min(": "$min([", "$max(": "$max(["}.get(done.open[-1], word))
    elif word in (")", "]"):
        _close(word, done)
    else:
        done.words.append(word)


def _name(word: str, found: re.Match[str], done: _Translation) -> None:
    is_called = found.string[found.end() :].lstrip().startswith("(")
    if word in _FORBIDDEN or (is_called and word not in FUNCTIONS | _OPERATORS):
        allowed = ", ".join(sorted(FUNCTIONS))
        raise BadExpression(
            (f"表达式中不能使用“{word}”。", f"{word!r} is not allowed in an expression."),
            (f"可用的函数只有 {allowed}。", f"The only functions are {allowed}."),
        )
    if is_called and word in FUNCTIONS:
        done.words.append(f"${word}")
    else:
        if word not in _OPERATORS | _TRUTHS:
            done.names.add(word)
        done.words.append(word)


def _is_call(done: _Translation, word: str) -> bool:
    return word == "(" and bool(done.words) and done.words[-1].startswith("$")


def _close(word: str, done: _Translation) -> None:
    opened = done.open.pop() if done.open else ""
    if not opened or (opened[-1] == "(") != (word == ")"):
        raise BadExpression(
            ("表达式的括号不配对。", "The brackets of the expression do not match."),
            ("请检查括号。", "Check the brackets."),
        )
    done.words.append("])" if opened.startswith("$") else word)


def _limit(zh: str, en: str) -> BadExpression:
    return BadExpression(
        ("表达式过长或过深。", "The expression is too long or too deep."),
        (f"最多 {zh}。", f"At most {en}."),
    )


def _unreadable(text: str, position: int) -> BadExpression:
    rest = text[position:].strip()[:12]
    return BadExpression(
        (f"表达式中的“{rest}”无法识别。", f"{rest!r} is not part of the language."),
        (
            '请用半角符号，如 ==、<=、and、or、not、in ["a", "b"]。',
            'Use signs such as ==, <=, and, or, not, in ["a", "b"].',
        ),
    )
