"""Batches of entry: their values, and whether they were undone."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, aliased

from db.models import (
    BreakdownItemTable,
    BreakdownListTable,
    EntryBatchTable,
    ObservationHeadTable,
    ObservationTable,
    ObservationVersionTable,
    SeriesTable,
)
from db.queries.entries import CellVersionRow, cell_versions
from db.rows import all_rows, first_row
from db.vocabulary import EntryMethod


class BatchRow(NamedTuple):
    """A batch of entry."""

    id: int
    code: str
    author: str
    method: str
    file_name: str
    digest: str
    summary: dict[str, Any]
    created_at: datetime
    undone_at: datetime | None
    undone_by: str | None


class TouchedRow(NamedTuple):
    """An observation of a batch: the first and last versions from the batch, and the current version."""

    observation_id: int
    series: str
    list: str
    item: str
    period_code: str
    first_no: int
    last_no: int
    latest_no: int
    state: str
    value: Decimal | None
    recorded_by: str
    recorded_at: datetime
    latest_batch: str | None


SAME_CODE = "uq_entry_batch_code"
"""Rule broken by whoever confirms a preview that another click is confirming."""


def add(
    session: Session, *, code: str, author: str, method: EntryMethod, file_name: str = "", digest: str = ""
) -> None:
    """Insert a batch. A concurrent insert of the same code waits, then fails on SAME_CODE."""
    values = {"code": code, "author": author, "method": str(method), "file_name": file_name, "digest": digest}
    session.execute(insert(EntryBatchTable).values(summary={}, **values))


def summarise(session: Session, code: str, summary: Mapping[str, object]) -> None:
    """Store the counts of a batch."""
    session.execute(update(EntryBatchTable).where(EntryBatchTable.code == code).values(summary=dict(summary)))


def by_code(session: Session, code: str, *, hold: bool = False) -> BatchRow | None:
    """A batch, or None; ``hold`` locks it against a concurrent undo."""
    statement = select(EntryBatchTable.__table__).where(EntryBatchTable.code == code)
    return first_row(session, BatchRow, statement.with_for_update() if hold else statement)


def batches(session: Session, author: str | None = None, limit: int = 100) -> list[BatchRow]:
    """Batches (of one author), newest first."""
    statement = select(EntryBatchTable.__table__).order_by(EntryBatchTable.id.desc()).limit(limit)
    if author is not None:
        statement = statement.where(EntryBatchTable.author == author)
    return all_rows(session, BatchRow, statement)


def mark_undone(session: Session, code: str, actor: str, now: datetime) -> None:
    """Record who undid a batch, and when."""
    session.execute(update(EntryBatchTable).where(EntryBatchTable.code == code).values(undone_at=now, undone_by=actor))


def hold_heads(session: Session, code: str) -> None:
    """Lock the observations of a batch, in a fixed order."""
    touched = select(ObservationVersionTable.observation_id).where(ObservationVersionTable.batch == code)
    statement = select(ObservationHeadTable.observation_id).where(ObservationHeadTable.observation_id.in_(touched))
    session.execute(statement.order_by(ObservationHeadTable.observation_id).with_for_update()).all()


def touched(session: Session, code: str) -> list[TouchedRow]:
    """Observations of a batch: key, first and last versions from the batch, current version."""
    spans = (
        select(
            ObservationVersionTable.observation_id,
            func.min(ObservationVersionTable.version_no).label("first_no"),
            func.max(ObservationVersionTable.version_no).label("last_no"),
        )
        .where(ObservationVersionTable.batch == code)
        .group_by(ObservationVersionTable.observation_id)
        .subquery()
    )
    latest = aliased(ObservationVersionTable)
    statement = (
        select(
            ObservationTable.id.label("observation_id"),
            SeriesTable.code.label("series"),
            func.coalesce(BreakdownListTable.code, "").label("list"),
            func.coalesce(BreakdownItemTable.code, "").label("item"),
            ObservationTable.period_code,
            spans.c.first_no,
            spans.c.last_no,
            latest.version_no.label("latest_no"),
            latest.state,
            latest.value,
            latest.recorded_by,
            latest.recorded_at,
            latest.batch.label("latest_batch"),
        )
        .join(spans, spans.c.observation_id == ObservationTable.id)
        .join(SeriesTable, SeriesTable.id == ObservationTable.series_id)
        .join(ObservationHeadTable, ObservationHeadTable.observation_id == ObservationTable.id)
        .join(latest, latest.id == ObservationHeadTable.latest_id)
        .outerjoin(BreakdownItemTable, BreakdownItemTable.id == ObservationTable.item_id)
        .outerjoin(BreakdownListTable, BreakdownListTable.id == BreakdownItemTable.list_id)
    )
    return all_rows(
        session, TouchedRow, statement.order_by(SeriesTable.code, ObservationTable.period_end, ObservationTable.id)
    )


def versions_before(session: Session, code: str) -> dict[int, CellVersionRow]:
    """The version before the batch, by observation; absent when the batch created the observation."""
    imported = aliased(ObservationVersionTable)
    first = (
        select(imported.observation_id, func.min(imported.version_no).label("first_no"))
        .where(imported.batch == code)
        .group_by(imported.observation_id)
        .subquery()
    )
    statement = (
        cell_versions()
        .join(first, first.c.observation_id == ObservationTable.id)
        .join(
            ObservationVersionTable,
            (ObservationVersionTable.observation_id == ObservationTable.id)
            & (ObservationVersionTable.version_no == first.c.first_no - 1),
        )
    )
    return {row.observation_id: row for row in all_rows(session, CellVersionRow, statement)}
