"""For each named constraint, rows that break it and nothing else."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from tests.world import INSTANT as NOON
from tests.world import ROWS


@dataclass(frozen=True)
class Broken:
    """The first sound row of a table, under another identifier, with changes that a rule must refuse."""

    table: str
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def row(self) -> dict[str, Any]:
        sound = ROWS.get(self.table, [{"id": 1, "number": 0}])[0]
        return (sound | {"id": 77} if "id" in sound else sound) | self.changes


def each(table: str, *changes: dict[str, Any]) -> tuple[Broken, ...]:
    return tuple(Broken(table, one) for one in changes or ({},))


def not_finite(table: str, *columns: str) -> dict[str, tuple[Broken, ...]]:
    # Written as SQL: the column type refuses them before they reach the store.
    literals = [text(f"'{word}'") for word in ("NaN", "Infinity", "-Infinity")]
    return {
        f"ck_{table}_{column}_finite": each(table, *({column: literal} for literal in literals)) for column in columns
    }


def unknown(table: str, *columns: str) -> dict[str, tuple[Broken, ...]]:
    return {f"ck_{table}_{column}_known": each(table, {column: "inconnu"}) for column in columns}


def versions(table: str) -> dict[str, tuple[Broken, ...]]:
    return {
        f"ck_{table}_version_no_positive": each(table, *({"version_no": n, "reason": "Motif"} for n in (0, -1))),
        f"ck_{table}_value_present": each(table, {"value": None}),
        f"ck_{table}_ratio_pair": each(table, {"numerator": None}, {"denominator": None}),
        f"ck_{table}_denominator_positive": each(table, {"denominator": Decimal(0)}, {"denominator": Decimal("-0.1")}),
        f"ck_{table}_flags_sdmx": each(table, *({"flags": text(f"'{one}'")} for one in ("X", "BXE", "e", "A", "E W"))),
    } | unknown(table, "state", "method")


def not_numbered(table: str, **more: Any) -> dict[str, tuple[Broken, ...]]:
    return {f"ck_{table}_version_no_positive": each(table, *({"version_no": n, **more} for n in (0, -1)))}


def about_one(table: str, **area: Any) -> dict[str, tuple[Broken, ...]]:
    """Rules of what is said of an area or of a series."""
    return {
        f"ck_{table}_about_one": each(table, {"area_id": 1}, {"series_id": None}),
        f"ux_{table}_series": each(table),
        f"ux_{table}_area": each(table, {"area_id": 1, "series_id": None, **area}),
    }


def _only(found: dict[str, tuple[Broken, ...]], *endings: str) -> dict[str, tuple[Broken, ...]]:
    return {name: rows for name, rows in found.items() if name.endswith(endings)}


EARLIER = datetime(2025, 2, 1, tzinfo=UTC)
_ABSENT = {"value": None, "numerator": None, "denominator": None}

BREAKS: dict[str, tuple[Broken, ...]] = {
    # Roadmap
    "uq_ambition_code": each("ambition"),
    "uq_family_code": each("family"),
    "uq_area_number": each("area"),
    "ck_area_number_range": each("area", {"number": 0}, {"number": 100}),
    "uq_expected_effect_area_id_kind": each("expected_effect"),
    **unknown("expected_effect", "kind"),
    "uq_operation_code": each("operation"),
    **unknown("operation", "theme"),
    "uq_perimeter_code": each("perimeter"),
    **unknown("perimeter", "kind"),
    "uq_roadmap_version_code": each("roadmap_version"),
    "uq_roadmap_horizon_roadmap_version_id_horizon": each("roadmap_horizon"),
    **unknown("roadmap_horizon", "horizon"),
    "uq_known_break_happened_on_event": each("known_break"),
    # Catalogue
    "uq_unit_code": each("unit"),
    "uq_indicator_code": each("indicator"),
    "uq_indicator_version_indicator_id_version_no": each("indicator_version"),
    **_only(versions("indicator_version"), "version_no_positive"),
    "ck_indicator_version_decimals_range": each("indicator_version", {"decimals": -1}, {"decimals": 7}),
    "ck_indicator_version_delay_range": each(
        "indicator_version", {"publication_delay_months": -1}, {"publication_delay_months": 61}
    ),
    "ck_indicator_version_direction_judged": each(
        "indicator_version", *({"direction": "aucun", "type": one} for one in ("realisation", "resultat", "impact"))
    ),
    **unknown("indicator_version", "direction", "type", "nature", "frequency", "aggregation"),
    "uq_breakdown_list_code": each("breakdown_list"),
    "uq_breakdown_item_list_id_code": each("breakdown_item"),
    "uq_series_code": each("series", {"perimeter_id": 2}),
    "uq_series_indicator_id_perimeter_id": each("series", {"code": "ENT-01-BIS"}),
    "ck_series_reads_from_other": each("series", {"code": "ENT-01-BIS", "perimeter_id": 2, "reads_from_id": 77}),
    **unknown("series", "applicability"),
    "uq_series_horizon_series_id_horizon": each("series_horizon"),
    **unknown("series_horizon", "horizon"),
    **unknown("indicator_operation", "theme"),
    **unknown("indicator_effect", "kind"),
    # Values
    **unknown("observation", "period_kind"),
    "ck_observation_period_order": each("observation", {"period_start": date(2025, 1, 1)}),
    "ux_observation_total": each("observation"),
    "ux_observation_item": each("observation", {"item_id": 1}),
    "uq_observation_version_observation_id_version_no": each("observation_version"),
    **{name: rows for name, rows in versions("observation_version").items() if not name.endswith("value_present")},
    **not_finite("observation_version", "value", "numerator", "denominator"),
    "ck_observation_version_absence_has_reason": each(
        "observation_version",
        _ABSENT,
        *(_ABSENT | {"flags": frozenset(flag)} for flag in "DEFGINPUVW"),
        *(_ABSENT | {"state": state} for state in ("brouillon", "soumise", "renvoyee", "validee")),
    ),
    "ck_observation_version_absence_has_no_value": each(
        "observation_version", *({"flags": frozenset(flag)} for flag in "HKLMOQ")
    ),
    **unknown("observation_version", "conf_status", "reliability"),
    "uq_baseline_version_series_id_version_no": each("baseline_version"),
    **versions("baseline_version"),
    **not_finite("baseline_version", "value", "numerator", "denominator"),
    "uq_target_version_series_id_horizon_version_no": each("target_version"),
    **_only(versions("target_version"), "version_no_positive", "value_present", "_known"),
    "ck_target_version_revision_has_reason": each("target_version", {"version_no": 2}),
    **not_finite("target_version", "value"),
    **unknown("target_version", "horizon", "mode"),
    # People
    "uq_person_email": each("person", {"issuer": None, "subject": None}, {"subject": "2"}),
    "uq_person_issuer_subject": each("person", {"email": "b@example.org"}),
    "ck_person_identity_pair": each(
        "person", *({"email": "b@example.org", one: None} for one in ("issuer", "subject"))
    ),
    "ck_person_email_lower_case": each("person", {"email": "B@example.org", "subject": "2"}),
    **unknown("person_role", "role"),
    "uq_sign_in_session_token_hash": each("sign_in_session"),
    # Entry
    "uq_campaign_code": each("campaign"),
    "ck_campaign_dates_order": each("campaign", {"code": "C3", "due_on": date(2025, 1, 14)}),
    **unknown("campaign", "state"),
    "ux_draft_total": each("draft"),
    "ux_draft_item": each("draft", {"item_id": 1}),
    "uq_entry_batch_code": each("entry_batch"),
    **unknown("entry_batch", "method"),
    "ck_entry_batch_undone_pair": each(
        "entry_batch",
        *({"code": "I2", one: value} for one, value in (("undone_by", "b@example.org"), ("undone_at", NOON))),
    ),
    "ck_period_lock_reason_given": each("period_lock", {"reason": ""}),
    "ck_period_lock_lifted_pair": each("period_lock", {"lifted_by": "b@example.org"}, {"lifted_at": NOON}),
    "ck_lock_exception_reason_given": each("lock_exception", {"reason": ""}),
    **not_finite("value_rule", "hard_low", "hard_high", "plausible_low", "plausible_high", "max_change"),
    # As text, « 9 » comes after « 10 »: the order is that of numbers.
    "ck_value_rule_hard_order": each("value_rule", {"hard_low": Decimal(10), "hard_high": Decimal(9)}),
    "ck_value_rule_plausible_order": each("value_rule", {"plausible_low": Decimal(10), "plausible_high": Decimal(9)}),
    "ck_value_rule_max_change_positive": each("value_rule", {"max_change": Decimal(0)}, {"max_change": Decimal(-1)}),
    "uq_cross_rule_code": each("cross_rule"),
    # Administration
    "ck_retirement_one_subject": each("retirement", {"indicator_id": 1}, {"series_id": None}),
    "ck_retirement_reason_given": each("retirement", {"reason": ""}),
    **unknown("horizon_change", "horizon"),
    "ck_horizon_change_roadmap_dated": each("horizon_change", {"due": None}),
    "ck_horizon_change_reason_given": each("horizon_change", {"reason": ""}),
    # Committee
    "uq_edition_code": each("edition", {"as_of": EARLIER}),
    "uq_edition_as_of": each("edition", {"code": "C2"}),
    "ck_edition_fingerprint_sha256": each(
        "edition", *({"code": "C2", "as_of": EARLIER, "fingerprint": "0" * n} for n in (0, 63, 65))
    ),
    "ck_edition_as_of_past": each("edition", {"code": "C2", "as_of": NOON}),
    **not_finite("edition_line", "value"),
    **about_one("appreciation_version"),
    **not_numbered("appreciation_version"),
    **unknown("appreciation_version", "level", "state"),
    **about_one("comment_version", kind="actions"),
    **not_numbered("comment_version"),
    "ck_comment_version_text_given": each("comment_version", {"text": ""}),
    **unknown("comment_version", "kind"),
    "uq_decision_code": each("decision"),
    "uq_decision_version_decision_id_version_no": each("decision_version"),
    **not_numbered("decision_version", note="Suivi"),
    **unknown("decision_version", "state"),
    "ck_decision_version_text_given": each("decision_version", {"text": ""}),
    "ck_decision_version_change_has_note": each("decision_version", {"version_no": 2}),
    # Store
    "ck_data_version_single_row": each("data_version", {"id": 2}),
    "uq_method_parameters_version_no": each("method_parameters"),
    **not_finite(
        "method_parameters",
        *("on_track", "accelerate", "decline", "tolerance", "trend_percent", "trend_units", "trend_small"),
    ),
    "ck_method_parameters_thresholds_order": each(
        "method_parameters",
        {"accelerate": Decimal("0.95")},
        {"decline": Decimal("0.6")},
        # As text, « 10 » comes before « 9 »: the order is that of numbers.
        {"on_track": Decimal(9), "accelerate": Decimal(10)},
    ),
}

# What must differ from the sound row, so that a wrong reference is all that is wrong with it.
ANOTHER: dict[str, dict[str, Any]] = {
    "area": {"number": 2},
    "indicator": {"code": "ENT-02"},
    "indicator_version": {"version_no": 2},
    "operation": {"code": "O2"},
    "series": {"code": "ENT-01-DIS", "perimeter_id": 2},
    "observation": {"period_code": "2023"},
    "observation_version": {"version_no": 2},
    "observation_head": {"observation_id": 2},
    "person_role": {"role": "lecteur"},
    "sign_in_session": {"token_hash": "1" * 64},
    "campaign_series": {"campaign_id": 2},
    "draft": {"period_code": "2023"},
    "retirement": {"series_id": None, "indicator_id": None},
    "edition_line": {"series_id": 1},
    "appreciation_version": {"version_no": 2, "area_id": None, "series_id": None},
    "comment_version": {"version_no": 2, "area_id": None, "series_id": None},
    "decision": {"code": "D-2"},
    "decision_version": {"version_no": 2, "note": "Suivi"},
}
