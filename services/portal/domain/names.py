"""Names of what a policy pack lists, in the reader's language. Nothing of a city is in here."""

from functools import lru_cache

from policy.loader import LoadedPack, available_packs, load_pack
from policy.problem import PackRefused, UnknownPack
from services.portal.domain.wording import Language

SECTIONS = (
    "stages",
    "items",
    "departments",
    "industries",
    "evidence_kinds",
    "materials",
    "refusal_grounds",
    "stop_grounds",
    "sponsor_kinds",
    "platform_types",
    "programmes",
    "subjects",
    "facts",
)


def find_pack(id_: str | None) -> LoadedPack | None:
    """The pack of that id, None when there is none that can be used."""
    if not id_:
        return None
    try:
        return load_pack(id_)
    except (UnknownPack, PackRefused):
        return None


def packs() -> list[LoadedPack]:
    """Every pack that can be used, by id."""
    return [found for id_ in sorted(available_packs()) if (found := find_pack(id_))]


@lru_cache(maxsize=32)
def _names(pack_id: str, digest: str, language: Language) -> dict[tuple[str, str], str]:
    found = load_pack(pack_id).pack
    named = {
        (section, entry.id): entry.name.text(language)
        for section in SECTIONS
        for entry in getattr(found, section)
    }
    procedures = (each for item in found.items for each in item.procedures)
    return named | {("procedures", each.id): each.name.text(language) for each in procedures}


class Names:
    """Looks names up for one reader. What no pack names is shown as words, never as a raw key."""

    def __init__(self, language: Language, default_pack: str | None = None) -> None:
        self.language = language
        self._default = default_pack

    def pack(self, id_: str | None) -> str:
        """The pack's own name."""
        found = find_pack(id_)
        return found.pack.name.text(self.language) if found else _as_words(id_)

    def __call__(self, section: str, id_: str | None, pack: str | None = None) -> str:
        """The name of an entry of a section of a pack."""
        if not id_:
            return "—"
        return self.known(section, id_, pack) or _as_words(id_)

    def known(self, section: str, id_: str, pack: str | None = None) -> str | None:
        """The name of an entry, None when no pack has it."""
        for each in self._candidates(pack):
            name = _names(each.pack.id, each.digest, self.language).get((section, id_))
            if name is not None:
                return name
        return None

    def _candidates(self, pack: str | None) -> list[LoadedPack]:
        chosen = find_pack(pack or self._default)
        return [chosen] if chosen else packs()

    def several(self, section: str, ids: list[str] | tuple[str, ...], pack: str | None) -> str:
        """Names, one after the other."""
        return ("、" if self.language == "zh" else ", ").join(
            self(section, id_, pack) for id_ in ids
        )


def _as_words(id_: str | None) -> str:
    return (id_ or "—").replace("_", " ")
