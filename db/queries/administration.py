"""What administrators change: definitions, retirements, dates of horizons, parameters; each change is kept."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import delete, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models import (
    CrossRule,
    HorizonChange,
    Indicator,
    IndicatorVersion,
    MethodParameters,
    Retirement,
    RoadmapHorizon,
    RoadmapVersion,
    Series,
    SeriesHorizon,
    Unit,
    ValueRule,
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
    """An indicator or a series, and the day from which it is out of the catalogue."""

    id: int
    code: str
    retired_on: date | None


class RetirementRow(NamedTuple):
    """A retirement or a return; empty of ``indicator`` or of ``series``, the one that it is not about."""

    indicator: str | None
    series: str | None
    id: int
    former: date | None
    retired_on: date | None
    reason: str
    recorded_by: str
    recorded_at: datetime


class RetiredRow(NamedTuple):
    """An indicator (no ``series``) or a series that is, or will be, out of the catalogue."""

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
    """Every version of a definition, oldest first, with its unit's code."""
    statement = select(*IndicatorVersion.__table__.columns, Unit.code.label("unit_code"))
    statement = statement.join(Unit, Unit.id == IndicatorVersion.unit_id)
    statement = statement.where(IndicatorVersion.indicator_id == indicator_id)
    return all_rows(session, DefinitionVersionRow, statement.order_by(IndicatorVersion.version_no))


def indicator(session: Session, code: str) -> SubjectRow | None:
    """Identifier, code and retirement of an indicator, None where there is none; held until the transaction ends."""
    statement = select(Indicator.id, Indicator.code, Indicator.retired_on).where(Indicator.code == code)
    return first_row(session, SubjectRow, statement.with_for_update())


def one_series(session: Session, code: str) -> SubjectRow | None:
    """Identifier, code and retirement of a series, None where there is none; held until the transaction ends."""
    statement = select(Series.id, Series.code, Series.retired_on).where(Series.code == code)
    return first_row(session, SubjectRow, statement.with_for_update())


def retire(
    session: Session, subject: SubjectRow, on: date | None, *, is_series: bool, reason: str, recorded_by: str
) -> None:
    """Take an indicator or a series out of the catalogue from a day on, or put it back (no day)."""
    table = Series if is_series else Indicator
    session.execute(update(table).where(table.id == subject.id).values(retired_on=on))
    which = {"series_id": subject.id} if is_series else {"indicator_id": subject.id}
    values = {"former": subject.retired_on, "retired_on": on, "reason": reason, "recorded_by": recorded_by}
    session.execute(insert(Retirement).values(**which, **values))


def readers(session: Session, code: str) -> list[str]:
    """Series still in the catalogue that show the values of a series, or of those of an indicator, from outside of it."""
    source, owner, own = aliased(Series), aliased(Indicator), aliased(Indicator)
    statement = (
        select(Series.code)
        .join(source, source.id == Series.reads_from_id)
        .join(owner, owner.id == source.indicator_id)
        .join(own, own.id == Series.indicator_id)
        .where(or_(source.code == code, owner.code == code), own.code != code)
        .where(Series.retired_on.is_(None), own.retired_on.is_(None))
    )
    return list(session.scalars(statement.order_by(Series.code)))


def retirements(session: Session, since: datetime | None = None) -> list[RetirementRow]:
    """Retirements and returns (after an instant), oldest first, with the code of what they are about."""
    statement = (
        select(
            Indicator.code.label("indicator"),
            Series.code.label("series"),
            *(column for column in Retirement.__table__.columns if column.name not in ("indicator_id", "series_id")),
        )
        .select_from(Retirement)
        .outerjoin(Indicator, Indicator.id == Retirement.indicator_id)
        .outerjoin(Series, Series.id == Retirement.series_id)
    )
    if since is not None:
        statement = statement.where(Retirement.recorded_at > since)
    return all_rows(session, RetirementRow, statement.order_by(Retirement.id))


