"""Reading the roadmap and the catalogue, as of now or of a past instant."""

from datetime import date, datetime
from typing import NamedTuple

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
from db.rows import all_rows, first_row


class RoadmapRow(NamedTuple):
    """A version of the roadmap."""

    id: int
    code: str
    label: str
    baseline_date: date
    note: str


class HorizonRow(NamedTuple):
    """The date of a horizon."""

    horizon: str
    due: date


class SeriesHorizonRow(NamedTuple):
    """A horizon date that a series has of its own."""

    code: str
    horizon: str
    due: date
    reason: str


class LabelRow(NamedTuple):
    """An ambition or a family of indicators."""

    code: str
    label: str
    short_label: str


class AreaRow(NamedTuple):
    """A strategic area, with the code of its ambition."""

    number: int
    label: str
    short_label: str
    complement: str
    focus: str
    ambition: str


class EffectRow(NamedTuple):
    """An expected effect of an area."""

    number: int
    kind: str
    wording: str
    roadmap_line: str


class OperationRow(NamedTuple):
    """An operation of an area."""

    number: int
    code: str
    position: int
    theme: str
    wording: str
    roadmap_line: str


class PerimeterRow(NamedTuple):
    """A perimeter and one of its areas (None for the DIS)."""

    code: str
    kind: str
    label: str
    short_label: str
    number: int | None


class DefinitionRow(NamedTuple):
    """An indicator and the version of its definition in force."""

    indicator_id: int
    code: str
    retired_on: date | None
    family: str
    unit_code: str
    unit_label: str
    unit_symbol: str
    is_percent: bool
    version_no: int
    label: str
    definition: str
    unit_id: int
    decimals: int
    direction: str
    type: str
    nature: str
    nature_text: str
    frequency: str
    frequency_text: str
    publication_delay_months: int
    source: str
    aggregation: str
    breakdowns_text: str
    roadmap_anchor: str
    caution: str
    core: bool
    added: bool
    reason: str
    decided_on: date | None
    recorded_at: datetime
    recorded_by: str


class SeriesRow(NamedTuple):
    """A series; ``values_id`` is the identifier of the series whose values it shows, its own as a rule."""

    id: int
    code: str
    indicator: str
    perimeter: str
    applicability: str
    precision: str
    in_matrix: bool
    is_context: bool
    retired_on: date | None
    unit_code: str
    unit_label: str
    unit_symbol: str
    is_percent: bool
    reads_from: str | None
    values_id: int


class BreakdownRow(NamedTuple):
    """An item of a code list of a series."""

    series: str
    list: str
    list_label: str
    item: str
    item_label: str


class CodeListRow(NamedTuple):
    """An item of a code list."""

    list: str
    list_label: str
    item: str
    item_label: str


class OperationLinkRow(NamedTuple):
    """An indicator and the theme of an operation."""

    code: str
    theme: str


class EffectLinkRow(NamedTuple):
    """An indicator and a kind of expected effect."""

    code: str
    kind: str


class KnownBreakRow(NamedTuple):
    """A dated event and an indicator whose series it breaks."""

    happened_on: date
    ended_on: date | None
    event: str
    note: str
    indicator: str


def roadmap(session: Session) -> RoadmapRow | None:
    """The current roadmap version."""
    statement = select(
        RoadmapVersion.id, RoadmapVersion.code, RoadmapVersion.label, RoadmapVersion.baseline_date, RoadmapVersion.note
    )
    newest_first = statement.where(RoadmapVersion.is_current).order_by(RoadmapVersion.id.desc())
    return first_row(session, RoadmapRow, newest_first)


def horizons(session: Session) -> list[HorizonRow]:
    """Horizon dates of the current roadmap version, by date."""
    current = select(func.max(RoadmapVersion.id)).where(RoadmapVersion.is_current).scalar_subquery()
    statement = select(RoadmapHorizon.horizon, RoadmapHorizon.due).where(RoadmapHorizon.roadmap_version_id == current)
    return all_rows(session, HorizonRow, statement.order_by(RoadmapHorizon.due))


