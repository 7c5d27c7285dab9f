"""What data entry reads of series: their definition in force, their areas, the items that break them down."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Area,
    BreakdownItem,
    BreakdownList,
    Family,
    Indicator,
    IndicatorVersion,
    Perimeter,
    PerimeterArea,
    Series,
    SeriesBreakdown,
    Unit,
    ValueRule,
)
from db.rows import all_rows


class SeriesFactsRow(NamedTuple):
    """A series with its definition in force, its unit and the ranges of its indicator."""

    id: int
    code: str
    retired_on: date | None
    indicator_retired_on: date | None
    reads_from: str | None
    indicator: str
    perimeter: str
    perimeter_kind: str
    perimeter_label: str
    family: str
    family_label: str
    label: str
    decimals: int
    nature: str
    direction: str
    frequency: str
    unit_code: str
    unit_label: str
    unit_symbol: str
    is_percent: bool
    hard_low: Decimal | None
    hard_high: Decimal | None
    plausible_low: Decimal | None
    plausible_high: Decimal | None
    max_change: Decimal | None
    is_integer: bool | None


class SeriesAreaRow(NamedTuple):
    """A series and the number of an area that it is about."""

    code: str
    number: int


class SeriesItemRow(NamedTuple):
    """An item of a code list of a series."""

    series: str
    list: str
    list_label: str
    id: int
    item: str
    label: str
    parent_code: str | None


def series_facts(session: Session, codes: Collection[str] | None = None) -> list[SeriesFactsRow]:
    """Series with the definition in force, their unit and the ranges of their indicator, in catalogue order."""
    source = aliased(Series)
    newest = (
        select(IndicatorVersion.indicator_id, func.max(IndicatorVersion.version_no).label("version_no"))
        .group_by(IndicatorVersion.indicator_id)
        .subquery()
    )
    statement = (
        select(
            Series.id,
            Series.code,
            func.coalesce(Series.retired_on, Indicator.retired_on).label("retired_on"),
            Indicator.retired_on.label("indicator_retired_on"),
            source.code.label("reads_from"),
            Indicator.code.label("indicator"),
            Perimeter.code.label("perimeter"),
            Perimeter.kind.label("perimeter_kind"),
            Perimeter.short_label.label("perimeter_label"),
            Family.code.label("family"),
            Family.label.label("family_label"),
            IndicatorVersion.label,
            IndicatorVersion.decimals,
            IndicatorVersion.nature,
            IndicatorVersion.direction,
            IndicatorVersion.frequency,
            Unit.code.label("unit_code"),
            Unit.label.label("unit_label"),
            Unit.symbol.label("unit_symbol"),
            Unit.is_percent,
            ValueRule.hard_low,
            ValueRule.hard_high,
            ValueRule.plausible_low,
            ValueRule.plausible_high,
            ValueRule.max_change,
            ValueRule.is_integer,
        )
        .join(Indicator, Indicator.id == Series.indicator_id)
        .join(Family, Family.id == Indicator.family_id)
        .join(Perimeter, Perimeter.id == Series.perimeter_id)
        .join(Unit, Unit.id == Series.unit_id)
        .join(newest, newest.c.indicator_id == Indicator.id)
        .join(
            IndicatorVersion,
            (IndicatorVersion.indicator_id == Indicator.id) & (IndicatorVersion.version_no == newest.c.version_no),
        )
        .outerjoin(source, source.id == Series.reads_from_id)
        .outerjoin(ValueRule, ValueRule.indicator_id == Indicator.id)
    )
    if codes is not None:
        statement = statement.where(Series.code.in_(codes))
    statement = statement.order_by(Family.position, Indicator.position, Perimeter.position)
    return all_rows(session, SeriesFactsRow, statement)


def areas_by_series(session: Session, codes: Collection[str] | None = None) -> list[SeriesAreaRow]:
    """Series code and number of each area that it speaks of."""
    statement = (
        select(Series.code, Area.number)
        .join(PerimeterArea, PerimeterArea.perimeter_id == Series.perimeter_id)
        .join(Area, Area.id == PerimeterArea.area_id)
    )
    if codes is not None:
        statement = statement.where(Series.code.in_(codes))
    return all_rows(session, SeriesAreaRow, statement)


def items_by_series(session: Session, codes: Collection[str] | None = None) -> list[SeriesItemRow]:
    """Items of the code lists of series, in the order of each list."""
    statement = (
        select(
            Series.code.label("series"),
            BreakdownList.code.label("list"),
            BreakdownList.label.label("list_label"),
            BreakdownItem.id,
            BreakdownItem.code.label("item"),
            BreakdownItem.label,
            BreakdownItem.parent_code,
        )
        .join(SeriesBreakdown, SeriesBreakdown.series_id == Series.id)
        .join(BreakdownList, BreakdownList.id == SeriesBreakdown.list_id)
        .join(BreakdownItem, BreakdownItem.list_id == BreakdownList.id)
    )
    if codes is not None:
        statement = statement.where(Series.code.in_(codes))
    statement = statement.order_by(Series.code, BreakdownList.code, BreakdownItem.position)
    return all_rows(session, SeriesItemRow, statement)
