"""Views that people keep: a filter under a name."""

from typing import Any, Final
from uuid import UUID

from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound
from services.approval import repository
from services.approval.domain.errors import TooManyViews
from services.approval.handlers.desk import Desk

MOST_VIEWS: Final = 20
"""They stand as buttons over the queue; more are not found there any more."""


async def save_view(name: str, filter_: dict[str, Any], desk: Desk, uow: UnitOfWork) -> UUID:
    """Keep a filter under a name, instead of what had that name. Raises TooManyViews."""
    person = desk.caller.id
    await repository.lock_people(uow.connection, person)
    if await repository.count_views(uow.connection, person, but=name) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    return await repository.save_view(uow.connection, new_id(), person, name, filter_, uow.now)


async def remove_view(id_: UUID, desk: Desk, uow: UnitOfWork) -> None:
    """Forget a view of one's own."""
    if not await repository.remove_view(uow.connection, desk.caller.id, id_):
        raise NotFound(what_zh="视图", what_en="view")
