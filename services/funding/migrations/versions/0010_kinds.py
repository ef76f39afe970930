"""Every kind of programme: instalments, contracts under vouchers, referrals, the waiting list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.migrations import required

revision = "0010"
down_revision = "0001"

SCHEMA = "funding"
TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(18, 2)
STANDS = (
    "state IN ('awaiting_facts', 'submitted', 'first_signed', 'queued', 'granted', 'committed')"
)
SUBSIDISED = (
    "state IN ('awaiting_facts', 'submitted', 'first_signed', 'queued', 'granted', 'committed', "
    "'completed')"
)
NEW_COLUMNS = (
    ("kind", sa.Text(), "'voucher'"),
    ("industry", sa.Text(), "''"),
    ("facts", JSONB(), "'{}'"),
    ("reading", sa.Text(), None),
    ("evidence", JSONB(), "'[]'"),
    ("missing", JSONB(), "'[]'"),
    ("due_at", TIME, "submitted_at + interval '30 days'"),
    ("first_by", sa.Text(), None),
    ("first_name", sa.Text(), None),
    ("first_at", TIME, None),
    ("first_reason", sa.Text(), None),
    ("queued_at", TIME, None),
    ("valid_from", sa.Date(), None),
    ("valid_until", sa.Date(), None),
    ("expired_at", TIME, None),
    ("committed_at", TIME, None),
    ("holder", sa.Text(), None),
    ("holder_name", sa.Text(), None),
    ("lease_until", TIME, None),
)
HOLDING_RULE = (
    # What an application holds is never negative and never above what was granted to it: no
    # voucher beyond its face, no instalment beyond the award, whoever writes the entries.
    """
    CREATE FUNCTION funding.check_holding() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        least numeric;
        held numeric;
        most numeric;
    BEGIN
        SELECT min(balance), sum(balance) INTO least, held FROM (
            SELECT sum(e.amount) AS balance
            FROM funding.entry e JOIN funding.movement m ON m.id = e.movement_id
            WHERE m.application_id = NEW.application_id
              AND e.account IN ('reserved', 'committed', 'paid', 'equity')
            GROUP BY e.account
        ) AS held_by_account;
        SELECT amount INTO most FROM funding.application WHERE id = NEW.application_id;
        IF least < 0 OR held > coalesce(most, 0) THEN
            RAISE EXCEPTION 'application % would hold % of % (least account %)',
                NEW.application_id, held, most, least
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER movement_within_grant AFTER INSERT ON funding.movement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.application_id IS NOT NULL)
    EXECUTE FUNCTION funding.check_holding()
    """,
)


def upgrade() -> None:
    """Widen projects, applications and movements; add what hangs on an application."""
    for name, type_ in (
        ("industry", sa.Text()),
        ("subject", sa.Text()),
        ("entry_stage", sa.Text()),
        ("facts", JSONB()),
    ):
        op.add_column("project", sa.Column(name, type_), schema=SCHEMA)
    op.add_column("budget", sa.Column("closed_at", TIME), schema=SCHEMA)
    op.add_column("budget", sa.Column("closed_reason", sa.Text), schema=SCHEMA)
    _widen_applications()
    _widen_movements()
    _create_grades()
    _create_credit()
    _create_contracts()
    _create_instalments()
    _create_referrals()
    for statement in HOLDING_RULE:
        op.execute(statement)


def _widen_applications() -> None:
    for name, type_, before in NEW_COLUMNS:
        op.add_column("application", sa.Column(name, type_), schema=SCHEMA)
        if before is not None:
            op.execute(f"UPDATE {SCHEMA}.application SET {name} = {before}")
            op.alter_column("application", name, nullable=False, schema=SCHEMA)
    for name in ("contract_amount", "contract_reference", "contract_key", "amount"):
        op.alter_column("application", name, nullable=True, schema=SCHEMA)
    op.drop_constraint("application_amount", "application", schema=SCHEMA)
    for name, rule in (
        (
            "application_amount",
            "amount > 0 AND (contract_amount IS NULL OR amount <= contract_amount)",
        ),
        (
            "application_amount_known",
            "amount IS NOT NULL OR state IN ('awaiting_facts', 'refused', 'closed')",
        ),
        (
            "application_two_people",
            "first_by IS NULL OR decided_by IS NULL OR first_by <> decided_by OR state = 'refused'",
        ),
    ):
        op.create_check_constraint(name, "application", rule, schema=SCHEMA)
    _index_applications()


def _index_applications() -> None:
    for name, columns, rule, unique in (
        ("application_once", ["project_id", "programme"], STANDS, True),
        ("contract_once", ["organisation_id", "contract_key"], SUBSIDISED, True),
        (
            "application_due",
            ["pack", "authority", "due_at", "id"],
            "state IN ('submitted', 'first_signed')",
            False,
        ),
        (
            "application_waiting",
            ["pack", "programme", "queued_at", "id"],
            "state = 'queued'",
            False,
        ),
    ):
        if unique:
            op.drop_index(name, "application", schema=SCHEMA)
        op.create_index(
            name,
            "application",
            columns,
            unique=unique,
            schema=SCHEMA,
            postgresql_where=sa.text(rule),
        )


def _widen_movements() -> None:
    op.add_column("movement", sa.Column("cause", sa.Text), schema=SCHEMA)
    # The one change of booked rows there will ever be: a column they did not have.
    op.execute(f"ALTER TABLE {SCHEMA}.movement DISABLE TRIGGER movement_is_final")
    op.execute(
        f"UPDATE {SCHEMA}.movement SET cause = kind || '/' || coalesce(application_id, budget_id)"
    )
    op.execute(f"ALTER TABLE {SCHEMA}.movement ENABLE TRIGGER movement_is_final")
    op.alter_column("movement", "cause", nullable=False, schema=SCHEMA)
    op.add_column("movement", sa.Column("about", sa.Uuid), schema=SCHEMA)
    op.add_column(
        "movement",
        sa.Column("reverses", sa.Uuid, sa.ForeignKey("funding.movement.id")),
        schema=SCHEMA,
    )
    op.add_column("movement", sa.Column("reason", sa.Text), schema=SCHEMA)
    op.drop_constraint("movement_once", "movement", schema=SCHEMA)
    op.create_unique_constraint("movement_once", "movement", ["cause"], schema=SCHEMA)
    op.create_unique_constraint("reversed_once", "movement", ["reverses"], schema=SCHEMA)
    op.create_index("movement_by_application", "movement", ["application_id"], schema=SCHEMA)
    op.execute(
        f"INSERT INTO {SCHEMA}.account (budget_id, name, balance) "
        f"SELECT id, name, 0 FROM {SCHEMA}.budget, "
        "unnest(ARRAY['committed', 'paid', 'equity']) AS name"
    )


def _create_grades() -> None:
    op.create_table(
        "grade",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("project_id", sa.Uuid()),
        required("fact", sa.Text()),
        required("value", sa.Text()),
        required("reason", sa.Text()),
        required("graded_at", TIME),
        required("graded_by", sa.Text()),
        sa.ForeignKeyConstraint(["project_id"], ["funding.project.id"]),
        schema=SCHEMA,
    )
    op.create_index("grade_newest", "grade", ["project_id", "fact", "id"], schema=SCHEMA)


def _create_credit() -> None:
    op.create_table(
        "credit",
        sa.Column("organisation_id", sa.Text, primary_key=True),
        sa.Column("pack", sa.Text, primary_key=True),
        required("grade", sa.Text()),
        required("number", sa.Integer()),
        schema=SCHEMA,
    )


def _create_contracts() -> None:
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("application_id", sa.Uuid(), index=True),
        required("project_id", sa.Uuid()),
        required("programme", sa.Text()),
        required("platform_id", sa.Text()),
        required("sponsor_id", sa.Text()),
        required("reference", sa.Text()),
        required("amount", MONEY),
        required("starts_on", sa.Date()),
        required("ends_on", sa.Date()),
        required("document_sha256", sa.Text()),
        required("share", MONEY),
        required("proposed_at", TIME),
        required("proposed_by", sa.Text()),
        required("state", sa.Text()),
        sa.Column("filed_at", TIME),
        sa.Column("filed_by", sa.Text),
        sa.Column("accepted_by_sponsor", MONEY),
        sa.Column("accepted_by_platform", MONEY),
        sa.Column("settled_at", TIME),
        sa.Column("paid", MONEY),
        sa.Column("reason", sa.Text),
        sa.ForeignKeyConstraint(["application_id"], ["funding.application.id"]),
        sa.CheckConstraint("ends_on >= starts_on", name="contract_dates"),
        sa.CheckConstraint("share > 0 AND share <= amount", name="contract_share"),
        sa.CheckConstraint("paid IS NULL OR (paid >= 0 AND paid <= share)", name="contract_paid"),
        schema=SCHEMA,
    )
    _index_contracts()


def _index_contracts() -> None:
    newest = [sa.text("platform_id"), sa.text("proposed_at DESC"), sa.text("id")]
    op.create_index("contract_of_platform", "contract", newest, schema=SCHEMA)
    same_terms = ["sponsor_id", "platform_id", "starts_on", "ends_on", "amount"]
    for name, columns in (
        ("contract_same_terms", same_terms),
        ("contract_same_document", ["document_sha256"]),
    ):
        op.create_index(
            name,
            "contract",
            columns,
            unique=True,
            schema=SCHEMA,
            postgresql_where=sa.text("state IN ('proposed', 'filed', 'accepted')"),
        )


def _create_instalments() -> None:
    op.create_table(
        "instalment",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("application_id", sa.Uuid()),
        required("number", sa.Integer()),
        required("amount", MONEY),
        required("milestone", sa.Text()),
        sa.Column("due_on", sa.Date),
        required("needed", JSONB()),
        required("evidence", JSONB()),
        sa.Column("note", sa.Text),
        required("state", sa.Text()),
        sa.Column("evidenced_at", TIME),
        sa.Column("paid_at", TIME),
        sa.Column("payment_reference", sa.Text),
        sa.ForeignKeyConstraint(["application_id"], ["funding.application.id"]),
        sa.UniqueConstraint("application_id", "number", name="instalment_number"),
        sa.CheckConstraint("amount > 0", name="instalment_amount"),
        schema=SCHEMA,
    )


def _create_referrals() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid, primary_key=True),
        required("project_id", sa.Uuid(), index=True),
        required("project_title", sa.Text()),
        required("organisation_id", sa.Text(), index=True),
        required("organisation_name", sa.Text()),
        required("pack", sa.Text()),
        required("programme", sa.Text()),
        required("kind", sa.Text()),
        required("authority", sa.Text()),
        required("recipient_zh", sa.Text()),
        required("recipient_en", sa.Text()),
        required("package", JSONB()),
        sa.Column("wanted", MONEY),
        required("consented_at", TIME),
        required("consented_by", sa.Text()),
        required("state", sa.Text()),
        sa.Column("sent_at", TIME),
        sa.Column("withdrawn_at", TIME),
        sa.Column("outcome", sa.Text),
        sa.Column("outcome_amount", MONEY),
        sa.Column("outcome_note", sa.Text),
        sa.Column("diligence", JSONB),
        sa.Column("concluded_at", TIME),
        required("version", sa.Integer()),
        sa.ForeignKeyConstraint(["project_id"], ["funding.project.id"]),
        schema=SCHEMA,
    )
    newest = [sa.text("consented_at DESC"), sa.text("id DESC")]
    op.create_index("referral_newest", "referral", newest, schema=SCHEMA)
