"""Approval over HTTP: parse, authorise, answer. Rules are in the domain.

``queue`` and ``looking`` show tasks, ``live`` follows them; ``work``, ``life``, ``handing`` and
``signing`` act on them; ``project`` is the sponsor's side; ``people`` and ``conflict`` keep
colleagues, absences and interests; ``team`` has a lead's figures and saved views; ``clock`` is the
operator's; ``letter`` gives decision letters and checks them; ``filing``, ``follow_up`` and
``sitting`` are what follows a decision. ``view``, ``life_view``, ``file_view`` and ``beside_view``
are how rows become answers, ``desks`` who may act.
"""

from typing import Final

from fastapi import APIRouter

from services.approval.api import (
    clock,
    conflict,
    filing,
    follow_up,
    handing,
    letter,
    life,
    live,
    looking,
    people,
    project,
    queue,
    signing,
    sitting,
    team,
    work,
)

router: Final = APIRouter(prefix="/api/approval/v1")
# Before the queue: its path would be taken for a task's id.
router.include_router(live.router)
router.include_router(queue.router)
router.include_router(work.router)
router.include_router(life.router)
router.include_router(letter.router)
router.include_router(handing.router)
router.include_router(signing.router)
router.include_router(looking.router)
router.include_router(people.router)
router.include_router(team.router)
router.include_router(conflict.router)
router.include_router(project.router)
router.include_router(clock.router)
router.include_router(filing.router)
router.include_router(follow_up.router)
router.include_router(sitting.router)
