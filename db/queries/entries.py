"""Cells as data entry reads them, and appending to them, never over a version that the writer has not seen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Select, bindparam, insert, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.errors import StoreError, translate
from db.models import (
    Base,
    BreakdownItemTable,
    BreakdownListTable,
    ObservationHeadTable,
    ObservationTable,
    ObservationVersionTable,
    SeriesTable,
)
from db.rows import all_rows
from db.vocabulary import ObsStatus, ValueState


class CellRow(NamedTuple):
    """Codes of a cell; ``list`` and ``item`` are None for a total."""

    series: str
    list: str | None
    item: str | None
    period_code: str


class CellVersionRow(NamedTuple):
    """A version and its cell."""

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


class ContributionRow(NamedTuple):
    """State, value, author and reason of one version of an observation."""

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


class NextVersion(Protocol):
    """A version to append to a cell, as planned by its writer."""

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
        """One above the version that the writer saw."""

    @property
    def state(self) -> ValueState: ...

    def columns(self) -> Mapping[str, object]:
        """Content and reason by column; the same columns for all versions appended together."""


def hold_observations(session: Session, codes: Collection[str], periods: Collection[str]) -> None:
    """Lock these cells until the end of the transaction, in a fixed order.

    SQLite has a single writer and needs no lock. A cell without any version cannot be locked: its unique keys refuse
    the second writer.
    """
    statement = (
        select(ObservationHeadTable.observation_id)
        .join(ObservationTable, ObservationTable.id == ObservationHeadTable.observation_id)
        .join(SeriesTable, SeriesTable.id == ObservationTable.series_id)
        .where(SeriesTable.code.in_(codes), ObservationTable.period_code.in_(periods))
        .order_by(ObservationHeadTable.observation_id)
    )
    session.execute(statement.with_for_update(of=ObservationHeadTable)).all()


def former_versions(session: Session, observation_id: int) -> list[CellVersionRow]:
    """Every version of one observation, oldest first."""
    statement = cell_versions().join(
        ObservationVersionTable, ObservationVersionTable.observation_id == ObservationTable.id
    )
    statement = statement.where(ObservationTable.id == observation_id).order_by(ObservationVersionTable.version_no)
    return all_rows(session, CellVersionRow, statement)


def contributions(session: Session, observation_ids: Collection[int]) -> list[ContributionRow]:
    """Every version of several observations, with its author and reason, oldest first."""
    statement = select(
        ObservationVersionTable.observation_id,
        ObservationVersionTable.version_no,
        ObservationVersionTable.state,
        ObservationVersionTable.value,
        ObservationVersionTable.flags,
        ObservationVersionTable.recorded_by,
        ObservationVersionTable.recorded_at,
        ObservationVersionTable.reason,
    ).where(ObservationVersionTable.observation_id.in_(observation_ids))
    statement = statement.order_by(ObservationVersionTable.observation_id, ObservationVersionTable.version_no)
    return all_rows(session, ContributionRow, statement)


def append_versions(
    session: Session, versions: Sequence[NextVersion], *, method: str, batch: str | None, recorded_by: str
) -> None:
    """Append exactly these versions, and move the pointers of their observations: all of them or none.

    Unlike ``observations.add_observation_version`` the caller sets the version numbers: if a concurrent writer
    appended first, the rule of the StoreError is in LOST_RACES.

    Raises:
        StoreError: one version violates a rule, which one is unknown; the rest of the transaction is intact.
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
def savepoint(session: Session) -> Iterator[None]:
    """A savepoint: a refusal rolls back this part of the transaction only, and raises StoreError."""
    try:
        with session.begin_nested():
            yield
    except DBAPIError as error:
        raise translate(error) from error


def is_lost_race(error: StoreError) -> bool:
    """Whether the error means that a concurrent writer was first."""
    return error.rule in LOST_RACES


