"""What people are typing, kept for each of them apart."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.models import BreakdownItem, BreakdownList, Draft, Series
from db.rows import all_rows


class DraftRow(NamedTuple):
    """What somebody typed in a cell and has not saved yet."""

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
            Series.code.label("series"),
            Draft.period_code,
            BreakdownList.code.label("list"),
            BreakdownItem.code.label("item"),
            Draft.typed,
            Draft.base_version_no,
            Draft.details,
            Draft.updated_at,
        )
        .join(Series, Series.id == Draft.series_id)
        .outerjoin(BreakdownItem, BreakdownItem.id == Draft.item_id)
        .outerjoin(BreakdownList, BreakdownList.id == BreakdownItem.list_id)
        .where(Draft.author == author)
    )
    return all_rows(session, DraftRow, statement.order_by(Series.code, Draft.period_code, Draft.id))


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
    """Keep what was typed in a cell, in place of what its author had typed before."""
    forget(session, author, series_id, item_id, period)
    session.execute(
        insert(Draft).values(
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
    """Drop the draft of a cell; whether there was one."""
    same_item = Draft.item_id.is_(None) if item_id is None else Draft.item_id == item_id
    which = (Draft.author == author, Draft.series_id == series_id, same_item, Draft.period_code == period)
    return session.execute(delete(Draft).where(*which).returning(Draft.id)).scalar() is not None


def forget_many(session: Session, author: str, cells: Collection[tuple[int, int | None, str]]) -> None:
    """Drop the drafts of one person in many cells: series, item, period."""
    mine = select(Draft.id, Draft.series_id, Draft.item_id, Draft.period_code).where(Draft.author == author)
    gone = [row.id for row in session.execute(mine) if (row.series_id, row.item_id, row.period_code) in cells]
    if gone:
        session.execute(delete(Draft).where(Draft.id.in_(gone)))
