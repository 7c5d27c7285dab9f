"""What data entry reads of a few series, and how it appends: never over a version that the writer did not see."""

from collections.abc import Collection
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from db.errors import StoreError, translate
from db.models import (
    Area,
    BreakdownItem,
    BreakdownList,
    Family,
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationHead,
    ObservationVersion,
    Perimeter,
    PerimeterArea,
    Series,
    SeriesBreakdown,
    Unit,
    ValueRule,
)
from db.vocabulary import ValueState

# Rows of named columns: Row[...] cannot name its columns for the type checker.
Rows = list[Any]

LOST_RACES = frozenset(
    {"uq_observation_version_observation_id_version_no", "ux_observation_total", "ux_observation_item"}
)
"""Rules that a writer breaks when somebody else wrote the same cell first."""


def series_facts(session: Session, codes: Collection[str] | None = None) -> Rows:
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
            Unit.code.label("unit_code"),
            Unit.label.label("unit_label"),
            Unit.symbol.label("unit_symbol"),
            Unit.is_percent,
            ValueRule.hard_low,
            ValueRule.hard_high,
            ValueRule.plausible_low,
            ValueRule.plausible_high,
            ValueRule.max_change,
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
    return list(session.execute(statement.order_by(Family.position, Indicator.position, Perimeter.position)))


def areas_by_series(session: Session, codes: Collection[str] | None = None) -> Rows:
    """Series code and number of each area that it speaks of."""
    statement = (
        select(Series.code, Area.number)
        .join(PerimeterArea, PerimeterArea.perimeter_id == Series.perimeter_id)
        .join(Area, Area.id == PerimeterArea.area_id)
    )
    return list(session.execute(statement if codes is None else statement.where(Series.code.in_(codes))))


