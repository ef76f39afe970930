"""Who works in which queue, and who is away."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Table, Text, Uuid

from services.approval.tables.base import metadata

# Who works in which queue, as their last sign-in said: to whom work can be handed.
member = Table(
    "member",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("department", Text),
    Column("is_case_worker", Boolean, nullable=False),
    Column("is_lead", Boolean, nullable=False),
    Column("is_reviewer", Boolean, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)
Index("member_of_queue", member.c.pack, member.c.department)

# Days [from_on, until_on) on which somebody is away; cut short by ended_on.
absence = Table(
    "absence",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("department", Text),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("ended_on", Date),
    Column("ended_by", Text),
)
Index("absence_of_queue", absence.c.pack, absence.c.department, absence.c.until_on)

# Who acts meanwhile, by item; the empty item stands for all others.
stand_in = Table(
    "stand_in",
    metadata,
    Column("absence_id", Uuid, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("person_name", Text, nullable=False),
)
