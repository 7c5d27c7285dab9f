"""Rows hold what they declare. Names of columns are checked wherever a query runs; types are checked here."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import literal, select

import db.queries
from db.engine import Engine, connect
from db.models.base import now
from db.queries import (
    administration,
    batches,
    campaigns,
    catalogue,
    drafts,
    editions,
    entries,
    journal,
    observations,
    rules,
)
from db.queries import people as accounts
from db.rows import all_rows, first_row
from db.unit_of_work import Session, reading, unit_of_work
from db.vocabulary import EntryMethod, Horizon, ValueState
from indicators.services.store import preparing
from seeds.demo.people import EVERYBODY
from tests.factories import add_value
from tests.stores import Stores

PERSON = EVERYBODY[0].email
SUBJECT = "9f3c"
BATCH = "IMP-1"
YEAR = date(2025, 1, 1), date(2025, 12, 31)
AGES_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# What must give no row in a sound store.
INTEGRITY = {"observations_without_head", "misplaced_heads", "version_gaps"}


class PairRow(NamedTuple):
    """Two columns of a query of these tests."""

    first: int
    second: str


@pytest.fixture
def lively(stores: Stores) -> Iterator[Engine]:
    """The demonstration with its people, and a little of each thing that it lacks."""
    url = stores.filled(preparing.prepare_demonstration)
    engine = connect(url)
    with unit_of_work(engine, PERSON) as work:
        add_what_the_demonstration_lacks(work.session)
        work.commit()
    yield engine
    engine.dispose()
    stores.discard(url)


def add_what_the_demonstration_lacks(session: Session) -> None:
    series = next(row for row in catalogue.series(session) if row.reads_from is None)
    indicator = administration.indicator(session, series.indicator)
    person = accounts.by_email(session, PERSON)
    assert indicator is not None
    assert person is not None
    accounts.change(session, person.id, issuer="https://id.example.org", subject=SUBJECT)
    accounts.open_session(session, person.id, SUBJECT, now(), now() + timedelta(hours=1))
    batches.add(session, code=BATCH, author=PERSON, method=EntryMethod.FILE)
    add_value(session, 1, series_id=series.id, period="2001", state=ValueState.DRAFT)
    add_value(session, 2, series_id=series.id, period="2001", batch=BATCH)
    details = {"comment": "Essai"}
    drafts.keep(session, PERSON, series.id, None, "2001", typed="3", base_version_no=2, details=details, now=now())
    rules.set_cross_rule(session, "R1", {"left": {}, "operator": "=", "right": {}}, "bloque")
    rules.set_value_rule(session, indicator.id, is_integer=False)
    for on in (date(2026, 1, 1), None):
        administration.retire(session, indicator, on, is_series=False, reason="Essai", recorded_by=PERSON)
    administration.retire(
        session,
        administration.SubjectRow(series.id, series.code, None),
        date(2026, 1, 1),
        is_series=True,
        reason="Essai",
        recorded_by=PERSON,
    )
    administration.add_horizon_change(
        session, horizon=Horizon.SHORT, due=date(2027, 1, 1), reason="Essai", recorded_by=PERSON
    )


def arguments(session: Session) -> dict[Callable[..., object], dict[str, Any]]:
    """What the queries need that cannot do with a session alone."""
    series = next(row for row in catalogue.series(session) if row.reads_from is None)
    definition = next(row for row in catalogue.definitions(session) if row.code == series.indicator)
    campaign, edition = campaigns.campaigns(session)[0], editions.editions(session)[0]
    [cell] = entries.current(session, [series.code], periods=["2001"])
    return {
        administration.cross_rule: {"code": "R1"},
        administration.definition_versions: {"indicator_id": definition.indicator_id},
        administration.indicator: {"code": definition.code},
        administration.series_by_code: {"code": series.code},
        administration.value_rule: {"indicator_id": definition.indicator_id},
        batches.by_code: {"code": BATCH},
        batches.touched: {"code": BATCH},
        batches.versions_before: {"code": BATCH},
        campaigns.active_person: {"email": PERSON},
        campaigns.campaign: {"code": campaign.code},
        campaigns.series: {"campaign_id": campaign.id},
        campaigns.totals: {"campaign_id": campaign.id, "start": YEAR[0], "end": YEAR[1]},
        drafts.drafts: {"author": PERSON},
        editions.edition: {"code": edition.code},
        editions.lines: {"edition_id": edition.id},
        entries.current: {"codes": catalogue_codes(session)},
        entries.former_versions: {"observation_id": cell.observation_id},
        entries.in_states: {"states": list(ValueState)},
        entries.contributions: {"observation_ids": [cell.observation_id]},
        journal.events: {"filters": journal.JournalFilter()},
        observations.drafts_of_published: {"since": AGES_AGO},
        observations.history: {"series_id": series.id},
        observations.observations: {"totals_only": False, "withdrawn": True},
        observations.revised_totals: {"series_id": series.id},
        accounts.by_email: {"email": PERSON},
        accounts.by_identity: {"issuer": "https://id.example.org", "subject": SUBJECT},
        accounts.live_session: {"token_hash": SUBJECT, "at": now(), "seen_after": AGES_AGO},
    }


def catalogue_codes(session: Session) -> list[str]:
    return [row.code for row in catalogue.series(session)]


def row_types(annotation: object) -> Iterator[type]:
    """The types of rows in an annotation."""
    if isinstance(annotation, type) and hasattr(annotation, "_fields"):
        yield annotation
    for part in get_args(annotation):
        yield from row_types(part)


def queries() -> list[Callable[..., Any]]:
    """Every function of ``db.queries`` that gives rows."""
    names = [f"db.queries.{module.name}" for module in pkgutil.iter_modules(db.queries.__path__)]
    functions = [
        function
        for module in map(importlib.import_module, names)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    return [function for function in functions if [*row_types(get_type_hints(function)["return"])]]


def rows_of(result: Any) -> list[Any]:
    if result is None:
        return []
    if hasattr(result, "_fields"):
        return [result]
    return list(result.values()) if isinstance(result, dict) else list(result)


def mistyped(row: Any) -> set[str]:
    """Fields that hold something else than what they declare."""
    wrong = set()
    for name, types in declared_types(type(row)).items():
        if type(getattr(row, name)) not in types:
            wrong.add(f"{type(row).__name__}.{name}: {getattr(row, name)!r}")
    return wrong


@cache
def declared_types(row_type: type) -> dict[str, set[type]]:
    """The types that each field may hold."""
    return {
        name: {get_origin(part) or part for part in (get_args(hint) if isinstance(hint, UnionType) else (hint,))}
        for name, hint in get_type_hints(row_type).items()
    }


def test_rows_of_every_query_hold_the_types_that_they_declare(lively: Engine) -> None:
    with unit_of_work(lively, PERSON) as work:  # some of them hold what they read until the end of a write
        needed = arguments(work.session)
        given = {query: rows_of(query(work.session, **needed.get(query, {}))) for query in queries()}
    assert {fault for rows in given.values() for row in rows for fault in mistyped(row)} == set()
    assert {query.__name__ for query, rows in given.items() if not rows} == INTEGRITY


def test_a_query_that_selects_other_columns_than_its_rows_declare_is_refused(scratch: Engine) -> None:
    """Even when it finds nothing: a name or an order that drifts shows at the first run of the query."""
    first, second = literal(1).label("first"), literal("a").label("second")
    with reading(scratch) as session:
        assert all_rows(session, PairRow, select(first, second)) == [PairRow(1, "a")]
        for columns in ((second, first), (first,), (first, second.label("segond"))):
            with pytest.raises(TypeError, match="PairRow"):
                all_rows(session, PairRow, select(*columns).where(literal(1) == 2))
            with pytest.raises(TypeError, match="PairRow"):
                first_row(session, PairRow, select(*columns).where(literal(1) == 2))
