"""What a request asks about: filters from its query, and whose projects the caller may see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request

from chassis.auth import Needs, Principal
from chassis.service import Runtime
from contracts.people import PACK, Role
from services.insight.domain.lane import Choice, Chosen, Lane
from services.insight.following import Following

Slug = Annotated[str | None, Query(max_length=80)]
Watcher = Annotated[
    Principal,
    Depends(Needs(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER, Role.DEPARTMENT_LEAD)),
]
Overseer = Annotated[Principal, Depends(Needs(Role.DIRECTOR, Role.AUDITOR))]
Follower = Annotated[Principal, Depends(Needs(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER))]


async def _choice(
    pack: Slug = None,
    stage: Slug = None,
    item: Slug = None,
    department: Slug = None,
    industry: Slug = None,
    route: Slug = None,
    platform: Slug = None,
    quarter: Annotated[str | None, Query(pattern=r"^\d{4}-Q[1-4]$")] = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: Annotated[date | None, Query()] = None,
) -> Choice:
    """Narrowed by all that is given; ``from`` and ``to`` are lane dates of submission."""
    return Choice(
        pack=pack,
        stage=stage,
        item=item,
        department=department,
        industry=industry,
        route=route,
        platform=platform,
        quarter=quarter,
        first_on=from_,
        last_on=to,
    )


Asked = Annotated[Choice, Depends(_choice)]


def seen_by(caller: Principal) -> frozenset[str] | None:
    """The packs whose every project the caller may see; None for all (domain.md section 1)."""
    pack = caller.scope(PACK)
    if pack is not None:
        return frozenset({pack})
    return None if caller.has(Role.DIRECTOR, Role.AUDITOR) else frozenset()


async def following_of(request: Request) -> Following:
    """The figures that this process keeps."""
    following: Following = request.app.state.resources
    return following


Figures = Annotated[Following, Depends(following_of)]


@asynccontextmanager
async def follow(runtime: Runtime) -> AsyncIterator[Following]:
    """The process's figures; nothing is read before they are first asked for."""
    yield Following(runtime.database)


async def looked_at(figures: Following, caller: Principal, asked: Choice) -> tuple[Lane, Chosen]:
    """The lane at this moment, and the projects asked about that the caller may see."""
    lane = await figures.lane()
    return lane, lane.chosen(asked.seen(seen_by(caller)))
