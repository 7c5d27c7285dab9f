"""committee: editions, appreciations, comments, decisions

A migration must not break the release before it: add first, move data, remove in a later release.
Every constraint has a name; SQLite changes go through batch mode.
A CHECK is named through op.f("ck_…"), else the naming convention puts its prefix before the name once more.
A batch rebuilds the table: the triggers of an append-only one must be created again, and those behind editions.
"""

import sqlalchemy as sa
from alembic import op

from db.types import ExactDecimal, FlagSet, UtcTimestamp

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The database itself refuses to change or delete what the committee saw, judged, said and decided.
APPEND_ONLY = (
    "edition",
    "edition_line",
    "appreciation_version",
    "comment_version",
    "decision",
    "decision_version",
    "decision_series",
    "decision_indicator",
    "decision_operation",
)

# What an edition is read back from: no version at or before its instant may come after it.
BEHIND_EDITIONS = (
    "observation_version",
    "baseline_version",
    "target_version",
    "indicator_version",
    "method_parameters",
    "retirement",
    "horizon_change",
    "appreciation_version",
    "comment_version",
)

# The lock that db.unit_of_work takes: shared by all who write, exclusive for who freezes.
WRITERS_LOCK = 7_340_022


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("as_of", UtcTimestamp(), nullable=False),
        sa.Column("frozen_at", UtcTimestamp(), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("parameters_version", sa.Integer(), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.CheckConstraint("as_of <= frozen_at", name=op.f("ck_edition_as_of_past")),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_edition_fingerprint_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("as_of", name=op.f("uq_edition_as_of")),
        sa.UniqueConstraint("code", name=op.f("uq_edition_code")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_decision_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("code", name=op.f("uq_decision_code")),
    )
    op.create_index(op.f("ix_decision_edition_id"), "decision", ["edition_id"], unique=False)
    op.create_table(
        "decision_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("in_charge", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint(
            "state IN ('ouverte', 'en_cours', 'realisee', 'abandonnee')", name=op.f("ck_decision_version_state_known")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_decision_version_text_given")),
        sa.CheckConstraint("version_no = 1 OR note <> ''", name=op.f("ck_decision_version_change_has_note")),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_decision_version_version_no_positive")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_version_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_version")),
        sa.UniqueConstraint("decision_id", "version_no", name=op.f("uq_decision_version_decision_id_version_no")),
    )
    op.create_table(
        "appreciation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("motive", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint(
            "level IN ('securises', 'atteignables', 'appuis_necessaires', 'compromis')",
            name=op.f("ck_appreciation_version_level_known"),
        ),
        sa.CheckConstraint(
            "state IN ('proposee', 'retenue', 'retiree')", name=op.f("ck_appreciation_version_state_known")
        ),
        sa.CheckConstraint("(area_id IS NULL) <> (series_id IS NULL)", name=op.f("ck_appreciation_version_about_one")),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_appreciation_version_version_no_positive")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_appreciation_version_area_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_appreciation_version_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appreciation_version")),
    )
    op.create_index(
        "ux_appreciation_version_area",
        "appreciation_version",
        ["area_id", "version_no"],
        unique=True,
        sqlite_where=sa.text("area_id IS NOT NULL"),
        postgresql_where=sa.text("area_id IS NOT NULL"),
    )
    op.create_index(
        "ux_appreciation_version_series",
        "appreciation_version",
        ["series_id", "version_no"],
        unique=True,
        sqlite_where=sa.text("series_id IS NOT NULL"),
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    op.create_table(
        "comment_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('explication', 'risques', 'actions', 'reussites')", name=op.f("ck_comment_version_kind_known")
        ),
        sa.CheckConstraint("version_no > 1 OR text <> ''", name=op.f("ck_comment_version_text_given")),
        sa.CheckConstraint("(area_id IS NULL) <> (series_id IS NULL)", name=op.f("ck_comment_version_about_one")),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_comment_version_version_no_positive")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_comment_version_area_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_comment_version_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_version")),
    )
    op.create_index(
        "ux_comment_version_area",
        "comment_version",
        ["area_id", "kind", "version_no"],
        unique=True,
        sqlite_where=sa.text("area_id IS NOT NULL"),
        postgresql_where=sa.text("area_id IS NOT NULL"),
    )
    op.create_index(
        "ux_comment_version_series",
        "comment_version",
        ["series_id", "kind", "version_no"],
        unique=True,
        sqlite_where=sa.text("series_id IS NOT NULL"),
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    op.create_table(
        "decision_indicator",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_decision_indicator_indicator_id")),
        sa.ForeignKeyConstraint(["version_id"], ["decision_version.id"], name=op.f("fk_decision_indicator_version_id")),
        sa.PrimaryKeyConstraint("version_id", "indicator_id", name=op.f("pk_decision_indicator")),
    )
    op.create_table(
        "decision_operation",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operation_id"], ["operation.id"], name=op.f("fk_decision_operation_operation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["decision_version.id"], name=op.f("fk_decision_operation_version_id")),
        sa.PrimaryKeyConstraint("version_id", "operation_id", name=op.f("pk_decision_operation")),
    )
    op.create_table(
        "decision_series",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_decision_series_series_id")),
        sa.ForeignKeyConstraint(["version_id"], ["decision_version.id"], name=op.f("fk_decision_series_version_id")),
        sa.PrimaryKeyConstraint("version_id", "series_id", name=op.f("pk_decision_series")),
    )
    op.create_table(
        "edition_line",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("in_matrix", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("flags", FlagSet(), nullable=False),
        sa.Column("appreciation", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("value NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_edition_line_value_finite")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_line_edition_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_edition_line_series_id")),
        sa.PrimaryKeyConstraint("edition_id", "series_id", name=op.f("pk_edition_line")),
    )

    op.create_index(
        "ix_observation_version_confidential",
        "observation_version",
        ["observation_id"],
        unique=False,
        sqlite_where=sa.text("conf_status <> 'F'"),
        postgresql_where=sa.text("conf_status <> 'F'"),
    )
    _refuse_changes()
    _refuse_behind_editions()


def downgrade() -> None:
    _allow_behind_editions()
    op.drop_index("ix_observation_version_confidential", table_name="observation_version")
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse_changes() -> None:
    for table in APPEND_ONLY:
        if _is_postgresql():
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


def _refuse_behind_editions() -> None:
    if _is_postgresql():
        # Whoever freezes holds the lock alone: this waits for the edition, then sees it.
        op.execute(
            "CREATE FUNCTION refuse_behind_edition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" PERFORM pg_advisory_xact_lock_shared({WRITERS_LOCK});"
            " IF EXISTS (SELECT 1 FROM edition WHERE as_of >= NEW.recorded_at) THEN"
            " RAISE EXCEPTION 'behind_edition: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
            " END IF; RETURN NEW; END $$"
        )
    for table in BEHIND_EDITIONS:
        if _is_postgresql():
            op.execute(
                f"CREATE TRIGGER behind_edition BEFORE INSERT ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_behind_edition()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER behind_edition_{table} BEFORE INSERT ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'behind_edition: {table}')"
                " WHERE EXISTS (SELECT 1 FROM edition WHERE as_of >= NEW.recorded_at); END"
            )


def _allow_behind_editions() -> None:
    for table in BEHIND_EDITIONS:
        if _is_postgresql():
            op.execute(f"DROP TRIGGER behind_edition ON {table}")
        else:
            op.execute(f"DROP TRIGGER behind_edition_{table}")
    if _is_postgresql():
        op.execute("DROP FUNCTION refuse_behind_edition()")
