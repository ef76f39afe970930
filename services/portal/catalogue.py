"""The catalogue of the pages' texts, kept in step with the pages.

``python -m services.portal.catalogue`` adds new texts to every catalogue, without a translation,
and removes those that no page uses any more. A test fails while a translation is missing.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from services.portal.domain.texts import catalogue_path

FOLDER = Path(__file__).parent
_KEYWORDS = {"_": None, "N_": None, "say": None, "many": (1, 1)}
Text = str | tuple[str, ...]
"""A text, or one that has another form for several things."""
_METHODS = {".py": "python", ".html": "jinja2.ext.babel_extract"}
_OPTIONS = {"extensions": "jinja2.ext.do", "silent": "false", "trim_blocks": "true"}


def texts() -> Iterator[tuple[Text, str]]:
    """Every text that the pages show, with the file that uses it; repeats included."""
    for path in sorted(FOLDER.rglob("*")):
        method = _METHODS.get(path.suffix)
        if method is None:
            continue
        with path.open("rb") as file:
            found = extract(method, file, keywords=_KEYWORDS, options=_OPTIONS)
            for _line, message, _comments, _context in found:
                if message:
                    yield message, path.relative_to(FOLDER).as_posix()


def renewed(old: Catalog) -> Catalog:
    """The catalogue with exactly the texts in use, in order of file; translations are kept."""
    new = Catalog(locale=old.locale, header_comment="", fuzzy=False)
    for message, place in texts():
        before = old.get(message)
        empty = "" if isinstance(message, str) else ("", "")
        new.add(message, before.string if before else empty, locations=[(place, 0)])
    return new


def is_translated(message: Message) -> bool:
    """Whether every form of the text has a translation."""
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms)


def main() -> None:
    """Renew the English catalogue; Chinese is the source."""
    path = catalogue_path("en")
    with path.open("rb") as file:
        old = read_po(file, locale="en")
    new = renewed(old)
    with path.open("wb") as file:
        write_po(file, new, width=100, omit_header=True, include_lineno=False)
    missing = sum(1 for message in new if message.id and not is_translated(message))
    print(f"{len(new)} texts, {missing} without a translation: {path}")


if __name__ == "__main__":
    main()
