"""Who looked at a task when, and what they ticked off on its checklist."""

from sqlalchemy import Boolean, Column, DateTime, Table, Text, Uuid

from services.approval.tables.base import metadata

# A visit of somebody's to a task's page, and the one before it.
task_look = Table(
    "task_look",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("looked_at", DateTime(timezone=True), nullable=False),
    Column("before_at", DateTime(timezone=True)),
)

# The last word on each point of a task's checklist; every tick is in the task's history too.
task_check = Table(
    "task_check",
    metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("point", Text, primary_key=True),
    Column("is_met", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False),
)
