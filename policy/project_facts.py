"""What is known of a project, and whether the pack can make sense of it."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from contracts.errors import DomainError, ErrorKind
from policy.course import Course, UnknownInPack, course_of
from policy.expression import Value
from policy.expression_type import Word
from policy.known import Known
from policy.model import Pack, SubjectId
from policy.model.base import Number, PackModel, Slug, exact
from policy.vocabulary import tier_of, vocabulary_of

CreditGradeId = Literal["A", "B", "C", "D"]


FactValue = Annotated[bool | Decimal | str, BeforeValidator(exact)]


class StageNotOpen(DomainError):
    """The project wants to begin at a stage that the pack does not open."""

    code = "stage_not_open"
    kind = ErrorKind.INVALID
    field = "entry_stage"
    zh = "项目不能从阶段“{stage}”进入。可以从：{known}。"
    en = "No project may begin at {stage!r}. It may begin at: {known}."


class FactOfWrongKind(DomainError):
    """A fact is stated in a way that the pack does not know."""

    code = "fact_of_wrong_kind"
    kind = ErrorKind.INVALID
    zh = "“{fact}”不能是“{value}”。应为：{expected}。"
    en = "{fact!r} cannot be {value!r}. Expected: {expected}."


class ProjectFacts(PackModel):
    """What must be known about a project to explain its course."""

    industry: Slug
    sponsor_kind: Slug
    subject: SubjectId = "project"
    entry_stage: Slug | None = None
    """The first stage of the course when left out."""
    contract_amount: Number | None = Field(default=None, gt=0)
    """CNY of the pilot service contract, for the estimate of a voucher."""
    credit_grade: CreditGradeId | None = None
    facts: dict[Slug, FactValue] = {}
    """The facts that the pack itself declares, as far as they are known."""


def check_facts(pack: Pack, facts: ProjectFacts) -> Course:
    """The course that such a project takes. Raises for facts that the pack does not know."""
    named = (
        ("industry", facts.industry, [entry.id for entry in pack.industries]),
        ("sponsor_kind", facts.sponsor_kind, [entry.id for entry in pack.sponsor_kinds]),
    )
    for field, value, known in named:
        if value not in known:
            raise UnknownInPack(at=field, pack=pack.id, value=value, known=", ".join(known))
    course = course_of(pack, facts.subject)
    if facts.entry_stage is not None and facts.entry_stage not in course.entry_stages:
        raise StageNotOpen(stage=facts.entry_stage, known=", ".join(course.entry_stages))
    vocabulary = vocabulary_of(pack)
    words = {fact.id: vocabulary.word(fact.id) for fact in pack.facts}
    for name, stated in facts.facts.items():
        if name not in words:
            listed = ", ".join(words) or "-"
            raise UnknownInPack(at=f"facts.{name}", pack=pack.id, value=name, known=listed)
        _check_value(words[name], stated)
    return course


def known_of(pack: Pack, facts: ProjectFacts) -> Known:
    """The facts as expressions see them; what is not known is left out."""
    known: dict[str, Value | None] = {
        "industry": facts.industry,
        "tier": tier_of(pack, facts.industry),
        "sponsor_kind": facts.sponsor_kind,
        "subject": facts.subject,
        "entry_stage": facts.entry_stage or course_of(pack, facts.subject).stages[0].id,
        "credit_grade": facts.credit_grade,
        "contract_amount": facts.contract_amount,
        **facts.facts,
    }
    stated = {name: value for name, value in known.items() if value is not None}
    return Known(vocabulary_of(pack), stated)


def _check_value(word: Word, value: Value) -> None:
    expected = {
        "truth": "true, false",
        "number": "0, 1.5, ...",
        "text": ", ".join(word.choices),
    }[word.kind]
    fits = {
        "truth": isinstance(value, bool),
        "number": isinstance(value, Decimal) and abs(value) < Decimal("1e18"),
        "text": isinstance(value, str) and value in word.choices,
    }[word.kind]
    if not fits:
        raise FactOfWrongKind(
            at=f"facts.{word.name}", fact=word.name, value=str(value)[:40], expected=expected
        )
