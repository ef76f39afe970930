"""Insight over HTTP: figures, and the projects behind them. Nothing here changes anything."""

from fastapi import APIRouter

from services.insight.api import lane, projects, public

router = APIRouter(prefix="/api/insight/v1")
for part in (lane, projects, public):
    router.include_router(part.router)

__all__ = ["router"]
