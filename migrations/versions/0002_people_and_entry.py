"""people and entry

A migration must not break the release before it: add first, move data, remove in a later release.
Every constraint has a name; SQLite changes go through batch mode.
A CHECK is named through op.f("ck_…"), else the naming convention puts its prefix before the name once more.
A batch rebuilds the table: the triggers of an append-only one must be created again.
"""

import sqlalchemy as sa
from alembic import op

from db.types import ExactDecimal, UtcTimestamp

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Tables of this migration whose rows are never changed nor deleted.
APPEND_ONLY = ("retirement", "horizon_change")


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTimestamp(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('en_preparation', 'ouverte', 'cloturee', 'publiee')", name=op.f("ck_campaign_state_known")
        ),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("ck_campaign_dates_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
    )
    op.create_table(
        "cross_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_cross_rule_code")),
    )
    op.create_table(
        "entry_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcTimestamp(), nullable=False),
        sa.Column("undone_at", UtcTimestamp(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "method IN ('grille', 'formulaire', 'collage', 'fichier', 'api', 'chargement')",
            name=op.f("ck_entry_batch_method_known"),
        ),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_entry_batch_undone_pair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_batch")),
        sa.UniqueConstraint("code", name=op.f("uq_entry_batch_code")),
    )
    op.create_table(
        "period_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("locked_at", UtcTimestamp(), nullable=False),
        sa.Column("locked_by", sa.String(), nullable=False),
        sa.Column("lifted_at", UtcTimestamp(), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_period_lock_reason_given")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("ck_period_lock_lifted_pair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_lock")),
    )
    op.create_index(op.f("ix_period_lock_period_code"), "period_lock", ["period_code"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("created_at", UtcTimestamp(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.CheckConstraint("(issuer IS NULL) = (subject IS NULL)", name=op.f("ck_person_identity_pair")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_person_issuer_subject")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("happened_at", UtcTimestamp(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(op.f("ix_sign_in_failure_account"), "sign_in_failure", ["account"], unique=False)
    op.create_index(op.f("ix_sign_in_failure_address"), "sign_in_failure", ["address"], unique=False)

    op.create_table(
        "lock_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_lock_exception_reason_given")),
        sa.ForeignKeyConstraint(["lock_id"], ["period_lock.id"], name=op.f("fk_lock_exception_lock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_exception")),
    )
    op.create_index(op.f("ix_lock_exception_lock_id"), "lock_exception", ["lock_id"], unique=False)

    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role IN ('lecteur', 'contributeur', 'validateur', 'administrateur')",
            name=op.f("ck_person_role_role_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTimestamp(), nullable=False),
        sa.Column("seen_at", UtcTimestamp(), nullable=False),
        sa.Column("expires_at", UtcTimestamp(), nullable=False),
        sa.Column("revoked_at", UtcTimestamp(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False)

    op.create_table(
        "person_area",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_person_area_area_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_area_person_id")),
        sa.PrimaryKeyConstraint("person_id", "area_id", name=op.f("pk_person_area")),
    )
    op.create_table(
        "value_rule",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("hard_low", ExactDecimal(), nullable=True),
        sa.Column("hard_high", ExactDecimal(), nullable=True),
        sa.Column("plausible_low", ExactDecimal(), nullable=True),
        sa.Column("plausible_high", ExactDecimal(), nullable=True),
        sa.Column("max_change", ExactDecimal(), nullable=True),
        sa.Column("is_integer", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "hard_high NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_value_rule_hard_high_finite")
        ),
        sa.CheckConstraint(
            "hard_low NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_value_rule_hard_low_finite")
        ),
        sa.CheckConstraint(
            "max_change NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_value_rule_max_change_finite")
        ),
        sa.CheckConstraint(
            "plausible_high NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_value_rule_plausible_high_finite")
        ),
        sa.CheckConstraint(
            "plausible_low NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_value_rule_plausible_low_finite")
        ),
        sa.CheckConstraint(
            "CAST(hard_low AS NUMERIC) <= CAST(hard_high AS NUMERIC)", name=op.f("ck_value_rule_hard_order")
        ),
        sa.CheckConstraint("CAST(max_change AS NUMERIC) > 0", name=op.f("ck_value_rule_max_change_positive")),
        sa.CheckConstraint(
            "CAST(plausible_low AS NUMERIC) <= CAST(plausible_high AS NUMERIC)",
            name=op.f("ck_value_rule_plausible_order"),
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_value_rule_indicator_id")),
        sa.PrimaryKeyConstraint("indicator_id", name=op.f("pk_value_rule")),
    )
    op.create_table(
        "campaign_series",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_series_campaign_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_campaign_series_owner_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_campaign_series_series_id")),
        sa.PrimaryKeyConstraint("campaign_id", "series_id", name=op.f("pk_campaign_series")),
    )
    op.create_index(op.f("ix_campaign_series_owner_id"), "campaign_series", ["owner_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("base_version_no", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcTimestamp(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["breakdown_item.id"], name=op.f("fk_draft_item_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_draft_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(
        "ux_draft_item",
        "draft",
        ["author", "series_id", "item_id", "period_code"],
        unique=True,
        sqlite_where=sa.text("item_id IS NOT NULL"),
        postgresql_where=sa.text("item_id IS NOT NULL"),
    )
    op.create_index(
        "ux_draft_total",
        "draft",
        ["author", "series_id", "period_code"],
        unique=True,
        sqlite_where=sa.text("item_id IS NULL"),
        postgresql_where=sa.text("item_id IS NULL"),
    )

    op.create_table(
        "person_series",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_series_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_person_series_series_id")),
        sa.PrimaryKeyConstraint("person_id", "series_id", name=op.f("pk_person_series")),
    )
    op.create_table(
        "retirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("former", sa.Date(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint("(indicator_id IS NULL) <> (series_id IS NULL)", name=op.f("ck_retirement_one_subject")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_retirement_reason_given")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_retirement_indicator_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_retirement_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retirement")),
    )
    op.create_index(op.f("ix_retirement_indicator_id"), "retirement", ["indicator_id"], unique=False)
    op.create_index(op.f("ix_retirement_series_id"), "retirement", ["series_id"], unique=False)

    op.create_table(
        "horizon_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("horizon", sa.String(), nullable=False),
        sa.Column("former", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint("horizon IN ('CT', 'MT', 'LT')", name=op.f("ck_horizon_change_horizon_known")),
        sa.CheckConstraint("series_id IS NOT NULL OR due IS NOT NULL", name=op.f("ck_horizon_change_roadmap_dated")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_horizon_change_reason_given")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_horizon_change_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_horizon_change")),
    )
    op.create_index(op.f("ix_horizon_change_series_id"), "horizon_change", ["series_id"], unique=False)

    # Plain additions, not a batch: the append-only tables keep their rows and their triggers.
    op.add_column("indicator_version", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("target_version", sa.Column("maintained", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_triggers()


def downgrade() -> None:
    op.drop_column("target_version", "maintained")
    op.drop_column("indicator_version", "decided_on")
    _drop_triggers()
    op.drop_table("horizon_change")
    op.drop_table("retirement")
    op.drop_table("person_series")
    op.drop_table("draft")
    op.drop_table("campaign_series")
    op.drop_table("value_rule")
    op.drop_table("person_area")
    op.drop_table("sign_in_session")
    op.drop_table("person_role")
    op.drop_table("lock_exception")
    op.drop_table("sign_in_failure")
    op.drop_table("person")
    op.drop_table("period_lock")
    op.drop_table("entry_batch")
    op.drop_table("cross_rule")
    op.drop_table("campaign")


def _create_triggers() -> None:
    """Those of the first migration, whose function PostgreSQL already has."""
    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER append_only_{table}_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            )


def _drop_triggers() -> None:
    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER append_only ON {table}")
            op.execute(f"DROP TRIGGER append_only_truncate ON {table}")
            continue
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER append_only_{table}_{verb}")
