"""A project's file as whoever decides a task reads it: what it is, its route, what is new.

Nothing is decided here: the pack's own code says the route, this reads its answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from policy.course import course_of
from policy.grading import Route, route_of
from policy.model import Item, Pack
from policy.project_facts import ProjectFacts, known_of
from policy.submitted import values_of
from services.portal.domain.need import Reasons
from services.portal.domain.wording import Language
from services.portal.schemas import approval, intake


@dataclass(frozen=True, slots=True)
class Version:
    """What was handed in at once, as version ``number`` of its kind."""

    number: int
    evidence: intake.Evidence
    is_new: bool


@dataclass(frozen=True, slots=True)
class Material:
    """One kind of evidence of one stage: the version that holds, and the earlier ones."""

    stage: str
    kind: str
    current: Version
    earlier: tuple[Version, ...]


def materials_of(
    evidence: Iterable[intake.Evidence], looked_at: datetime | None, stage: str | None
) -> list[Material]:
    """The materials by stage and kind, versions newest first; of one stage, or of all.

    New is what came after the reader's last visit; on the first visit nothing is marked.
    """
    kinds: dict[tuple[str, str], list[intake.Evidence]] = {}
    for each in sorted(evidence, key=lambda one: one.submitted_at):
        if stage in (None, each.stage):
            kinds.setdefault((each.stage, each.kind), []).append(each)
    found = []
    for (at, kind), handed_in in kinds.items():
        versions = [
            Version(number, each, looked_at is not None and each.submitted_at > looked_at)
            for number, each in enumerate(handed_in, start=1)
        ]
        *earlier, current = versions
        found.append(Material(at, kind, current, tuple(reversed(earlier))))
    return found


@dataclass(frozen=True, slots=True)
class News:
    """What happened since the reader's last visit, by others or by the lane itself."""

    since: datetime
    events: tuple[approval.TaskEvent, ...]
    materials: tuple[Material, ...]

    @property
    def is_any(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.events or self.materials)


def news_of(detail: approval.TaskDetail, materials: Iterable[Material], reader: str) -> News | None:
    """What is new to the reader; None on the first visit."""
    if detail.looked_at is None:
        return None
    since = detail.looked_at
    events = tuple(
        each for each in detail.history if each.happened_at > since and each.actor_name != reader
    )
    return News(since, events, tuple(each for each in materials if each.current.is_new))


@dataclass(frozen=True, slots=True)
class Glance:
    """What the pack says of a task's item, for this project: its route and why.

    ``is_of_another_version`` says that the project is pinned to other rules than those read here.
    """

    facts: tuple[tuple[str, str], ...]
    """Name and value with its unit, in the pack's order."""
    route: Route | None
    because: str
    is_of_another_version: bool


def glance_at(
    pack: Pack, task: approval.Task, project: intake.Project, language: Language
) -> Glance:
    """The project as the pack sees it. Facts that the pack does not know any more are left out."""
    values = {key: each for key, each in project.facts.items() if _knows(pack, key)}
    stated = ProjectFacts.model_validate(
        {
            "industry": project.industry,
            "sponsor_kind": project.sponsor_kind or pack.sponsor_kinds[0].id,
            "subject": project.subject,
            "entry_stage": project.entry_stage,
            "facts": values_of(pack, values),
        }
    )
    why = Reasons(pack, stated, language)
    facts = tuple(
        (each.name.text(language), why.value(each.id)) for each in pack.facts if each.id in values
    )
    is_other = project.pack_version != pack.version
    item = _item(pack, project.subject, task) if task.kind == "case" else None
    if item is None:
        return Glance(facts, None, "", is_other)
    route = route_of(pack, item, known_of(pack, stated))
    because = why.stated(route.rule.when) if route.rule else ""
    return Glance(facts, route, because, is_other)


def _knows(pack: Pack, fact: str) -> bool:
    return any(each.id == fact for each in pack.facts)


def _item(pack: Pack, subject: str, task: approval.Task) -> Item | None:
    stages = course_of(pack, subject).stages
    items = (each for stage in stages for each in course_of(pack, subject).items_at(stage.id))
    return next((each for each in items if each.id == task.name), None)
