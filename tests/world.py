"""A small sound store: at least one row in every table, with known identifiers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from db.models import Base

Row = dict[str, Any]

DAY = date(2024, 12, 31)
INSTANT = datetime(2025, 3, 1, 12, tzinfo=UTC)
NAMES = {"label": "Libellé", "short_label": "Court"}
RECORDED: Row = {
    "version_no": 1,
    "state": "publiee",
    "method": "formulaire",
    "reason": "",
    "batch": None,
    "recorded_by": "a@example.org",
    "recorded_at": INSTANT,
}
PERIOD: Row = {
    "period_code": "2024",
    "period_kind": "annee",
    "period_start": date(2024, 1, 1),
    "period_end": DAY,
}
DEFINITION: Row = {
    "label": "Libellé",
    "definition": "Définition",
    "unit_id": 1,
    "decimals": 1,
    "direction": "hausse",
    "type": "resultat",
    "nature": "flux",
    "nature_text": "flux",
    "frequency": "annuelle",
    "publication_delay_months": 12,
    "source": "Source",
    "aggregation": "SOM",
    "core": True,
    "added": False,
    "version_no": 1,
    "recorded_by": "a@example.org",
    "recorded_at": INSTANT,
}
THRESHOLDS: Row = {
    "version_no": 1,
    "on_track": Decimal("0.95"),
    "accelerate": Decimal("0.60"),
    "decline": Decimal(0),
    "tolerance": Decimal("1e-9"),
    "trend_percent": Decimal(1),
    "trend_units": Decimal(1),
    "trend_small": Decimal(20),
    "reason": "",
    "recorded_by": "a@example.org",
    "recorded_at": INSTANT,
}
VALUE: Row = {
    "value": Decimal("12.5"),
    "numerator": Decimal(1),
    "denominator": Decimal(8),
    "flags": frozenset(),
}

SAID: Row = {"version_no": 1, "recorded_by": "a@example.org", "recorded_at": INSTANT, "meeting": DAY}

# In the order of references. The data version's only row comes with the migrations.
ROWS: dict[str, list[Row]] = {
    "ambition": [{"id": 1, "code": "A1", **NAMES}],
    "family": [{"id": 1, "code": "ENT", "position": 1, **NAMES}],
    "unit": [{"id": 1, "code": "nombre", "label": "nombre", "symbol": "", "is_percent": False}],
    "known_break": [{"id": 1, "happened_on": DAY, "event": "Nomenclature"}],
    "breakdown_list": [{"id": 1, "code": "TAILLE", "label": "Taille"}],
    "store_fact": [{"name": "kind", "value": "reel"}],
    "audit_event": [{"id": 1, "actor": "a@example.org", "action": "essai", "subject": "x", "happened_at": INSTANT}],
    "method_parameters": [{"id": 1, **THRESHOLDS}],
    "roadmap_version": [{"id": 1, "code": "2024", "label": "Feuille de route", "baseline_date": date(2021, 12, 31)}],
    "perimeter": [
        {"id": 1, "code": "A1", "kind": "aire", "position": 1, **NAMES},
        {"id": 2, "code": "DIS", "kind": "dis", "position": 2, **NAMES},
    ],
    "area": [{"id": 1, "number": 1, "ambition_id": 1, "complement": "", "focus": "", **NAMES}],
    "breakdown_item": [{"id": 1, "list_id": 1, "code": "PME", "label": "PME", "position": 1}],
    "indicator": [{"id": 1, "code": "ENT-01", "family_id": 1, "position": 1}],
    "roadmap_horizon": [{"id": 1, "roadmap_version_id": 1, "horizon": "CT", "due": date(2026, 12, 31)}],
    "expected_effect": [{"id": 1, "area_id": 1, "kind": "societes", "wording": "Effet"}],
    "operation": [{"id": 1, "code": "O1", "area_id": 1, "position": 1, "theme": "formation", "wording": "Former"}],
    "perimeter_area": [{"perimeter_id": 1, "area_id": 1}],
    "indicator_effect": [{"indicator_id": 1, "kind": "societes"}],
    "indicator_operation": [{"indicator_id": 1, "theme": "formation"}],
    "indicator_version": [{"id": 1, "indicator_id": 1, **DEFINITION}],
    "known_break_indicator": [{"known_break_id": 1, "indicator_id": 1}],
    "series": [
        {
            "id": 1,
            "code": "ENT-01-A1",
            "indicator_id": 1,
            "perimeter_id": 1,
            "unit_id": 1,
            "applicability": "T",
            "in_matrix": True,
        }
    ],
    "series_breakdown": [{"series_id": 1, "list_id": 1}],
    "series_horizon": [{"id": 1, "series_id": 1, "horizon": "CT", "due": date(2027, 12, 31)}],
    "baseline_version": [{"id": 1, "series_id": 1, "dated": date(2021, 12, 31), **VALUE, **RECORDED}],
    "target_version": [
        {"id": 1, "series_id": 1, "horizon": "CT", "due": date(2026, 12, 31), "value": Decimal(20), **RECORDED}
    ],
    "observation": [
        {"id": 1, "series_id": 1, "item_id": None, **PERIOD},
        {"id": 2, "series_id": 1, "item_id": 1, **PERIOD},
    ],
    "observation_version": [{"id": 1, "observation_id": 1, **VALUE, **RECORDED}],
    "observation_head": [{"observation_id": 1, "latest_id": 1, "published_id": 1}],
    "person": [
        {"id": 1, "email": "a@example.org", "name": "Anne", "issuer": "https://id.example.org", "subject": "1"},
    ],
    "person_role": [{"person_id": 1, "role": "contributeur"}],
    "person_series": [{"person_id": 1, "series_id": 1}],
    "person_area": [{"person_id": 1, "area_id": 1}],
    "sign_in_session": [{"id": 1, "token_hash": "0" * 64, "person_id": 1, "expires_at": INSTANT}],
    "sign_in_failure": [{"id": 1, "account": "a@example.org", "address": "192.0.2.1", "happened_at": INSTANT}],
    "campaign": [
        {
            "id": 1,
            "code": "C2024",
            "label": "Campagne",
            "period_code": "2024",
            "opens_on": date(2025, 1, 15),
            "due_on": date(2025, 3, 31),
            "state": "ouverte",
            "created_by": "a@example.org",
            "created_at": INSTANT,
        },
        {
            "id": 2,
            "code": "C2025",
            "label": "Campagne suivante",
            "period_code": "2025",
            "opens_on": date(2026, 1, 15),
            "due_on": date(2026, 3, 31),
            "state": "en_preparation",
            "created_by": "a@example.org",
            "created_at": INSTANT,
        },
    ],
    "campaign_series": [{"campaign_id": 1, "series_id": 1, "owner_id": 1}],
    "draft": [
        {"id": 1, "author": "a@example.org", "series_id": 1, "item_id": None, "period_code": "2024", "typed": "12,5"},
        {"id": 2, "author": "a@example.org", "series_id": 1, "item_id": 1, "period_code": "2024", "typed": "n.d."},
    ],
    "entry_batch": [{"id": 1, "code": "I1", "author": "a@example.org", "method": "fichier", "created_at": INSTANT}],
    "period_lock": [
        {"id": 1, "period_code": "2022", "reason": "Clôture", "locked_by": "a@example.org", "locked_at": INSTANT}
    ],
    "lock_exception": [
        {
            "id": 1,
            "lock_id": 1,
            "email": "a@example.org",
            "until": DAY,
            "reason": "Erreur",
            "granted_by": "b@example.org",
            "granted_at": INSTANT,
        }
    ],
    "value_rule": [
        {
            "indicator_id": 1,
            "hard_low": Decimal(0),
            "hard_high": Decimal(1000),
            "plausible_low": Decimal(1),
            "plausible_high": Decimal(500),
            "max_change": Decimal(30),
        }
    ],
    "cross_rule": [{"id": 1, "code": "R1", "definition": {}, "severity": "avertissement"}],
    "retirement": [
        {"id": 1, "series_id": 1, "reason": "Motif", "recorded_by": "a@example.org", "recorded_at": INSTANT}
    ],
    "horizon_change": [
        {
            "id": 1,
            "horizon": "CT",
            "due": DAY,
            "reason": "Motif",
            "recorded_by": "a@example.org",
            "recorded_at": INSTANT,
        }
    ],
    "appreciation_version": [
        {"id": 1, "area_id": None, "series_id": 1, "level": "atteignables", "state": "retenue", **SAID},
        {"id": 2, "area_id": 1, "series_id": None, "level": "compromis", "state": "proposee", **SAID},
    ],
    "comment_version": [
        {"id": 1, "area_id": None, "series_id": 1, "kind": "risques", "text": "Retard", **SAID},
        {"id": 2, "area_id": 1, "series_id": None, "kind": "actions", "text": "Relance", **SAID},
    ],
    # Of an instant before all the versions: a test may record more of them.
    "edition": [
        {
            "id": 1,
            "code": "C2025",
            "label": "Comité du 15/02/2025",
            "held_on": date(2025, 2, 15),
            "as_of": datetime(1, 6, 1, tzinfo=UTC),
            "frozen_at": datetime(2025, 2, 15, 12, tzinfo=UTC),
            "frozen_by": "a@example.org",
            "data_version": 0,
            "parameters_version": 1,
            "code_version": "0",
            "content": "{}",
            "fingerprint": "0" * 64,
        }
    ],
    "edition_line": [
        {
            "edition_id": 1,
            "series_id": 1,
            "in_matrix": True,
            "status": "en_retard",
            "value": Decimal("12.5"),
            "content": "{}",
        }
    ],
    "decision": [{"id": 1, "code": "D-2025-01", "taken_on": date(2025, 2, 15), "edition_id": 1}],
    "decision_version": [{"id": 1, "decision_id": 1, "text": "Relancer", "state": "ouverte", **SAID}],
    "decision_series": [{"version_id": 1, "series_id": 1}],
    "decision_indicator": [{"version_id": 1, "indicator_id": 1}],
    "decision_operation": [{"version_id": 1, "operation_id": 1}],
}


def build(session: Session) -> None:
    """Write the whole small world, and let the next identifiers come after it."""
    for name, rows in ROWS.items():
        for row in rows:
            session.execute(insert(Base.metadata.tables[name]), row)
    if session.get_bind().dialect.name == "postgresql":
        for name in (name for name, rows in ROWS.items() if "id" in rows[0]):
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1000)"))
