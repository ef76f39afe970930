"""The texts of the pages. Chinese is the source; English comes from the catalogue in ``locale``.

The catalogue is compiled in memory at process start, so that nothing has to be built before.
"""

import io
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services.portal.domain.wording import Language

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def catalogue_path(language: Language) -> Path:
    """Where a language's catalogue is kept."""
    return LOCALE / language / "LC_MESSAGES" / "portal.po"


@lru_cache(maxsize=4)
def translations(language: Language) -> NullTranslations:
    """What turns the source texts into a language."""
    if language == "zh":
        return NullTranslations()
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def N_(text: str) -> str:
    """Marks a text that is translated later, where it is shown."""
    return text
