"""What data entry reads of cells, and how it appends: never over a version that the writer did not see."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, insert, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.errors import StoreError, translate
from db.models import (
    Base,
    BreakdownItem,
    BreakdownList,
    Observation,
    ObservationHead,
    ObservationVersion,
    Series,
)
from db.rows import all_rows
from db.vocabulary import ObsStatus, ValueState


class CellRow(NamedTuple):
    """Where a cell is; no ``list`` and no ``item`` for a total."""

    series: str
    list: str | None
    item: str | None
    period_code: str


class CellVersionRow(NamedTuple):
    """A version of a cell, and where the cell is."""

    series: str
    observation_id: int
    item_id: int | None
    list: str | None
    item: str | None
    period_code: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    flags: frozenset[ObsStatus]
    conf_status: str
    source: str
    source_url: str
    source_published_on: date | None
    reliability: str
    caveat: str
    comment: str
    version_no: int
    state: str
    method: str
    reason: str
    batch: str | None
    recorded_by: str
    recorded_at: datetime


class RoundRow(NamedTuple):
    """A version as the rounds between contributors and validators see it."""

    observation_id: int
    version_no: int
    state: str
    value: Decimal | None
    flags: frozenset[ObsStatus]
    recorded_by: str
    recorded_at: datetime
    reason: str


LOST_RACES = frozenset(
    {"uq_observation_version_observation_id_version_no", "ux_observation_total", "ux_observation_item"}
)
"""Rules that a writer breaks when somebody else wrote the same cell first."""

# A withdrawal takes the published value back too: its version is the last word.
_VISIBLE = (ValueState.PUBLISHED, ValueState.WITHDRAWN)

_MANY = 1000
"""Values in one list of a statement: engines bound the number of parameters."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to append, with its number; ``observation_id`` is None for the first one of a cell.

    ``period`` is code, kind, start, end; ``values`` are the other columns, the same names for all that go together.
    """

    series_id: int
    item_id: int | None
    period: tuple[str, str, date, date]
    version_no: int
    state: ValueState
    values: Mapping[str, object]
    observation_id: int | None = None


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


def former_versions(session: Session, observation_id: int) -> list[CellVersionRow]:
    """Every version of one observation, oldest first."""
    statement = cell_versions().join(ObservationVersion, ObservationVersion.observation_id == Observation.id)
    statement = statement.where(Observation.id == observation_id).order_by(ObservationVersion.version_no)
    return all_rows(session, CellVersionRow, statement)


def rounds(session: Session, observation_ids: Collection[int]) -> list[RoundRow]:
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
    statement = statement.order_by(ObservationVersion.observation_id, ObservationVersion.version_no)
    return all_rows(session, RoundRow, statement)


def append_version(
    session: Session,
    *,
    series_id: int,
    item_id: int | None,
    period: tuple[str, str, date, date],
    version_no: int,
    state: ValueState,
    **values: object,
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
        moved = {"latest_id": version_id} | ({"published_id": version_id} if state in _VISIBLE else {})
        if version_no == 1:
            session.execute(insert(ObservationHead).values(observation_id=observation_id, **moved))
        else:
            which = ObservationHead.observation_id == observation_id
            session.execute(update(ObservationHead).where(which).values(**moved))
    return version_no


def append_versions(session: Session, rows: Sequence[NewVersion]) -> None:
    """Append many versions in a few statements, under the rules of ``append_version``: all of them or none.

    Raises:
        StoreError: a rule was broken by one of them, nobody says which; the rest of the transaction stands.
    """
    if not rows:
        return
    # Statements without RETURNING, and identifiers read afterwards: drivers send them several times faster.
    with savepoint(session):
        places = _observations(session, rows)
        _insert(session, "observation_version", [_version(place, row) for place, row in zip(places, rows, strict=True)])
        versions = _version_ids(session, places)
        found = [versions[place, row.version_no] for place, row in zip(places, rows, strict=True)]
        _point(session, zip(places, rows, found, strict=True))


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
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


def _observations(session: Session, rows: Sequence[NewVersion]) -> list[int]:
    """Identifiers of the observations, those of first versions being made."""
    first = [row for row in rows if row.observation_id is None]
    if not first:
        return [row.observation_id for row in rows if row.observation_id is not None]
    _insert(session, "observation", [_identity(row) for row in first])
    statement = select(Observation.id, Observation.series_id, Observation.item_id, Observation.period_code).where(
        Observation.series_id.in_({row.series_id for row in first}),
        Observation.period_code.in_({row.period[0] for row in first}),
    )
    made = {(one.series_id, one.item_id, one.period_code): one.id for one in session.execute(statement)}
    return [row.observation_id or made[row.series_id, row.item_id, row.period[0]] for row in rows]


def _identity(row: NewVersion) -> dict[str, object]:
    code, kind, start, end = row.period
    identity = {"series_id": row.series_id, "item_id": row.item_id, "period_code": code}
    return identity | {"period_kind": kind, "period_start": start, "period_end": end}


def _version(place: int, row: NewVersion) -> dict[str, object]:
    return {"observation_id": place, "version_no": row.version_no, "state": row.state, **row.values}


def _version_ids(session: Session, places: Sequence[int]) -> dict[tuple[int, int], int]:
    """Identifiers of the versions of observations, by observation and number."""
    found: dict[tuple[int, int], int] = {}
    for start in range(0, len(places), _MANY):
        columns = (ObservationVersion.observation_id, ObservationVersion.version_no, ObservationVersion.id)
        which = ObservationVersion.observation_id.in_(places[start : start + _MANY])
        found |= {
            (one.observation_id, one.version_no): one.id for one in session.execute(select(*columns).where(which))
        }
    return found


def _insert(session: Session, table: str, values: Sequence[Mapping[str, object]]) -> None:
    session.execute(insert(Base.metadata.tables[table]), list(values))


def _point(session: Session, appended: Iterable[tuple[int, NewVersion, int]]) -> None:
    """Make and move the pointers of observations to their new versions."""
    table = Base.metadata.tables["observation_head"]
    made: list[dict[str, int | None]] = []
    moved: list[dict[str, int]] = []
    shown: list[dict[str, int]] = []
    for place, row, version in appended:
        is_visible = row.state in _VISIBLE
        if row.observation_id is None:
            made.append(
                {"observation_id": place, "latest_id": version, "published_id": version if is_visible else None}
            )
        else:
            (shown if is_visible else moved).append({"place": place, "version": version})
    move = update(table).where(table.c.observation_id == bindparam("place")).values(latest_id=bindparam("version"))
    if made:
        _insert(session, table.name, made)
    if moved:
        session.execute(move, moved)
    if shown:
        session.execute(move.values(published_id=bindparam("version")), shown)


def cell_versions() -> Select[*tuple[Any, ...]]:
    """A select of ``CellVersionRow`` from the observations; which of their versions to join is left to the caller."""
    return (
        select(
            Series.code.label("series"),
            Observation.id.label("observation_id"),
            Observation.item_id,
            BreakdownList.code.label("list"),
            BreakdownItem.code.label("item"),
            Observation.period_code,
            *(column for column in ObservationVersion.__table__.columns if column.name not in ("id", "observation_id")),
        )
        .select_from(Observation)
        .join(Series, Series.id == Observation.series_id)
        .outerjoin(BreakdownItem, BreakdownItem.id == Observation.item_id)
        .outerjoin(BreakdownList, BreakdownList.id == BreakdownItem.list_id)
    )


def current(
    session: Session,
    codes: Collection[str],
    *,
    published: bool = False,
    totals_only: bool = False,
    periods: Collection[str] | None = None,
    overtaken: bool = False,
) -> list[CellVersionRow]:
    """The last version of every observation of series, withdrawn or not, with why and how; totals and parts.

    ``overtaken`` keeps the published ones that a later version is about to replace.
    """
    pointer = ObservationHead.published_id if published else ObservationHead.latest_id
    statement = (
        cell_versions()
        .join(ObservationHead, ObservationHead.observation_id == Observation.id)
        .join(ObservationVersion, ObservationVersion.id == pointer)
        .where(Series.code.in_(codes))
    )
    if totals_only:
        statement = statement.where(Observation.item_id.is_(None))
    if periods is not None:
        statement = statement.where(Observation.period_code.in_(periods))
    if overtaken:
        statement = statement.where(ObservationHead.published_id != ObservationHead.latest_id)
    statement = statement.order_by(Observation.series_id, Observation.period_end, Observation.id)
    return all_rows(session, CellVersionRow, statement)


def in_states(session: Session, states: Collection[ValueState], batch: str | None = None) -> list[CellRow]:
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
    return all_rows(session, CellRow, statement.order_by(ObservationVersion.recorded_at, ObservationVersion.id))
