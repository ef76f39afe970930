"""What can be asked of a project: the words that conditions and formulas may use."""

from typing import Literal

from policy.model.base import Entry, Name

BUILT_IN_FACTS = (
    "industry",
    "tier",
    "sponsor_kind",
    "subject",
    "entry_stage",
    "credit_grade",
    "contract_amount",
)
"""Known of every project, in every pack; a pack may not declare them again."""


class Choice(Entry):
    """One answer to a fact of type `choice`."""


class Fact(Entry):
    """A fact that the sponsor states and that rules use."""

    type: Literal["choice", "number", "amount", "yes_no"]
    """`amount` is yuan; `number` has a unit of its own."""
    unit: Name | None = None
    choices: tuple[Choice, ...] = ()
    about: Literal["project", "platform"] = "project"
