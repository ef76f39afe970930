"""What a project would face under a pack: stages, approvals, materials, limits, dates, money.

Dates assume that everything is complete and nothing stops the clock; the sponsor's own work takes
its own time and is not counted. The words for a terminal: explain_text.py.
"""

from collections.abc import Iterator
from datetime import date

from policy.course import UnknownInPack
from policy.digest import digest_of
from policy.explain_stage import StageWork, names_in
from policy.explanation import (
    EvaluationExplained,
    Explanation,
    StageExplained,
)
from policy.model import Pack
from policy.plan import pack_calendar
from policy.project_facts import ProjectFacts, StageNotOpen, check_facts, known_of
from policy.quote import quote, stack

__all__ = ["ProjectFacts", "StageNotOpen", "UnknownInPack", "explain"]


def explain(pack: Pack, facts: ProjectFacts, start_on: date) -> Explanation:
    """The course of such a project if it began on that day.

    Raises UnknownInPack, StageNotOpen and FactOfWrongKind for facts that the pack does not know.
    """
    course = check_facts(pack, facts)
    known = known_of(pack, facts)
    calendar = pack_calendar(pack)
    entry = facts.entry_stage or course.stages[0].id
    position = [stage.id for stage in course.stages].index(entry)
    stages: list[StageExplained] = []
    committed_on = statutory_on = start_on
    for stage in course.stages[position:]:
        work = StageWork(pack, stage, course.items_at(stage.id), known, calendar)
        explained = work.explained(committed_on, statutory_on)
        committed_on = explained.gate_committed.due.due_on
        statutory_on = explained.gate_statutory.due.due_on
        stages.append(explained)
    earlier = [kind for stage in course.stages[:position] for kind in stage.evidence]
    quotes = {each.id: quote(pack, each, known) for each in pack.programmes}
    stacked = (stack(rule, quotes, known) for rule in pack.stacking)
    return Explanation(
        pack=pack.id,
        name=pack.name,
        version=pack.version,
        digest=digest_of(pack),
        sources=pack.sources,
        industry=pack.industry(facts.industry).name,
        start_on=start_on,
        earlier_evidence=names_in(pack, "evidence_kinds", earlier),
        stages=tuple(stages),
        committed_working_days=calendar.working_days_between(start_on, committed_on),
        statutory_working_days=calendar.working_days_between(start_on, statutory_on),
        subject=facts.subject,
        quotes=tuple(quotes.values()),
        stacking=tuple(each for each in stacked if each is not None),
        advice=tuple(each for each in pack.advice if known.verdict(each.when).answer != "no"),
        fact_names=tuple((fact.id, fact.name) for fact in pack.facts),
        procedure=pack.procedure,
        evaluations=tuple(_evaluations(pack)),
        subject_names=tuple((each.id, each.name) for each in pack.subjects),
    )


def _evaluations(pack: Pack) -> Iterator[EvaluationExplained]:
    for each in pack.evaluations:
        yield EvaluationExplained(each, pack.department(each.authority).name)
