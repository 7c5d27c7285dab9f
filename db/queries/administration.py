"""Reads and writes of the administration: definitions, retirements, horizon dates, parameters, rules."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import delete, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models import (
    CrossRuleTable,
    HorizonChangeTable,
    IndicatorTable,
    IndicatorVersionTable,
    MethodParametersTable,
    RetirementTable,
    RoadmapHorizonTable,
    RoadmapVersionTable,
    SeriesHorizonTable,
    SeriesTable,
    UnitTable,
    ValueRuleTable,
)
from db.queries.facts import MethodParametersRow
from db.queries.rules import CrossRuleRow
from db.rows import all_rows, first_row
from db.vocabulary import Horizon


class DefinitionVersionRow(NamedTuple):
    """A version of the definition of an indicator."""

    id: int
    indicator_id: int
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
    unit_code: str


class SubjectRow(NamedTuple):
    """An indicator or a series, with its date of retirement."""

    id: int
    code: str
    retired_on: date | None


class RetirementRow(NamedTuple):
    """A retirement or a return, of an ``indicator`` or of a ``series``; the other field is None."""

    indicator: str | None
    series: str | None
    id: int
    former: date | None
    retired_on: date | None
    reason: str
    recorded_by: str
    recorded_at: datetime


class RetiredRow(NamedTuple):
    """A retired indicator (``series`` is empty) or series, at a past or future date."""

    indicator: str
    series: str
    retired_on: date | None


class RoadmapHorizonRow(NamedTuple):
    """The date of a horizon of the roadmap."""

    id: int
    horizon: str
    due: date
    baseline_date: date


class HorizonChangeRow(NamedTuple):
    """A change of the date of a horizon."""

    series: str | None
    id: int
    horizon: str
    former: date | None
    due: date | None
    reason: str
    decided_on: date | None
    recorded_by: str
    recorded_at: datetime


class ValueRuleRow(NamedTuple):
    """The ranges of an indicator."""

    indicator_id: int
    hard_low: Decimal | None
    hard_high: Decimal | None
    plausible_low: Decimal | None
    plausible_high: Decimal | None
    max_change: Decimal | None
    is_integer: bool


def definition_versions(session: Session, indicator_id: int) -> list[DefinitionVersionRow]:
    """Every version of a definition, oldest first, with the code of its unit."""
    statement = select(*IndicatorVersionTable.__table__.columns, UnitTable.code.label("unit_code"))
    statement = statement.join(UnitTable, UnitTable.id == IndicatorVersionTable.unit_id)
    statement = statement.where(IndicatorVersionTable.indicator_id == indicator_id)
    return all_rows(session, DefinitionVersionRow, statement.order_by(IndicatorVersionTable.version_no))


def indicator(session: Session, code: str) -> SubjectRow | None:
    """Identifier, code and retirement of an indicator, or None; locks its row until the transaction ends."""
    statement = select(IndicatorTable.id, IndicatorTable.code, IndicatorTable.retired_on).where(
        IndicatorTable.code == code
    )
    return first_row(session, SubjectRow, statement.with_for_update())


def series_by_code(session: Session, code: str) -> SubjectRow | None:
    """Identifier, code and retirement of a series, or None; locks its row until the transaction ends."""
    statement = select(SeriesTable.id, SeriesTable.code, SeriesTable.retired_on).where(SeriesTable.code == code)
    return first_row(session, SubjectRow, statement.with_for_update())


def retire(
    session: Session, subject: SubjectRow, on: date | None, *, is_series: bool, reason: str, recorded_by: str
) -> None:
    """Retire an indicator or a series from a day on, or reinstate it (no day)."""
    table = SeriesTable if is_series else IndicatorTable
    session.execute(update(table).where(table.id == subject.id).values(retired_on=on))
    which = {"series_id": subject.id} if is_series else {"indicator_id": subject.id}
    values = {"former": subject.retired_on, "retired_on": on, "reason": reason, "recorded_by": recorded_by}
    session.execute(insert(RetirementTable).values(**which, **values))


def readers(session: Session, code: str) -> list[str]:
    """Active series that show the values of this series, or of this indicator from outside it."""
    source, owner, own = aliased(SeriesTable), aliased(IndicatorTable), aliased(IndicatorTable)
    statement = (
        select(SeriesTable.code)
        .join(source, source.id == SeriesTable.reads_from_id)
        .join(owner, owner.id == source.indicator_id)
        .join(own, own.id == SeriesTable.indicator_id)
        .where(or_(source.code == code, owner.code == code), own.code != code)
        .where(SeriesTable.retired_on.is_(None), own.retired_on.is_(None))
    )
    return list(session.scalars(statement.order_by(SeriesTable.code)))


def retirements(session: Session, since: datetime | None = None) -> list[RetirementRow]:
    """Retirements and returns (after an instant), oldest first, with the code of their subject."""
    statement = (
        select(
            IndicatorTable.code.label("indicator"),
            SeriesTable.code.label("series"),
            *(
                column
                for column in RetirementTable.__table__.columns
                if column.name not in ("indicator_id", "series_id")
            ),
        )
        .select_from(RetirementTable)
        .outerjoin(IndicatorTable, IndicatorTable.id == RetirementTable.indicator_id)
        .outerjoin(SeriesTable, SeriesTable.id == RetirementTable.series_id)
    )
    if since is not None:
        statement = statement.where(RetirementTable.recorded_at > since)
    return all_rows(session, RetirementRow, statement.order_by(RetirementTable.id))


def retired(session: Session) -> list[RetiredRow]:
    """Code and date of the indicators and series that are, or will be, retired."""
    indicators = select(
        IndicatorTable.code.label("indicator"), literal("").label("series"), IndicatorTable.retired_on
    ).where(IndicatorTable.retired_on.is_not(None))
    series = (
        select(IndicatorTable.code.label("indicator"), SeriesTable.code.label("series"), SeriesTable.retired_on)
        .join(IndicatorTable, IndicatorTable.id == SeriesTable.indicator_id)
        .where(SeriesTable.retired_on.is_not(None))
    )
    return [
        *all_rows(session, RetiredRow, indicators.order_by(IndicatorTable.code)),
        *all_rows(session, RetiredRow, series.order_by(SeriesTable.code)),
    ]


def roadmap_horizons(session: Session) -> list[RoadmapHorizonRow]:
    """Identifier and date of each horizon of the current roadmap; locks them until the transaction ends."""
    statement = (
        select(
            RoadmapHorizonTable.id,
            RoadmapHorizonTable.horizon,
            RoadmapHorizonTable.due,
            RoadmapVersionTable.baseline_date,
        )
        .join(RoadmapVersionTable, RoadmapVersionTable.id == RoadmapHorizonTable.roadmap_version_id)
        .where(RoadmapVersionTable.is_current)
        .order_by(RoadmapVersionTable.id, RoadmapHorizonTable.due)
    )
    return all_rows(session, RoadmapHorizonRow, statement.with_for_update(of=RoadmapHorizonTable))


def set_roadmap_horizon(session: Session, horizon_id: int, due: date) -> None:
    """Change the date of a horizon of the roadmap."""
    session.execute(update(RoadmapHorizonTable).where(RoadmapHorizonTable.id == horizon_id).values(due=due))


def set_series_horizon(session: Session, series_id: int, horizon: Horizon, due: date | None, reason: str) -> None:
    """Set the date of a horizon for one series, or remove it (no date)."""
    which = (SeriesHorizonTable.series_id == series_id, SeriesHorizonTable.horizon == horizon)
    session.execute(delete(SeriesHorizonTable).where(*which))
    if due is not None:
        session.execute(insert(SeriesHorizonTable).values(series_id=series_id, horizon=horizon, due=due, reason=reason))


def add_horizon_change(session: Session, **values: object) -> None:
    """Record a change of a horizon's date."""
    session.execute(insert(HorizonChangeTable).values(**values))


