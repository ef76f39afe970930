"""Programmes as the packs declare them, and quotes by the packs' own formulas.

The one way to an amount: what is shown before applying, kept with an application, and granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from policy import quote as formulas
from policy.expression import DECIMALS, MissingFact, compile_expression
from policy.known import Known
from policy.loader import LoadedPack, available_packs, load_pack
from policy.model import Figure as PackFigure
from policy.model import Grant, Pack, Rate, Referral, Stacking, Voucher
from policy.problem import UnknownPack as NoSuchPack
from policy.project_facts import ProjectFacts, check_facts, known_of
from policy.submitted import values_of
from policy.vocabulary import vocabulary_of
from services.funding.domain.errors.application import (
    ConditionNotMet,
    ContractMissing,
    ContractNotTaken,
    FactIsAssessed,
    FactsMissing,
    NoReferral,
    NotReferred,
    UnknownPack,
    UnknownProgramme,
)
from services.funding.domain.ledger import whole_fen
from services.funding.domain.project import Project
from services.funding.domain.quote import (
    AWARD,
    MATCH,
    VOUCHER,
    Figure,
    Programme,
    Quote,
    Reading,
    Stacked,
    room_under,
)

_Stated = Mapping[str, bool | str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an applicant says beside what the project says."""

    contract_amount: Decimal | None = None
    facts: _Stated = field(default_factory=dict)
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What the lane knows beside it: grades given by assessors, money granted by programme."""

    grades: _Stated = field(default_factory=dict)
    granted: Mapping[str, Decimal] = field(default_factory=dict)


def pack_of(pack_id: str) -> LoadedPack:
    """The pack. Raises UnknownPack."""
    try:
        return load_pack(pack_id)
    except NoSuchPack as fault:
        raise UnknownPack(pack=pack_id, known=", ".join(sorted(available_packs()))) from fault


def known_programmes(pack_id: str) -> list[Programme]:
    """The pack's programmes, in its order. Raises UnknownPack."""
    loaded = pack_of(pack_id)
    return [_programme(loaded, each) for each in loaded.pack.programmes]


def known_programme(pack_id: str, id_: str) -> Programme:
    """The pack's programme of that id. Raises UnknownPack or UnknownProgramme."""
    loaded = pack_of(pack_id)
    return _programme(loaded, _declared(loaded.pack, id_))


def referral_of(pack_id: str, id_: str) -> Referral:
    """The pack's referral of that id. Raises NoReferral for a programme that pays."""
    declared = _declared(pack_of(pack_id).pack, id_)
    if not isinstance(declared, Referral):
        raise NoReferral(programme=id_)
    return declared


def voucher_share(pack_id: str, id_: str, amount: Decimal) -> Decimal:
    """What a voucher pays of a contract of that amount: the pack's own formula, to the fen."""
    declared = _declared(pack_of(pack_id).pack, id_)
    if not isinstance(declared, Voucher):
        raise UnknownProgramme(pack=pack_id, given=id_, known=VOUCHER)
    return declared.amount(amount)


def _declared(pack: Pack, id_: str) -> Voucher | Grant | Referral:
    for each in pack.programmes:
        if each.id == id_:
            return each
    known = ", ".join(each.id for each in pack.programmes)
    raise UnknownProgramme(pack=pack.id, given=id_, known=known)


def _programme(loaded: LoadedPack, declared: Voucher | Grant | Referral) -> Programme:
    pack = loaded.pack
    voucher = declared if isinstance(declared, Voucher) else None
    schedule = declared.schedule if isinstance(declared, Grant) else ()
    pays = None if isinstance(declared, Referral) else declared
    return Programme(
        id=declared.id,
        kind=declared.kind,
        pack=pack.id,
        pack_version=pack.version,
        pack_digest=loaded.digest,
        clause=declared.clause,
        authority=declared.authority,
        eligible_sponsor_kinds=declared.eligible_sponsor_kinds,
        subjects=declared.subjects,
        stages=declared.stages,
        evidence=declared.evidence,
        yearly_evidence=tuple(each.evidence for each in schedule),
        share_percent=_figure(voucher.share_percent) if voucher else None,
        cap=_figure(voucher.cap_per_application) if voucher else None,
        yearly_budget=_maybe(pays.yearly_budget) if pays else None,
        two_people_from=_maybe(pays.two_people_from) if pays else None,
        facts=_facts(pack, declared),
        assessed_facts=_assessed(pack, declared),
        closing_grades=tuple(each.id for each in pack.credit if "funding" in each.closes),
    )


