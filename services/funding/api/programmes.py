"""Programmes, quotes and grounds: what there is to know before applying."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth import Caller
from chassis.commands import Reader
from contracts.errors import NotFound
from contracts.ids import ProjectId
from policy.model import Figure, Grant, Name, Pack, Referral, Voucher
from services.funding import queries, repository
from services.funding.api.presenting import facts_of
from services.funding.domain.ground import NAMES
from services.funding.domain.quote import Programme
from services.funding.handlers.apply import known_before
from services.funding.handlers.programme import (
    Asked,
    known_programme,
    known_programmes,
    pack_of,
    quote_for,
)
from services.funding.schemas import (
    FigureView,
    GroundView,
    NameView,
    ProgrammeView,
    QuoteView,
    Yuan,
)

router = APIRouter()
_Declared = Voucher | Grant | Referral


@router.get("/refusal-grounds")
async def list_refusal_grounds(caller: Caller) -> list[GroundView]:
    """The grounds on which an application may be refused."""
    return [GroundView(id=ground, zh=zh, en=en) for ground, (zh, en) in NAMES.items()]


@router.get("/programmes")
async def list_programmes(
    caller: Caller, pack: Annotated[str, Query(min_length=1, max_length=80)]
) -> list[ProgrammeView]:
    """A pack's programmes of every kind, in its order."""
    known = known_programmes(pack)
    declared: Pack = pack_of(pack).pack
    return [programme_view(each, declared.programme(each.id)) for each in known]


@router.get("/quote")
async def quote(
    caller: Caller,
    database: Reader,
    project_id: UUID,
    programme: Annotated[str, Query(min_length=1, max_length=80)],
    amount: Annotated[Yuan | None, Query()] = None,
    fact: Annotated[list[Annotated[str, Query(max_length=200)]], Query(max_length=60)] = [],  # noqa: B006
    reading: Annotated[str | None, Query(max_length=80)] = None,
) -> QuoteView:
    """What an application would come to, with the working. Changes nothing.

    ``amount`` is a voucher's contract; facts as ``name=value``, beside what the project stated.
    """
    async with database.read() as connection:
        row = await queries.project_row(connection, caller, ProjectId(project_id))
        project = await repository.find_project(connection, ProjectId(project_id)) if row else None
        if project is None:
            raise NotFound(what_zh="项目", what_en="project")
        before = await known_before(connection, project)
    known = known_programme(project.pack, programme)
    found = quote_for(project, known, Asked(amount, facts_of(fact), reading), before)
    if found.missing:
        return _waiting(known, found.missing)
    return QuoteView.model_validate(found.working())


def _waiting(known: Programme, missing: tuple[str, ...]) -> QuoteView:
    return QuoteView(
        programme=known.id,
        kind=known.kind,
        pack=known.pack,
        pack_version=known.pack_version,
        pack_digest=known.pack_digest,
        clause=known.clause,
        missing=list(missing),
    )


def programme_view(known: Programme, declared: _Declared) -> ProgrammeView:
    """A programme as it is listed."""
    voucher = declared if isinstance(declared, Voucher) else None
    pays = None if isinstance(declared, Referral) else declared
    readings = declared.readings if isinstance(declared, Grant) else ()
    return ProgrammeView(
        id=known.id,
        kind=declared.kind,
        pack=known.pack,
        pack_version=known.pack_version,
        pack_digest=known.pack_digest,
        name=_name(declared.name),
        clause=known.clause,
        authority=known.authority,
        pays_for=_name(declared.pays_for),
        eligible_sponsor_kinds=list(declared.eligible_sponsor_kinds),
        subjects=list(known.subjects),
        stages=list(declared.stages),
        evidence=list(declared.evidence),
        share_percent=_figure(voucher.share_percent) if voucher else None,
        cap=_figure(voucher.cap_per_application) if voucher else None,
        yearly_budget=_maybe(pays.yearly_budget) if pays else None,
        two_people_from=_maybe(pays.two_people_from) if pays else None,
        facts=list(known.facts),
        readings=[each.id for each in readings],
        assessed_facts=list(known.assessed_facts),
        recipients=[_name(each) for each in declared.refers_to]
        if isinstance(declared, Referral)
        else [],
        is_indicative=_is_indicative(declared),
    )


def _is_indicative(declared: _Declared) -> bool:
    """Whether a figure of the formula is not the policy's own."""
    if isinstance(declared, Voucher):
        return declared.is_indicative
    if isinstance(declared, Referral):
        return False
    figures = (each for rate in declared.rates for each in (rate.percent, rate.cap, rate.amount))
    return any(each is not None and each.basis == "set_by_authority" for each in figures)


def _name(name: Name) -> NameView:
    return NameView(zh=name.zh, en=name.en)


def _maybe(figure: Figure | None) -> FigureView | None:
    return None if figure is None else _figure(figure)


def _figure(figure: Figure) -> FigureView:
    reason = figure.reason
    return FigureView(
        value=f"{figure.value:f}",
        basis=figure.basis,
        clause=figure.clause,
        reason_zh=reason.zh if reason else None,
        reason_en=reason.en if reason else None,
    )
