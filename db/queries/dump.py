"""Copying whole tables between stores, on either engine."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, Table, func, insert, select, text, update
from sqlalchemy.orm import Session

from db.models import Base
from db.types import ExactDecimal, FlagSet, UtcTimestamp
from db.vocabulary import ObsStatus

Record = dict[str, Any]

# Made by the migration itself: its row is set, not inserted.
SINGLE_ROW = "data_version"
# Once they are there, no version from before them may be added.
EDITIONS = "edition"
BATCH = 2000


def table_names() -> list[str]:
    """Tables in dependency order, with editions after the versions that they rest on."""
    tables = Base.metadata.sorted_tables
    last: set[str] = set()
    for table in tables:
        if table.name == EDITIONS or any(key.column.table.name in last for key in table.foreign_keys):
            last.add(table.name)
    return [table.name for table in sorted(tables, key=lambda table: table.name in last)]


def rows(session: Session, name: str) -> Iterator[Record]:
    """Rows of a table as JSON values, in dependency order when the table refers to itself."""
    table = Base.metadata.tables[name]
    for row in session.execute(select(table).order_by(*_order(table))).mappings():
        yield {column.name: _out(row[column.name]) for column in table.columns}


def count(session: Session, name: str) -> int:
    """Number of rows of a table."""
    return session.execute(select(func.count()).select_from(Base.metadata.tables[name])).scalar_one()


def insert_rows(session: Session, name: str, records: Iterable[Record]) -> int:
    """Insert rows made by :func:`rows`; return their number. The caller checks that the store is empty."""
    table = Base.metadata.tables[name]
    read = [{column.name: _in(column, record[column.name]) for column in table.columns} for record in records]
    if name == SINGLE_ROW:
        session.execute(update(table).values(**read[0]))
        return len(read)
    for start in range(0, len(read), BATCH):
        session.execute(insert(table), read[start : start + BATCH])
    return len(read)


def reset_sequences(session: Session) -> None:
    """Set each PostgreSQL sequence after the last identifier of its table."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and table.name != SINGLE_ROW:
            name = table.name
            session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL)"
                    f" FROM {name}"
                )
            )


def _order(table: Table) -> list[Any]:
    own = [key.parent for key in table.foreign_keys if key.column.table is table]
    return [*(column.is_not(None) for column in own), *table.primary_key.columns]


def _out(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    return "".join(sorted(value)) if isinstance(value, frozenset) else value


def _in(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, ExactDecimal):
        return Decimal(value)
    if isinstance(column.type, UtcTimestamp):
        return datetime.fromisoformat(value)
    if isinstance(column.type, FlagSet):
        return frozenset(ObsStatus(letter) for letter in value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
