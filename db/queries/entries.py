"""What data entry reads of a few series, and how it appends: never over a version that the writer did not see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from db.errors import StoreError, translate
from db.models import (
    Area,
    Base,
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

# A withdrawal takes the published value back too: its version is the last word.
_VISIBLE = (ValueState.PUBLISHED, ValueState.WITHDRAWN)

_MANY = 1000
"""Values in one list of a statement: engines bound the number of parameters."""


class NextVersion(Protocol):
    """A version to append to a cell, as its writer has planned it."""

    @property
    def series_id(self) -> int: ...

    @property
    def item_id(self) -> int | None: ...

    @property
    def period(self) -> tuple[str, str, date, date]:
        """Code, kind, start, end."""

    @property
    def observation_id(self) -> int | None:
        """None for the first version of a cell."""

    @property
    def version_no(self) -> int:
        """One above the version that the writer looked at."""

    @property
    def state(self) -> ValueState: ...

    def columns(self) -> Mapping[str, object]:
        """What the version says and why, by column; the same columns for all that go together."""


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


def append_versions(
    session: Session, versions: Sequence[NextVersion], *, method: str, batch: str | None, recorded_by: str
) -> None:
    """Append exactly these versions, and move the pointers of their observations: all of them or none.

    Unlike ``observations.add_observation_version`` the numbers are the writer's: where somebody else appended first,
    the rule of the StoreError is in LOST_RACES.

    Raises:
        StoreError: a rule was broken by one of them, nobody says which; the rest of the transaction stands.
    """
    if not versions:
        return
    recorded = {"method": method, "batch": batch, "recorded_by": recorded_by}
    # Statements without RETURNING, and identifiers read afterwards: drivers send them several times faster.
    with savepoint(session):
        places = _observations(session, versions)
        rows = [
            {
                "observation_id": place,
                "version_no": version.version_no,
                "state": version.state,
                **version.columns(),
                **recorded,
            }
            for place, version in zip(places, versions, strict=True)
        ]
        _insert(session, "observation_version", rows)
        ids = _version_ids(session, places)
        placed = zip(places, versions, strict=True)
        _point(session, [(place, version, ids[place, version.version_no]) for place, version in placed])


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


def _observations(session: Session, versions: Sequence[NextVersion]) -> list[int]:
    """Identifiers of the observations; first versions make theirs, and meet there whoever does the same."""
    first = [version for version in versions if version.observation_id is None]
    made: dict[tuple[int, int | None, str], int] = {}
    if first:
        _insert(session, "observation", [_identity(version) for version in first])
        statement = select(Observation.id, Observation.series_id, Observation.item_id, Observation.period_code).where(
            Observation.series_id.in_({version.series_id for version in first}),
            Observation.period_code.in_({version.period[0] for version in first}),
        )
        made = {(row.series_id, row.item_id, row.period_code): row.id for row in session.execute(statement)}
    return [
        version.observation_id or made[version.series_id, version.item_id, version.period[0]] for version in versions
    ]


def _identity(version: NextVersion) -> dict[str, object]:
    code, kind, start, end = version.period
    return {
        "series_id": version.series_id,
        "item_id": version.item_id,
        "period_code": code,
        "period_kind": kind,
        "period_start": start,
        "period_end": end,
    }


def _version_ids(session: Session, places: Sequence[int]) -> dict[tuple[int, int], int]:
    """Identifiers of the versions of observations, by observation and number."""
    ids: dict[tuple[int, int], int] = {}
    columns = (ObservationVersion.observation_id, ObservationVersion.version_no, ObservationVersion.id)
    for start in range(0, len(places), _MANY):
        statement = select(*columns).where(ObservationVersion.observation_id.in_(places[start : start + _MANY]))
        ids |= {(row.observation_id, row.version_no): row.id for row in session.execute(statement)}
    return ids


def _insert(session: Session, table: str, values: Sequence[Mapping[str, object]]) -> None:
    session.execute(insert(Base.metadata.tables[table]), list(values))


def _point(session: Session, appended: Iterable[tuple[int, NextVersion, int]]) -> None:
    """Make and move the pointers of observations to their new versions."""
    table = Base.metadata.tables["observation_head"]
    made: list[dict[str, int | None]] = []
    moved: list[dict[str, int]] = []
    shown: list[dict[str, int]] = []
    for place, version, version_id in appended:
        is_visible = version.state in _VISIBLE
        if version.observation_id is None:
            published_id = version_id if is_visible else None
            made.append({"observation_id": place, "latest_id": version_id, "published_id": published_id})
        else:
            (shown if is_visible else moved).append({"place": place, "version": version_id})
    move = update(table).where(table.c.observation_id == bindparam("place")).values(latest_id=bindparam("version"))
    if made:
        _insert(session, table.name, made)
    if moved:
        session.execute(move, moved)
    if shown:
        session.execute(move.values(published_id=bindparam("version")), shown)


def current(
    session: Session,
    codes: Collection[str],
    *,
    published: bool = False,
    totals_only: bool = False,
    periods: Collection[str] | None = None,
    overtaken: bool = False,
) -> Rows:
    """The last version of every observation of series, withdrawn or not, with why and how; totals and parts.

    ``overtaken`` keeps the published ones that a later version is about to replace.
    """
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
    if totals_only:
        statement = statement.where(Observation.item_id.is_(None))
    if periods is not None:
        statement = statement.where(Observation.period_code.in_(periods))
    if overtaken:
        statement = statement.where(ObservationHead.published_id != ObservationHead.latest_id)
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
