"""Editions and their lines."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.models import EditionLineTable, EditionTable, SeriesTable
from db.rows import all_rows, first_row
from db.vocabulary import ObsStatus


class EditionHeadRow(NamedTuple):
    """An edition without its content."""

    id: int
    code: str
    label: str
    held_on: date
    note: str
    as_of: datetime
    frozen_at: datetime
    frozen_by: str
    data_version: int
    parameters_version: int
    code_version: str
    fingerprint: str


class EditionRow(NamedTuple):
    """An edition with its content."""

    id: int
    code: str
    label: str
    held_on: date
    note: str
    as_of: datetime
    frozen_at: datetime
    frozen_by: str
    data_version: int
    parameters_version: int
    code_version: str
    content: str
    fingerprint: str


class EditionLineRow(NamedTuple):
    """A series in an edition."""

    series: str
    edition_id: int
    series_id: int
    in_matrix: bool
    status: str
    reason: str
    period_code: str
    value: Decimal | None
    flags: frozenset[ObsStatus]
    appreciation: str
    content: str


class StatusCountRow(NamedTuple):
    """Number of series of the matrix with one status in an edition."""

    code: str
    status: str
    many: int


_HEAD = [column for column in EditionTable.__table__.columns if column.name != "content"]


def editions(session: Session) -> list[EditionHeadRow]:
    """Every edition without its content, latest instant first."""
    return all_rows(session, EditionHeadRow, select(*_HEAD).order_by(EditionTable.as_of.desc()))


def edition(session: Session, code: str) -> EditionRow | None:
    """An edition with its content, or None."""
    return first_row(session, EditionRow, select(EditionTable.__table__).where(EditionTable.code == code))


def lines(session: Session, edition_id: int) -> list[EditionLineRow]:
    """The lines of an edition by series code."""
    statement = select(SeriesTable.code.label("series"), *EditionLineTable.__table__.columns).join(SeriesTable)
    statement = statement.where(EditionLineTable.edition_id == edition_id).order_by(SeriesTable.code)
    return all_rows(session, EditionLineRow, statement)


def status_counts(session: Session) -> list[StatusCountRow]:
    """Edition, status, number of series of the matrix."""
    statement = (
        select(EditionTable.code, EditionLineTable.status, func.count().label("many"))
        .join(EditionLineTable, EditionLineTable.edition_id == EditionTable.id)
        .where(EditionLineTable.in_matrix)
        .group_by(EditionTable.code, EditionLineTable.status)
    )
    return all_rows(session, StatusCountRow, statement)


def add(session: Session, head: Mapping[str, object], rows: Sequence[Mapping[str, object]]) -> int:
    """Add an edition and its lines; return its identifier."""
    edition_id = session.execute(insert(EditionTable).values(**head).returning(EditionTable.id)).scalar_one()
    if rows:
        session.execute(insert(EditionLineTable), [{"edition_id": edition_id, **row} for row in rows])
    return edition_id
