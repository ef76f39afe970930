"""What has to be done by when: opened with what it is about. What rings: ``alarm``."""

from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.events.after_decision import ObligationKind
from services.approval import repository
from services.approval.domain.about import About
from services.approval.domain.obligation import Obligation, Party, Term


async def oblige(
    kind: ObligationKind,
    subject_id: UUID,
    about: About,
    party: Party,
    term: Term,
    uow: UnitOfWork,
) -> None:
    """Have something done by the end of a term."""
    new = Obligation(
        id=new_id(),
        kind=kind,
        subject_id=subject_id,
        about=about,
        party=party,
        opened_at=uow.now,
        due_at=term.due_at,
        is_provisional=term.is_provisional,
        soon_at=term.soon_at,
    )
    await repository.add_obligation(uow.connection, new)
