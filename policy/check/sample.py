"""Made-up projects that try out every turn of some conditions: both sides of every figure."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice, product

from policy.expression import Compiled, Value
from policy.expression_type import Word
from policy.model import Pack
from policy.vocabulary import tier_of, vocabulary_of

MOST = 1500  # keeps checking five packs well below a second; beyond it nothing is claimed
_STEP = Decimal("0.0001")


class Samples:
    """Every combination that the conditions can tell apart, as far as they are simple."""

    def __init__(self, pack: Pack, conditions: Iterable[Compiled], most: int = MOST) -> None:
        self._pack = pack
        self._most = most
        conditions = list(conditions)
        names = sorted({name for each in conditions for name in each.names})
        vocabulary = vocabulary_of(pack)
        words = [vocabulary.word(name) for name in names]
        self._names = names
        self._choices = [_candidates(word, conditions) for word in words]
        total = 1
        for choice in self._choices:
            total *= len(choice)
        self.is_complete = total <= most and all(each.is_simple for each in conditions)
        self.count = min(total, most)

    def __iter__(self) -> Iterator[Mapping[str, Value]]:
        for combination in islice(product(*self._choices), self._most):
            values = dict(zip(self._names, combination, strict=True))
            if self._is_possible(values):
                yield values

    def _is_possible(self, values: Mapping[str, Value]) -> bool:
        """An industry comes with its own tier."""
        if "industry" in values and "tier" in values:
            return tier_of(self._pack, str(values["industry"])) == values["tier"]
        return True


def _candidates(word: Word, conditions: list[Compiled]) -> list[Value]:
    if word.kind == "truth":
        return [True, False]
    if word.kind == "text":
        return list(word.choices)
    here = {figure for each in conditions if word.name in each.names for figure in each.constants}
    around = {figure + step for figure in here for step in (-_STEP, Decimal(0), _STEP)}
    return sorted(around | {Decimal(0)})
