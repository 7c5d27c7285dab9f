"""Drafts, each kept for its author alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.models import BreakdownItemTable, BreakdownListTable, DraftTable, SeriesTable
from db.rows import all_rows


class DraftRow(NamedTuple):
    """The unsaved text of a cell."""

    series: str
    period_code: str
    list: str | None
    item: str | None
    typed: str
    base_version_no: int
    details: dict[str, Any]
    updated_at: datetime


def drafts(session: Session, author: str) -> list[DraftRow]:
    """Drafts of one person, by series and period."""
    statement = (
        select(
            SeriesTable.code.label("series"),
            DraftTable.period_code,
            BreakdownListTable.code.label("list"),
            BreakdownItemTable.code.label("item"),
            DraftTable.typed,
            DraftTable.base_version_no,
            DraftTable.details,
            DraftTable.updated_at,
        )
        .join(SeriesTable, SeriesTable.id == DraftTable.series_id)
        .outerjoin(BreakdownItemTable, BreakdownItemTable.id == DraftTable.item_id)
        .outerjoin(BreakdownListTable, BreakdownListTable.id == BreakdownItemTable.list_id)
        .where(DraftTable.author == author)
    )
    return all_rows(session, DraftRow, statement.order_by(SeriesTable.code, DraftTable.period_code, DraftTable.id))


def keep(
    session: Session,
    author: str,
    series_id: int,
    item_id: int | None,
    period: str,
    *,
    typed: str,
    base_version_no: int,
    details: dict[str, Any],
    now: datetime,
) -> None:
    """Save the draft of a cell, replacing its author's previous one."""
    forget(session, author, series_id, item_id, period)
    session.execute(
        insert(DraftTable).values(
            author=author,
            series_id=series_id,
            item_id=item_id,
            period_code=period,
            typed=typed,
            base_version_no=base_version_no,
            details=details,
            updated_at=now,
        )
    )


def forget(session: Session, author: str, series_id: int, item_id: int | None, period: str) -> bool:
    """Delete the draft of a cell; return whether there was one."""
    same_item = DraftTable.item_id.is_(None) if item_id is None else DraftTable.item_id == item_id
    which = (
        DraftTable.author == author,
        DraftTable.series_id == series_id,
        same_item,
        DraftTable.period_code == period,
    )
    return session.execute(delete(DraftTable).where(*which).returning(DraftTable.id)).scalar() is not None


def forget_many(session: Session, author: str, cells: Collection[tuple[int, int | None, str]]) -> None:
    """Delete the drafts of one person in many cells: series, item, period."""
    mine = select(DraftTable.id, DraftTable.series_id, DraftTable.item_id, DraftTable.period_code).where(
        DraftTable.author == author
    )
    gone = [row.id for row in session.execute(mine) if (row.series_id, row.item_id, row.period_code) in cells]
    if gone:
        session.execute(delete(DraftTable).where(DraftTable.id.in_(gone)))
