"""A problem in a pack: where it is, what is wrong, and what would be right, in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where in a pack: section, position, field ... as in ("items", 2, "department")."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct. `line` counts from one; 0 means the file or folder as a whole."""

    code: str
    file: str
    line: int
    path: Path
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str

    @property
    def place(self) -> str:
        """`file:line: section[3].field`, as far as each is known."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {dotted(self.path)}" if self.path else where

    def text(self, language: str) -> str:
        """One readable line: place, what is wrong, what would be right."""
        wrong, right = (self.zh, self.remedy_zh) if language == "zh" else (self.en, self.remedy_en)
        return f"{self.place}: {wrong} {right}".rstrip()


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its place in a file is known: found by looking at the values only."""

    code: str
    path: Path
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


class PackRefused(Exception):
    """The pack cannot be used. Carries every problem, in the order of files and lines."""

    def __init__(self, pack: str, problems: Iterable[Problem]) -> None:
        self.pack = pack
        self.problems = tuple(sorted(problems, key=lambda each: (each.file, each.line, each.code)))
        listed = "\n".join(problem.text("en") for problem in self.problems)
        super().__init__(f"pack {pack} has {len(self.problems)} problem(s):\n{listed}")

    def text(self, language: str) -> str:
        """All problems, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)


class UnknownPack(LookupError):
    """No folder of packs holds a pack of that id."""

    def __init__(self, pack: str, known: Iterable[str]) -> None:
        self.pack = pack
        self.known = tuple(sorted(known))
        super().__init__(f"no pack {pack!r}; there are: {', '.join(self.known) or 'none'}")


def dotted(path: Path) -> str:
    """``items[3].department``; positions count from one, as a reader does."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
