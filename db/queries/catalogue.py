"""Reading the roadmap and the catalogue, as of now or of a past instant."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Ambition,
    Area,
    BreakdownItem,
    BreakdownList,
    ExpectedEffect,
    Family,
    Indicator,
    IndicatorEffect,
    IndicatorOperation,
    IndicatorVersion,
    KnownBreak,
    KnownBreakIndicator,
    Operation,
    Perimeter,
    PerimeterArea,
    RoadmapHorizon,
    RoadmapVersion,
    Series,
    SeriesBreakdown,
    SeriesHorizon,
    Unit,
)

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]


def roadmap(session: Session) -> Any:
    """The current roadmap version."""
    return session.execute(
        select(
            RoadmapVersion.id,
            RoadmapVersion.code,
            RoadmapVersion.label,
            RoadmapVersion.baseline_date,
            RoadmapVersion.note,
        )
        .where(RoadmapVersion.is_current)
        .order_by(RoadmapVersion.id.desc())
    ).first()


def horizons(session: Session) -> Rows:
    """Horizon dates of the current roadmap version, by date."""
    current = select(func.max(RoadmapVersion.id)).where(RoadmapVersion.is_current).scalar_subquery()
    statement = select(RoadmapHorizon.horizon, RoadmapHorizon.due).where(RoadmapHorizon.roadmap_version_id == current)
    return _rows(session, statement.order_by(RoadmapHorizon.due))


def series_horizons(session: Session) -> Rows:
    """Horizon dates that series have of their own."""
    statement = select(Series.code, SeriesHorizon.horizon, SeriesHorizon.due, SeriesHorizon.reason)
    return _rows(session, statement.join(Series).order_by(Series.code, SeriesHorizon.due))


def ambitions(session: Session) -> Rows:
    """Ambitions in order."""
    return _rows(session, select(Ambition.code, Ambition.label, Ambition.short_label).order_by(Ambition.code))


def families(session: Session) -> Rows:
    """Families in the order of the roadmap."""
    return _rows(session, select(Family.code, Family.label, Family.short_label).order_by(Family.position))


def areas(session: Session) -> Rows:
    """Areas with their ambition's code."""
    statement = select(
        Area.number,
        Area.label,
        Area.short_label,
        Area.complement,
        Area.focus,
        Ambition.code.label("ambition"),
    )
    return _rows(session, statement.join(Ambition).order_by(Area.number))


def effects(session: Session) -> Rows:
    """Expected effects by area."""
    statement = select(Area.number, ExpectedEffect.kind, ExpectedEffect.wording, ExpectedEffect.roadmap_line)
    return _rows(session, statement.join(Area).order_by(Area.number, ExpectedEffect.id))


def operations(session: Session) -> Rows:
    """Operations by area, in order."""
    statement = select(
        Area.number, Operation.code, Operation.position, Operation.theme, Operation.wording, Operation.roadmap_line
    )
    return _rows(session, statement.join(Area).order_by(Area.number, Operation.position))


def perimeters(session: Session) -> Rows:
    """Perimeters with the numbers of their areas, one row per area (none for the DIS)."""
    statement = (
        select(Perimeter.code, Perimeter.kind, Perimeter.label, Perimeter.short_label, Area.number)
        .outerjoin(PerimeterArea, PerimeterArea.perimeter_id == Perimeter.id)
        .outerjoin(Area, Area.id == PerimeterArea.area_id)
    )
    return _rows(session, statement.order_by(Perimeter.position, Area.number))


def definitions(session: Session, as_of: datetime | None = None) -> Rows:
    """Indicators with the definition in force, in catalogue order."""
    in_force = select(
        IndicatorVersion.indicator_id, func.max(IndicatorVersion.version_no).label("version_no")
    ).group_by(IndicatorVersion.indicator_id)
    if as_of is not None:
        in_force = in_force.where(IndicatorVersion.recorded_at <= as_of)
    newest = in_force.subquery()
    statement = (
        select(
            Indicator.id.label("indicator_id"),
            Indicator.code,
            Indicator.retired_on,
            Family.code.label("family"),
            Unit.code.label("unit_code"),
            Unit.label.label("unit_label"),
            Unit.symbol.label("unit_symbol"),
            Unit.is_percent,
            *[column for column in IndicatorVersion.__table__.columns if column.name not in ("id", "indicator_id")],
        )
        .join(Family, Family.id == Indicator.family_id)
        .join(newest, newest.c.indicator_id == Indicator.id)
        .join(
            IndicatorVersion,
            (IndicatorVersion.indicator_id == Indicator.id) & (IndicatorVersion.version_no == newest.c.version_no),
        )
        .join(Unit, Unit.id == IndicatorVersion.unit_id)
    )
    return _rows(session, statement.order_by(Family.position, Indicator.position))


