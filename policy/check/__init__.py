"""Checks what the parts of a pack mean to each other. Shapes are already right when this runs.

One module per family: references (does what is named exist), course (can a project get through),
figure (can limits and amounts be met, and where do they come from), wording (both languages).
"""

from policy.check.course import course_findings
from policy.check.figure import figure_findings
from policy.check.reference import reference_findings
from policy.check.wording import wording_findings
from policy.model import Pack
from policy.problem import Finding


def check_pack(pack: Pack) -> list[Finding]:
    """Everything that is wrong, in no particular order; empty for a pack that may run."""
    return [
        *reference_findings(pack),
        *course_findings(pack),
        *figure_findings(pack),
        *wording_findings(pack),
    ]
