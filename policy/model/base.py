"""What every entry of a pack is made of: ids, names in two languages, figures with their basis."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from contracts.process import Limit, Roll, Unit

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
"""An id inside a pack: lower case, digits and underscores."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=40)]
"""A clause of the pack's first source, or ``source:clause`` for another one."""


def exact(value: object) -> object:
    """A whole number as a Decimal; anything else as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


Number = Annotated[Decimal, BeforeValidator(exact), Field(max_digits=18, decimal_places=4)]
"""An exact number. YAML text becomes Decimal without passing through a binary fraction."""

Expression = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
"""A condition or an amount over the pack's facts; the language is in policy/expression.py."""

BasisKind = Literal["given", "set_by_authority"]


class PackModel(BaseModel):
    """Strict, frozen, and no field that the format does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Name(PackModel):
    """What a reader sees, in both languages."""

    zh: Text
    en: Text

    def text(self, language: str) -> str:
        """The name in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


class Entry(PackModel):
    """Something with an id and a name; the clause says where the policy names it."""

    id: Slug
    name: Name
    clause: Clause | None = None


class Basis(PackModel):
    """Where a figure comes from: the policy gives it, or the authority sets it and says why.

    `given` needs a clause; `set_by_authority` needs a reason. policy/check.py holds this.
    """

    basis: BasisKind
    clause: Clause | None = None
    reason: Name | None = None


class SetLimit(Basis):
    """A time limit with its unit, its roll rule and its basis."""

    figure: int = Field(gt=0, le=3650)
    unit: Unit
    roll: Roll = "next_working_day"

    def limit(self) -> Limit:
        """The limit as the clock takes it."""
        return Limit(figure=self.figure, unit=self.unit, roll=self.roll)


class SetPeriod(Basis):
    """How long something stays good."""

    figure: int = Field(gt=0, le=1200)
    unit: Literal["month", "year"]

    @property
    def months(self) -> int:
        return self.figure * (12 if self.unit == "year" else 1)


class Figure(Basis):
    """An amount or a share with its basis."""

    value: Number = Field(gt=0)
