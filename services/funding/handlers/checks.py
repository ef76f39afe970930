"""What an officer would look up before deciding, looked up: each check with its answer.

A picture for reading; the decision itself asks the rules again under their locks.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.errors import DomainError
from services.funding.domain.application import Application, ApplicationState
from services.funding.domain.project import Project
from services.funding.handlers.apply import known_before
from services.funding.handlers.programme import Asked, known_programme, quote_for

Result = Literal["ok", "failed", "open"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found, in both languages."""

    id: str
    result: Result
    zh: str
    en: str


async def checks_of(
    application: Application, project: Project, connection: AsyncConnection
) -> list[Check]:
    """Checks of an application that is not decided yet, in the order in which one asks."""
    if application.state not in _CHECKED:
        return []
    programme = known_programme(application.pack, application.programme)
    shown = {each["kind"] for each in application.evidence}
    lacking = [kind for kind in programme.evidence if kind not in shown]
    before = await known_before(connection, project, application.id)
    asked = Asked(application.contract_amount, application.facts, application.reading)
    found = [_refused("project", project.check_may_receive, "项目仍在办理", "The project goes on")]
    try:
        quote = quote_for(project, programme, asked, before)
    except DomainError as refusal:
        found.append(Check("amount", "failed", refusal.text("zh"), refusal.text("en")))
    else:
        found.append(_amount(application, quote.missing, None if quote.missing else quote.amount))
    found.append(
        Check("credit", "ok", f"信用等级 {project.credit_grade}", f"Grade {project.credit_grade}")
        if project.credit_grade
        else Check("credit", "open", "没有信用等级记录", "No credit grade is known")
    )
    named = ", ".join(lacking)
    found.append(
        Check("evidence", "open", f"还缺：{named}", f"Not shown yet: {named}")
        if lacking
        else Check("evidence", "ok", "材料齐全", "All evidence is listed")
    )
    return found


_CHECKED = (
    ApplicationState.AWAITING_FACTS,
    ApplicationState.SUBMITTED,
    ApplicationState.FIRST_SIGNED,
    ApplicationState.QUEUED,
)


def _refused(id_: str, rule: object, zh: str, en: str) -> Check:
    assert callable(rule)
    try:
        rule()
    except DomainError as refusal:
        return Check(id_, "failed", refusal.text("zh"), refusal.text("en"))
    return Check(id_, "ok", zh, en)


def _amount(application: Application, missing: tuple[str, ...], now: object) -> Check:
    if missing:
        named = ", ".join(missing)
        return Check("amount", "open", f"等待：{named}", f"Waits for: {named}")
    if now == application.amount:
        return Check(
            "amount", "ok", f"复算 {now} 元，一致", f"Worked out again: CNY {now}, the same"
        )
    return Check(
        "amount",
        "open",
        f"复算为 {now} 元，将按此数决定",
        f"Worked out again: CNY {now}; this is decided on",
    )
