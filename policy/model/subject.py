"""Subjects beside the project that run through the lane: building a platform, a pilot line."""

from typing import Literal

from policy.model.base import Clause, Entry, Slug
from policy.model.process import Stage

PROJECT = "project"
SubjectId = Literal["project", "platform_building", "pilot_line"]


class Subject(Entry):
    """A subject with a course of its own. The pack's `stages` and `items` are the project's."""

    id: Literal["platform_building", "pilot_line"]
    clause: Clause
    stages: tuple[Stage, ...] = ()
    """Stages of its own, in order; or else ..."""
    same_stages: tuple[Slug, ...] = ()
    """... some of the pack's stages."""
    items: tuple[Slug, ...] = ()
    """The approval items that it needs."""
    items_open_at: Slug | None = None
    """Where all of them open; each at its own `opens_at` when left out."""
