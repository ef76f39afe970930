"""Packs to choose from, and organisations."""

from typing import Any

import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from chassis.auth import Caller
from chassis.commands import Executor
from chassis.database import UnitOfWork
from contracts.errors import NotFound
from contracts.ids import OrganisationId
from contracts.people import ORGANISATION, Role
from policy.loader import available_packs, load_pack
from policy.model import Fact
from policy.plan import compile_plan
from policy.problem import PackRefused
from services.intake import handlers, queries
from services.intake.api.presenting import Reader, Sponsor
from services.intake.schemas import (
    FactView,
    NamedView,
    OrganisationInput,
    OrganisationView,
    PackView,
)

log = structlog.get_logger()

router = APIRouter()


@router.get("/packs")
async def list_packs(caller: Caller) -> list[PackView]:
    """The packs a sponsor can choose."""
    return [view for id_ in available_packs() if (view := _pack_view(id_)) is not None]


def _pack_view(id_: str) -> PackView | None:
    """None for a pack that its own checks refuse: the others stay usable."""
    try:
        pack = load_pack(id_).pack
    except PackRefused as refused:
        log.error("pack refused", pack=id_, problems=refused.text("en"))
        return None
    plan = compile_plan(pack)
    return PackView(
        id=pack.id,
        version=plan.version,
        digest=plan.digest,
        zh=pack.name.zh,
        en=pack.name.en,
        industries=[_named(each) for each in pack.industries],
        entry_stages=list(plan.entry_stages),
        stages=[_named(each) for each in pack.stages],
        sponsor_kinds=[_named(each) for each in pack.sponsor_kinds],
        subjects=[_named(each) for each in pack.subjects],
        facts=[_fact(each) for each in pack.facts],
    )


def _fact(fact: Fact) -> FactView:
    return FactView(
        id=fact.id,
        zh=fact.name.zh,
        en=fact.name.en,
        type=fact.type,
        unit_zh=fact.unit.zh if fact.unit else None,
        unit_en=fact.unit.en if fact.unit else None,
        choices=[_named(choice) for choice in fact.choices],
    )


def _named(entry: Any) -> NamedView:
    return NamedView(id=entry.id, zh=entry.name.zh, en=entry.name.en)


@router.put("/organisations/{uscc}", response_model=OrganisationView)
async def register_organisation(
    uscc: str, body: OrganisationInput, caller: Sponsor, execute: Executor
) -> JSONResponse:
    """Register or change the caller's own organisation."""

    async def run(uow: UnitOfWork) -> OrganisationView:
        id_, version = await handlers.register_organisation(
            uscc, body.name, body.contact_email, caller, uow
        )
        return OrganisationView(
            id=id_, name=body.name, contact_email=body.contact_email, version=version
        )

    return await execute(run)


@router.get("/organisations/{uscc}")
async def show_organisation(uscc: str, caller: Caller, database: Reader) -> OrganisationView:
    """An organisation: a sponsor's own, or any for those who see every project."""
    everyone = caller.has(Role.DIRECTOR, Role.AUDITOR, Role.CASE_MANAGER)
    async with database.read() as connection:
        row = await queries.organisation_row(connection, OrganisationId(uscc))
    if row is None or not (everyone or caller.scope(ORGANISATION) == row.id):
        raise NotFound(what_zh="单位", what_en="organisation")
    return OrganisationView(
        id=row.id, name=row.name, contact_email=row.contact_email, version=row.version
    )
