"""The pages, one module per errand. They ask the services and draw; rules are not in here."""

from services.portal.api import (
    absences,
    account,
    apply,
    case_life,
    evidence,
    handing,
    home,
    leadtime,
    live,
    messages,
    money,
    need,
    organisation,
    platforms,
    projects,
    signing,
    style,
    tasks,
)

ROUTERS = (
    home.router,
    account.router,
    need.router,
    organisation.router,
    apply.router,
    projects.router,
    evidence.router,
    # Before the tasks: their paths would be taken for a task's id.
    live.router,
    absences.router,
    handing.router,
    signing.router,
    tasks.router,
    case_life.router,
    platforms.router,
    money.router,
    leadtime.router,
    messages.router,
    style.router,
)
