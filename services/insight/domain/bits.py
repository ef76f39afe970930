"""Sets of projects as the bits of one integer, and figures of them as bits of their digits.

A set is an int: bit n says whether project n is in it, so narrowing by any number of filters is
``&``. A figure that projects have is kept digit by digit (bit-sliced): slice k is the set of the
projects whose figure has bit k. From that percentiles, sums and counts of any set come without
looking at a single project: ADR 0501.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EMPTY = 0
_SAYS = tuple(bytes(49 if value >> bit & 1 else 48 for value in range(256)) for bit in range(8))
"""Per bit: a byte to ``1`` where it has the bit, else ``0``; what ``int(text, 2)`` reads."""


def bit_set(members: Iterable[int], size: int) -> int:
    """The set of ``members``, numbers below ``size``."""
    flags = bytearray((size + 7) // 8)
    for number in members:
        flags[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(flags, "little")


def members_of(bits: int) -> list[int]:
    """The numbers in a set, ascending."""
    found = []
    for index, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        while byte:
            low = byte & -byte
            found.append(index * 8 + low.bit_length() - 1)
            byte ^= low
    return found


@dataclass(frozen=True, slots=True)
class Sliced:
    """A whole number, at least 0, of every project in ``known``."""

    known: int
    slices: tuple[int, ...]
    """Lowest digit first."""

    @classmethod
    def of(cls, numbers: Sequence[int], values: Sequence[int], size: int) -> "Sliced":
        """From the projects' numbers and their values, side by side."""
        width = max(values, default=0).bit_length()
        planes = [bytearray(size) for _ in range((width + 7) // 8)]
        # Digit by digit of 256, each a pass without branches: the quickest without a library.
        left = values
        for plane in planes:
            for number, value in zip(numbers, left, strict=True):
                plane[number] = value & 255
            left = [value >> 8 for value in left]
            plane.reverse()
        slices = tuple(int(planes[bit >> 3].translate(_SAYS[bit & 7]), 2) for bit in range(width))
        return cls(bit_set(numbers, size), slices)

    def total(self, among: int) -> int:
        """The sum over ``among``."""
        chosen = among & self.known
        return sum((chosen & each).bit_count() << bit for bit, each in enumerate(self.slices))

    def above(self, limit: int, among: int) -> int:
        """Those of ``among`` with more than ``limit``."""
        equal, more = among & self.known, EMPTY
        if limit < 0:
            return equal
        if limit.bit_length() > len(self.slices):
            return EMPTY
        for bit in reversed(range(len(self.slices))):
            ones = equal & self.slices[bit]
            if limit >> bit & 1:
                equal = ones
            else:
                more |= ones
                equal ^= ones
        return more


Part = tuple[Sliced, int]
"""A figure, and the set of those that count."""


def count(parts: Iterable[Part]) -> int:
    """How many have the figure."""
    return sum((among & each.known).bit_count() for each, among in parts)


def percentiles(parts: Sequence[Part], percents: Sequence[int]) -> tuple[int, list[int]]:
    """How many there are, and nearest-rank percentiles over all parts; no percentile of nothing.

    A percentile is a value that really occurred: the smallest that at least so many per cent of
    them do not exceed. ``percents`` ascend.
    """
    n = count(parts)
    ranks = [max(-(-n * percent // 100), 1) - 1 for percent in percents]
    return n, at_ranks(parts, ranks) if n else []


def at_ranks(parts: Sequence[Part], ranks: Sequence[int]) -> list[int]:
    """The values at ascending ranks, from 0, over all parts together; there must be so many."""
    chosen = [(each, among & each.known) for each, among in parts]
    chosen = [(each, bits) for each, bits in chosen if bits]
    width = max((len(each.slices) for each, _ in chosen), default=0)
    return _ranked([each for each, _ in chosen], [bits for _, bits in chosen], width, list(ranks))


def _ranked(figures: Sequence[Sliced], left: list[int], width: int, ranks: list[int]) -> list[int]:
    """The values at ascending ranks from 0, digit by digit; together while they go together."""
    value = 0
    for bit in reversed(range(width)):
        ones = [
            bits & each.slices[bit] if bit < len(each.slices) else EMPTY
            for each, bits in zip(figures, left, strict=True)
        ]
        zeros = [bits ^ one for bits, one in zip(left, ones, strict=True)]
        below = sum(map(int.bit_count, zeros))
        low = [rank for rank in ranks if rank < below]
        high = [rank - below for rank in ranks if rank >= below]
        if low and high:
            return [
                *(value + each for each in _ranked(figures, zeros, bit, low)),
                *(value + (1 << bit) + each for each in _ranked(figures, ones, bit, high)),
            ]
        if high:
            value += 1 << bit
        left, ranks = (ones, high) if high else (zeros, low)
    return [value] * len(ranks)