def retired(session: Session) -> list[RetiredRow]:
    """Code and day of the indicators and series that are, or will be, out of the catalogue."""
    indicators = select(Indicator.code.label("indicator"), literal("").label("series"), Indicator.retired_on).where(
        Indicator.retired_on.is_not(None)
    )
    series = (
        select(Indicator.code.label("indicator"), Series.code.label("series"), Series.retired_on)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(Series.retired_on.is_not(None))
    )
    return [
        *all_rows(session, RetiredRow, indicators.order_by(Indicator.code)),
        *all_rows(session, RetiredRow, series.order_by(Series.code)),
    ]


def roadmap_horizons(session: Session) -> list[RoadmapHorizonRow]:
    """Identifier and date of each horizon of the current roadmap, held until the transaction ends."""
    statement = (
        select(RoadmapHorizon.id, RoadmapHorizon.horizon, RoadmapHorizon.due, RoadmapVersion.baseline_date)
        .join(RoadmapVersion, RoadmapVersion.id == RoadmapHorizon.roadmap_version_id)
        .where(RoadmapVersion.is_current)
        .order_by(RoadmapVersion.id, RoadmapHorizon.due)
    )
    return all_rows(session, RoadmapHorizonRow, statement.with_for_update(of=RoadmapHorizon))


def set_roadmap_horizon(session: Session, horizon_id: int, due: date) -> None:
    """Give a horizon of the roadmap another date."""
    session.execute(update(RoadmapHorizon).where(RoadmapHorizon.id == horizon_id).values(due=due))


def set_series_horizon(session: Session, series_id: int, horizon: Horizon, due: date | None, reason: str) -> None:
    """Give a series a date of its own for a horizon, or take it back (no date)."""
    which = (SeriesHorizon.series_id == series_id, SeriesHorizon.horizon == horizon)
    session.execute(delete(SeriesHorizon).where(*which))
    if due is not None:
        session.execute(insert(SeriesHorizon).values(series_id=series_id, horizon=horizon, due=due, reason=reason))


def add_horizon_change(session: Session, **values: object) -> None:
    """Keep a change of a horizon's date."""
    session.execute(insert(HorizonChange).values(**values))


def horizon_changes(session: Session, since: datetime | None = None) -> list[HorizonChangeRow]:
    """Changes of the dates of horizons (after an instant), oldest first; the code of the series, None for all."""
    columns = [column for column in HorizonChange.__table__.columns if column.name != "series_id"]
    statement = select(Series.code.label("series"), *columns).select_from(HorizonChange)
    statement = statement.outerjoin(Series, Series.id == HorizonChange.series_id)
    if since is not None:
        statement = statement.where(HorizonChange.recorded_at > since)
    return all_rows(session, HorizonChangeRow, statement.order_by(HorizonChange.id))


def parameters_versions(session: Session) -> list[MethodParametersRow]:
    """Every version of the parameters of the method, newest first."""
    statement = select(MethodParameters.__table__).order_by(MethodParameters.version_no.desc())
    return all_rows(session, MethodParametersRow, statement)


def value_rule(session: Session, indicator_id: int) -> ValueRuleRow | None:
    """Ranges of an indicator, None where it has none."""
    statement = select(ValueRule.__table__).where(ValueRule.indicator_id == indicator_id)
    return first_row(session, ValueRuleRow, statement)


def clear_value_rule(session: Session, indicator_id: int) -> None:
    """Take the ranges of an indicator away."""
    session.execute(delete(ValueRule).where(ValueRule.indicator_id == indicator_id))


def every_cross_rule(session: Session) -> list[CrossRuleRow]:
    """Rules between series, in use or not, by code."""
    return all_rows(session, CrossRuleRow, select(CrossRule.__table__).order_by(CrossRule.code))


def cross_rule(session: Session, code: str) -> CrossRuleRow | None:
    """One rule between series, None where there is none; held until the transaction ends."""
    statement = select(CrossRule.__table__).where(CrossRule.code == code).with_for_update()
    return first_row(session, CrossRuleRow, statement)


def switch_cross_rule(session: Session, rule_id: int, is_active: bool) -> None:
    """Put a rule between series in use, or out of it."""
    session.execute(update(CrossRule).where(CrossRule.id == rule_id).values(is_active=is_active))
