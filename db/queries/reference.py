"""Synchronising reference tables with files: missing rows are added, different ones updated, the rest untouched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, and_, delete, insert, select, update
from sqlalchemy.orm import Session

from db.models import Base

Key = tuple[Any, ...]


@dataclass
class SyncResult:
    """Keys of the rows that a synchronisation added, changed, found unchanged or removed."""

    added: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)
    unchanged: list[Key] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)


def sync(session: Session, table_name: str, key: Sequence[str], rows: Iterable[Mapping[str, object]]) -> SyncResult:
    """Insert rows with a new natural key and update those that differ; delete nothing."""
    table = _table(table_name)
    existing = {tuple(getattr(row, name) for name in key): row for row in session.execute(select(table))}
    result = SyncResult()
    for values in rows:
        identity = tuple(values[name] for name in key)
        current = existing.get(identity)
        if current is None:
            session.execute(insert(table).values(**values))
            result.added.append(identity)
        elif any(getattr(current, name) != value for name, value in values.items()):
            session.execute(update(table).where(_matches(table, key, identity)).values(**values))
            result.changed.append(identity)
        else:
            result.unchanged.append(identity)
    return result


def sync_links(session: Session, table_name: str, rows: Iterable[Mapping[str, object]]) -> SyncResult:
    """Make the content of a link table (all columns are its key) exactly these rows."""
    table = _table(table_name)
    names = [column.name for column in table.columns]
    expected = {tuple(values[name] for name in names) for values in rows}
    present = {tuple(row) for row in session.execute(select(table))}
    for identity in sorted(expected - present):
        session.execute(insert(table).values(**dict(zip(names, identity, strict=True))))
    for identity in sorted(present - expected):
        session.execute(delete(table).where(_matches(table, names, identity)))
    return SyncResult(sorted(expected - present), [], sorted(expected & present), sorted(present - expected))


def identifiers(session: Session, table_name: str, *key: str) -> dict[Any, int]:
    """Natural key → id; a single-column key is a bare value, a longer one a tuple."""
    table = _table(table_name)
    columns = [table.c[name] for name in key]
    rows = session.execute(select(table.c.id, *columns))
    return {(row[1] if len(key) == 1 else tuple(row[1:])): row.id for row in rows}


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _matches(table: Table, key: Sequence[str], identity: Key) -> Any:
    return and_(*(table.c[name] == value for name, value in zip(key, identity, strict=True)))
