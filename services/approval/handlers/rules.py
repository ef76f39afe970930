"""The pinned rules of a project, for grading anew: the version it came under (ADR 0210)."""

from collections.abc import Mapping

from contracts.commands.approval import ProjectCard
from policy.known import Known
from policy.model import Pack
from policy.problem import PackRefused, UnknownPack
from policy.project_facts import ProjectFacts, check_facts, known_of
from policy.submitted import values_of
from policy.tools.version import DigestDiffers, UnknownVersion, load_pinned
from services.approval.domain.credit import Credit
from services.approval.domain.errors.standing import FactsNotKnown, RulesNotHere


def pinned_pack(card: ProjectCard) -> Pack:
    """The pack that a project goes by. Raises RulesNotHere."""
    try:
        return load_pinned(card.pack, card.pack_version, card.pack_digest).pack
    except (UnknownPack, UnknownVersion, PackRefused, DigestDiffers) as fault:
        raise RulesNotHere(pack=card.pack, version=card.pack_version) from fault


def known_facts(
    pack: Pack, card: ProjectCard, facts: Mapping[str, bool | str], credit: Credit
) -> Known:
    """What is known of a project, its sponsor's credit included.

    Raises FactsNotKnown, and UnknownInPack or FactOfWrongKind for what the pack cannot make sense
    of: they name the fact.
    """
    if card.sponsor_kind is None:
        raise FactsNotKnown()
    stated = ProjectFacts.model_validate(
        {
            "industry": card.industry,
            "sponsor_kind": card.sponsor_kind,
            "subject": card.subject,
            "entry_stage": card.entry_stage,
            "credit_grade": credit.last.grade if credit.last else None,
            "facts": values_of(pack, facts),
        }
    )
    check_facts(pack, stated)
    return known_of(pack, stated)
