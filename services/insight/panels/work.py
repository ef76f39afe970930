"""Work in progress and its age; where a day saved shortens most; platforms."""

from services.insight.domain.lane import Chosen, Lane
from services.insight.panels.measures import days, measure, rate
from services.insight.schemas import (
    BottlenecksView,
    PlatformMeasure,
    PlatformsView,
    StageWork,
    StepView,
    WorkView,
)


def work_view(lane: Lane, chosen: Chosen) -> WorkView:
    """Running projects by the stage they stand in; their age is the time in it."""
    running = chosen.among("running")
    found = {}
    for (stage,) in chosen.groups("stage"):
        there = running.among("standing", stage)
        if there.count() and chosen.choice.stage in (None, stage):
            found[stage] = _stage_work(there, chosen, stage, lane.instant)
    return WorkView(as_of=lane.now, projects=running.count(), stages=found)


def _stage_work(there: Chosen, chosen: Chosen, stage: str, now: int) -> StageWork:
    """Ages against what completed ones took: older than their p85 means older than 85 of 100."""
    key = ("entered at", stage)
    completed = measure(
        chosen.figure(("stage days", stage)), chosen.figure(("stage working", stage))
    )
    ages = [days(age) for age in there.ages(key, now)]
    n = there.known(key)
    limits = (completed.p50_days, completed.p85_days, completed.p95_days)
    # Entered later than the limit before now: younger than the limit.
    younger = [
        n if limit is None else there.above(now - round(limit * 100) - 1, *key).count()
        for limit in limits
    ]
    return StageWork(
        n=n,
        p50_age_days=ages[0],
        p85_age_days=ages[1],
        p95_age_days=ages[2],
        completed=completed,
        within_p50=younger[0],
        within_p85=younger[1] - younger[0],
        within_p95=younger[2] - younger[1],
        beyond_p95=n - younger[2],
    )


def bottlenecks_view(lane: Lane, chosen: Chosen) -> BottlenecksView:
    """Over finished projects, from their critical paths; what one refusal skipped is not there."""
    choice = chosen.choice
    steps = []
    for stage, kind, name, department in chosen.groups("step"):
        step = (stage, kind, name, department)
        if choice.stage not in (None, stage) or choice.department not in (None, department):
            continue
        if choice.item is not None and (kind, name) != ("case", choice.item):
            continue
        found = chosen.percentiles(("step", *step))
        if not found.n:
            continue
        steps.append(
            StepView(
                stage=stage,
                kind=kind,
                name=name,
                department=department or None,
                projects=found.n,
                days=chosen.total(("step", *step)) / 100,
                p50_days=days(found.p50),
                shortened=chosen.known(("gain", *step)),
                gain_days=chosen.total(("gain", *step)) / 100,
            )
        )
    steps.sort(key=lambda each: (-each.gain_days, -each.days, each.stage, each.kind, each.name))
    return BottlenecksView(as_of=lane.now, projects=chosen.count("state", "finished"), steps=steps)


def platforms_view(lane: Lane, chosen: Chosen) -> PlatformsView:
    """Platforms by the stages that were carried out with them, attempts together."""
    found: dict[str, PlatformMeasure] = {}
    platforms = sorted({platform for _, platform in chosen.groups("stage platform")})
    for platform in platforms:
        if chosen.choice.platform not in (None, platform):
            continue
        elapsed, working, once, all_ = [], [], 0, 0
        for stage, other in chosen.groups("stage platform"):
            if other != platform or chosen.choice.stage not in (None, stage):
                continue
            there = chosen.among("stage platform", stage, platform)
            elapsed += there.figure(("stage days", stage))
            working += there.figure(("stage working", stage))
            passed = there.among("stage outcome", stage, "advance")
            all_ += there.known(("stage days", stage))
            once += passed.without("again", stage).count()
        measured = measure(elapsed, working)
        if measured.n:
            found[platform] = PlatformMeasure(
                **measured.model_dump(), first_time_passed=rate(once, all_)
            )
    return PlatformsView(as_of=lane.now, platforms=found)
