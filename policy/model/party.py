"""Who and what a policy names: departments, industries, kinds of sponsor, types of platform."""

from policy.model.base import Entry, Name


class Department(Entry):
    """A body with a queue of its own, or one that decides on money."""


class Industry(Entry):
    """A line of industry that the policy supports."""


class SponsorKind(Entry):
    """A kind of organisation that programmes tell apart."""


class PlatformType(Entry):
    """A type of pilot platform."""

    description: Name | None = None
