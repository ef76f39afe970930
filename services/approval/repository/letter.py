"""Writes decision letters; one per decision of a case, for ever."""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval.domain.letter import Letter
from services.approval.tables import letter

CONTENT: Final = TypeAdapter(Letter)


async def add_letter(
    connection: AsyncConnection, case_id: UUID, new: Letter, pdf: bytes, at: datetime
) -> None:
    """Keep a letter with its digest."""
    await connection.execute(
        insert(letter).values(
            case_id=case_id,
            number=new.number,
            code=new.code,
            content=CONTENT.dump_python(new, mode="json"),
            pdf=pdf,
            sha256=sha256(pdf).hexdigest(),
            made_at=at,
        )
    )
