"""The living style page: every component, with made-up content."""

from datetime import timedelta

from fastapi import APIRouter, Response

from services.portal.clients.backend import Refused
from services.portal.domain.lane import StagePicture, Track
from services.portal.page import render
from services.portal.visit import AnyVisit

router = APIRouter(include_in_schema=False)


@router.get("/style")
async def style(visit: AnyVisit) -> Response:
    """Tokens and components, light and dark, in both languages."""
    refusal = Refused(422, "invalid_input", "", errors={})
    return render(
        visit,
        "style.html",
        stages=_sample_lane(visit),
        refusal=refusal,
        soon=visit.now + timedelta(days=1),
        later=visit.now + timedelta(days=9),
        past=visit.now - timedelta(days=3),
        long_past=visit.now - timedelta(days=30),
    )


def _sample_lane(visit: AnyVisit) -> list[StagePicture]:
    begun = (visit.now - timedelta(days=40)).isoformat()
    recent = (visit.now - timedelta(days=2)).isoformat()
    due = (visit.now + timedelta(days=4)).isoformat()
    tracks = [
        Track("planning", "", state="decided", outcome="approved"),
        Track("land", "", ("planning",), state="under_review", opened_at=recent, due_at=due),
        Track("environment", "", state="awaiting_information"),
        Track("emergency_management", "", state="queued", opened_at=begun, due_at=due),
        Track("registration", "", state="decided", outcome="refused"),
    ]
    return [
        StagePicture("concept_verification", False, state="skipped"),
        StagePicture(
            "small_trial", False, state="done", entered_at=begun, ended_at=begun, gate="advance"
        ),
        StagePicture(
            "pilot_maturation",
            True,
            state="current",
            attempt=2,
            entered_at=begun,
            placement="asked",
            tracks=tracks,
        ),
        StagePicture("industrialisation", False),
    ]
