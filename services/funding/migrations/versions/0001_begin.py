"""Funding begins: applications, and a ledger that the database itself keeps in balance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import begin_plumbing, required

revision = "0001"
down_revision = None

SCHEMA = "funding"
TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(18, 2)
STANDS = "state IN ('submitted', 'granted')"

LEDGER_RULES = (
    # An account follows its entries and nothing else.
    """
    CREATE FUNCTION funding.move_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE funding.account SET balance = balance + NEW.amount
        WHERE budget_id = NEW.budget_id AND name = NEW.account;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER entry_moves_balance AFTER INSERT ON funding.entry
    FOR EACH ROW EXECUTE FUNCTION funding.move_balance()
    """,
    """
    CREATE FUNCTION funding.guard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' AND NEW.balance = 0 THEN
            RETURN NEW;
        END IF;
        -- Depth 2: called from the trigger of an entry.
        IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'an account moves only by ledger entries'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER account_follows_entries BEFORE INSERT OR UPDATE OR DELETE ON funding.account
    FOR EACH ROW EXECUTE FUNCTION funding.guard_balance()
    """,
    # What is booked stays booked; a mistake is corrected by another movement.
    """
    CREATE FUNCTION funding.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON funding.entry
    FOR EACH STATEMENT EXECUTE FUNCTION funding.refuse_change()
    """,
    """
    CREATE TRIGGER movement_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON funding.movement
    FOR EACH STATEMENT EXECUTE FUNCTION funding.refuse_change()
    """,
    """
    CREATE TRIGGER account_stays BEFORE TRUNCATE ON funding.account
    FOR EACH STATEMENT EXECUTE FUNCTION funding.refuse_change()
    """,
    # Looked at when the transaction commits: by then all entries of a movement are there.
    """
    CREATE FUNCTION funding.check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        moved uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
        total numeric;
        legs integer;
    BEGIN
        SELECT coalesce(sum(amount), 0), count(*) INTO total, legs
        FROM funding.entry WHERE movement_id = moved;
        IF total <> 0 OR legs < 2 THEN
            RAISE EXCEPTION 'movement % has % entries that sum to %', moved, legs, total
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER movement_is_balanced AFTER INSERT ON funding.movement
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION funding.check_balanced('id')
    """,
    """
    CREATE CONSTRAINT TRIGGER entry_is_balanced AFTER INSERT ON funding.entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION funding.check_balanced('movement_id')
    """,
)


def upgrade() -> None:
    """Create the plumbing, funding's own tables, and the rules of the ledger."""
    begin_plumbing(SCHEMA)
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Text),
        sa.Column("organisation_name", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("sponsor_kind", sa.Text),
        sa.Column("pack", sa.Text),
        sa.Column("pack_version", sa.Text),
        sa.Column("pack_digest", sa.Text),
        sa.Column("ended_as", sa.Text),
        schema=SCHEMA,
    )
    _create_application()
    _index_application()
    _create_accounts()
    _create_movement()
    _create_entry()
    for statement in LEDGER_RULES:
        op.execute(statement)


def _create_application() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("project_id", sa.Uuid(), index=True),
        required("project_title", sa.Text()),
        required("organisation_id", sa.Text(), index=True),
        required("organisation_name", sa.Text()),
        required("pack", sa.Text()),
        required("programme", sa.Text()),
        required("authority", sa.Text()),
        required("contract_amount", MONEY),
        required("contract_reference", sa.Text()),
        required("contract_key", sa.Text()),
        required("purpose", sa.Text()),
        required("sponsor_kind", sa.Text()),
        required("amount", MONEY),
        required("working", JSONB()),
        required("submitted_at", TIME),
        required("submitted_by", sa.Text()),
        required("state", sa.Text()),
        sa.Column("budget_year", sa.Integer),
        sa.Column("ground", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("decided_at", TIME),
        sa.Column("decided_by", sa.Text),
        sa.Column("closed_at", TIME),
        required("version", sa.Integer()),
        sa.ForeignKeyConstraint(["project_id"], ["funding.project.id"]),
        sa.CheckConstraint("amount > 0 AND amount <= contract_amount", name="application_amount"),
        schema=SCHEMA,
    )


def _index_application() -> None:
    newest = [sa.text("submitted_at DESC"), sa.text("id DESC")]
    op.create_index("application_newest", "application", newest, schema=SCHEMA)
    for name, columns in (
        ("application_once", ["project_id", "programme"]),
        ("contract_once", ["organisation_id", "contract_key"]),
    ):
        op.create_index(
            name,
            "application",
            columns,
            unique=True,
            schema=SCHEMA,
            postgresql_where=sa.text(STANDS),
        )


def _create_accounts() -> None:
    op.create_table(
        "budget",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("pack", sa.Text()),
        required("programme", sa.Text()),
        required("year", sa.Integer()),
        required("authority", sa.Text()),
        required("opened_at", TIME),
        sa.UniqueConstraint("pack", "programme", "year", name="budget_once"),
        schema=SCHEMA,
    )
    op.create_table(
        "account",
        sa.Column("budget_id", sa.Uuid, sa.ForeignKey("funding.budget.id"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        required("balance", MONEY),
        sa.CheckConstraint("balance >= 0 OR name = 'appropriation'", name="account_not_negative"),
        schema=SCHEMA,
    )


def _create_movement() -> None:
    op.create_table(
        "movement",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("budget_id", sa.Uuid()),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("funding.application.id")),
        required("kind", sa.Text()),
        required("moved_at", TIME),
        sa.Column("moved_by", sa.Text),
        sa.ForeignKeyConstraint(["budget_id"], ["funding.budget.id"]),
        sa.UniqueConstraint("id", "budget_id", name="movement_of_budget"),
        sa.UniqueConstraint("application_id", "kind", name="movement_once"),
        schema=SCHEMA,
    )
    op.create_index(
        "opened_once",
        "movement",
        ["budget_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("kind = 'opened'"),
    )


def _create_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("movement_id", sa.Uuid, primary_key=True),
        sa.Column("account", sa.Text, primary_key=True),
        required("budget_id", sa.Uuid()),
        required("amount", MONEY),
        sa.ForeignKeyConstraint(
            ["movement_id", "budget_id"],
            ["funding.movement.id", "funding.movement.budget_id"],
            name="entry_of_movement",
        ),
        sa.ForeignKeyConstraint(
            ["budget_id", "account"],
            ["funding.account.budget_id", "funding.account.name"],
            name="entry_of_account",
        ),
        sa.CheckConstraint("amount <> 0", name="entry_moves"),
        schema=SCHEMA,
    )
    op.create_index("entry_by_account", "entry", ["budget_id", "account"], schema=SCHEMA)
