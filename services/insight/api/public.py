"""Published figures: how long things take, without anybody being recognisable."""

from fastapi import APIRouter

from services.insight.api.choice import Figures
from services.insight.panels.published import service_times
from services.insight.schemas import ServiceTimesView

router = APIRouter()


@router.get("/service-times")
async def show_service_times(figures: Figures) -> ServiceTimesView:
    """Service times per pack and item; needs no sign-in. Small cells are withheld."""
    return service_times(await figures.lane())
