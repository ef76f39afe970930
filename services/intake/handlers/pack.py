"""The rules a project goes by: packs as they are here, and what their versions meant before."""

from chassis.database import UnitOfWork
from contracts.process import Plan
from policy.digest import digest_of
from policy.loader import available_packs, load_pack
from policy.model import Pack
from policy.problem import PackRefused
from policy.problem import UnknownPack as NoSuchPack
from policy.submitted import submitted_plan
from policy.tools.version import DigestDiffers, UnknownVersion, load_version
from services.intake import repository
from services.intake.domain.errors import (
    PackChangedUnderVersion,
    PackUnusable,
    UnknownIndustry,
    UnknownPack,
    UnknownPackVersion,
    UnknownSponsorKind,
)
from services.intake.domain.project import Project


def known_pack(id_: str) -> Pack:
    """The pack of that id. Raises UnknownPack, and PackUnusable when it has a problem."""
    try:
        return load_pack(id_).pack
    except NoSuchPack as fault:
        raise UnknownPack(pack=id_, known=", ".join(available_packs())) from fault
    except PackRefused as fault:
        raise PackUnusable(pack=id_, count=len(fault.problems)) from fault


def check_names(pack: Pack, industry: str, sponsor_kind: str) -> None:
    """Refuse an industry or a kind of sponsor that the pack does not have."""
    industries = [each.id for each in pack.industries]
    if industry not in industries:
        raise UnknownIndustry(pack=pack.id, industry=industry, known=", ".join(industries))
    kinds = [each.id for each in pack.sponsor_kinds]
    if sponsor_kind not in kinds:
        raise UnknownSponsorKind(pack=pack.id, sponsor_kind=sponsor_kind, known=", ".join(kinds))


def plan_under(pack: Pack, project: Project) -> Plan:
    """The plan that a project has under a version of its pack, by what was stated of it."""
    return submitted_plan(
        pack,
        industry=project.industry,
        sponsor_kind=project.sponsor_kind,
        subject=project.subject,
        entry_stage=project.entry_stage,
        facts=project.facts,
    )


def pack_of_version(id_: str, version: str) -> Pack:
    """A version of a pack, kept or present. Raises UnknownPackVersion."""
    try:
        return load_version(id_, version).pack
    except (UnknownVersion, NoSuchPack) as unknown:
        raise UnknownPackVersion(
            pack=id_, version=version, known=", ".join(unknown.known)
        ) from unknown
    except (PackRefused, DigestDiffers) as refused:
        raise UnknownPackVersion(pack=id_, version=version, known="-") from refused


async def check_release(pack: Pack, uow: UnitOfWork) -> None:
    """Refuse a pack that means something else than its version did before."""
    found = digest_of(pack)
    known = await repository.noted_digest(uow.connection, pack.id, pack.version, found, uow.now)
    if known != found:
        raise PackChangedUnderVersion(
            pack=pack.id, version=pack.version, known=known[:19], found=found[:19]
        )
