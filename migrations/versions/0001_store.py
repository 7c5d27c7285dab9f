"""store

A migration must not break the release before it: add first, move data, remove in a later release.
Every constraint has a name; SQLite changes go through batch mode.
"""

import sqlalchemy as sa
from alembic import op

from db.types import ExactDecimal, FlagSet, UtcTimestamp

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Past versions are facts: the database itself refuses to change or delete them.
APPEND_ONLY = (
    "observation",
    "observation_version",
    "baseline_version",
    "target_version",
    "indicator_version",
    "method_parameters",
    "audit_event",
)


def upgrade() -> None:
    op.create_table(
        "ambition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("short_label", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ambition"),
        sa.UniqueConstraint("code", name="uq_ambition_code"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", UtcTimestamp(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_happened_at", "audit_event", ["happened_at"])

    op.create_table(
        "breakdown_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_breakdown_list"),
        sa.UniqueConstraint("code", name="uq_breakdown_list_code"),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_version_single_row")),
        sa.PrimaryKeyConstraint("id", name="pk_data_version"),
    )
    op.create_table(
        "family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("short_label", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_family"),
        sa.UniqueConstraint("code", name="uq_family_code"),
    )
    op.create_table(
        "known_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_known_break"),
        sa.UniqueConstraint("happened_on", "event", name="uq_known_break_happened_on_event"),
    )
    op.create_table(
        "method_parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("on_track", ExactDecimal(), nullable=False),
        sa.Column("accelerate", ExactDecimal(), nullable=False),
        sa.Column("decline", ExactDecimal(), nullable=False),
        sa.Column("tolerance", ExactDecimal(), nullable=False),
        sa.Column("trend_percent", ExactDecimal(), nullable=False),
        sa.Column("trend_units", ExactDecimal(), nullable=False),
        sa.Column("trend_small", ExactDecimal(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint(
            "accelerate NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_method_parameters_accelerate_finite")
        ),
        sa.CheckConstraint(
            "decline NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_method_parameters_decline_finite")
        ),
        sa.CheckConstraint(
            "on_track NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_method_parameters_on_track_finite")
        ),
        sa.CheckConstraint(
            "tolerance NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_method_parameters_tolerance_finite")
        ),
        sa.CheckConstraint(
            "trend_percent NOT IN ('NaN', 'Infinity', '-Infinity')",
            name=op.f("ck_method_parameters_trend_percent_finite"),
        ),
        sa.CheckConstraint(
            "trend_small NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_method_parameters_trend_small_finite")
        ),
        sa.CheckConstraint(
            "trend_units NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_method_parameters_trend_units_finite")
        ),
        sa.CheckConstraint(
            "CAST(on_track AS NUMERIC) > CAST(accelerate AS NUMERIC) AND CAST(accelerate AS NUMERIC) > CAST(decline AS NUMERIC)",
            name=op.f("ck_method_parameters_thresholds_order"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_method_parameters"),
        sa.UniqueConstraint("version_no", name="uq_method_parameters_version_no"),
    )
    op.create_table(
        "perimeter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("short_label", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('aire', 'groupe', 'dis')", name=op.f("ck_perimeter_kind_known")),
        sa.PrimaryKeyConstraint("id", name="pk_perimeter"),
        sa.UniqueConstraint("code", name="uq_perimeter_code"),
    )
    op.create_table(
        "roadmap_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("baseline_date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roadmap_version"),
        sa.UniqueConstraint("code", name="uq_roadmap_version_code"),
    )
    op.create_table(
        "store_fact",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_store_fact"),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("is_percent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("code", name="uq_unit_code"),
    )
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("short_label", sa.String(), nullable=False),
        sa.Column("complement", sa.String(), nullable=False),
        sa.Column("ambition_id", sa.Integer(), nullable=False),
        sa.Column("focus", sa.String(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name=op.f("ck_area_number_range")),
        sa.ForeignKeyConstraint(["ambition_id"], ["ambition.id"], name="fk_area_ambition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_area"),
        sa.UniqueConstraint("number", name="uq_area_number"),
    )
    op.create_index("ix_area_ambition_id", "area", ["ambition_id"])

    op.create_table(
        "breakdown_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["breakdown_list.id"], name="fk_breakdown_item_list_id"),
        sa.PrimaryKeyConstraint("id", name="pk_breakdown_item"),
        sa.UniqueConstraint("list_id", "code", name="uq_breakdown_item_list_id_code"),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name="fk_indicator_family_id"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator"),
        sa.UniqueConstraint("code", name="uq_indicator_code"),
    )
    op.create_index("ix_indicator_family_id", "indicator", ["family_id"])

    op.create_table(
        "roadmap_horizon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadmap_version_id", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.CheckConstraint("horizon IN ('CT', 'MT', 'LT')", name=op.f("ck_roadmap_horizon_horizon_known")),
        sa.ForeignKeyConstraint(
            ["roadmap_version_id"], ["roadmap_version.id"], name="fk_roadmap_horizon_roadmap_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roadmap_horizon"),
        sa.UniqueConstraint("roadmap_version_id", "horizon", name="uq_roadmap_horizon_roadmap_version_id_horizon"),
    )
    op.create_table(
        "expected_effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("roadmap_line", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('societes', 'produits', 'infrastructures', 'implementation')",
            name=op.f("ck_expected_effect_kind_known"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_expected_effect_area_id"),
        sa.PrimaryKeyConstraint("id", name="pk_expected_effect"),
        sa.UniqueConstraint("area_id", "kind", name="uq_expected_effect_area_id_kind"),
    )
    op.create_table(
        "indicator_effect",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('societes', 'produits', 'infrastructures', 'implementation')",
            name=op.f("ck_indicator_effect_kind_known"),
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_indicator_effect_indicator_id"),
        sa.PrimaryKeyConstraint("indicator_id", "kind", name="pk_indicator_effect"),
    )
    op.create_table(
        "indicator_operation",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.CheckConstraint(
            "theme IN ('reseautage', 'financement', 'recherche', 'capacite', 'partenariats', 'transfert', 'international', 'visibilite', 'formation')",
            name=op.f("ck_indicator_operation_theme_known"),
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_indicator_operation_indicator_id"),
        sa.PrimaryKeyConstraint("indicator_id", "theme", name="pk_indicator_operation"),
    )
    op.create_table(
        "indicator_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("nature_text", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("frequency_text", sa.String(), nullable=False),
        sa.Column("publication_delay_months", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("aggregation", sa.String(), nullable=False),
        sa.Column("breakdowns_text", sa.Text(), nullable=False),
        sa.Column("roadmap_anchor", sa.Text(), nullable=False),
        sa.Column("caution", sa.Text(), nullable=False),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "aggregation IN ('SOM', 'DIST', 'RATIO', 'NA')", name=op.f("ck_indicator_version_aggregation_known")
        ),
        sa.CheckConstraint(
            "direction <> 'aucun' OR type = 'contexte'", name=op.f("ck_indicator_version_direction_judged")
        ),
        sa.CheckConstraint(
            "direction IN ('hausse', 'baisse', 'aucun')", name=op.f("ck_indicator_version_direction_known")
        ),
        sa.CheckConstraint(
            "frequency IN ('biennale', 'annuelle', 'semestrielle', 'trimestrielle', 'mensuelle', 'irreguliere')",
            name=op.f("ck_indicator_version_frequency_known"),
        ),
        sa.CheckConstraint(
            "nature IN ('stock', 'flux', 'cumul', 'moyenne', 'mediane', 'enquete', 'capacite')",
            name=op.f("ck_indicator_version_nature_known"),
        ),
        sa.CheckConstraint(
            "type IN ('contexte', 'realisation', 'resultat', 'impact')", name=op.f("ck_indicator_version_type_known")
        ),
        sa.CheckConstraint("decimals BETWEEN 0 AND 6", name=op.f("ck_indicator_version_decimals_range")),
        sa.CheckConstraint("publication_delay_months BETWEEN 0 AND 60", name=op.f("ck_indicator_version_delay_range")),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_indicator_version_version_no_positive")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_indicator_version_indicator_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_indicator_version_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_version"),
        sa.UniqueConstraint("indicator_id", "version_no", name="uq_indicator_version_indicator_id_version_no"),
    )
    op.create_table(
        "known_break_indicator",
        sa.Column("known_break_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_known_break_indicator_indicator_id"),
        sa.ForeignKeyConstraint(["known_break_id"], ["known_break.id"], name="fk_known_break_indicator_known_break_id"),
        sa.PrimaryKeyConstraint("known_break_id", "indicator_id", name="pk_known_break_indicator"),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("roadmap_line", sa.String(), nullable=False),
        sa.CheckConstraint(
            "theme IN ('reseautage', 'financement', 'recherche', 'capacite', 'partenariats', 'transfert', 'international', 'visibilite', 'formation')",
            name=op.f("ck_operation_theme_known"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_operation_area_id"),
        sa.PrimaryKeyConstraint("id", name="pk_operation"),
        sa.UniqueConstraint("code", name="uq_operation_code"),
    )
    op.create_index("ix_operation_area_id", "operation", ["area_id"])

    op.create_table(
        "perimeter_area",
        sa.Column("perimeter_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_perimeter_area_area_id"),
        sa.ForeignKeyConstraint(["perimeter_id"], ["perimeter.id"], name="fk_perimeter_area_perimeter_id"),
        sa.PrimaryKeyConstraint("perimeter_id", "area_id", name="pk_perimeter_area"),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("perimeter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("applicability", sa.String(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("in_matrix", sa.Boolean(), nullable=False),
        sa.Column("is_context", sa.Boolean(), nullable=False),
        sa.Column("reads_from_id", sa.Integer(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("applicability IN ('T', 'P', 'DIS', '+')", name=op.f("ck_series_applicability_known")),
        sa.CheckConstraint("reads_from_id <> id", name=op.f("ck_series_reads_from_other")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_series_indicator_id"),
        sa.ForeignKeyConstraint(["perimeter_id"], ["perimeter.id"], name="fk_series_perimeter_id"),
        sa.ForeignKeyConstraint(["reads_from_id"], ["series.id"], name="fk_series_reads_from_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_series_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("code", name="uq_series_code"),
        sa.UniqueConstraint("indicator_id", "perimeter_id", name="uq_series_indicator_id_perimeter_id"),
    )
    op.create_index("ix_series_perimeter_id", "series", ["perimeter_id"])

    op.create_table(
        "baseline_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("numerator", ExactDecimal(), nullable=True),
        sa.Column("denominator", ExactDecimal(), nullable=True),
        sa.Column("flags", FlagSet(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint(
            "denominator NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_baseline_version_denominator_finite")
        ),
        sa.CheckConstraint(
            "method IN ('grille', 'formulaire', 'collage', 'fichier', 'api', 'chargement')",
            name=op.f("ck_baseline_version_method_known"),
        ),
        sa.CheckConstraint(
            "numerator NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_baseline_version_numerator_finite")
        ),
        sa.CheckConstraint(
            "state IN ('brouillon', 'soumise', 'renvoyee', 'validee', 'publiee', 'retiree')",
            name=op.f("ck_baseline_version_state_known"),
        ),
        sa.CheckConstraint("trim(flags, 'BDEFGHIJKLMNOPQSUVW') = ''", name=op.f("ck_baseline_version_flags_sdmx")),
        sa.CheckConstraint("value IS NOT NULL OR state = 'retiree'", name=op.f("ck_baseline_version_value_present")),
        sa.CheckConstraint(
            "value NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_baseline_version_value_finite")
        ),
        sa.CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name=op.f("ck_baseline_version_ratio_pair")),
        sa.CheckConstraint("CAST(denominator AS NUMERIC) > 0", name=op.f("ck_baseline_version_denominator_positive")),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_baseline_version_version_no_positive")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_baseline_version_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_baseline_version"),
        sa.UniqueConstraint("series_id", "version_no", name="uq_baseline_version_series_id_version_no"),
    )
    op.create_index("ix_baseline_version_recorded_at", "baseline_version", ["recorded_at"])

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("period_kind", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "period_kind IN ('annee', 'semestre', 'trimestre', 'mois', 'jour')",
            name=op.f("ck_observation_period_kind_known"),
        ),
        sa.CheckConstraint("period_start <= period_end", name=op.f("ck_observation_period_order")),
        sa.ForeignKeyConstraint(["item_id"], ["breakdown_item.id"], name="fk_observation_item_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_observation_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
    )
    op.create_index(
        "ux_observation_item",
        "observation",
        ["series_id", "item_id", "period_code"],
        unique=True,
        sqlite_where=sa.text("item_id IS NOT NULL"),
        postgresql_where=sa.text("item_id IS NOT NULL"),
    )
    op.create_index(
        "ux_observation_total",
        "observation",
        ["series_id", "period_end", "period_code"],
        unique=True,
        sqlite_where=sa.text("item_id IS NULL"),
        postgresql_where=sa.text("item_id IS NULL"),
    )

    op.create_table(
        "series_breakdown",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["breakdown_list.id"], name="fk_series_breakdown_list_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_series_breakdown_series_id"),
        sa.PrimaryKeyConstraint("series_id", "list_id", name="pk_series_breakdown"),
    )
    op.create_table(
        "series_horizon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("horizon IN ('CT', 'MT', 'LT')", name=op.f("ck_series_horizon_horizon_known")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_series_horizon_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series_horizon"),
        sa.UniqueConstraint("series_id", "horizon", name="uq_series_horizon_series_id_horizon"),
    )
    op.create_table(
        "target_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("horizon", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("to_confirm", sa.Boolean(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint("horizon IN ('CT', 'MT', 'LT')", name=op.f("ck_target_version_horizon_known")),
        sa.CheckConstraint(
            "method IN ('grille', 'formulaire', 'collage', 'fichier', 'api', 'chargement')",
            name=op.f("ck_target_version_method_known"),
        ),
        sa.CheckConstraint("mode IN ('niveau', 'cumul')", name=op.f("ck_target_version_mode_known")),
        sa.CheckConstraint(
            "state IN ('brouillon', 'soumise', 'renvoyee', 'validee', 'publiee', 'retiree')",
            name=op.f("ck_target_version_state_known"),
        ),
        sa.CheckConstraint("value IS NOT NULL OR state = 'retiree'", name=op.f("ck_target_version_value_present")),
        sa.CheckConstraint(
            "value NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_target_version_value_finite")
        ),
        sa.CheckConstraint("version_no = 1 OR reason <> ''", name=op.f("ck_target_version_revision_has_reason")),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_target_version_version_no_positive")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_target_version_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_target_version"),
        sa.UniqueConstraint(
            "series_id", "horizon", "version_no", name="uq_target_version_series_id_horizon_version_no"
        ),
    )
    op.create_index("ix_target_version_recorded_at", "target_version", ["recorded_at"])

    op.create_table(
        "observation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("numerator", ExactDecimal(), nullable=True),
        sa.Column("denominator", ExactDecimal(), nullable=True),
        sa.Column("flags", FlagSet(), nullable=False),
        sa.Column("conf_status", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_published_on", sa.Date(), nullable=True),
        sa.Column("reliability", sa.String(), nullable=False),
        sa.Column("caveat", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcTimestamp(), nullable=False),
        sa.CheckConstraint(
            "conf_status IN ('F', 'N', 'C', 'D', 'A', 'O', 'E')", name=op.f("ck_observation_version_conf_status_known")
        ),
        sa.CheckConstraint(
            "denominator NOT IN ('NaN', 'Infinity', '-Infinity')",
            name=op.f("ck_observation_version_denominator_finite"),
        ),
        sa.CheckConstraint(
            "method IN ('grille', 'formulaire', 'collage', 'fichier', 'api', 'chargement')",
            name=op.f("ck_observation_version_method_known"),
        ),
        sa.CheckConstraint(
            "numerator NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_observation_version_numerator_finite")
        ),
        sa.CheckConstraint("reliability IN ('', 'A', 'B')", name=op.f("ck_observation_version_reliability_known")),
        sa.CheckConstraint(
            "state IN ('brouillon', 'soumise', 'renvoyee', 'validee', 'publiee', 'retiree')",
            name=op.f("ck_observation_version_state_known"),
        ),
        sa.CheckConstraint("trim(flags, 'BDEFGHIJKLMNOPQSUVW') = ''", name=op.f("ck_observation_version_flags_sdmx")),
        sa.CheckConstraint(
            "value IS NOT NULL OR state = 'retiree' OR (flags LIKE '%H%' OR flags LIKE '%K%' OR flags LIKE '%L%' OR flags LIKE '%M%' OR flags LIKE '%O%' OR flags LIKE '%Q%' OR flags LIKE '%B%' OR flags LIKE '%J%' OR flags LIKE '%S%')",
            name=op.f("ck_observation_version_absence_has_reason"),
        ),
        sa.CheckConstraint(
            "value IS NULL OR NOT (flags LIKE '%H%' OR flags LIKE '%K%' OR flags LIKE '%L%' OR flags LIKE '%M%' OR flags LIKE '%O%' OR flags LIKE '%Q%')",
            name=op.f("ck_observation_version_absence_has_no_value"),
        ),
        sa.CheckConstraint(
            "value NOT IN ('NaN', 'Infinity', '-Infinity')", name=op.f("ck_observation_version_value_finite")
        ),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)", name=op.f("ck_observation_version_ratio_pair")
        ),
        sa.CheckConstraint(
            "CAST(denominator AS NUMERIC) > 0", name=op.f("ck_observation_version_denominator_positive")
        ),
        sa.CheckConstraint("version_no >= 1", name=op.f("ck_observation_version_version_no_positive")),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_observation_version_observation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_observation_version"),
        sa.UniqueConstraint("observation_id", "version_no", name="uq_observation_version_observation_id_version_no"),
    )
    op.create_index("ix_observation_version_recorded_at", "observation_version", ["recorded_at"])

    op.create_table(
        "observation_head",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("latest_id", sa.Integer(), nullable=False),
        sa.Column("published_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["latest_id"], ["observation_version.id"], name="fk_observation_head_latest_id"),
        sa.ForeignKeyConstraint(["observation_id"], ["observation.id"], name="fk_observation_head_observation_id"),
        sa.ForeignKeyConstraint(["published_id"], ["observation_version.id"], name="fk_observation_head_published_id"),
        sa.PrimaryKeyConstraint("observation_id", name="pk_observation_head"),
    )

    _create_triggers()
    op.execute("INSERT INTO data_version (id, number, changed_at) VALUES (1, 0, CURRENT_TIMESTAMP)")


def downgrade() -> None:
    _drop_triggers()
    op.drop_table("observation_head")
    op.drop_table("observation_version")
    op.drop_table("target_version")
    op.drop_table("series_horizon")
    op.drop_table("series_breakdown")
    op.drop_table("observation")
    op.drop_table("baseline_version")
    op.drop_table("series")
    op.drop_table("perimeter_area")
    op.drop_table("operation")
    op.drop_table("known_break_indicator")
    op.drop_table("indicator_version")
    op.drop_table("indicator_operation")
    op.drop_table("indicator_effect")
    op.drop_table("expected_effect")
    op.drop_table("roadmap_horizon")
    op.drop_table("indicator")
    op.drop_table("breakdown_item")
    op.drop_table("area")
    op.drop_table("unit")
    op.drop_table("store_fact")
    op.drop_table("roadmap_version")
    op.drop_table("perimeter")
    op.drop_table("method_parameters")
    op.drop_table("known_break")
    op.drop_table("family")
    op.drop_table("data_version")
    op.drop_table("breakdown_list")
    op.drop_table("audit_event")
    op.drop_table("ambition")


def _create_triggers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
            " END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER append_only_{table}_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
            )


def _drop_triggers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER append_only ON {table}")
            op.execute(f"DROP TRIGGER append_only_truncate ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
        return
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER append_only_{table}_{verb}")
