"""Money: exact decimal CNY with two places, written as a string in JSON."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer

Money = Annotated[
    Decimal,
    Field(max_digits=18, decimal_places=2, allow_inf_nan=False),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str, when_used="json"),
]
"""Yuan. Refuses a third decimal place and anything that is not a finite number."""

FEN = Decimal("0.01")
