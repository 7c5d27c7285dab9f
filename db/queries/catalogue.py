"""Reading the roadmap and the catalogue, as of now or of a past instant."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    AmbitionTable,
    AreaTable,
    BreakdownItemTable,
    BreakdownListTable,
    ExpectedEffectTable,
    FamilyTable,
    IndicatorEffectTable,
    IndicatorOperationTable,
    IndicatorTable,
    IndicatorVersionTable,
    KnownBreakIndicatorTable,
    KnownBreakTable,
    OperationTable,
    PerimeterAreaTable,
    PerimeterTable,
    RoadmapHorizonTable,
    RoadmapVersionTable,
    SeriesBreakdownTable,
    SeriesHorizonTable,
    SeriesTable,
    UnitTable,
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
    """A horizon date specific to one series."""

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
    """An indicator and the definition in force."""

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
    """A series; ``values_id`` is the identifier of the series whose values it shows, usually its own."""

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
        RoadmapVersionTable.id,
        RoadmapVersionTable.code,
        RoadmapVersionTable.label,
        RoadmapVersionTable.baseline_date,
        RoadmapVersionTable.note,
    )
    newest_first = statement.where(RoadmapVersionTable.is_current).order_by(RoadmapVersionTable.id.desc())
    return first_row(session, RoadmapRow, newest_first)


def horizons(session: Session) -> list[HorizonRow]:
    """Horizon dates of the current roadmap version, by date."""
    current = select(func.max(RoadmapVersionTable.id)).where(RoadmapVersionTable.is_current).scalar_subquery()
    statement = select(RoadmapHorizonTable.horizon, RoadmapHorizonTable.due).where(
        RoadmapHorizonTable.roadmap_version_id == current
    )
    return all_rows(session, HorizonRow, statement.order_by(RoadmapHorizonTable.due))


def series_horizons(session: Session) -> list[SeriesHorizonRow]:
    """Horizon dates specific to one series."""
    statement = select(SeriesTable.code, SeriesHorizonTable.horizon, SeriesHorizonTable.due, SeriesHorizonTable.reason)
    return all_rows(
        session, SeriesHorizonRow, statement.join(SeriesTable).order_by(SeriesTable.code, SeriesHorizonTable.due)
    )


def ambitions(session: Session) -> list[LabelRow]:
    """Ambitions in order."""
    return all_rows(
        session,
        LabelRow,
        select(AmbitionTable.code, AmbitionTable.label, AmbitionTable.short_label).order_by(AmbitionTable.code),
    )


def families(session: Session) -> list[LabelRow]:
    """Families in the order of the roadmap."""
    return all_rows(
        session,
        LabelRow,
        select(FamilyTable.code, FamilyTable.label, FamilyTable.short_label).order_by(FamilyTable.position),
    )


def areas(session: Session) -> list[AreaRow]:
    """Areas with their ambition's code."""
    statement = select(
        AreaTable.number,
        AreaTable.label,
        AreaTable.short_label,
        AreaTable.complement,
        AreaTable.focus,
        AmbitionTable.code.label("ambition"),
    )
    return all_rows(session, AreaRow, statement.join(AmbitionTable).order_by(AreaTable.number))


def effects(session: Session) -> list[EffectRow]:
    """Expected effects by area."""
    statement = select(
        AreaTable.number, ExpectedEffectTable.kind, ExpectedEffectTable.wording, ExpectedEffectTable.roadmap_line
    )
    return all_rows(session, EffectRow, statement.join(AreaTable).order_by(AreaTable.number, ExpectedEffectTable.id))


def operations(session: Session) -> list[OperationRow]:
    """Operations by area, in order."""
    statement = select(
        AreaTable.number,
        OperationTable.code,
        OperationTable.position,
        OperationTable.theme,
        OperationTable.wording,
        OperationTable.roadmap_line,
    )
    return all_rows(
        session, OperationRow, statement.join(AreaTable).order_by(AreaTable.number, OperationTable.position)
    )


def perimeters(session: Session) -> list[PerimeterRow]:
    """Perimeters with the numbers of their areas, one row per area (none for the DIS)."""
    statement = (
        select(
            PerimeterTable.code, PerimeterTable.kind, PerimeterTable.label, PerimeterTable.short_label, AreaTable.number
        )
        .outerjoin(PerimeterAreaTable, PerimeterAreaTable.perimeter_id == PerimeterTable.id)
        .outerjoin(AreaTable, AreaTable.id == PerimeterAreaTable.area_id)
    )
    return all_rows(session, PerimeterRow, statement.order_by(PerimeterTable.position, AreaTable.number))


