"""Series as data entry reads them: definition in force, areas, breakdown items."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    AreaTable,
    BreakdownItemTable,
    BreakdownListTable,
    FamilyTable,
    IndicatorTable,
    IndicatorVersionTable,
    PerimeterAreaTable,
    PerimeterTable,
    SeriesBreakdownTable,
    SeriesTable,
    UnitTable,
    ValueRuleTable,
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
    """A series and the number of one of its areas."""

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
    source = aliased(SeriesTable)
    newest = (
        select(IndicatorVersionTable.indicator_id, func.max(IndicatorVersionTable.version_no).label("version_no"))
        .group_by(IndicatorVersionTable.indicator_id)
        .subquery()
    )
    statement = (
        select(
            SeriesTable.id,
            SeriesTable.code,
            func.coalesce(SeriesTable.retired_on, IndicatorTable.retired_on).label("retired_on"),
            IndicatorTable.retired_on.label("indicator_retired_on"),
            source.code.label("reads_from"),
            IndicatorTable.code.label("indicator"),
            PerimeterTable.code.label("perimeter"),
            PerimeterTable.kind.label("perimeter_kind"),
            PerimeterTable.short_label.label("perimeter_label"),
            FamilyTable.code.label("family"),
            FamilyTable.label.label("family_label"),
            IndicatorVersionTable.label,
            IndicatorVersionTable.decimals,
            IndicatorVersionTable.nature,
            IndicatorVersionTable.direction,
            IndicatorVersionTable.frequency,
            UnitTable.code.label("unit_code"),
            UnitTable.label.label("unit_label"),
            UnitTable.symbol.label("unit_symbol"),
            UnitTable.is_percent,
            ValueRuleTable.hard_low,
            ValueRuleTable.hard_high,
            ValueRuleTable.plausible_low,
            ValueRuleTable.plausible_high,
            ValueRuleTable.max_change,
            ValueRuleTable.is_integer,
        )
        .join(IndicatorTable, IndicatorTable.id == SeriesTable.indicator_id)
        .join(FamilyTable, FamilyTable.id == IndicatorTable.family_id)
        .join(PerimeterTable, PerimeterTable.id == SeriesTable.perimeter_id)
        .join(UnitTable, UnitTable.id == SeriesTable.unit_id)
        .join(newest, newest.c.indicator_id == IndicatorTable.id)
        .join(
            IndicatorVersionTable,
            (IndicatorVersionTable.indicator_id == IndicatorTable.id)
            & (IndicatorVersionTable.version_no == newest.c.version_no),
        )
        .outerjoin(source, source.id == SeriesTable.reads_from_id)
        .outerjoin(ValueRuleTable, ValueRuleTable.indicator_id == IndicatorTable.id)
    )
    if codes is not None:
        statement = statement.where(SeriesTable.code.in_(codes))
    statement = statement.order_by(FamilyTable.position, IndicatorTable.position, PerimeterTable.position)
    return all_rows(session, SeriesFactsRow, statement)


def areas_by_series(session: Session, codes: Collection[str] | None = None) -> list[SeriesAreaRow]:
    """Series code and number of each of its areas."""
    statement = (
        select(SeriesTable.code, AreaTable.number)
        .join(PerimeterAreaTable, PerimeterAreaTable.perimeter_id == SeriesTable.perimeter_id)
        .join(AreaTable, AreaTable.id == PerimeterAreaTable.area_id)
    )
    if codes is not None:
        statement = statement.where(SeriesTable.code.in_(codes))
    return all_rows(session, SeriesAreaRow, statement)


def items_by_series(session: Session, codes: Collection[str] | None = None) -> list[SeriesItemRow]:
    """Items of the code lists of series, in the order of each list."""
    statement = (
        select(
            SeriesTable.code.label("series"),
            BreakdownListTable.code.label("list"),
            BreakdownListTable.label.label("list_label"),
            BreakdownItemTable.id,
            BreakdownItemTable.code.label("item"),
            BreakdownItemTable.label,
            BreakdownItemTable.parent_code,
        )
        .join(SeriesBreakdownTable, SeriesBreakdownTable.series_id == SeriesTable.id)
        .join(BreakdownListTable, BreakdownListTable.id == SeriesBreakdownTable.list_id)
        .join(BreakdownItemTable, BreakdownItemTable.list_id == BreakdownListTable.id)
    )
    if codes is not None:
        statement = statement.where(SeriesTable.code.in_(codes))
    statement = statement.order_by(SeriesTable.code, BreakdownListTable.code, BreakdownItemTable.position)
    return all_rows(session, SeriesItemRow, statement)
