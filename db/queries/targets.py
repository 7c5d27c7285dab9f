"""Baselines and targets: adding a version, reading the versions in force and the former ones."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from db.models import BaselineVersion, Series, TargetVersion
from db.rows import all_rows
from db.vocabulary import Horizon, ObsStatus, TargetMode


class BaselineRow(NamedTuple):
    """A version of the baseline of a series."""

    series: str
    dated: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    flags: frozenset[ObsStatus]
    source: str
    version_no: int
    state: str
    method: str
    reason: str
    batch: str | None
    recorded_by: str
    recorded_at: datetime


class TargetRow(NamedTuple):
    """A version of the target of a series at a horizon."""

    series: str
    horizon: str
    due: date
    value: Decimal | None
    mode: str
    decided_on: date | None
    source: str
    to_confirm: bool
    maintained: bool
    version_no: int
    state: str
    method: str
    reason: str
    batch: str | None
    recorded_by: str
    recorded_at: datetime


def add_baseline_version(
    session: Session, *, series_id: int, dated: date, value: Decimal | None, **values: object
) -> int:
    """Append a version of a series' baseline; gives its number."""
    newest = select(func.max(BaselineVersion.version_no)).where(BaselineVersion.series_id == series_id)
    version_no = (session.execute(newest).scalar() or 0) + 1
    session.execute(
        insert(BaselineVersion).values(series_id=series_id, version_no=version_no, dated=dated, value=value, **values)
    )
    return version_no


def add_target_version(
    session: Session,
    *,
    series_id: int,
    horizon: Horizon,
    due: date,
    value: Decimal | None,
    mode: TargetMode = TargetMode.LEVEL,
    **values: object,
) -> int:
    """Append a version of a series' target at a horizon; gives its number."""
    newest = select(func.max(TargetVersion.version_no)).where(
        TargetVersion.series_id == series_id, TargetVersion.horizon == horizon
    )
    version_no = (session.execute(newest).scalar() or 0) + 1
    session.execute(
        insert(TargetVersion).values(
            series_id=series_id,
            horizon=horizon,
            version_no=version_no,
            due=due,
            value=value,
            mode=mode,
            **values,
        )
    )
    return version_no


def baselines(session: Session, as_of: datetime | None = None) -> list[BaselineRow]:
    """Every version of every baseline (known at an instant), oldest first within a series."""
    statement = select(Series.code.label("series"), *_but_id(BaselineVersion)).join(Series)
    if as_of is not None:
        statement = statement.where(BaselineVersion.recorded_at <= as_of)
    statement = statement.order_by(BaselineVersion.series_id, BaselineVersion.version_no)
    return all_rows(session, BaselineRow, statement)


def targets(session: Session, as_of: datetime | None = None) -> list[TargetRow]:
    """Every version of every target (known at an instant), oldest first within a series and horizon."""
    statement = select(Series.code.label("series"), *_but_id(TargetVersion)).join(Series)
    if as_of is not None:
        statement = statement.where(TargetVersion.recorded_at <= as_of)
    order = (TargetVersion.series_id, TargetVersion.horizon, TargetVersion.version_no)
    return all_rows(session, TargetRow, statement.order_by(*order))


def _but_id(model: type[BaselineVersion] | type[TargetVersion]) -> list[ColumnElement[Any]]:
    return [column for column in model.__table__.columns if column.name not in ("id", "series_id")]
