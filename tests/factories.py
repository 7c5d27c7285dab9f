"""Makers of what a test needs in a store, one for each aggregate; the rest takes sound values."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from db.queries import observations, targets
from db.queries.reference import identifiers
from db.unit_of_work import Session
from db.vocabulary import EntryMethod, Horizon, ValueState
from indicators.domain.periods import Period

PERSON = "agent@example.org"


def instant(minute: int) -> datetime:
    """An instant of a fixed hour, so that tests order them as they wish."""
    return datetime(2025, 6, 1, 8, minute, tzinfo=UTC)


def add_value(
    session: Session,
    value: int | str | None,
    *,
    series_id: int = 1,
    item_id: int | None = None,
    period: str = "2024",
    state: ValueState = ValueState.PUBLISHED,
    **columns: Any,
) -> int:
    """A version of an observation, entered by a person; gives its number."""
    when = Period.parse(period)
    return observations.add_observation_version(
        session,
        series_id=series_id,
        item_id=item_id,
        period=(when.code, str(when.kind), when.start, when.end),
        state=state,
        value=None if value is None else Decimal(value),
        **({"method": EntryMethod.FORM, "recorded_by": PERSON} | columns),
    )


def add_target(session: Session, series: str, horizon: Horizon, **columns: Any) -> int:
    """A version of a target, decided by a person; gives its number."""
    sound = {"state": ValueState.PUBLISHED, "method": EntryMethod.FORM, "recorded_by": PERSON, "reason": "Décision"}
    series_id = identifiers(session, "series", "code")[series]
    return targets.add_target_version(session, series_id=series_id, horizon=horizon, **(sound | columns))