def series(session: Session) -> Rows:
    """Every series with its indicator and perimeter codes, in catalogue order."""
    source = aliased(Series)
    statement = (
        select(
            Series.id,
            Series.code,
            Indicator.code.label("indicator"),
            Perimeter.code.label("perimeter"),
            Series.applicability,
            Series.precision,
            Series.in_matrix,
            Series.is_context,
            Series.retired_on,
            Unit.code.label("unit_code"),
            Unit.label.label("unit_label"),
            Unit.symbol.label("unit_symbol"),
            Unit.is_percent,
            source.code.label("reads_from"),
            func.coalesce(Series.reads_from_id, Series.id).label("values_id"),
        )
        .join(Indicator, Indicator.id == Series.indicator_id)
        .join(Family, Family.id == Indicator.family_id)
        .join(Perimeter, Perimeter.id == Series.perimeter_id)
        .join(Unit, Unit.id == Series.unit_id)
        .outerjoin(source, source.id == Series.reads_from_id)
    )
    return _rows(session, statement.order_by(Family.position, Indicator.position, Perimeter.position))


def breakdowns(session: Session) -> Rows:
    """Code lists of each series, with their items."""
    statement = (
        select(
            Series.code.label("series"),
            BreakdownList.code.label("list"),
            BreakdownList.label.label("list_label"),
            BreakdownItem.code.label("item"),
            BreakdownItem.label.label("item_label"),
        )
        .join(SeriesBreakdown, SeriesBreakdown.series_id == Series.id)
        .join(BreakdownList, BreakdownList.id == SeriesBreakdown.list_id)
        .join(BreakdownItem, BreakdownItem.list_id == BreakdownList.id)
    )
    return _rows(session, statement.order_by(Series.code, BreakdownList.code, BreakdownItem.position))


def code_lists(session: Session) -> Rows:
    """All code lists with their items."""
    statement = select(
        BreakdownList.code.label("list"),
        BreakdownList.label.label("list_label"),
        BreakdownItem.code.label("item"),
        BreakdownItem.label.label("item_label"),
    ).join(BreakdownItem, BreakdownItem.list_id == BreakdownList.id)
    return _rows(session, statement.order_by(BreakdownList.code, BreakdownItem.position))


def operation_links(session: Session) -> Rows:
    """Indicator ↔ operation theme."""
    statement = select(Indicator.code, IndicatorOperation.theme).join(IndicatorOperation)
    return _rows(session, statement.order_by(Indicator.code, IndicatorOperation.theme))


def effect_links(session: Session) -> Rows:
    """Indicator ↔ kind of expected effect."""
    statement = select(Indicator.code, IndicatorEffect.kind).join(IndicatorEffect)
    return _rows(session, statement.order_by(Indicator.code, IndicatorEffect.kind))


def known_breaks(session: Session) -> Rows:
    """Dated events that break series, with the indicators they touch."""
    statement = (
        select(
            KnownBreak.happened_on,
            KnownBreak.ended_on,
            KnownBreak.event,
            KnownBreak.note,
            Indicator.code.label("indicator"),
        )
        .join(KnownBreakIndicator, KnownBreakIndicator.known_break_id == KnownBreak.id)
        .join(Indicator, Indicator.id == KnownBreakIndicator.indicator_id)
    )
    return _rows(session, statement.order_by(KnownBreak.happened_on, Indicator.code))


def add_definition(session: Session, **values: Any) -> None:
    """Record a version of an indicator's definition."""
    session.execute(insert(IndicatorVersion).values(**values))


def _rows(session: Session, statement: Any) -> Rows:
    return list(session.execute(statement))
