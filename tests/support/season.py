"""Random but likely lives of projects: parallel approvals, questions, repeats, holds, withdrawals.

Days are random fractions, so hardly two things happen at one instant; the same numbers give the
same lives. Used by property tests and to fill a lane for measurements.
"""

from random import Random

from contracts.events.approval import CaseOutcome
from contracts.process import GateOutcome, ProjectOutcome
from tests.support.story import Story

STAGES = ("small_trial", "pilot_maturation", "industrialisation")
ITEMS = {
    "small_trial": (("planning", "natural_resources"),),
    "pilot_maturation": (("environment", "ecology"), ("land", "natural_resources")),
    "industrialisation": (("environment", "ecology"), ("registration", "market_regulation")),
}
INDUSTRIES = ("biopharma", "new_energy", "materials", "software", "machinery")
PLATFORMS = tuple(f"platform-{letter}" for letter in "abcdefgh")
ROUTES = ("standard", "standard", "simplified", "commitment_and_filing")
GROUNDS = ("information_requested", "expert_review", "testing")


def random_story(number: int, chance: Random, *, running: bool, pack: str = "guangzhou") -> Story:
    """A whole life, or one that has not ended."""
    story = Story(number=number, pack=pack, platform=chance.choice(PLATFORMS))
    first = chance.randrange(len(STAGES))
    story.submitted(
        0,
        entry_stage=STAGES[first],
        industry=chance.choice(INDUSTRIES),
        key_project=chance.random() < 0.1,
    )
    day = chance.uniform(0, 1)
    last = chance.randrange(first, len(STAGES)) if running else len(STAGES) - 1
    for stage in STAGES[first:last]:
        day = _stage(story, stage, day, chance)
    if running:
        _begun_stage(story, STAGES[last], day, chance)
    elif chance.random() < 0.12:
        _withdrawn(story, STAGES[last], day, chance)
    else:
        day = _stage(story, STAGES[last], day, chance)
        story.finished(day + chance.uniform(0, 0.2))
    return story


def _begun_stage(story: Story, stage: str, day: float, chance: Random) -> float:
    story.entered(day, stage, by="platform" if stage == "pilot_maturation" else "sponsor")
    end = day
    for item, department in ITEMS[stage]:
        story.opened(day, item, department, due=day + 20, stage=stage, route=chance.choice(ROUTES))
        if chance.random() < 0.7:
            end = max(end, day + chance.uniform(0, 4))
            story.claimed(end, item, stage)
    return end


def _withdrawn(story: Story, stage: str, day: float, chance: Random) -> None:
    day = _begun_stage(story, stage, day, chance) + chance.uniform(1, 30)
    story.withdrawn(day).closing(day, ProjectOutcome.WITHDRAWN)
    story.finished(day + 0.1, ProjectOutcome.WITHDRAWN)


def _stage(story: Story, stage: str, day: float, chance: Random, attempt: int = 1) -> float:
    """A stage with its repeats; the day on which it was left."""
    needs = stage == "pilot_maturation"
    story.entered(day, stage, attempt, by="platform" if needs else "sponsor")
    began = _placed(story, stage, day, chance) if needs and attempt == 1 else day
    ready = began + chance.uniform(1, 40)
    story.handed_in(ready, stage, attempt)
    if attempt == 1:
        for item, department in ITEMS[stage]:
            ready = max(ready, _case(story, stage, item, department, day, chance))
    opened = ready + chance.uniform(0, 0.5)
    story.gate_opened(opened, stage, attempt)
    decided = opened + chance.uniform(0.5, 8)
    if attempt == 1 and chance.random() < 0.1:
        story.gate_decided(decided, GateOutcome.ITERATE, stage, attempt)
        story.completed(decided, GateOutcome.ITERATE, stage, attempt)
        return _stage(story, stage, decided, chance, attempt + 1)
    if chance.random() < 0.05:
        story.gate_decided(decided, GateOutcome.HOLD, stage, attempt)
        story.held(decided, decided + 10, stage).resumed(decided + 10, stage)
        decided += 10
    story.gate_decided(decided, GateOutcome.ADVANCE, stage, attempt)
    story.completed(decided, GateOutcome.ADVANCE, stage, attempt)
    return decided


def _placed(story: Story, stage: str, day: float, chance: Random) -> float:
    story.placing(day, "opened", stage)
    if chance.random() < 0.2:
        story.placing(day + 1, "chosen", stage).placing(day + 2, "declined", stage)
        day += 2
    chosen = day + chance.uniform(0, 3)
    confirmed = chosen + chance.uniform(0.5, 6)
    story.placing(chosen, "chosen", stage).placing(confirmed, "confirmed", stage)
    return confirmed


def _case(
    story: Story, stage: str, item: str, department: str, day: float, chance: Random
) -> float:
    due = day + 15
    story.opened(day, item, department, due=due, stage=stage, route=chance.choice(ROUTES))
    at = day + min(chance.expovariate(1 / 2), 20)
    story.claimed(at, item, stage)
    for round_ in range(1, chance.choice((1, 1, 1, 2, 3))):
        asked = at + chance.uniform(0.5, 4)
        at = asked + min(chance.expovariate(1 / 5), 60)
        due += at - asked
        ground = chance.choice(GROUNDS)
        story.asked(asked, item, round_, ground, stage, department)
        story.answered(at, item, round_, due, stage, department)
    if chance.random() < 0.1:
        story.released(at + 0.2, item, stage).claimed(at + 1.5, item, stage)
        at += 1.5
    at += min(chance.gammavariate(2, 3), 90)
    outcome = chance.choice((CaseOutcome.APPROVED, CaseOutcome.APPROVED_WITH_CONDITIONS))
    story.decided(at, item, outcome, department, on_time=at <= due, stage=stage)
    return at