def series_horizons(session: Session) -> list[SeriesHorizonRow]:
    """Horizon dates that series have of their own."""
    statement = select(Series.code, SeriesHorizon.horizon, SeriesHorizon.due, SeriesHorizon.reason)
    return all_rows(session, SeriesHorizonRow, statement.join(Series).order_by(Series.code, SeriesHorizon.due))


def ambitions(session: Session) -> list[LabelRow]:
    """Ambitions in order."""
    return all_rows(
        session, LabelRow, select(Ambition.code, Ambition.label, Ambition.short_label).order_by(Ambition.code)
    )


def families(session: Session) -> list[LabelRow]:
    """Families in the order of the roadmap."""
    return all_rows(session, LabelRow, select(Family.code, Family.label, Family.short_label).order_by(Family.position))


def areas(session: Session) -> list[AreaRow]:
    """Areas with their ambition's code."""
    statement = select(
        Area.number,
        Area.label,
        Area.short_label,
        Area.complement,
        Area.focus,
        Ambition.code.label("ambition"),
    )
    return all_rows(session, AreaRow, statement.join(Ambition).order_by(Area.number))


def effects(session: Session) -> list[EffectRow]:
    """Expected effects by area."""
    statement = select(Area.number, ExpectedEffect.kind, ExpectedEffect.wording, ExpectedEffect.roadmap_line)
    return all_rows(session, EffectRow, statement.join(Area).order_by(Area.number, ExpectedEffect.id))


def operations(session: Session) -> list[OperationRow]:
    """Operations by area, in order."""
    statement = select(
        Area.number, Operation.code, Operation.position, Operation.theme, Operation.wording, Operation.roadmap_line
    )
    return all_rows(session, OperationRow, statement.join(Area).order_by(Area.number, Operation.position))


def perimeters(session: Session) -> list[PerimeterRow]:
    """Perimeters with the numbers of their areas, one row per area (none for the DIS)."""
    statement = (
        select(Perimeter.code, Perimeter.kind, Perimeter.label, Perimeter.short_label, Area.number)
        .outerjoin(PerimeterArea, PerimeterArea.perimeter_id == Perimeter.id)
        .outerjoin(Area, Area.id == PerimeterArea.area_id)
    )
    return all_rows(session, PerimeterRow, statement.order_by(Perimeter.position, Area.number))


def definitions(session: Session, as_of: datetime | None = None) -> list[DefinitionRow]:
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
    return all_rows(session, DefinitionRow, statement.order_by(Family.position, Indicator.position))


def series(session: Session) -> list[SeriesRow]:
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
    return all_rows(session, SeriesRow, statement.order_by(Family.position, Indicator.position, Perimeter.position))


def breakdowns(session: Session) -> list[BreakdownRow]:
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
    return all_rows(session, BreakdownRow, statement.order_by(Series.code, BreakdownList.code, BreakdownItem.position))


def code_lists(session: Session) -> list[CodeListRow]:
    """All code lists with their items."""
    statement = select(
        BreakdownList.code.label("list"),
        BreakdownList.label.label("list_label"),
        BreakdownItem.code.label("item"),
        BreakdownItem.label.label("item_label"),
    ).join(BreakdownItem, BreakdownItem.list_id == BreakdownList.id)
    return all_rows(session, CodeListRow, statement.order_by(BreakdownList.code, BreakdownItem.position))


def operation_links(session: Session) -> list[OperationLinkRow]:
    """Indicator ↔ operation theme."""
    statement = select(Indicator.code, IndicatorOperation.theme).join(IndicatorOperation)
    return all_rows(session, OperationLinkRow, statement.order_by(Indicator.code, IndicatorOperation.theme))


def effect_links(session: Session) -> list[EffectLinkRow]:
    """Indicator ↔ kind of expected effect."""
    statement = select(Indicator.code, IndicatorEffect.kind).join(IndicatorEffect)
    return all_rows(session, EffectLinkRow, statement.order_by(Indicator.code, IndicatorEffect.kind))


def known_breaks(session: Session) -> list[KnownBreakRow]:
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
    return all_rows(session, KnownBreakRow, statement.order_by(KnownBreak.happened_on, Indicator.code))


def add_definition(session: Session, **values: object) -> None:
    """Record a version of an indicator's definition."""
    session.execute(insert(IndicatorVersion).values(**values))