def items_by_series(session: Session, codes: Collection[str] | None = None) -> Rows:
    """Items of the code lists of series, in the order of each list."""
    statement = (
        select(
            Series.code.label("series"),
            BreakdownList.code.label("list"),
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
    return list(session.execute(statement.order_by(Series.code, BreakdownList.code, BreakdownItem.position)))


def hold_observations(session: Session, codes: Collection[str], periods: Collection[str]) -> None:
    """Keep other writers away from these cells until the end of the transaction, always in the same order.

    SQLite has one writer at a time and needs nothing. A cell without any version cannot be held: its unique keys
    tell the second writer.
    """
    statement = (
        select(ObservationHead.observation_id)
        .join(Observation, Observation.id == ObservationHead.observation_id)
        .join(Series, Series.id == Observation.series_id)
        .where(Series.code.in_(codes), Observation.period_code.in_(periods))
        .order_by(ObservationHead.observation_id)
    )
    session.execute(statement.with_for_update(of=ObservationHead)).all()


def former_versions(session: Session, observation_id: int) -> Rows:
    """Every version of one observation, oldest first, all columns."""
    statement = select(ObservationVersion.__table__).where(ObservationVersion.observation_id == observation_id)
    return list(session.execute(statement.order_by(ObservationVersion.version_no)))


def rounds(session: Session, observation_ids: Collection[int]) -> Rows:
    """Versions in the hands of contributors or after, of several observations: who recorded what, oldest first."""
    statement = select(
        ObservationVersion.observation_id,
        ObservationVersion.version_no,
        ObservationVersion.state,
        ObservationVersion.value,
        ObservationVersion.flags,
        ObservationVersion.recorded_by,
        ObservationVersion.recorded_at,
        ObservationVersion.reason,
    ).where(ObservationVersion.observation_id.in_(observation_ids))
    return list(session.execute(statement.order_by(ObservationVersion.observation_id, ObservationVersion.version_no)))


def append_version(
    session: Session,
    *,
    series_id: int,
    item_id: int | None,
    period: tuple[str, str, date, date],
    version_no: int,
    state: ValueState,
    **values: Any,
) -> int:
    """Append exactly this version of an observation, and move its pointers; gives the version's number.

    Unlike ``observations.add_observation_version`` the number is the writer's, one above the version they looked at:
    where somebody else appended it first, a StoreError whose rule is in LOST_RACES is raised. Whatever is refused,
    only this version is undone: the rest of the transaction stands.
    """
    with savepoint(session):
        observation_id = _observation(session, series_id, item_id, period, is_new=version_no == 1)
        statement = insert(ObservationVersion).values(
            observation_id=observation_id, version_no=version_no, state=state, **values
        )
        version_id = session.execute(statement.returning(ObservationVersion.id)).scalar_one()
        # A withdrawal takes the published value back too: its version is the last word.
        visible = state in (ValueState.PUBLISHED, ValueState.WITHDRAWN)
        moved = {"latest_id": version_id} | ({"published_id": version_id} if visible else {})
        if version_no == 1:
            session.execute(insert(ObservationHead).values(observation_id=observation_id, **moved))
        else:
            which = ObservationHead.observation_id == observation_id
            session.execute(update(ObservationHead).where(which).values(**moved))
    return version_no


@contextmanager
def savepoint(session: Session) -> Any:
    """A part of a transaction that may be refused alone; refusals come out as StoreError."""
    try:
        with session.begin_nested():
            yield
    except DBAPIError as error:
        raise translate(error) from error


def is_lost_race(error: StoreError) -> bool:
    """Whether a refusal only says that somebody else was first."""
    return error.rule in LOST_RACES


def _observation(
    session: Session, series_id: int, item_id: int | None, period: tuple[str, str, date, date], *, is_new: bool
) -> int:
    """Identifier of an observation; a first version makes it, and meets there whoever does the same."""
    code, kind, start, end = period
    if is_new:
        statement = insert(Observation).values(
            series_id=series_id, item_id=item_id, period_code=code, period_kind=kind, period_start=start, period_end=end
        )
        return session.execute(statement.returning(Observation.id)).scalar_one()
    same_item = Observation.item_id.is_(None) if item_id is None else Observation.item_id == item_id
    which = (Observation.series_id == series_id, same_item, Observation.period_code == code)
    return session.execute(select(Observation.id).where(*which)).scalar_one()


def current(session: Session, codes: Collection[str], *, published: bool = False) -> Rows:
    """The last version of every observation of series, withdrawn or not, with why and how; totals and parts."""
    pointer = ObservationHead.published_id if published else ObservationHead.latest_id
    versions = [one for one in ObservationVersion.__table__.columns if one.name not in ("id", "observation_id")]
    statement = (
        select(
            Series.code.label("series"),
            Observation.id.label("observation_id"),
            Observation.item_id,
            BreakdownList.code.label("list"),
            BreakdownItem.code.label("item"),
            Observation.period_code,
            *versions,
        )
        .join(Series, Series.id == Observation.series_id)
        .join(ObservationHead, ObservationHead.observation_id == Observation.id)
        .join(ObservationVersion, ObservationVersion.id == pointer)
        .outerjoin(BreakdownItem, BreakdownItem.id == Observation.item_id)
        .outerjoin(BreakdownList, BreakdownList.id == BreakdownItem.list_id)
        .where(Series.code.in_(codes))
    )
    return list(session.execute(statement.order_by(Observation.series_id, Observation.period_end, Observation.id)))


def in_states(session: Session, states: Collection[ValueState], batch: str | None = None) -> Rows:
    """Cells whose last version is in one of the states (and came in with a batch), newest last."""
    statement = (
        select(
            Series.code.label("series"),
            BreakdownList.code.label("list"),
            BreakdownItem.code.label("item"),
            Observation.period_code,
        )
        .join(Series, Series.id == Observation.series_id)
        .join(ObservationHead, ObservationHead.observation_id == Observation.id)
        .join(ObservationVersion, ObservationVersion.id == ObservationHead.latest_id)
        .outerjoin(BreakdownItem, BreakdownItem.id == Observation.item_id)
        .outerjoin(BreakdownList, BreakdownList.id == BreakdownItem.list_id)
        .where(or_(*(ObservationVersion.state == state for state in states)))
    )
    if batch is not None:
        statement = statement.where(ObservationVersion.batch == batch)
    return list(session.execute(statement.order_by(ObservationVersion.recorded_at, ObservationVersion.id)))
