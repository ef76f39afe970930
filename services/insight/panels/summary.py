"""Where the time went: counts, lead times, stages, and whose every day was."""

from collections.abc import Mapping
from typing import Any

from services.insight.domain.lane import Chosen, Lane
from services.insight.domain.span import Party
from services.insight.panels.measures import measure
from services.insight.schemas import DepartmentTime, FilterChoices, Measure

Hundredths = Mapping[tuple[str, str], int]
"""(party, department) → hundredths of a day."""


def summary(lane: Lane, chosen: Chosen) -> dict[str, Any]:
    """What every page of figures shows, as fields of its view."""
    parts = parts_of(lane, chosen)
    return {
        "as_of": lane.now,
        "projects": chosen.count(),
        "projects_by_state": _counts(chosen, "state"),
        "projects_by_outcome": _counts(chosen, "outcome"),
        "lead_time": _lead_times(chosen),
        "stages": stages(chosen),
        "attribution_days": _party_days(parts),
        "attribution_total_days": sum(parts.values()) / 100,
        "attribution_by_department": _department_days(parts),
    }


def choices(lane: Lane, chosen: Chosen) -> FilterChoices:
    """What the figures can be narrowed to."""
    kinds = {
        "packs": "pack",
        "stages": "stage",
        "items": "item",
        "departments": "department",
        "industries": "industry",
        "routes": "route",
        "platforms": "platform",
        "quarters": "quarter",
    }
    return FilterChoices(**{name: _counts(chosen, kind) for name, kind in kinds.items()})


def _counts(chosen: Chosen, kind: str) -> dict[str, int]:
    found = {key[0]: chosen.count(kind, *key) for key in chosen.groups(kind)}
    return {name: n for name, n in found.items() if n}


def _lead_times(chosen: Chosen) -> dict[str, Measure]:
    found = {}
    for (outcome,) in chosen.groups("outcome"):
        those = chosen.among("outcome", outcome)
        found[outcome] = measure(those.figure(("lead",)), those.figure(("lead working",)))
    return {outcome: each for outcome, each in found.items() if each.n}


def stages(chosen: Chosen) -> dict[str, Measure]:
    """Stages that a gate ended, all attempts together; with a platform, those done there."""
    found = {}
    choice = chosen.choice
    for (stage,) in chosen.groups("stage"):
        if choice.stage not in (None, stage):
            continue
        those = chosen
        if choice.platform is not None:
            those = chosen.among("stage platform", stage, choice.platform)
        found[stage] = measure(
            those.figure(("stage days", stage)), those.figure(("stage working", stage))
        )
    return {stage: each for stage, each in found.items() if each.n}


def parts_of(lane: Lane, chosen: Chosen) -> Hundredths:
    """Whose the time was, up to now; of a stage alone where one is chosen."""
    parts: dict[tuple[str, str], int] = {}
    stage = chosen.choice.stage
    for kind in ("share", "growing"):
        for party, department, where in chosen.groups(kind):
            if stage not in (None, where):
                continue
            key = (kind, party, department, where)
            length = chosen.total(key)
            if kind == "growing":
                length = max(chosen.known(key) * lane.instant - length, 0)
            parts[party, department] = parts.get((party, department), 0) + length
    return parts


def _party_days(parts: Hundredths) -> dict[str, float]:
    """Days of every party, also of those with none."""
    totals = dict.fromkeys((party.value for party in Party), 0)
    for (party, _), length in parts.items():
        totals[party] += length
    return {party: length / 100 for party, length in totals.items()}


def _department_days(parts: Hundredths) -> dict[str, DepartmentTime]:
    departments = sorted({department for _, department in parts if department})
    return {
        department: DepartmentTime(
            department_days=parts.get((Party.DEPARTMENT.value, department), 0) / 100,
            queue_days=parts.get((Party.QUEUE.value, department), 0) / 100,
        )
        for department in departments
    }
