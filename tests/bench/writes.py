"""A write by another process, as an entry or an import makes it: one transaction, one published value."""

from decimal import Decimal

from db.engine import Engine
from db.queries import observations
from db.queries.reference import identifiers
from db.unit_of_work import unit_of_work
from db.vocabulary import EntryMethod, ValueState
from indicators.domain.periods import Period

AUTHOR = "mesure@example.org"


def publish(engine: Engine, series: str, year: str, value: int) -> None:
    """Publish a yearly total of a series, or a new version of it."""
    period = Period.parse(year)
    with unit_of_work(engine, AUTHOR) as work:
        observations.add_observation_version(
            work.session,
            series_id=identifiers(work.session, "series", "code")[series],
            item_id=None,
            period=(period.code, period.kind, period.start, period.end),
            state=ValueState.PUBLISHED,
            value=Decimal(value),
            flags=frozenset(),
            source="Mesure",
            method=EntryMethod.FORM,
            recorded_by=AUTHOR,
        )
        work.commit()
