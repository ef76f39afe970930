"""Checks what the parts of a pack mean to each other. Shapes are already right when this runs.

One module per family: reference (does what is named exist), course and subject (can a project get
through), item (rounds, procedures, gaps: can they be kept), route (lighter routes, silence), figure
and money (can limits and amounts be met, where do they come from), expression and rule (can
conditions be read, does each decide), party (tiers, facts, assessments), wording (both languages).
"""

from collections.abc import Iterator
from itertools import islice

from policy.check.course import course_findings
from policy.check.expression import expression_findings
from policy.check.figure import figure_findings
from policy.check.item import item_findings
from policy.check.money import money_findings
from policy.check.party import party_findings
from policy.check.reference import reference_findings
from policy.check.route import route_findings
from policy.check.rule import rule_findings
from policy.check.subject import subject_findings
from policy.check.wording import wording_findings
from policy.model import Pack
from policy.problem import Finding

MOST = 500  # findings; whoever has that many corrects the first hundred and asks again


def check_pack(pack: Pack) -> list[Finding]:
    """Everything that is wrong, in no particular order; empty for a pack that may run."""
    return list(islice(_findings(pack), MOST))


def _findings(pack: Pack) -> Iterator[Finding]:
    for family in (
        reference_findings,
        course_findings,
        subject_findings,
        item_findings,
        route_findings,
        figure_findings,
        money_findings,
        party_findings,
        expression_findings,
        rule_findings,
        wording_findings,
    ):
        yield from family(pack)