def _facts(pack: Pack, declared: Voucher | Grant | Referral) -> tuple[str, ...]:
    """The pack's facts that conditions and formulas name, in the pack's order."""
    vocabulary = vocabulary_of(pack)
    truths: list[str | None] = [declared.when]
    numbers: list[str | None] = []
    if isinstance(declared, Grant):
        truths += [rate.when for rate in declared.rates]
        numbers = [declared.base, *(rate.base for rate in declared.rates)]
    numbers += [rule.base for rule in pack.stacking if declared.id in rule.programmes]
    named: set[str] = set()
    for text in filter(None, truths):
        named |= compile_expression(text, vocabulary, "truth").names
    for text in filter(None, numbers):
        named |= compile_expression(text, vocabulary, "number").names
    return tuple(each.id for each in pack.facts if each.id in named)


def _assessed(pack: Pack, declared: Voucher | Grant | Referral) -> tuple[str, ...]:
    """An award follows an assessment: the choices that its conditions name are the assessor's."""
    if declared.kind != AWARD:
        return ()
    choices = {each.id for each in pack.facts if each.type == "choice"}
    return tuple(each for each in _facts(pack, declared) if each in choices)


def quote_for(
    project: Project, programme: Programme, asked: Asked, before: Before, *, check: bool = True
) -> Quote:
    """What the project would get, with the working and what stacking leaves of it.

    A quote that waits for facts names them in ``missing`` and has no readings. Raises by name what
    shuts the project out; without ``check`` a wrong contract is not looked at (a voucher's own).
    """
    programme.check_open_to(
        subject=project.subject, sponsor_kind=project.sponsor_kind, credit=project.credit_grade
    )
    pack = pack_of(project.pack).pack
    declared = _declared(pack, programme.id)
    if isinstance(declared, Referral):
        raise NotReferred(programme=programme.id)
    if check:
        _check_contract(programme, asked)
    known = _known(pack, project, programme, asked, before.grades)
    found = formulas.quote(pack, declared, known)
    if found.standing == "closed":
        condition = declared.when or "; ".join(_conditions(declared)) or "-"
        raise ConditionNotMet(programme=programme.id, clause=declared.clause, condition=condition)
    if not found.readings:
        return Quote(programme, (), missing=found.missing)
    readings = tuple(_reading(each, declared) for each in found.readings)
    chosen = Quote(programme, readings).choosing(asked.reading)
    stacking = tuple(_stacked(pack, chosen, before.granted, known))
    whole = Quote(programme, chosen.readings, stacking)
    whole.check_payable()
    return whole


def _check_contract(programme: Programme, asked: Asked) -> None:
    if programme.kind == VOUCHER and asked.contract_amount is None:
        raise ContractMissing()
    if programme.kind != VOUCHER and asked.contract_amount is not None:
        raise ContractNotTaken(programme=programme.id)


def _conditions(declared: Voucher | Grant) -> list[str]:
    rates = declared.rates if isinstance(declared, Grant) else ()
    return [rate.when for rate in rates if rate.when]


