"""The pages, one module per errand. They ask the services and draw; rules are not in here."""

from services.portal.api import (
    absences,
    account,
    apply,
    books,
    evidence,
    handing,
    home,
    leadtime,
    live,
    messages,
    money,
    money_apply,
    money_work,
    need,
    platforms,
    projects,
    style,
    tasks,
)

ROUTERS = (
    home.router,
    account.router,
    need.router,
    apply.router,
    projects.router,
    evidence.router,
    # Before the tasks: their paths would be taken for a task's id.
    live.router,
    absences.router,
    handing.router,
    tasks.router,
    platforms.router,
    money.router,
    money_apply.router,
    money_work.router,
    books.router,
    leadtime.router,
    messages.router,
    style.router,
)
