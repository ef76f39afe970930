"""What a kept version of a pack says, for pages about things that were decided under it."""

from dataclasses import dataclass

from policy.item_plan import commitment_digest
from policy.model import Pack
from policy.problem import PackRefused, UnknownPack
from policy.tools.version import DigestDiffers, UnknownVersion, load_version
from services.portal.domain.wording import Language


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """A commitment text in the reader's language, and the digest that a signature is for."""

    text: str
    sha256: str


def pinned_pack(id_: str, version: str) -> Pack | None:
    """The pack in that version, None when it is not kept here."""
    try:
        return load_version(id_, version).pack
    except (UnknownPack, UnknownVersion, PackRefused, DigestDiffers):
        return None


def commitment_text(pack: Pack | None, id_: str, language: Language) -> CommitmentText | None:
    """A commitment text of the pack. The digest is of both languages, whichever is shown."""
    for each in pack.commitment_texts if pack else ():
        if each.id == id_:
            said = each.zh if language == "zh" else each.en
            return CommitmentText(said, commitment_digest(each))
    return None


def grade_names(pack: Pack | None, language: Language) -> dict[str, str]:
    """The pack's risk grades by id, in its order."""
    if pack is None or pack.risk is None:
        return {}
    return {each.id: each.name.text(language) for each in pack.risk.grades}


def rule_name(pack: Pack | None, id_: str | None, language: Language) -> str | None:
    """A grading rule in words."""
    rules = pack.risk.rules if pack and pack.risk else ()
    return next((each.name.text(language) for each in rules if each.id == id_), None)
