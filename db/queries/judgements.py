"""Ratings and comments: every version as of an instant, and adding one."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from db.models import AppreciationVersionTable, AreaTable, CommentVersionTable, SeriesTable
from db.rows import all_rows


class AppreciationRow(NamedTuple):
    """A version of a rating, of an area (``series`` is empty) or of a series (``area`` is 0)."""

    area: int
    series: str
    id: int
    level: str
    state: str
    motive: str
    meeting: date | None
    version_no: int
    recorded_by: str
    recorded_at: datetime


class CommentRow(NamedTuple):
    """A version of a comment, on an area (``series`` is empty) or on a series (``area`` is 0)."""

    area: int
    series: str
    id: int
    kind: str
    text: str
    meeting: date | None
    version_no: int
    recorded_by: str
    recorded_at: datetime


SAME_VERSION = frozenset(
    {
        "ux_appreciation_version_area",
        "ux_appreciation_version_series",
        "ux_comment_version_area",
        "ux_comment_version_series",
    }
)
"""Rules broken by whoever says something at the same time as somebody else."""

_Model = type[AppreciationVersionTable] | type[CommentVersionTable]


def appreciations(session: Session, as_of: datetime | None = None) -> list[AppreciationRow]:
    """Versions of every rating, oldest first."""
    return all_rows(session, AppreciationRow, _versions(AppreciationVersionTable, as_of))


def comments(session: Session, as_of: datetime | None = None) -> list[CommentRow]:
    """Versions of every comment, oldest first."""
    return all_rows(session, CommentRow, _versions(CommentVersionTable, as_of))


def area_id(session: Session, number: int) -> int | None:
    """Identifier of an area, or None."""
    return session.execute(select(AreaTable.id).where(AreaTable.number == number)).scalar()


def series_id(session: Session, code: str) -> int | None:
    """Identifier of a series, or None."""
    return session.execute(select(SeriesTable.id).where(SeriesTable.code == code)).scalar()


def add_appreciation(session: Session, **values: object) -> None:
    """Append a version of a rating."""
    session.execute(insert(AppreciationVersionTable).values(**values))


def add_comment(session: Session, **values: object) -> None:
    """Append a version of a comment."""
    session.execute(insert(CommentVersionTable).values(**values))


def _versions(model: _Model, as_of: datetime | None) -> Select[*tuple[Any, ...]]:
    columns = [column for column in model.__table__.columns if column.name not in ("area_id", "series_id")]
    statement = (
        select(
            func.coalesce(AreaTable.number, 0).label("area"),
            func.coalesce(SeriesTable.code, "").label("series"),
            *columns,
        )
        .select_from(model)
        .outerjoin(AreaTable, AreaTable.id == model.area_id)
        .outerjoin(SeriesTable, SeriesTable.id == model.series_id)
    )
    if as_of is not None:
        statement = statement.where(model.recorded_at <= as_of)
    return statement.order_by(model.version_no, model.id)