def horizon_changes(session: Session, since: datetime | None = None) -> list[HorizonChangeRow]:
    """Changes of horizon dates (after an instant), oldest first; ``series`` is None for the whole roadmap."""
    columns = [column for column in HorizonChangeTable.__table__.columns if column.name != "series_id"]
    statement = select(SeriesTable.code.label("series"), *columns).select_from(HorizonChangeTable)
    statement = statement.outerjoin(SeriesTable, SeriesTable.id == HorizonChangeTable.series_id)
    if since is not None:
        statement = statement.where(HorizonChangeTable.recorded_at > since)
    return all_rows(session, HorizonChangeRow, statement.order_by(HorizonChangeTable.id))


def parameters_versions(session: Session) -> list[MethodParametersRow]:
    """Every version of the parameters of the method, newest first."""
    statement = select(MethodParametersTable.__table__).order_by(MethodParametersTable.version_no.desc())
    return all_rows(session, MethodParametersRow, statement)


def value_rule(session: Session, indicator_id: int) -> ValueRuleRow | None:
    """Ranges of an indicator, or None."""
    statement = select(ValueRuleTable.__table__).where(ValueRuleTable.indicator_id == indicator_id)
    return first_row(session, ValueRuleRow, statement)


def clear_value_rule(session: Session, indicator_id: int) -> None:
    """Delete the ranges of an indicator."""
    session.execute(delete(ValueRuleTable).where(ValueRuleTable.indicator_id == indicator_id))


def every_cross_rule(session: Session) -> list[CrossRuleRow]:
    """Rules between series, active or not, by code."""
    return all_rows(session, CrossRuleRow, select(CrossRuleTable.__table__).order_by(CrossRuleTable.code))


def cross_rule(session: Session, code: str) -> CrossRuleRow | None:
    """A rule between series, or None; locks its row until the transaction ends."""
    statement = select(CrossRuleTable.__table__).where(CrossRuleTable.code == code).with_for_update()
    return first_row(session, CrossRuleRow, statement)


def switch_cross_rule(session: Session, rule_id: int, is_active: bool) -> None:
    """Activate or deactivate a rule between series."""
    session.execute(update(CrossRuleTable).where(CrossRuleTable.id == rule_id).values(is_active=is_active))
