"""What funding's HTTP API takes and gives."""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from contracts.money import FEN, Money
from services.funding.domain.ground import RefusalGround

Text200 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text4000 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)


def _plain_number(value: object) -> object:
    """Text only as people write amounts: full-width digits yes, exponents and underscores no."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFKC", value).strip()
    if not _PLAIN_NUMBER.fullmatch(text):
        raise PydanticCustomError("decimal_parsing", "Must be a number such as 120000.50.")
    return text


# No contract of the lane comes near; what is larger is a slip of the keyboard.
MOST_YUAN = Decimal("1000000000000")
Yuan = Annotated[
    Decimal,
    BeforeValidator(_plain_number),
    Field(gt=0, le=MOST_YUAN, decimal_places=2, allow_inf_nan=False),
    AfterValidator(lambda value: value.quantize(FEN)),
]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ApplicationInput(_Input):
    """An application. All amounts are CNY; no currency is taken."""

    project_id: UUID
    programme: Slug
    contract_amount: Yuan
    contract_reference: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)
    ]
    purpose: Text4000


class DecisionInput(_Input):
    """A funding officer's decision. ``ground`` only and always with a refusal."""

    grant: bool = Field(strict=True)
    ground: RefusalGround | None = None
    reason: Text4000


class NameView(BaseModel):
    """Words in both languages."""

    zh: str
    en: str


class FigureView(BaseModel):
    """A figure with its basis: given by the clause, or set by the authority for a reason."""

    value: str
    basis: Literal["given", "set_by_authority"]
    clause: str | None
    reason_zh: str | None
    reason_en: str | None


class ProgrammeView(BaseModel):
    """A programme, as the pack declares it."""

    id: str
    kind: str
    pack: str
    pack_version: str
    pack_digest: str
    name: NameView
    clause: str
    authority: str
    pays_for: NameView
    eligible_sponsor_kinds: list[str]
    stages: list[str]
    evidence: list[str]
    share_percent: FigureView
    cap: FigureView
    yearly_budget: FigureView
    is_indicative: bool


class QuoteView(BaseModel):
    """An amount with its working."""

    programme: str
    pack: str
    pack_version: str
    pack_digest: str
    clause: str
    base: Money
    share_percent: FigureView
    share_amount: Money
    cap: FigureView
    is_capped: bool
    """The cap, not the share, set the amount."""
    amount: Money
    is_indicative: bool
    """A figure of the formula is not the policy's own."""


class ApplicationView(BaseModel):
    """An application as lists show it."""

    id: UUID
    project_id: UUID
    project_title: str
    organisation_id: str
    organisation_name: str
    pack: str
    programme: str
    authority: str
    contract_amount: Money
    contract_reference: str
    purpose: str
    sponsor_kind: str
    amount: Money
    quote: QuoteView
    state: str
    budget_year: int | None
    ground: str | None
    reason: str | None
    submitted_at: AwareDatetime
    decided_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    version: int


class EntryView(BaseModel):
    """One entry of the ledger: a positive amount arrives in the account, a negative one leaves."""

    movement: str
    moved_at: AwareDatetime
    account: str
    amount: Money


class ApplicationFile(ApplicationView):
    """An application with its ledger entries, in the order of booking."""

    entries: list[EntryView]


class ApplicationPage(BaseModel):
    """A page of applications, newest first."""

    items: list[ApplicationView]
    next_cursor: str | None


class BudgetView(BaseModel):
    """A programme's year. Not yet open: nothing was granted this year, the figure is the pack's."""

    pack: str
    programme: str
    year: int
    authority: str
    total: Money
    reserved: Money
    available: Money
    is_open: bool


class GroundView(BaseModel):
    """A ground with its names."""

    id: str
    zh: str
    en: str
