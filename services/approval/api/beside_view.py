"""What stands beside a task, as the API shows it: signers, ticks, where the time went, visits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from services.approval.domain.case import Case
from services.approval.domain.checklist import points_of
from services.approval.domain.gate import Gate
from services.approval.domain.signing import Signer
from services.approval.domain.spent import Happened, where_time_went
from services.approval.repository.looking import ONE_VISIT
from services.approval.schemas import CheckView, PointView, SignerView, StretchView

Rows = Iterable[Row[Any]]


def signer_views(signers: Iterable[Signer]) -> list[SignerView]:
    """A task's signers and what they said."""
    return [
        SignerView(
            person=each.who.person,
            name=each.who.name,
            asked_by_name=each.asked_by.name,
            asked_at=each.asked_at,
            note=each.note,
            agrees=each.signature.agrees if each.signature else None,
            opinion=each.signature.opinion if each.signature else None,
            signed_at=each.signature.at if each.signature else None,
            signed_by_name=each.signature.by.name if each.signature else None,
        )
        for each in signers
    ]


def point_views(task: Case | Gate) -> list[PointView]:
    """What a task's officer ticks off."""
    return [PointView(point=each.id, zh=each.zh, en=each.en) for each in points_of(task)]


def check_views(rows: Rows) -> list[CheckView]:
    """What was ticked off."""
    return [
        CheckView(
            point=row.point,
            is_met=row.is_met,
            note=row.note,
            by_name=row.by_name,
            checked_at=row.checked_at,
        )
        for row in rows
    ]


def stretch_views(record: Rows, until: datetime) -> list[StretchView]:
    """Where the time of a task went, from its record."""
    happened = [
        Happened(each.happened_at, each.what, each.data.get("to_name") or _taker(each))
        for each in record
    ]
    return [
        StretchView(party=each.party, who=each.who, from_at=each.from_at, until_at=each.until_at)
        for each in where_time_went(happened, until)
    ]


def _taker(event: Row[Any]) -> str | None:
    return event.actor_name if event.what == "claimed" else None


def last_visit(look: Row[Any] | None, now: datetime) -> datetime | None:
    """When somebody's visit before this one was; None when this is the first."""
    if look is None:
        return None
    is_new_visit: bool = look.looked_at < now - ONE_VISIT
    found: datetime | None = look.looked_at if is_new_visit else look.before_at
    return found
