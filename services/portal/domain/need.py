"""What a project would need: which facts to ask, what was typed, and what an answer hangs on.

Nothing is decided here: the policy's own code explains, this makes its question and reads its why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from policy.course import Course, UnknownInPack, course_of
from policy.explanation import StageExplained
from policy.expression_text import engine_text
from policy.model import PROJECT, Fact, Name, Pack
from policy.project_facts import FactOfWrongKind, FactValue, ProjectFacts, StageNotOpen
from policy.quote import ProgrammeQuote
from policy.submitted import Stated, values_of
from services.portal.domain.texts import translations
from services.portal.domain.wording import Language, money_text
from services.portal.domain.words import word

PREFIX = "facts."
"""Before a fact's name in a form, as services name the field in a refusal."""
YES, NO = "yes", "no"
_PLAIN = ("subject", "industry", "sponsor_kind", "entry_stage", "contract_amount")
_LONGEST = 80


def facts_asked(pack: Pack, subject: str) -> list[Fact]:
    """The facts that such a subject is asked for; those about platforms only of one."""
    return [fact for fact in pack.facts if fact.about == PROJECT or subject != PROJECT]


def typed_of(pack: Pack, given: Mapping[str, str]) -> dict[str, str]:
    """What of a form or an address concerns this pack, by field; the rest is left out."""
    subject = given.get("subject", "").strip() or PROJECT
    names = (*_PLAIN, *(PREFIX + fact.id for fact in facts_asked(pack, subject)))
    typed = {name: given.get(name, "").strip()[:_LONGEST] for name in names}
    return {**typed, "subject": subject}


def stated_in(pack: Pack, typed: Mapping[str, str]) -> dict[str, bool | str]:
    """The facts that were filled in, as services take them."""
    stated: dict[str, bool | str] = {}
    for fact in pack.facts:
        value = typed.get(PREFIX + fact.id, "")
        if value and fact.type == "yes_no":
            stated[fact.id] = {YES: True, NO: False}.get(value, value)
        elif value:
            stated[fact.id] = value if fact.type == "choice" else _digits(value)
    return stated


def facts_of(pack: Pack, typed: Mapping[str, str]) -> ProjectFacts:
    """The project as it was typed. Raises a DomainError that names the field."""
    course = course_of(pack, typed["subject"])
    industry = _chosen(pack, "industry", typed, [each.id for each in pack.industries])
    kind = _chosen(pack, "sponsor_kind", typed, [each.id for each in pack.sponsor_kinds])
    return ProjectFacts.model_validate(
        {
            "industry": industry,
            "sponsor_kind": kind,
            "subject": course.subject,
            "entry_stage": _entry(course, typed),
            "contract_amount": _amount(typed),
            "facts": values_of(pack, stated_in(pack, typed)),
        }
    )


def _chosen(pack: Pack, field: str, typed: Mapping[str, str], known: list[str]) -> str:
    value = typed[field] or known[0]
    if value not in known:
        raise UnknownInPack(at=field, pack=pack.id, value=value, known=", ".join(known))
    return value


def _entry(course: Course, typed: Mapping[str, str]) -> str | None:
    stage = typed["entry_stage"] or None
    if stage is not None and stage not in course.entry_stages:
        raise StageNotOpen(stage=stage, known=", ".join(course.entry_stages))
    return stage


def _amount(typed: Mapping[str, str]) -> Decimal | None:
    text = _digits(typed["contract_amount"])
    if not text:
        return None
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal(0)
    if not 0 < amount < Decimal(10) ** 12:
        raise FactOfWrongKind(
            at="contract_amount", fact="contract_amount", value=text, expected="800000, 1.50, ..."
        )
    return amount


def _digits(text: str) -> str:
    return text.replace(",", "").replace("，", "").replace(" ", "")


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact that a sponsor stated, as a reader sees it: name, value with its unit."""

    name: str
    value: str


def stated_facts(pack: Pack, facts: Stated, language: Language) -> list[StatedFact]:
    """What a project stated, in the pack's order; what the pack no longer asks is left out."""
    told: list[StatedFact] = []
    for fact in pack.facts:
        if fact.id in facts:
            try:
                value = values_of(pack, {fact.id: facts[fact.id]})[fact.id]
            except FactOfWrongKind:
                value = str(facts[fact.id])
            told.append(StatedFact(fact.name.text(language), value_text(fact, value, language)))
    return told


