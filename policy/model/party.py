"""Who and what a policy names: departments, industries in tiers and chains, kinds of sponsor."""

from pydantic import Field

from policy.model.base import Entry, Slug


class Department(Entry):
    """A body with a queue of its own, or one that decides on money."""


class Industry(Entry):
    """A line of industry that the policy supports."""


class Tier(Entry):
    """Industries that the policy treats alike. Each industry is in one tier at most."""

    industries: tuple[Slug, ...] = Field(min_length=1)


class ChainLink(Entry):
    """A link of an industry chain, where demand and supply meet."""


class Chain(Entry):
    """An industry chain, over one or more industries."""

    industries: tuple[Slug, ...] = Field(min_length=1)
    links: tuple[ChainLink, ...] = ()


class SponsorKind(Entry):
    """A kind of organisation that programmes tell apart."""
