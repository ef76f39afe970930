"""How wide a text is when drawn, and where it breaks; no font is read."""

from collections.abc import Iterator

# A Chinese character fills its square; Latin letters are about half as wide.
_NARROW_EM = 0.53


def width(text: str, size: float) -> float:
    """Pixels, about."""
    return sum(size if ord(char) > 0x2E7F else size * _NARROW_EM for char in text)


def wrapped(text: str, size: float, limit: float, most_lines: int = 3) -> list[str]:
    """The text in lines of at most `limit` pixels; cut with an ellipsis after `most_lines`."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width(lines[-1] + piece, size) > limit:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    lines = [line.rstrip() for line in lines]
    if len(lines) > most_lines:
        lines = lines[:most_lines]
        while width(lines[-1] + "…", size) > limit:
            lines[-1] = lines[-1][:-1]
        lines[-1] += "…"
    return lines


_NEVER_FIRST = "、,。;:!?)》”"


def _pieces(text: str) -> Iterator[str]:
    """Latin words with the space before them, Chinese characters one by one.

    A mark that may not begin a line stays with the character before it.
    """
    word = ""
    for char in text:
        if char in _NEVER_FIRST and word:
            word += char
        elif ord(char) > 0x2E7F or (word and ord(word[-1]) > 0x2E7F):
            if word:
                yield word
            word = char
        elif char == " " and word:
            yield word
            word = char
        else:
            word += char
    if word:
        yield word
