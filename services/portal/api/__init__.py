"""The pages, one module per errand. They ask the services and draw; rules are not in here."""

from services.portal.api import (
    account,
    apply,
    evidence,
    home,
    leadtime,
    messages,
    money,
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
    tasks.router,
    platforms.router,
    money.router,
    leadtime.router,
    messages.router,
    style.router,
)
