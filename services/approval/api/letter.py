"""Decision letters: the PDF for sponsor and department, and the check by code for everybody."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chassis.auth import Caller
from chassis.commands import Reader
from chassis.problems import Problem
from contracts.errors import NotFound
from services.approval import queries, repository
from services.approval.domain.letter import read_code, state_of
from services.approval.schemas.letter import LetterCheck

router = APIRouter()
CHECKS: Final = RateLimitItemPerMinute(30)
"""Of one address: a clerk with a pile of letters is not held up, a machine is."""
_TITLE_SHOWN: Final = 4
Code = Annotated[str, Path(min_length=1, max_length=60)]


async def hold_back(request: Request) -> None:
    """Dependency: 429 for an address that asks too often."""
    state = request.app.state
    if not hasattr(state, "letter_checks"):
        state.letter_checks = MovingWindowRateLimiter(MemoryStorage())
    limiter: MovingWindowRateLimiter = state.letter_checks
    address = request.client.host if request.client else "-"
    if not limiter.hit(CHECKS, address):
        raise Problem(
            429,
            "too_many_checks",
            zh="核验过于频繁，请一分钟后再试。",
            en="Too many checks. Try again in a minute.",
            headers={"Retry-After": "60"},
        )


@router.get("/cases/{id_}/letter", response_class=Response)
async def download_letter(id_: UUID, caller: Caller, database: Reader) -> Response:
    """The letter of a case's decision as it was served, as a PDF."""
    async with database.read() as connection:
        row = await queries.letter_row(connection, caller, id_)
    if row is None:
        raise NotFound(what_zh="决定书", what_en="decision letter")
    headers = {
        "ETag": f'"{row.sha256}"',
        "Content-Disposition": f'attachment; filename="{row.code}.pdf"',
    }
    return Response(row.pdf, media_type="application/pdf", headers=headers)


@router.get("/letters/{code}", dependencies=[Depends(hold_back)])
async def check_letter(code: Code, database: Reader) -> LetterCheck:
    """Whether the letter with this code still holds. For everybody, without signing in."""
    known = read_code(code)
    if known is None:
        return LetterCheck(state="unknown", is_mistyped=True)
    async with database.read() as connection:
        row = await queries.letter_by_code(connection, known)
        if row is None:
            return LetterCheck(state="unknown")
        standing = await repository.standing_of(connection, row.case_id)
    return LetterCheck(
        state=state_of(row.number, standing).value,
        pack=row.pack,
        department=row.department,
        item=row.item,
        outcome=row.outcome,
        title_begins=row.title[:_TITLE_SHOWN],
        decided_on=date.fromisoformat(row.decided_on),
        sha256=row.sha256,
    )
