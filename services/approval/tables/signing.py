"""Signers of tasks. Rows are ended, never removed; what they said when is in ``task_event`` too."""

from sqlalchemy import Boolean, Column, DateTime, Index, Table, Text, Uuid

from services.approval.tables.base import metadata

task_signer = Table(
    "task_signer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("task_id", Uuid, nullable=False),
    Column("person", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_by_name", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("note", Text, nullable=False),
    Column("agrees", Boolean),
    Column("opinion", Text),
    Column("signed_at", DateTime(timezone=True)),
    Column("signed_by", Text),
    Column("signed_by_name", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_why", Text),
)
Index(
    "task_signer_standing",
    task_signer.c.task_id,
    task_signer.c.person,
    unique=True,
    postgresql_where=task_signer.c.ended_at.is_(None),
)
# What waits for somebody's signature.
Index(
    "task_signer_of_person",
    task_signer.c.person,
    task_signer.c.task_id,
    postgresql_where=task_signer.c.ended_at.is_(None),
)
