"""Every place of a pack that names an entry of another section, with the ids that it may name."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy.model import Grant, Pack
from policy.problem import Path


@dataclass(frozen=True, slots=True)
class Reference:
    """Names at a path, and what they may be."""

    path: Path
    names: tuple[str, ...]
    section: str
    known: frozenset[str]
    is_list: bool


class _Names:
    """Makes references to the sections of one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.ids: dict[str, frozenset[str]] = {}

    def to(self, section: str, path: Path, names: str | tuple[str, ...] | None) -> Reference:
        is_list = isinstance(names, tuple)
        listed = names if isinstance(names, tuple) else () if names is None else (names,)
        return Reference(path, listed, section, self._known(section), is_list)

    def _known(self, section: str) -> frozenset[str]:
        if section not in self.ids:
            name = "all_stages" if section == "stages" else section
            self.ids[section] = frozenset(entry.id for entry in getattr(self.pack, name))
        return self.ids[section]


def references(pack: Pack) -> Iterator[Reference]:
    """All of them, section by section."""
    names = _Names(pack)
    yield from _parties(pack, names)
    yield from _stages(pack, names)
    yield from _items(pack, names)
    yield from _watched(pack, names)
    yield from _risk(pack, names)
    yield from _programmes(pack, names)


def _parties(pack: Pack, names: _Names) -> Iterator[Reference]:
    for at, tier in enumerate(pack.tiers):
        yield names.to("industries", ("tiers", at, "industries"), tier.industries)
    for at, chain in enumerate(pack.chains):
        yield names.to("industries", ("chains", at, "industries"), chain.industries)
    for at, type_ in enumerate(pack.platform_types):
        yield names.to("platform_types", ("platform_types", at, "groups"), type_.groups)


def _stages(pack: Pack, names: _Names) -> Iterator[Reference]:
    for at, stage in enumerate(pack.stages):
        yield names.to("evidence_kinds", ("stages", at, "evidence"), stage.evidence)
    for at, subject in enumerate(pack.subjects):
        path: Path = ("subjects", at)
        for position, stage in enumerate(subject.stages):
            place = (*path, "stages", position, "evidence")
            yield names.to("evidence_kinds", place, stage.evidence)
        own = frozenset(stage.id for stage in pack.stages)
        same = (*path, "same_stages")
        yield Reference(same, subject.same_stages, "stages", own, True)
        yield names.to("items", (*path, "items"), subject.items)
        yield names.to("stages", (*path, "items_open_at"), subject.items_open_at)


def _items(pack: Pack, names: _Names) -> Iterator[Reference]:
    for at, item in enumerate(pack.items):
        path: Path = ("items", at)
        yield names.to("departments", (*path, "department"), item.department)
        yield names.to("stages", (*path, "opens_at"), item.opens_at)
        yield names.to("items", (*path, "after"), item.after)
        yield names.to("materials", (*path, "materials"), item.materials)
        yield names.to("refusal_grounds", (*path, "refusal_grounds"), item.refusal_grounds)
        yield names.to("stop_grounds", (*path, "stop_grounds"), item.stop_grounds)
        for position, procedure in enumerate(item.procedures):
            ground: Path = (*path, "procedures", position, "stop_ground")
            yield names.to("stop_grounds", ground, procedure.stop_ground)
        if item.routes is None:
            continue
        for route in ("commitment_and_filing", "simplified"):
            terms = getattr(item.routes, route)
            if terms is not None:
                place = (*path, "routes", route, "materials")
                yield names.to("materials", place, terms.materials)
                signed = (*path, "routes", route, "commitment")
                yield names.to("commitment_texts", signed, terms.commitment)


def _watched(pack: Pack, names: _Names) -> Iterator[Reference]:
    for at, priority in enumerate(pack.priorities):
        yield names.to("items", ("priorities", at, "items"), priority.items)
    for at, supervision in enumerate(pack.supervision):
        path: Path = ("supervision", at)
        yield names.to("departments", (*path, "department"), supervision.department)
        yield names.to("stages", (*path, "stages"), supervision.stages)
    for at, evaluation in enumerate(pack.evaluations):
        path = ("evaluations", at)
        yield names.to("departments", (*path, "authority"), evaluation.authority)
        yield names.to("programmes", (*path, "programmes"), evaluation.programmes)


def _risk(pack: Pack, names: _Names) -> Iterator[Reference]:
    if pack.risk is None:
        return
    for at, grade in enumerate(pack.risk.grades):
        for position, exception in enumerate(grade.exceptions):
            place: Path = ("risk", "grades", at, "exceptions", position, "item")
            yield names.to("items", place, exception.item)
    grades = frozenset(grade.id for grade in pack.risk.grades)
    for at, rule in enumerate(pack.risk.rules):
        path: Path = ("risk", "rules", at)
        yield names.to("items", (*path, "items"), rule.items)
        yield Reference((*path, "grade"), (rule.grade,), "risk.grades", grades, False)


def _programmes(pack: Pack, names: _Names) -> Iterator[Reference]:
    for at, programme in enumerate(pack.programmes):
        path: Path = ("programmes", at)
        yield names.to("departments", (*path, "authority"), programme.authority)
        yield names.to("stages", (*path, "stages"), programme.stages)
        yield names.to("evidence_kinds", (*path, "evidence"), programme.evidence)
        kinds = programme.eligible_sponsor_kinds
        yield names.to("sponsor_kinds", (*path, "eligible_sponsor_kinds"), kinds)
        subjects = frozenset({"project", *(subject.id for subject in pack.subjects)})
        yield Reference((*path, "subjects"), programme.subjects, "subjects", subjects, True)
        if isinstance(programme, Grant):
            yield from _grant(path, programme, names)
    for at, rule in enumerate(pack.stacking):
        yield names.to("programmes", ("stacking", at, "programmes"), rule.programmes)


def _grant(path: Path, grant: Grant, names: _Names) -> Iterator[Reference]:
    for at, year in enumerate(grant.schedule):
        yield names.to("evidence_kinds", (*path, "schedule", at, "evidence"), year.evidence)
    readings = frozenset(reading.id for reading in grant.readings)
    for at, rate in enumerate(grant.rates):
        yield Reference((*path, "rates", at, "readings"), rate.readings, "readings", readings, True)