def value_text(fact: Fact, value: FactValue | None, language: Language) -> str:
    """A fact's value in words, with its unit."""
    if value is None:
        return _translated("answer", "unknown", language)
    if isinstance(value, bool):
        return _translated("answer", YES if value else NO, language)
    if isinstance(value, Decimal):
        unit = f" {fact.unit.text(language)}" if fact.unit else ""
        return money_text(value, language) if fact.type == "amount" else f"{value:f}{unit}"
    return next((each.name.text(language) for each in fact.choices if each.id == value), value)


def _translated(table: str, id_: str, language: Language) -> str:
    return translations(language).gettext(word(table, id_))


@dataclass(frozen=True, slots=True)
class Spared:
    """An approval that the project does not need, and what was stated that says so."""

    item: Name
    because: str


class Reasons:
    """Why an explanation is as it is, in one language: conditions as the facts they hang on."""

    def __init__(self, pack: Pack, facts: ProjectFacts, language: Language) -> None:
        self._pack, self._facts, self._language = pack, facts, language
        self._course = course_of(pack, facts.subject)

    def fact(self, id_: str) -> str:
        """A fact by its name, the pack's own or one that every pack knows."""
        for fact in self._pack.facts:
            if fact.id == id_:
                return fact.name.text(self._language)
        return self._word("fact", id_)

    def facts(self, ids: Iterable[str]) -> str:
        """Facts by their names, one after the other."""
        return self._joined(self.fact(id_) for id_ in ids)

    def spared(self, stage: StageExplained) -> list[Spared]:
        """The items of a stage that this project does not need."""
        needed = {each.item.id for each in stage.items}
        return [
            Spared(item.name, self.stated(item.when))
            for item in self._course.items_at(stage.stage.id)
            if item.id not in needed
        ]

    def closed(self, quote: ProgrammeQuote) -> str:
        """Whom a programme that is closed to this project is for, or what it hangs on."""
        programme, language = quote.programme, self._language
        if quote.closed_because == "subject":
            return self._joined(self._subject(each) for each in programme.subjects)
        if quote.closed_because == "sponsor_kind":
            kinds = programme.eligible_sponsor_kinds
            names = (self._pack.name_of("sponsor_kinds", each) for each in kinds)
            return self._joined(name.text(language) for name in names)
        return self.stated(programme.when) if quote.closed_because == "condition" else ""

    def stated(self, condition: str | None) -> str:
        """What was stated of the facts that a condition hangs on."""
        if condition is None:
            return ""
        colon = "：" if self._language == "zh" else ": "
        names = sorted(engine_text(condition).names)
        return self._joined(f"{self.fact(name)}{colon}{self.value(name)}" for name in names)

    def value(self, id_: str) -> str:
        """What was stated of a fact, in words."""
        fact = next((each for each in self._pack.facts if each.id == id_), None)
        if fact is None:
            return self._built_in(id_)
        return value_text(fact, self._facts.facts.get(id_), self._language)

    def _built_in(self, id_: str) -> str:
        sections = {"industry": "industries", "sponsor_kind": "sponsor_kinds"}
        if id_ in sections:
            value = getattr(self._facts, id_)
            return self._pack.name_of(sections[id_], value).text(self._language)
        if id_ == "subject":
            return self._subject(self._facts.subject)
        if id_ == "entry_stage":
            stage = self._facts.entry_stage or self._course.stages[0].id
            return self._pack.name_of("stages", stage).text(self._language)
        if id_ == "tier":
            for tier in self._pack.tiers:
                if self._facts.industry in tier.industries:
                    return tier.name.text(self._language)
        return self._word("answer", "unknown")

    def _subject(self, id_: str) -> str:
        for each in self._pack.subjects:
            if each.id == id_:
                return each.name.text(self._language)
        return self._word("subject", id_)

    def _word(self, table: str, id_: str) -> str:
        return _translated(table, id_, self._language)

    def _joined(self, parts: Iterable[str]) -> str:
        return ("、" if self._language == "zh" else ", ").join(parts)
