"""Names of what a pack defines, in both languages. Where they come from is somebody else's."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and in English."""

    zh: str
    en: str


class Names(Protocol):
    """Looks names up; an id that is not known is its own name."""

    def item(self, id_: str) -> Words: ...

    def stage(self, id_: str) -> Words: ...

    def department(self, id_: str) -> Words: ...

    def ground(self, id_: str) -> Words: ...

    def procedure(self, id_: str) -> Words: ...

    def programme(self, id_: str) -> Words: ...
