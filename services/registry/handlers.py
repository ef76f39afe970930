"""Commands of registry, one function each. They run inside a unit of work that others commit."""

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.commands.registry import FindPlatform, ReleasePlacements
from contracts.envelope import Envelope
from contracts.errors import NotFound, StaleVersion
from contracts.events.registry import PlacementsReleased
from contracts.ids import PersonId, PlacementId, PlatformId
from contracts.people import ORGANISATION, PACK, PLATFORM, Role
from policy.loader import available_packs, load_pack
from policy.model import Pack
from policy.problem import UnknownPack as NoSuchPack
from services.registry import repository
from services.registry.domain.errors import (
    NotYourPack,
    NotYourPlatform,
    UnknownPack,
    UnknownPlatform,
)
from services.registry.domain.ground import DeclineGround
from services.registry.domain.placement import Placement
from services.registry.domain.platform import Platform, checked_platform_id, lane_month


def known_pack(id_: str) -> Pack:
    """The pack of that id. Raises UnknownPack."""
    try:
        return load_pack(id_).pack
    except NoSuchPack as fault:
        raise UnknownPack(pack=id_, known=", ".join(sorted(available_packs()))) from fault


async def publish_platform(
    new: Platform, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Make or change the entry of the caller's platform; the same words again change nothing."""
    checked_platform_id(new.id)
    if caller.scope(PLATFORM) != new.id:
        raise NotYourPlatform(own=caller.scope(PLATFORM) or "-")
    pack = known_pack(new.pack)
    if caller.scope(PACK) != new.pack:
        raise NotYourPack(own=caller.scope(PACK) or "-")
    new.check([each.id for each in pack.platform_types], [each.id for each in pack.industries])
    before = await repository.lock_platform(uow.connection, new.id)
    if before is None:
        if expected is not None:
            raise StaleVersion(current=0)
        if await repository.add_platform(uow.connection, new, uow.now):
            await uow.tell(new.published())
            return
        before = await repository.lock_platform(uow.connection, new.id)
        assert before is not None  # platforms are never deleted
    if expected is not None and expected != before.version:
        raise StaleVersion(current=before.version)
    after = before.changed_to(new)
    if after is not None:
        await repository.save_platform(uow.connection, after, uow.now)
        await uow.tell(after.published())


async def find_platform(cmd: FindPlatform, envelope: Envelope, uow: UnitOfWork) -> None:
    """Open the search that the command names, once; nothing when the project has left."""
    if await repository.lock_project(uow.connection, cmd.project_id):
        return
    placement = Placement(
        id=cmd.placement_id,
        project_id=cmd.project_id,
        stage=cmd.stage,
        pack=cmd.card.pack,
        organisation_id=cmd.card.organisation_id,
        organisation_name=cmd.card.organisation_name,
        title=cmd.card.title,
        industry=cmd.card.industry,
        key_project=cmd.card.key_project,
    )
    if await repository.add_placement(uow.connection, placement, uow.now):
        await uow.tell(placement.opened())


async def release_placements(cmd: ReleasePlacements, envelope: Envelope, uow: UnitOfWork) -> None:
    """End all of the project's placements; the answer comes also when there are none."""
    await repository.lock_project(uow.connection, cmd.project_id)
    await repository.set_left(uow.connection, cmd.project_id)
    released = await repository.release_placements(uow.connection, cmd.project_id, uow.now)
    await uow.tell(PlacementsReleased(project_id=cmd.project_id, released=len(released)))


async def choose_platform(
    id_: PlacementId,
    platform_id: PlatformId,
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Ask a platform to carry out the stage. The platform's answer takes the room, not this."""
    placement = await _locked(id_, uow)
    if not caller.has(Role.SPONSOR) or caller.scope(ORGANISATION) != placement.organisation_id:
        raise _no_placement()
    _check_version(placement, expected)
    platform = await repository.platform_of(uow.connection, platform_id)
    if platform is None:
        raise UnknownPlatform(pack=placement.pack, given=platform_id)
    taken = await repository.taken_in(uow.connection, platform_id, lane_month(uow.now))
    after, event = placement.choose(platform, taken)
    await repository.save_placement(uow.connection, after, chosen_at=uow.now)
    await uow.tell(event)


async def accept_placement(
    id_: PlacementId,
    ground: DeclineGround | None,
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Take the stage on. The platform's row lock keeps two answers from taking the last room."""
    placement, own = await _asked_of(id_, expected, caller, uow)
    platform = await repository.lock_platform(uow.connection, own)
    assert platform is not None  # a foreign key holds it
    month = lane_month(uow.now)
    taken = await repository.taken_in(uow.connection, own, month)
    after, event = placement.confirm(platform, taken, ground)
    await repository.save_placement(
        uow.connection, after, confirmed_at=uow.now, confirmed_month=month
    )
    await uow.tell(event)


async def decline_placement(
    id_: PlacementId,
    ground: DeclineGround | None,
    note: str,
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Say no; the sponsor chooses again."""
    placement, own = await _asked_of(id_, expected, caller, uow)
    after, event = placement.decline(own, ground)
    await repository.save_placement(uow.connection, after, chosen_at=None)
    await repository.add_decline(
        uow.connection, id_, own, DeclineGround(event.ground), note, PersonId(caller.id), uow.now
    )
    await uow.tell(event)


async def _locked(id_: PlacementId, uow: UnitOfWork) -> Placement:
    placement = await repository.lock_placement(uow.connection, id_)
    if placement is None:
        raise _no_placement()
    return placement


async def _asked_of(
    id_: PlacementId, expected: int | None, caller: Principal, uow: UnitOfWork
) -> tuple[Placement, PlatformId]:
    """The placement, when it is the caller's platform that was asked; and that platform."""
    placement = await _locked(id_, uow)
    own = PlatformId(caller.scope(PLATFORM) or "")
    is_free = placement.platform_id is None
    is_theirs = placement.platform_id == own or (is_free and own in placement.declined_by)
    if not caller.has(Role.PLATFORM_OPERATOR) or not own or not is_theirs:
        raise _no_placement()
    _check_version(placement, expected)
    return placement, own


def _check_version(placement: Placement, expected: int | None) -> None:
    if expected is not None and expected != placement.version:
        raise StaleVersion(current=placement.version)


def _no_placement() -> NotFound:
    return NotFound(what_zh="平台对接", what_en="placement")
