"""What stands in the head of every page, by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.portal.domain.texts import N_

_PROJECT_READERS: Final = frozenset(
    {"sponsor", "case_manager", "director", "auditor", "department_lead"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the head of the page."""

    path: str
    text: str
    roles: frozenset[str]


ENTRIES: Final = (
    Entry("/tasks", N_("待办事项"), frozenset({"officer", "department_lead", "gate_reviewer"})),
    Entry("/projects", N_("项目"), _PROJECT_READERS),
    Entry(
        "/follow-ups",
        N_("事后监管"),
        frozenset({"officer", "department_lead", "sponsor", "case_manager"}),
    ),
    Entry("/sittings", N_("联合会审"), frozenset({"department_lead", "case_manager"})),
    Entry("/placements", N_("平台对接"), frozenset({"platform_operator"})),
    Entry("/platform", N_("我的平台"), frozenset({"platform_operator"})),
    Entry(
        "/funding",
        N_("资金"),
        frozenset({"sponsor", "funding_officer", "director", "auditor", "assessor"}),
    ),
    Entry("/funding/contracts", N_("服务合同"), frozenset({"platform_operator"})),
    Entry(
        "/lead-time",
        N_("时效"),
        frozenset({"director", "auditor", "case_manager", "department_lead"}),
    ),
    Entry(
        "/platforms",
        N_("平台名录"),
        frozenset({"sponsor", "case_manager", "director", "auditor", "platform_operator"}),
    ),
    Entry("/deliveries", N_("投递"), frozenset({"operator"})),
)


def entries_for(roles: Iterable[str]) -> list[Entry]:
    """The links for somebody with these roles, in the order of the head."""
    held = frozenset(roles)
    return [entry for entry in ENTRIES if held & entry.roles]
