"""Baselines and targets: adding a version, and reading current and former ones."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from db.models import BaselineVersionTable, SeriesTable, TargetVersionTable
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
    """Append a version of a series' baseline; return its number."""
    newest = select(func.max(BaselineVersionTable.version_no)).where(BaselineVersionTable.series_id == series_id)
    version_no = (session.execute(newest).scalar() or 0) + 1
    session.execute(
        insert(BaselineVersionTable).values(
            series_id=series_id, version_no=version_no, dated=dated, value=value, **values
        )
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
    """Append a version of a series' target at a horizon; return its number."""
    newest = select(func.max(TargetVersionTable.version_no)).where(
        TargetVersionTable.series_id == series_id, TargetVersionTable.horizon == horizon
    )
    version_no = (session.execute(newest).scalar() or 0) + 1
    session.execute(
        insert(TargetVersionTable).values(
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
    statement = select(SeriesTable.code.label("series"), *_but_id(BaselineVersionTable)).join(SeriesTable)
    if as_of is not None:
        statement = statement.where(BaselineVersionTable.recorded_at <= as_of)
    statement = statement.order_by(BaselineVersionTable.series_id, BaselineVersionTable.version_no)
    return all_rows(session, BaselineRow, statement)


def targets(session: Session, as_of: datetime | None = None) -> list[TargetRow]:
    """Every version of every target (known at an instant), oldest first within a series and horizon."""
    statement = select(SeriesTable.code.label("series"), *_but_id(TargetVersionTable)).join(SeriesTable)
    if as_of is not None:
        statement = statement.where(TargetVersionTable.recorded_at <= as_of)
    order = (TargetVersionTable.series_id, TargetVersionTable.horizon, TargetVersionTable.version_no)
    return all_rows(session, TargetRow, statement.order_by(*order))


def _but_id(model: type[BaselineVersionTable] | type[TargetVersionTable]) -> list[ColumnElement[Any]]:
    return [column for column in model.__table__.columns if column.name not in ("id", "series_id")]
