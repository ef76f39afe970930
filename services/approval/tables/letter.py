"""Decision letters as they were served. Rows are added, never changed."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.approval.tables.base import metadata

letter = Table(
    "letter",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    # Which of the case's decisions it gives notice of.
    Column("number", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("content", JSONB, nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
