"""What follows a decision: tables of its own, and the life of conditions.

The statements are those of the tables as they were then; the code's may go on.
"""

import sqlalchemy as sa
from alembic import op

from chassis.migrations import required

revision = "0020"
down_revision = "0010"

SCHEMA = "approval"


def upgrade() -> None:
    """Add the tables; a condition that there is stays open, as the first decision's."""
    for statement in STATEMENTS:
        op.execute(statement)
    for name in ("reason", "gate", "owner"):
        op.add_column("condition", sa.Column(name, sa.Text), schema=SCHEMA)
    op.add_column("condition", required("state", sa.Text(), server_default="open"), schema=SCHEMA)
    op.add_column("condition", sa.Column("replaced_by", sa.Uuid), schema=SCHEMA)
    op.add_column("condition", sa.Column("ended_at", sa.DateTime(timezone=True)), schema=SCHEMA)
    for name in ("decision", "version"):
        column = required(name, sa.Integer(), server_default="1")
        op.add_column("condition", column, schema=SCHEMA)


STATEMENTS = (
    """
    CREATE TABLE approval.commitment (
        case_id UUID NOT NULL,
        text TEXT NOT NULL,
        pack TEXT NOT NULL,
        pack_version TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        signed_by TEXT NOT NULL,
        signed_by_name TEXT NOT NULL,
        signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (case_id)
    )
    """,
    """
    CREATE TABLE approval.inspection (
        id UUID NOT NULL,
        case_id UUID NOT NULL,
        project_id UUID NOT NULL,
        pack TEXT NOT NULL,
        department TEXT NOT NULL,
        item TEXT NOT NULL,
        organisation_id TEXT NOT NULL,
        title TEXT NOT NULL,
        state TEXT NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        is_provisional BOOLEAN NOT NULL,
        rectify_limit JSONB,
        rectify_by DATE,
        found_by TEXT,
        found_by_name TEXT,
        found_at TIMESTAMP WITH TIME ZONE,
        finding TEXT,
        report TEXT,
        report_documents JSONB,
        reported_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT inspection_of_case UNIQUE (case_id)
    )
    """,
    """
    CREATE INDEX ix_approval_inspection_case_id ON approval.inspection (case_id)
    """,
    """
    CREATE INDEX ix_approval_inspection_project_id ON approval.inspection (project_id)
    """,
    """
    CREATE TABLE approval.obligation (
        id UUID NOT NULL,
        kind TEXT NOT NULL,
        subject_id UUID NOT NULL,
        case_id UUID NOT NULL,
        project_id UUID NOT NULL,
        pack TEXT NOT NULL,
        department TEXT NOT NULL,
        item TEXT NOT NULL,
        organisation_id TEXT NOT NULL,
        title TEXT NOT NULL,
        party TEXT NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        is_provisional BOOLEAN NOT NULL,
        soon_at JSONB NOT NULL,
        next_at TIMESTAMP WITH TIME ZONE,
        is_overdue BOOLEAN NOT NULL,
        closed_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_approval_obligation_case_id ON approval.obligation (case_id)
    """,
    """
    CREATE INDEX ix_approval_obligation_project_id ON approval.obligation (project_id)
    """,
    """
    CREATE INDEX obligation_next ON approval.obligation (next_at)
    WHERE closed_at IS NULL
    """,
    """
    CREATE INDEX obligation_of_department ON approval.obligation (pack, department, due_at, id)
    WHERE closed_at IS NULL
    """,
    """
    CREATE UNIQUE INDEX obligation_of_subject ON approval.obligation (subject_id, kind)
    WHERE closed_at IS NULL
    """,
    """
    CREATE TABLE approval.credit_entry (
        organisation_id TEXT NOT NULL,
        pack TEXT NOT NULL,
        number INTEGER NOT NULL,
        grade TEXT NOT NULL,
        before TEXT NOT NULL,
        ground TEXT NOT NULL,
        reason TEXT NOT NULL,
        closes JSONB NOT NULL,
        project_id UUID NOT NULL,
        case_id UUID,
        entered_by TEXT NOT NULL,
        entered_by_name TEXT NOT NULL,
        entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (organisation_id, pack, number)
    )
    """,
    """
    CREATE TABLE approval.risk_grading (
        id UUID NOT NULL,
        case_id UUID NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        cause TEXT NOT NULL,
        grade TEXT,
        rule TEXT,
        route TEXT NOT NULL,
        closed_by JSONB NOT NULL,
        facts JSONB NOT NULL,
        reason TEXT NOT NULL,
        graded_by TEXT NOT NULL,
        graded_by_name TEXT NOT NULL,
        graded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        confirmed_by TEXT,
        confirmed_by_name TEXT,
        confirmed_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (id),
        CONSTRAINT risk_grading_number UNIQUE (case_id, number)
    )
    """,
    """
    CREATE INDEX ix_approval_risk_grading_case_id ON approval.risk_grading (case_id)
    """,
    """
    CREATE UNIQUE INDEX risk_grading_waiting ON approval.risk_grading (case_id)
    WHERE state = 'proposed'
    """,
    """
    CREATE TABLE approval.discharge (
        id UUID NOT NULL,
        condition_id UUID NOT NULL,
        text TEXT NOT NULL,
        document_ids JSONB NOT NULL,
        sought_by TEXT NOT NULL,
        sought_by_name TEXT NOT NULL,
        sought_at TIMESTAMP WITH TIME ZONE NOT NULL,
        result TEXT,
        why TEXT,
        decided_by TEXT,
        decided_by_name TEXT,
        decided_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE UNIQUE INDEX discharge_waiting ON approval.discharge (condition_id)
    WHERE result IS NULL
    """,
    """
    CREATE INDEX ix_approval_discharge_condition_id ON approval.discharge (condition_id)
    """,
    """
    CREATE TABLE approval.permission (
        id UUID NOT NULL,
        case_id UUID NOT NULL,
        project_id UUID NOT NULL,
        pack TEXT NOT NULL,
        department TEXT NOT NULL,
        item TEXT NOT NULL,
        organisation_id TEXT NOT NULL,
        title TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        is_temporary BOOLEAN NOT NULL,
        from_on DATE NOT NULL,
        to_on DATE NOT NULL,
        prolongations_left INTEGER NOT NULL,
        prolonged_by_months INTEGER,
        granted_at TIMESTAMP WITH TIME ZONE NOT NULL,
        granted_by TEXT NOT NULL,
        granted_by_name TEXT NOT NULL,
        reason TEXT,
        ended_at TIMESTAMP WITH TIME ZONE,
        ended_how TEXT,
        ended_by TEXT,
        ended_by_name TEXT,
        ended_why TEXT,
        version INTEGER NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT permission_number UNIQUE (case_id, number)
    )
    """,
    """
    CREATE INDEX ix_approval_permission_case_id ON approval.permission (case_id)
    """,
    """
    CREATE INDEX ix_approval_permission_project_id ON approval.permission (project_id)
    """,
    """
    CREATE UNIQUE INDEX permission_in_force ON approval.permission (case_id)
    WHERE state = 'in_force'
    """,
    """
    CREATE TABLE approval.case_standing (
        case_id UUID NOT NULL,
        number INTEGER NOT NULL,
        revoked_at TIMESTAMP WITH TIME ZONE,
        revoked_ground TEXT,
        revoked_why TEXT,
        revoked_by TEXT,
        revoked_by_name TEXT,
        PRIMARY KEY (case_id)
    )
    """,
    """
    CREATE TABLE approval.upstream_flag (
        id BIGINT GENERATED BY DEFAULT AS IDENTITY,
        case_id UUID NOT NULL,
        upstream_id UUID NOT NULL,
        upstream_item TEXT NOT NULL,
        flagged_at TIMESTAMP WITH TIME ZONE NOT NULL,
        cleared_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_approval_upstream_flag_case_id ON approval.upstream_flag (case_id)
    """,
    """
    CREATE INDEX ix_approval_upstream_flag_upstream_id ON approval.upstream_flag (upstream_id)
    """,
    """
    CREATE TABLE approval.reconsideration (
        id UUID NOT NULL,
        case_id UUID NOT NULL,
        project_id UUID NOT NULL,
        pack TEXT NOT NULL,
        department TEXT NOT NULL,
        item TEXT NOT NULL,
        organisation_id TEXT NOT NULL,
        title TEXT NOT NULL,
        cause TEXT NOT NULL,
        state TEXT NOT NULL,
        of_number INTEGER NOT NULL,
        before JSONB NOT NULL,
        first_officers JSONB NOT NULL,
        reason TEXT NOT NULL,
        document_ids JSONB NOT NULL,
        sought_by TEXT NOT NULL,
        sought_by_name TEXT NOT NULL,
        sought_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        result TEXT,
        outcome TEXT,
        why TEXT,
        decided_by TEXT,
        decided_by_name TEXT,
        decided_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT reconsideration_once UNIQUE (case_id, of_number)
    )
    """,
    """
    CREATE INDEX ix_approval_reconsideration_case_id ON approval.reconsideration (case_id)
    """,
    """
    CREATE INDEX ix_approval_reconsideration_project_id ON approval.reconsideration (project_id)
    """,
    """
    CREATE TABLE approval.sitting (
        id UUID NOT NULL,
        project_id UUID NOT NULL,
        organisation_id TEXT NOT NULL,
        pack TEXT NOT NULL,
        title TEXT NOT NULL,
        state TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        place TEXT NOT NULL,
        agenda TEXT NOT NULL,
        called_by TEXT NOT NULL,
        called_by_name TEXT NOT NULL,
        called_at TIMESTAMP WITH TIME ZONE NOT NULL,
        absent JSONB NOT NULL,
        minutes TEXT,
        held_by TEXT,
        held_by_name TEXT,
        held_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_approval_sitting_project_id ON approval.sitting (project_id)
    """,
    """
    CREATE INDEX sitting_of_pack ON approval.sitting (pack, at DESC, id DESC)
    """,
    """
    CREATE UNIQUE INDEX sitting_waiting ON approval.sitting (project_id)
    WHERE state = 'called'
    """,
    """
    CREATE TABLE approval.sitting_case (
        sitting_id UUID NOT NULL,
        case_id UUID NOT NULL,
        item TEXT NOT NULL,
        department TEXT NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE,
        outcome TEXT,
        PRIMARY KEY (sitting_id, case_id)
    )
    """,
    """
    CREATE INDEX sitting_case_of_case ON approval.sitting_case (case_id)
    """,
)
