"""What administrators change: definitions, retirements, dates of horizons, parameters; each change is kept."""

from datetime import date, datetime
from typing import Any

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
from db.vocabulary import Horizon

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]


def definition_versions(session: Session, indicator_id: int) -> Rows:
    """Every version of a definition, oldest first, with its unit's code."""
    statement = select(*IndicatorVersion.__table__.columns, Unit.code.label("unit_code"))
    statement = statement.join(Unit, Unit.id == IndicatorVersion.unit_id)
    statement = statement.where(IndicatorVersion.indicator_id == indicator_id)
    return list(session.execute(statement.order_by(IndicatorVersion.version_no)))


def indicator(session: Session, code: str) -> Any:
    """Identifier, code and retirement of an indicator, None where there is none; held until the transaction ends."""
    statement = select(Indicator.id, Indicator.code, Indicator.retired_on).where(Indicator.code == code)
    return session.execute(statement.with_for_update()).first()


def one_series(session: Session, code: str) -> Any:
    """Identifier, code and retirement of a series, None where there is none; held until the transaction ends."""
    statement = select(Series.id, Series.code, Series.retired_on).where(Series.code == code)
    return session.execute(statement.with_for_update()).first()


def retire(session: Session, subject: Any, on: date | None, *, is_series: bool, reason: str, recorded_by: str) -> None:
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


def retirements(session: Session, since: datetime | None = None) -> Rows:
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
    return list(session.execute(statement.order_by(Retirement.id)))


def retired(session: Session) -> Rows:
    """Code and day of the indicators and series that are, or will be, out of the catalogue."""
    indicators = select(Indicator.code.label("indicator"), literal("").label("series"), Indicator.retired_on).where(
        Indicator.retired_on.is_not(None)
    )
    series = (
        select(Indicator.code.label("indicator"), Series.code.label("series"), Series.retired_on)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(Series.retired_on.is_not(None))
    )
    return [*session.execute(indicators.order_by(Indicator.code)), *session.execute(series.order_by(Series.code))]


def roadmap_horizons(session: Session) -> Rows:
    """Identifier and date of each horizon of the current roadmap, held until the transaction ends."""
    statement = (
        select(RoadmapHorizon.id, RoadmapHorizon.horizon, RoadmapHorizon.due, RoadmapVersion.baseline_date)
        .join(RoadmapVersion, RoadmapVersion.id == RoadmapHorizon.roadmap_version_id)
        .where(RoadmapVersion.is_current)
        .order_by(RoadmapVersion.id, RoadmapHorizon.due)
    )
    return list(session.execute(statement.with_for_update(of=RoadmapHorizon)))


def set_roadmap_horizon(session: Session, horizon_id: int, due: date) -> None:
    """Give a horizon of the roadmap another date."""
    session.execute(update(RoadmapHorizon).where(RoadmapHorizon.id == horizon_id).values(due=due))


def set_series_horizon(session: Session, series_id: int, horizon: Horizon, due: date | None, reason: str) -> None:
    """Give a series a date of its own for a horizon, or take it back (no date)."""
    which = (SeriesHorizon.series_id == series_id, SeriesHorizon.horizon == horizon)
    session.execute(delete(SeriesHorizon).where(*which))
    if due is not None:
        session.execute(insert(SeriesHorizon).values(series_id=series_id, horizon=horizon, due=due, reason=reason))


def add_horizon_change(session: Session, **values: Any) -> None:
    """Keep a change of a horizon's date."""
    session.execute(insert(HorizonChange).values(**values))


def horizon_changes(session: Session, since: datetime | None = None) -> Rows:
    """Changes of the dates of horizons (after an instant), oldest first; the code of the series, None for all."""
    columns = [column for column in HorizonChange.__table__.columns if column.name != "series_id"]
    statement = select(Series.code.label("series"), *columns).select_from(HorizonChange)
    statement = statement.outerjoin(Series, Series.id == HorizonChange.series_id)
    if since is not None:
        statement = statement.where(HorizonChange.recorded_at > since)
    return list(session.execute(statement.order_by(HorizonChange.id)))


def parameters_versions(session: Session) -> Rows:
    """Every version of the parameters of the method, newest first."""
    statement = select(MethodParameters.__table__).order_by(MethodParameters.version_no.desc())
    return list(session.execute(statement))


def value_rule(session: Session, indicator_id: int) -> Any:
    """Ranges of an indicator, None where it has none."""
    return session.execute(select(ValueRule.__table__).where(ValueRule.indicator_id == indicator_id)).first()


def clear_value_rule(session: Session, indicator_id: int) -> None:
    """Take the ranges of an indicator away."""
    session.execute(delete(ValueRule).where(ValueRule.indicator_id == indicator_id))


def every_cross_rule(session: Session) -> Rows:
    """Rules between series, in use or not, by code."""
    return list(session.execute(select(CrossRule.__table__).order_by(CrossRule.code)))


def cross_rule(session: Session, code: str) -> Any:
    """One rule between series, None where there is none; held until the transaction ends."""
    return session.execute(select(CrossRule.__table__).where(CrossRule.code == code).with_for_update()).first()


def switch_cross_rule(session: Session, rule_id: int, is_active: bool) -> None:
    """Put a rule between series in use, or out of it."""
    session.execute(update(CrossRule).where(CrossRule.id == rule_id).values(is_active=is_active))