def _known(
    pack: Pack, project: Project, programme: Programme, asked: Asked, grades: _Stated
) -> Known:
    """The project's facts and the applicant's, the latter checked; grades only by assessors."""
    if not project.industry:
        raise FactsMissing(missing="industry")
    for name in asked.facts:
        if name in programme.assessed_facts:
            raise FactIsAssessed(at=f"facts.{name}", fact=name)
    declared = {each.id for each in pack.facts}
    stated = {name: value for name, value in project.facts.items() if name in declared}
    stated = {**stated, **asked.facts}
    stated = {name: v for name, v in stated.items() if name not in programme.assessed_facts}
    given = {name: value for name, value in grades.items() if name in declared}
    facts = ProjectFacts.model_validate(
        {
            "industry": project.industry,
            "sponsor_kind": project.sponsor_kind,
            "subject": project.subject,
            "entry_stage": project.entry_stage or None,
            "contract_amount": asked.contract_amount,
            "credit_grade": project.credit_grade,
            "facts": values_of(pack, {**stated, **given}),
        }
    )
    if project.entry_stage or asked.facts:
        check_facts(pack, facts)
    return known_of(pack, facts)


def check_stated(project: Project, facts: _Stated) -> None:
    """Refuse facts that the project's pack does not know, or in no such words."""
    pack = pack_of(project.pack).pack
    given = {
        "industry": project.industry,
        "sponsor_kind": project.sponsor_kind,
        "subject": project.subject,
        "facts": values_of(pack, facts),
    }
    check_facts(pack, ProjectFacts.model_validate(given))


def _reading(worked: formulas.ReadingQuote, declared: Voucher | Grant) -> Reading:
    rate: Rate = worked.rate
    name = worked.reading.name if worked.reading else rate.name
    amount = worked.amount
    if declared.kind == MATCH and worked.base is not None:
        # Never above the upper-level award, which is the base (mechanisms M62).
        amount = min(amount, whole_fen(worked.base))
    return Reading(
        id=worked.reading.id if worked.reading else None,
        name_zh=name.zh if name else None,
        name_en=name.en if name else None,
        rate=rate.id,
        base=None if worked.base is None else whole_fen(worked.base),
        share_percent=_maybe(rate.percent),
        fixed=_maybe(rate.amount),
        share_amount=worked.share,
        cap=_maybe(rate.cap),
        is_capped=worked.is_capped,
        amount=amount,
        by_year=worked.by_year,
        to_equity=worked.to_equity,
    )


def _stacked(
    pack: Pack, quote: Quote, granted: Mapping[str, Decimal], known: Known
) -> list[Stacked]:
    """Each rule of the pack that the programme is under and under which money was granted."""
    found = []
    for rule in pack.stacking:
        if quote.programme.id not in rule.programmes or _is_about_contracts(pack, rule):
            continue
        others = {id_: amount for id_, amount in granted.items() if id_ in rule.programmes}
        ceiling = _ceiling(rule, known)
        if not others and (ceiling is None or ceiling >= quote.chosen.amount):
            continue
        already, most = room_under(rule.rule, quote.chosen.amount, others, ceiling)
        name = rule.name
        found.append(Stacked(rule.id, name.zh, name.en, already, most, rule.clause))
    return found


def _is_about_contracts(pack: Pack, rule: Stacking) -> bool:
    """Between vouchers: one contract, one voucher. The contracts' own constraints hold that."""
    vouchers = {each.id for each in pack.vouchers}
    return rule.rule == "highest_only" and set(rule.programmes) <= vouchers


def _ceiling(rule: Stacking, known: Known) -> Decimal | None:
    if rule.base is None or rule.percent_at_most is None:
        return None
    try:
        base = known.amount(rule.base)
    except MissingFact as fact:
        raise FactsMissing(missing=fact.fact) from None
    return whole_fen(DECIMALS.multiply(base, rule.percent_at_most.value) / 100)


def _maybe(figure: PackFigure | None) -> Figure | None:
    return None if figure is None else _figure(figure)


def _figure(figure: PackFigure) -> Figure:
    reason = figure.reason
    return Figure(
        value=figure.value,
        basis=figure.basis,
        clause=figure.clause,
        reason_zh=reason.zh if reason else None,
        reason_en=reason.en if reason else None,
    )
