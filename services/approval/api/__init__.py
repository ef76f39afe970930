"""Approval over HTTP: parse, authorise, answer. Rules are in the domain.

``queue`` shows tasks, ``work`` acts on them, ``project`` is the sponsor's side, ``conflict`` keeps
conflicts of interest; ``view`` is how rows become answers, ``desks`` who may act.
"""

from typing import Final

from fastapi import APIRouter

from services.approval.api import conflict, project, queue, work

router: Final = APIRouter(prefix="/api/approval/v1")
router.include_router(queue.router)
router.include_router(work.router)
router.include_router(conflict.router)
router.include_router(project.router)