def definitions(session: Session, as_of: datetime | None = None) -> list[DefinitionRow]:
    """Indicators with the definition in force, in catalogue order."""
    in_force = select(
        IndicatorVersionTable.indicator_id, func.max(IndicatorVersionTable.version_no).label("version_no")
    ).group_by(IndicatorVersionTable.indicator_id)
    if as_of is not None:
        in_force = in_force.where(IndicatorVersionTable.recorded_at <= as_of)
    newest = in_force.subquery()
    statement = (
        select(
            IndicatorTable.id.label("indicator_id"),
            IndicatorTable.code,
            IndicatorTable.retired_on,
            FamilyTable.code.label("family"),
            UnitTable.code.label("unit_code"),
            UnitTable.label.label("unit_label"),
            UnitTable.symbol.label("unit_symbol"),
            UnitTable.is_percent,
            *[
                column
                for column in IndicatorVersionTable.__table__.columns
                if column.name not in ("id", "indicator_id")
            ],
        )
        .join(FamilyTable, FamilyTable.id == IndicatorTable.family_id)
        .join(newest, newest.c.indicator_id == IndicatorTable.id)
        .join(
            IndicatorVersionTable,
            (IndicatorVersionTable.indicator_id == IndicatorTable.id)
            & (IndicatorVersionTable.version_no == newest.c.version_no),
        )
        .join(UnitTable, UnitTable.id == IndicatorVersionTable.unit_id)
    )
    return all_rows(session, DefinitionRow, statement.order_by(FamilyTable.position, IndicatorTable.position))


def series(session: Session) -> list[SeriesRow]:
    """Every series with its indicator and perimeter codes, in catalogue order."""
    source = aliased(SeriesTable)
    statement = (
        select(
            SeriesTable.id,
            SeriesTable.code,
            IndicatorTable.code.label("indicator"),
            PerimeterTable.code.label("perimeter"),
            SeriesTable.applicability,
            SeriesTable.precision,
            SeriesTable.in_matrix,
            SeriesTable.is_context,
            SeriesTable.retired_on,
            UnitTable.code.label("unit_code"),
            UnitTable.label.label("unit_label"),
            UnitTable.symbol.label("unit_symbol"),
            UnitTable.is_percent,
            source.code.label("reads_from"),
            func.coalesce(SeriesTable.reads_from_id, SeriesTable.id).label("values_id"),
        )
        .join(IndicatorTable, IndicatorTable.id == SeriesTable.indicator_id)
        .join(FamilyTable, FamilyTable.id == IndicatorTable.family_id)
        .join(PerimeterTable, PerimeterTable.id == SeriesTable.perimeter_id)
        .join(UnitTable, UnitTable.id == SeriesTable.unit_id)
        .outerjoin(source, source.id == SeriesTable.reads_from_id)
    )
    return all_rows(
        session, SeriesRow, statement.order_by(FamilyTable.position, IndicatorTable.position, PerimeterTable.position)
    )


def breakdowns(session: Session) -> list[BreakdownRow]:
    """Code lists of each series, with their items."""
    statement = (
        select(
            SeriesTable.code.label("series"),
            BreakdownListTable.code.label("list"),
            BreakdownListTable.label.label("list_label"),
            BreakdownItemTable.code.label("item"),
            BreakdownItemTable.label.label("item_label"),
        )
        .join(SeriesBreakdownTable, SeriesBreakdownTable.series_id == SeriesTable.id)
        .join(BreakdownListTable, BreakdownListTable.id == SeriesBreakdownTable.list_id)
        .join(BreakdownItemTable, BreakdownItemTable.list_id == BreakdownListTable.id)
    )
    return all_rows(
        session,
        BreakdownRow,
        statement.order_by(SeriesTable.code, BreakdownListTable.code, BreakdownItemTable.position),
    )


def code_lists(session: Session) -> list[CodeListRow]:
    """All code lists with their items."""
    statement = select(
        BreakdownListTable.code.label("list"),
        BreakdownListTable.label.label("list_label"),
        BreakdownItemTable.code.label("item"),
        BreakdownItemTable.label.label("item_label"),
    ).join(BreakdownItemTable, BreakdownItemTable.list_id == BreakdownListTable.id)
    return all_rows(session, CodeListRow, statement.order_by(BreakdownListTable.code, BreakdownItemTable.position))


def operation_links(session: Session) -> list[OperationLinkRow]:
    """Indicator ↔ operation theme."""
    statement = select(IndicatorTable.code, IndicatorOperationTable.theme).join(IndicatorOperationTable)
    return all_rows(session, OperationLinkRow, statement.order_by(IndicatorTable.code, IndicatorOperationTable.theme))


def effect_links(session: Session) -> list[EffectLinkRow]:
    """Indicator ↔ kind of expected effect."""
    statement = select(IndicatorTable.code, IndicatorEffectTable.kind).join(IndicatorEffectTable)
    return all_rows(session, EffectLinkRow, statement.order_by(IndicatorTable.code, IndicatorEffectTable.kind))


def known_breaks(session: Session) -> list[KnownBreakRow]:
    """Dated events that break series, with the indicators they touch."""
    statement = (
        select(
            KnownBreakTable.happened_on,
            KnownBreakTable.ended_on,
            KnownBreakTable.event,
            KnownBreakTable.note,
            IndicatorTable.code.label("indicator"),
        )
        .join(KnownBreakIndicatorTable, KnownBreakIndicatorTable.known_break_id == KnownBreakTable.id)
        .join(IndicatorTable, IndicatorTable.id == KnownBreakIndicatorTable.indicator_id)
    )
    return all_rows(session, KnownBreakRow, statement.order_by(KnownBreakTable.happened_on, IndicatorTable.code))


def add_definition(session: Session, **values: object) -> None:
    """Append a version of an indicator's definition."""
    session.execute(insert(IndicatorVersionTable).values(**values))
