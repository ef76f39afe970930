"""What funding's HTTP API takes. Amounts are CNY, positive, with at most two decimals."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from contracts.money import FEN
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


Sha256 = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[0-9A-Fa-f]{64}$")
]
Currency = Literal["CNY"]
"""Said or left out: the lane's money has no other."""


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EvidenceInput(_Input):
    """A piece of evidence: its kind by the pack's name, and where it is found."""

    kind: Slug
    reference: Text200


class ApplicationInput(_Input):
    """An application. A contract only and always for a voucher; facts by the pack's names."""

    project_id: UUID
    programme: Slug
    purpose: Text4000
    contract_amount: Yuan | None = None
    contract_reference: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
        | None
    ) = None
    facts: dict[Slug, bool | Annotated[str, StringConstraints(max_length=80)]] = Field(
        default={}, max_length=60
    )
    reading: Slug | None = None
    evidence: list[EvidenceInput] = Field(default=[], max_length=30)
    currency: Currency = "CNY"


class DecisionInput(_Input):
    """A funding officer's decision. ``ground`` only and always with a refusal."""

    grant: bool = Field(strict=True)
    ground: RefusalGround | None = None
    reason: Text4000
    if_exhausted: Literal["refuse", "wait"] = "refuse"
    """With an exhausted budget: refused, or put at the end of the waiting list."""


class AgreementInput(_Input):
    """One agreement to several applications, each decided on by itself."""

    applications: tuple[UUID, ...] = Field(min_length=1, max_length=100)
    reason: Text4000
    if_exhausted: Literal["refuse", "wait"] = "refuse"


class PartInput(_Input):
    """A part of an agreed amount."""

    amount: Yuan
    milestone: Text200
    due_on: date | None = None


class CommitmentInput(_Input):
    """How the amount is paid; without instalments at once, or by the policy's own years."""

    instalments: list[PartInput] = Field(default=[], max_length=40)


class MilestoneInput(_Input):
    """What the sponsor shows for an instalment."""

    evidence: list[EvidenceInput] = Field(min_length=0, max_length=30)


class PaymentInput(_Input):
    """A payment, by the number of the voucher of payment."""

    payment_reference: Text200


class ReasonInput(_Input):
    """Why."""

    reason: Text4000


class RecoveryInput(_Input):
    """Money that has to come back."""

    amount: Yuan
    reason: Text4000
    currency: Currency = "CNY"


class ConversionInput(_Input):
    """Grant into equity, on a valuation."""

    valuation: Text4000


class ContractInput(_Input):
    """A service contract under a voucher."""

    platform_id: Slug
    reference: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)
    ]
    amount: Yuan
    starts_on: date
    ends_on: date
    document_sha256: Sha256
    sponsor_id: Slug | None = None
    """Whose contract it is; the voucher's holder when left out."""
    currency: Currency = "CNY"


class FilingInput(_Input):
    """The platform's word that the contract is theirs, by its document."""

    document_sha256: Sha256


class AcceptanceInput(_Input):
    """What of the contract is accepted."""

    amount: Yuan
    document_sha256: Sha256
    currency: Currency = "CNY"


class BudgetInput(_Input):
    """A year's money of a programme."""

    programme: Slug
    total: Yuan
    reason: Text4000
    currency: Currency = "CNY"


class ClosureInput(_Input):
    """Close a programme for the year, for a reason; without one it is opened again."""

    programme: Slug
    reason: Text4000 | None = None


class CarryOverInput(_Input):
    """What a past year left over goes into this one."""

    programme: Slug
    year: int = Field(ge=2000, le=2200)
    reason: Text4000


class GradeInput(_Input):
    """What an assessor says of a project's platform."""

    fact: Slug
    value: Slug
    reason: Text4000


Package = Literal["project_card", "stage_progress", "approval_results", "evidence_list", "funding"]


class ReferralInput(_Input):
    """A wish to be introduced, with what may be passed on."""

    project_id: UUID
    programme: Slug
    recipient: int = Field(ge=0, le=1000)
    package: list[Package] = Field(max_length=10)
    consent: bool = Field(strict=True)
    wanted: Yuan | None = None
    currency: Currency = "CNY"


class ConclusionInput(_Input):
    """What came of a referral."""

    outcome: Literal["agreed", "declined", "no_answer"]
    amount: Yuan | None = None
    note: Text4000
    diligence: dict[
        Literal["technology", "market", "team", "legal", "valuation"],
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)],
    ] = {}
    currency: Currency = "CNY"
