"""Appreciations and comments: every version known at an instant, and adding one."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from db.models import AppreciationVersion, Area, CommentVersion, Series

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]

SAME_VERSION = frozenset(
    {
        "ux_appreciation_version_area",
        "ux_appreciation_version_series",
        "ux_comment_version_area",
        "ux_comment_version_series",
    }
)
"""Rules broken by whoever says something at the same time as somebody else."""

_Model = type[AppreciationVersion] | type[CommentVersion]


def appreciations(session: Session, as_of: datetime | None = None) -> Rows:
    """Versions of every appreciation, oldest first; ``area`` (0: none) and ``series`` (empty: none) say of what."""
    return _versions(session, AppreciationVersion, as_of)


def comments(session: Session, as_of: datetime | None = None) -> Rows:
    """Versions of every comment, oldest first."""
    return _versions(session, CommentVersion, as_of)


def area_id(session: Session, number: int) -> int | None:
    """Identifier of an area, None where there is none."""
    return session.execute(select(Area.id).where(Area.number == number)).scalar()


def series_id(session: Session, code: str) -> int | None:
    """Identifier of a series, None where there is none."""
    return session.execute(select(Series.id).where(Series.code == code)).scalar()


def add_appreciation(session: Session, **values: Any) -> None:
    """Append a version of an appreciation."""
    session.execute(insert(AppreciationVersion).values(**values))


def add_comment(session: Session, **values: Any) -> None:
    """Append a version of a comment."""
    session.execute(insert(CommentVersion).values(**values))


def _versions(session: Session, model: _Model, as_of: datetime | None) -> Rows:
    columns = [one for one in model.__table__.columns if one.name not in ("area_id", "series_id")]
    statement = (
        select(func.coalesce(Area.number, 0).label("area"), func.coalesce(Series.code, "").label("series"), *columns)
        .select_from(model)
        .outerjoin(Area, Area.id == model.area_id)
        .outerjoin(Series, Series.id == model.series_id)
    )
    if as_of is not None:
        statement = statement.where(model.recorded_at <= as_of)
    return list(session.execute(statement.order_by(model.version_no, model.id)))