def _observations(session: Session, versions: Sequence[NextVersion]) -> list[int]:
    """Identifiers of the observations; inserts those of first versions, where concurrent writers collide."""
    first = [version for version in versions if version.observation_id is None]
    new_ids: dict[tuple[int, int | None, str], int] = {}
    if first:
        _insert(session, "observation", [_identity(version) for version in first])
        statement = select(
            ObservationTable.id, ObservationTable.series_id, ObservationTable.item_id, ObservationTable.period_code
        ).where(
            ObservationTable.series_id.in_({version.series_id for version in first}),
            ObservationTable.period_code.in_({version.period[0] for version in first}),
        )
        new_ids = {(row.series_id, row.item_id, row.period_code): row.id for row in session.execute(statement)}
    return [
        version.observation_id or new_ids[version.series_id, version.item_id, version.period[0]] for version in versions
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
    columns = (ObservationVersionTable.observation_id, ObservationVersionTable.version_no, ObservationVersionTable.id)
    for start in range(0, len(places), _MANY):
        statement = select(*columns).where(ObservationVersionTable.observation_id.in_(places[start : start + _MANY]))
        ids |= {(row.observation_id, row.version_no): row.id for row in session.execute(statement)}
    return ids


def _insert(session: Session, table: str, values: Sequence[Mapping[str, object]]) -> None:
    session.execute(insert(Base.metadata.tables[table]), list(values))


def _point(session: Session, appended: Iterable[tuple[int, NextVersion, int]]) -> None:
    """Insert or move the pointers of observations to their new versions."""
    table = Base.metadata.tables["observation_head"]
    created: list[dict[str, int | None]] = []
    moved: list[dict[str, int]] = []
    published: list[dict[str, int]] = []
    for place, version, version_id in appended:
        is_visible = version.state in _VISIBLE
        if version.observation_id is None:
            published_id = version_id if is_visible else None
            created.append({"observation_id": place, "latest_id": version_id, "published_id": published_id})
        else:
            (published if is_visible else moved).append({"place": place, "version": version_id})
    move = update(table).where(table.c.observation_id == bindparam("place")).values(latest_id=bindparam("version"))
    if created:
        _insert(session, table.name, created)
    if moved:
        session.execute(move, moved)
    if published:
        session.execute(move.values(published_id=bindparam("version")), published)


def cell_versions() -> Select[*tuple[Any, ...]]:
    """A select of ``CellVersionRow`` from the observations; the caller joins the versions wanted."""
    return (
        select(
            SeriesTable.code.label("series"),
            ObservationTable.id.label("observation_id"),
            ObservationTable.item_id,
            BreakdownListTable.code.label("list"),
            BreakdownItemTable.code.label("item"),
            ObservationTable.period_code,
            *(
                column
                for column in ObservationVersionTable.__table__.columns
                if column.name not in ("id", "observation_id")
            ),
        )
        .select_from(ObservationTable)
        .join(SeriesTable, SeriesTable.id == ObservationTable.series_id)
        .outerjoin(BreakdownItemTable, BreakdownItemTable.id == ObservationTable.item_id)
        .outerjoin(BreakdownListTable, BreakdownListTable.id == BreakdownItemTable.list_id)
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
    """The last version of every observation of series, withdrawn or not, with its reason and method; totals and items.

    ``overtaken`` keeps the published versions that a later version is about to replace.
    """
    pointer = ObservationHeadTable.published_id if published else ObservationHeadTable.latest_id
    statement = (
        cell_versions()
        .join(ObservationHeadTable, ObservationHeadTable.observation_id == ObservationTable.id)
        .join(ObservationVersionTable, ObservationVersionTable.id == pointer)
        .where(SeriesTable.code.in_(codes))
    )
    if totals_only:
        statement = statement.where(ObservationTable.item_id.is_(None))
    if periods is not None:
        statement = statement.where(ObservationTable.period_code.in_(periods))
    if overtaken:
        statement = statement.where(ObservationHeadTable.published_id != ObservationHeadTable.latest_id)
    statement = statement.order_by(ObservationTable.series_id, ObservationTable.period_end, ObservationTable.id)
    return all_rows(session, CellVersionRow, statement)


def in_states(session: Session, states: Collection[ValueState], batch: str | None = None) -> list[CellRow]:
    """Cells whose last version is in one of the states (and belongs to a batch), newest last."""
    statement = (
        select(
            SeriesTable.code.label("series"),
            BreakdownListTable.code.label("list"),
            BreakdownItemTable.code.label("item"),
            ObservationTable.period_code,
        )
        .join(SeriesTable, SeriesTable.id == ObservationTable.series_id)
        .join(ObservationHeadTable, ObservationHeadTable.observation_id == ObservationTable.id)
        .join(ObservationVersionTable, ObservationVersionTable.id == ObservationHeadTable.latest_id)
        .outerjoin(BreakdownItemTable, BreakdownItemTable.id == ObservationTable.item_id)
        .outerjoin(BreakdownListTable, BreakdownListTable.id == BreakdownItemTable.list_id)
        .where(or_(*(ObservationVersionTable.state == state for state in states)))
    )
    if batch is not None:
        statement = statement.where(ObservationVersionTable.batch == batch)
    return all_rows(
        session, CellRow, statement.order_by(ObservationVersionTable.recorded_at, ObservationVersionTable.id)
    )
