"""Reading the roadmap: horizons, ambitions, families, areas with their effects and operations, perimeters."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import (
    AmbitionTable,
    AreaTable,
    ExpectedEffectTable,
    FamilyTable,
    OperationTable,
    PerimeterAreaTable,
    PerimeterTable,
    RoadmapHorizonTable,
    RoadmapVersionTable,
    SeriesHorizonTable,
    SeriesTable,
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
