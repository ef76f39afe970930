"""Settings of funding beyond every process's: what no pack says."""

from decimal import Decimal

from pydantic import Field

from chassis.settings import Settings


class FundingSettings(Settings):
    """The authority's own rules of handling money, where the policy has none."""

    two_people_from: Decimal = Field(default=Decimal(1_000_000), gt=0)
    """CNY from which on two officers decide; a programme of a pack may say otherwise."""

    voucher_months: int = Field(default=12, ge=1, le=60)
    """How long a voucher is good: a budget year, so that it is spent or comes back."""
