"""A small catalogue for data entry, with people: two areas, four series, one breakdown."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from db.models import Base
from db.unit_of_work import unit_of_work
from db.vocabulary import EntryMethod, Role
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome
from indicators.services.values import saving, steps
from tests import world

TODAY = date(2025, 3, 1)
COUNT, SHARE, FOREIGN, SHOWN = "ENT-01-A1", "ENT-02-A1", "ENT-01-A2", "ENT-03-A1"

ANNE = Person("Anne", "a@example.org", frozenset({Role.CONTRIBUTOR}), frozenset({COUNT, SHARE}))
BOB = Person("Bob", "b@example.org", frozenset({Role.CONTRIBUTOR}), frozenset({COUNT, SHARE}))
VERA = Person("Véra", "v@example.org", frozenset({Role.VALIDATOR}), areas=frozenset({1}))
WIM = Person("Wim", "w@example.org", frozenset({Role.VALIDATOR}), areas=frozenset({2}))
ADA = Person("Ada", "ada@example.org", frozenset({Role.ADMINISTRATOR}))
RENE = Person("René", "r@example.org", frozenset({Role.READER}))
NOBODY = Person("Public", "")
BOTH = Person(
    "Anne", "a@example.org", frozenset({Role.CONTRIBUTOR, Role.VALIDATOR}), frozenset({COUNT}), frozenset({1})
)

_SERIES = {"applicability": "T", "in_matrix": True}
ROWS: dict[str, list[dict[str, Any]]] = {
    "unit": [{"id": 2, "code": "%", "label": "pour cent", "symbol": "%", "is_percent": True}],
    "area": [{"id": 2, "number": 2, "ambition_id": 1, "complement": "", "focus": "", **world.NAMES}],
    "perimeter": [{"id": 3, "code": "A2", "kind": "aire", "position": 3, **world.NAMES}],
    "perimeter_area": [{"perimeter_id": 3, "area_id": 2}],
    "breakdown_item": [
        {"id": 2, "list_id": 1, "code": "GE", "label": "Grandes", "position": 2},
        {"id": 3, "list_id": 1, "code": "MICRO", "label": "Micro", "position": 3, "parent_code": "PME"},
    ],
    "indicator": [{"id": number, "code": f"ENT-0{number}", "family_id": 1, "position": number} for number in (2, 3)],
    "indicator_version": [
        {**world.DEFINITION, "id": 2, "indicator_id": 2, "unit_id": 2},
        {**world.DEFINITION, "id": 3, "indicator_id": 3, "decimals": 0},
        {**world.DEFINITION, "id": 4, "indicator_id": 1, "version_no": 2, "decimals": 0},
    ],
    "series": [
        {"id": 2, "code": SHARE, "indicator_id": 2, "perimeter_id": 1, "unit_id": 2, **_SERIES},
        {"id": 3, "code": FOREIGN, "indicator_id": 1, "perimeter_id": 3, "unit_id": 1, **_SERIES},
        {"id": 4, "code": SHOWN, "indicator_id": 3, "perimeter_id": 1, "unit_id": 1, "reads_from_id": 1, **_SERIES},
    ],
    "person": [
        {"id": number, "email": one.email, "name": one.name}
        for number, one in ((2, BOB), (3, VERA), (4, WIM), (5, ADA), (6, RENE))
    ],
    "person_series": [{"person_id": 1, "series_id": 2}, {"person_id": 2, "series_id": 1}],
}

_LEFT_OUT = {
    "observation",
    "observation_version",
    "observation_head",
    "draft",
    "period_lock",
    "lock_exception",
    "value_rule",
    "cross_rule",
    "baseline_version",
    "target_version",
    "campaign_series",
    "campaign",
    "audit_event",
    "retirement",
    "horizon_change",
    "appreciation_version",
    "comment_version",
    "edition",
    "edition_line",
    "decision",
    "decision_version",
    "decision_series",
    "decision_indicator",
    "decision_operation",
}


def fill(engine: Any) -> None:
    """The small sound world without values, then the rest of what entry needs. Committed."""
    kept = {name: rows for name, rows in world.ROWS.items() if name not in _LEFT_OUT}
    with unit_of_work(engine, "essai") as work:
        former = dict(world.ROWS)
        try:
            world.ROWS.clear()
            world.ROWS.update(kept)
            for name, rows in ROWS.items():
                world.ROWS[name] = [*kept.get(name, []), *rows]
            world.build(work.session)
        finally:
            world.ROWS.clear()
            world.ROWS.update(former)
        work.commit()


def add(engine: Any, table: str, **row: Any) -> None:
    """One more row, as a test needs it."""
    with unit_of_work(engine, "essai") as work:
        work.session.execute(insert(Base.metadata.tables[table]).values(**row))
        work.commit()


def key(series: str = COUNT, period: str = "2024", item: str = "") -> CellKey:
    """A cell of the small catalogue."""
    return CellKey(series, period, "TAILLE" if item else "", item)


def typed(text: str, at: CellKey | None = None, base: int = 0, **more: Any) -> CellInput:
    """What a person types."""
    return CellInput(at or key(), text, base, **more)


def save(engine: Any, person: Person, *inputs: CellInput, **more: Any) -> tuple[CellOutcome, ...]:
    """Save cells of the grid on the day of the tests."""
    more.setdefault("today", TODAY)
    return saving.save_cells(engine, person, inputs, EntryMethod.GRID, **more)


def advance(engine: Any, *actions: Action, at: CellKey | None = None) -> None:
    """Take a value through steps, each by somebody who may."""
    who = {Action.SUBMIT: ANNE, Action.VALIDATE: VERA, Action.PUBLISH: VERA, Action.RETURN: VERA, Action.WITHDRAW: VERA}
    for action in actions:
        (outcome,) = steps.step(engine, who[action], action, [at or key()], "Note", today=TODAY)
        assert outcome.is_written, outcome


def publish(engine: Any, text: str, at: CellKey | None = None) -> None:
    """A published value, entered by Anne and judged by Véra."""
    (outcome,) = save(engine, ANNE, typed(text, at, comment="Vérifié"))
    assert outcome.is_written, outcome
    advance(engine, Action.SUBMIT, Action.VALIDATE, Action.PUBLISH, at=at)


TEN = Decimal(10)
