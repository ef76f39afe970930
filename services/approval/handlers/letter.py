"""Writing the letter of a decision that is being served. Others commit."""

import asyncio

from chassis.database import UnitOfWork
from policy.loader import load_pack
from policy.model import Pack
from policy.problem import PackRefused, UnknownPack
from services.approval import repository
from services.approval.domain.case import Case
from services.approval.domain.errors.standing import RulesNotHere
from services.approval.domain.letter import letter_of
from services.approval.handlers.rules import pinned_pack
from services.approval.printing import print_letter


async def write_letter(case: Case, public_url: str, uow: UnitOfWork) -> None:
    """Print and keep the letter of a served decision, in the same transaction."""
    standing = await repository.standing_of(uow.connection, case.id)
    letter = letter_of(case, standing)
    # Beside the loop: a letter takes tens of milliseconds of a processor.
    pdf = await asyncio.to_thread(print_letter, letter, _pack_of(case), public_url)
    await repository.add_letter(uow.connection, case.id, letter, pdf, uow.now)


def _pack_of(case: Case) -> Pack | None:
    """The pack that names things: the pinned version, else the one in force."""
    try:
        return pinned_pack(case.card)
    except RulesNotHere:
        pass
    try:
        return load_pack(case.card.pack).pack
    except (UnknownPack, PackRefused):
        return None
