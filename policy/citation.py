"""How a clause is cited: "第三部分第（二）条", "part 3, clause 2". A pack writes only 三.2.

A source says how the first of each level is called (`cited_as`); the number is put in its place.
Without that it is "第三.2条" and "clause 3.2".
"""

from collections.abc import Sequence

from policy.model import Name, Source

_DIGITS = "零一二三四五六七八九"
_FIRST = {"zh": "一1", "en": "1"}


def cited(sources: Sequence[Source], clause: str, language: str) -> str:
    """The clause in words; of another source than the first, with its title before it."""
    id_, _, number = clause.rpartition(":")
    source = next((each for each in sources if each.id == id_), sources[0])
    words = _in_words(source.cited_as, number.split("."), language)
    if source is sources[0]:
        return words
    title = source.title.text(language)
    return f"《{title}》{words}" if language == "zh" else f"{title}, {words}"


def has_place(level: Name) -> bool:
    """Whether the number can be put into both texts: 一 or 1 in Chinese, 1 in English, once."""
    return all(
        sum(level.text(language).count(first) for first in _FIRST[language]) == 1
        for language in _FIRST
    )


def _in_words(levels: Sequence[Name], parts: list[str], language: str) -> str:
    if len(parts) > len(levels):
        if language == "zh":
            return f"第{'.'.join(parts)}条"
        return "clause " + ".".join(str(_value(part) or part) for part in parts)
    named = [
        _placed(level.text(language), part) for level, part in zip(levels, parts, strict=False)
    ]
    return "".join(named) if language == "zh" else ", ".join(named)


def _placed(sample: str, part: str) -> str:
    """`第一部分` and 三 give `第三部分`; a part that is no number stands for itself."""
    value = _value(part)
    if value is None:
        return part
    if "一" in sample:
        return sample.replace("一", _numeral(value), 1)
    return sample.replace("1", str(value), 1)


def _value(part: str) -> int | None:
    """Of 17 or 十七; None for what is no number below a hundred."""
    if part.isascii() and part.isdigit():
        return int(part)
    tens, ten, ones = part.rpartition("十")
    known = all(each in _DIGITS for each in (tens, ones))
    if not part or len(tens) > 1 or len(ones) > 1 or not known:
        return None
    ten_times = (_DIGITS.index(tens) if tens else 1) if ten else 0
    return ten_times * 10 + (_DIGITS.index(ones) if ones else 0)


def _numeral(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
