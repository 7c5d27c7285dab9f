"""Bulk inserts for demonstration stores and benchmarks, which start empty.

Versions are appended as everywhere, but a whole history at a time: a hundred thousand of them take seconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from db.models import Base, BaselineVersionTable, ObservationTable, TargetVersionTable
from db.vocabulary import ValueState

# A withdrawal takes the published value back too, so its version is the one that readers see (see observations.py).
_VISIBLE = (ValueState.PUBLISHED, ValueState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class NewObservation:
    """An observation to insert with its whole history.

    ``period`` is code, kind, start, end. ``versions`` holds the columns of each version, oldest first, all with the
    same names; they are numbered from 1.
    """

    series_id: int
    item_id: int | None
    period: tuple[str, str, date, date]
    versions: tuple[Mapping[str, object], ...]


def add_many_observations(session: Session, rows: Sequence[NewObservation]) -> int:
    """Insert identities, versions and pointers in three statements; return the number of versions.

    Raises IntegrityError (a StoreError outside the unit of work) when an observation exists already.
    """
    if not rows:
        return 0
    identities = _insert(session, "observation", [_identity(row) for row in rows])
    versions = [
        {"observation_id": identity, "version_no": number, **values}
        for identity, row in zip(identities, rows, strict=True)
        for number, values in enumerate(row.versions, 1)
    ]
    ids = iter(_insert(session, "observation_version", versions))
    session.execute(insert(_table("observation_head")), list(_heads(identities, rows, ids)))
    return len(versions)


def add_many_baselines(session: Session, rows: Sequence[Mapping[str, object]]) -> int:
    """Insert versions of baselines, ``version_no`` included; return their number."""
    return _add(session, "baseline_version", rows)


def add_many_targets(session: Session, rows: Sequence[Mapping[str, object]]) -> int:
    """Insert versions of targets, ``version_no`` included; return their number."""
    return _add(session, "target_version", rows)


def series_with_values(session: Session) -> set[int]:
    """Identifiers of the series with an observation, a baseline or a target, in any state."""
    columns = (ObservationTable.series_id, BaselineVersionTable.series_id, TargetVersionTable.series_id)
    return {series_id for column in columns for series_id in session.execute(select(column).distinct()).scalars()}


def _identity(row: NewObservation) -> dict[str, object]:
    code, kind, start, end = row.period
    return {
        "series_id": row.series_id,
        "item_id": row.item_id,
        "period_code": code,
        "period_kind": kind,
        "period_start": start,
        "period_end": end,
    }


def _heads(
    identities: Iterable[int], rows: Iterable[NewObservation], ids: Iterator[int]
) -> Iterator[dict[str, object]]:
    for identity, row in zip(identities, rows, strict=True):
        latest, published = 0, None
        for values in row.versions:
            latest = next(ids)
            published = latest if values["state"] in _VISIBLE else published
        yield {"observation_id": identity, "latest_id": latest, "published_id": published}


def _insert(session: Session, name: str, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Insert rows; return their identifiers in the same order."""
    table = _table(name)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.execute(statement, list(rows)).scalars())


def _add(session: Session, name: str, rows: Sequence[Mapping[str, object]]) -> int:
    if rows:
        session.execute(insert(_table(name)), list(rows))
    return len(rows)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


__all__ = [
    "NewObservation",
    "add_many_baselines",
    "add_many_observations",
    "add_many_targets",
    "series_with_values",
]
