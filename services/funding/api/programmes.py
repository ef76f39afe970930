"""Programmes, quotes and grounds: what there is to know before applying."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth import Caller
from contracts.errors import NotFound
from contracts.ids import ProjectId
from policy.loader import load_pack
from policy.model import Figure, Name, Voucher
from services.funding import handlers, queries
from services.funding.api.presenting import Reader
from services.funding.domain.ground import NAMES
from services.funding.domain.quote import Programme
from services.funding.schemas import (
    FigureView,
    GroundView,
    NameView,
    ProgrammeView,
    QuoteView,
    Yuan,
)

router = APIRouter()


@router.get("/refusal-grounds")
async def list_refusal_grounds(caller: Caller) -> list[GroundView]:
    """The grounds on which an application may be refused."""
    return [GroundView(id=ground, zh=zh, en=en) for ground, (zh, en) in NAMES.items()]


@router.get("/programmes")
async def list_programmes(
    caller: Caller, pack: Annotated[str, Query(min_length=1, max_length=80)]
) -> list[ProgrammeView]:
    """A pack's programmes."""
    known = handlers.known_programmes(pack)
    declared = {voucher.id: voucher for voucher in load_pack(pack).pack.vouchers}
    return [_programme(each, declared[each.id]) for each in known]


@router.get("/quote")
async def quote(
    caller: Caller,
    database: Reader,
    project_id: UUID,
    programme: Annotated[str, Query(min_length=1, max_length=80)],
    amount: Annotated[Yuan, Query()],
) -> QuoteView:
    """What an application for a contract of this amount would come to. Changes nothing."""
    async with database.read() as connection:
        project = await queries.project_row(connection, caller, ProjectId(project_id))
    if project is None:
        raise NotFound(what_zh="项目", what_en="project")
    found = handlers.known_programme(project.pack, programme)
    found.check_sponsor_kind(project.sponsor_kind)
    return QuoteView.model_validate(found.quote(amount).working())


def _programme(known: Programme, voucher: Voucher) -> ProgrammeView:
    return ProgrammeView(
        id=known.id,
        kind=voucher.kind,
        pack=known.pack,
        pack_version=known.pack_version,
        pack_digest=known.pack_digest,
        name=_name(voucher.name),
        clause=known.clause,
        authority=known.authority,
        pays_for=_name(voucher.pays_for),
        eligible_sponsor_kinds=list(voucher.eligible_sponsor_kinds),
        stages=list(voucher.stages),
        evidence=list(voucher.evidence),
        share_percent=_figure(voucher.share_percent),
        cap=_figure(voucher.cap_per_application),
        yearly_budget=_figure(voucher.yearly_budget),
        is_indicative=voucher.is_indicative,
    )


def _name(name: Name) -> NameView:
    return NameView(zh=name.zh, en=name.en)


def _figure(figure: Figure) -> FigureView:
    reason = figure.reason
    return FigureView(
        value=f"{figure.value:f}",
        basis=figure.basis,
        clause=figure.clause,
        reason_zh=reason.zh if reason else None,
        reason_en=reason.en if reason else None,
    )
