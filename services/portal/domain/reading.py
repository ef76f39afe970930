"""Sentences of other services made readable: ids become names, and Chinese its own punctuation.

Services speak of ids, since names belong to a city's pack; a person should not have to.
"""

import re
from typing import Final

from services.portal.domain.names import SECTIONS, Names
from services.portal.domain.texts import translations
from services.portal.domain.words import TABLES

_ID = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|(?<=['“])[a-z]+(?=['”])")
"""Words with an underscore, and single words in quotes: ordinary words stay as they are."""
_WIDE: Final = (
    (re.compile(r"(?<=[\u3400-\u9fff”）]),\s?"), "，"),
    (re.compile(r"(?<=[\u3400-\u9fff”）]):\s?"), "："),
    (re.compile(r"(?<=[\u3400-\u9fff”）]);\s?"), "；"),
    (re.compile(r"\((?=[\u3400-\u9fff])"), "（"),
    (re.compile(r"(?<=[\u3400-\u9fff])\)"), "）"),
)


def readable(text: str, names: Names) -> str:
    """The sentence with names for ids, in the reader's language."""
    found = _ID.sub(lambda match: _name(match.group(), names), text)
    return widened(found) if names.language == "zh" else found


def widened(text: str) -> str:
    """Half-width punctuation between Chinese characters as Chinese sets it."""
    for pattern, wide in _WIDE:
        text = pattern.sub(wide, text)
    return text


def _name(id_: str, names: Names) -> str:
    for section in SECTIONS:
        name = names.known(section, id_)
        if name is not None:
            return name
    gettext = translations(names.language).gettext
    for table in TABLES.values():
        if id_ in table:
            return gettext(table[id_])
    return id_
