"""Observations: adding a version, and reading the current ones or those as of a past instant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, insert, literal_column, select, update
from sqlalchemy.orm import Session, aliased

from db.models import (
    BreakdownItemTable,
    BreakdownListTable,
    ObservationHeadTable,
    ObservationTable,
    ObservationVersionTable,
    SeriesTable,
)
from db.rows import all_rows
from db.vocabulary import ConfStatus, ObsStatus, ValueState


class ObservationRow(NamedTuple):
    """A version of an observation and its identity; ``list``, ``item`` and ``parent`` are None for a total."""

    series: str
    observation_id: int
    list: str | None
    item: str | None
    parent: str | None
    period_code: str
    period_kind: str
    period_start: date
    period_end: date
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


class NearConfidentialRow(NamedTuple):
    """A published figure of a period in which some figure is, or was, not free."""

    series: str
    list: str | None
    item: str | None
    parent: str | None
    period_code: str
    value: Decimal | None
    conf_status: str


class DraftOfPublishedRow(NamedTuple):
    """A draft that led to a published total: who typed it, and why."""

    series: str
    period_code: str
    version_no: int
    reason: str
    recorded_by: str


_IDENTITY = (
    SeriesTable.code.label("series"),
    ObservationTable.id.label("observation_id"),
    BreakdownListTable.code.label("list"),
    BreakdownItemTable.code.label("item"),
    BreakdownItemTable.parent_code.label("parent"),
    ObservationTable.period_code,
    ObservationTable.period_kind,
    ObservationTable.period_start,
    ObservationTable.period_end,
)
_VERSION = tuple(
    column for column in ObservationVersionTable.__table__.columns if column.name not in ("id", "observation_id")
)

# Written into the statement, so that both engines see that the index of the others answers it.
_FREE: ColumnElement[str] = literal_column(f"'{ConfStatus.FREE}'")

# The two engines sort absent values differently, so the place of totals is said: first.
_ORDER = (
    ObservationTable.period_end,
    ObservationTable.period_start,
    func.coalesce(BreakdownListTable.id, 0),
    func.coalesce(BreakdownItemTable.position, 0),
    func.coalesce(ObservationTable.item_id, 0),
)


def add_observation_version(
    session: Session,
    *,
    series_id: int,
    item_id: int | None,
    period: tuple[str, str, date, date],
    state: ValueState,
    **values: object,
) -> int:
    """Append a version to an observation (created if needed) and move the pointers; return the version number.

    ``period`` is code, kind, start, end. Raises IntegrityError (a StoreError outside the unit of work) when a rule
    of the store is violated or a concurrent writer appended the same version.
    """
    observation_id = _identity(session, series_id, item_id, period)
    head = session.execute(
        select(ObservationVersionTable.version_no)
        .join(ObservationHeadTable, ObservationHeadTable.latest_id == ObservationVersionTable.id)
        .where(ObservationHeadTable.observation_id == observation_id)
    ).scalar()
    version_no = (head or 0) + 1
    statement = insert(ObservationVersionTable).values(
        observation_id=observation_id, version_no=version_no, state=state, **values
    )
    version_id = session.execute(statement.returning(ObservationVersionTable.id)).scalar_one()
    visible = state in (ValueState.PUBLISHED, ValueState.WITHDRAWN)
    moved = {"latest_id": version_id} | ({"published_id": version_id} if visible else {})
    if head is None:
        session.execute(insert(ObservationHeadTable).values(observation_id=observation_id, **moved))
    else:
        session.execute(
            update(ObservationHeadTable).where(ObservationHeadTable.observation_id == observation_id).values(**moved)
        )
    return version_no


def observations(
    session: Session,
    series_ids: Iterable[int] | None = None,
    *,
    totals_only: bool = True,
    published: bool = True,
    withdrawn: bool = False,
    near_confidential: bool = False,
    as_of: datetime | None = None,
    periods: Collection[str] | None = None,
) -> list[ObservationRow]:
    """Current observations by series, period, then breakdown item in the order of its list, totals first.

    ``published`` selects the last published version of each, else the last one in any state; withdrawn ones are
    excluded unless requested. ``as_of`` reads as of that instant; ``near_confidential`` keeps only the periods in
    which some figure of the series is, or was once, not free. ``periods`` are codes.
    """
    statement = _at(as_of, published) if as_of is not None else _current(published)
    if not withdrawn:
        statement = statement.where(ObservationVersionTable.state != ValueState.WITHDRAWN)
    if totals_only:
        statement = statement.where(ObservationTable.item_id.is_(None))
    if series_ids is not None:
        series_ids = list(series_ids)
        statement = statement.where(ObservationTable.series_id.in_(series_ids))
    if periods is not None:
        statement = statement.where(ObservationTable.period_code.in_(periods))
    if near_confidential:
        statement = statement.where(ObservationTable.id.in_(_near_confidential(series_ids, periods)))
    return all_rows(session, ObservationRow, statement.order_by(ObservationTable.series_id, *_ORDER))


class Extent(NamedTuple):
    """The number of observation versions, and the identifier and instant of the last one."""

    versions: int
    last_id: int
    last_at: datetime | None


def extent(session: Session) -> Extent:
    """The present extent of the versions."""
    versions, last_id = session.execute(select(func.count(), func.max(ObservationVersionTable.id))).one()
    return Extent(versions, last_id or 0, _recorded_at(session, last_id or 0))


@dataclass(frozen=True, slots=True)
class ChangedFigures:
    """Series (identifier and code) and periods in which versions were recorded."""

    series: dict[int, str]
    periods: frozenset[str]


def changed_since(session: Session, past: Extent, present: Extent) -> ChangedFigures | None:
    """Where versions were recorded beyond a past extent; None if that cannot be determined.

    Versions are never changed or deleted, so the earlier ones are intact if the last of them still exists and the
    later ones make up the count. The count differs after a long transaction has committed versions with earlier
    identifiers (PostgreSQL allocates them first), or when the store was replaced by another.
    """
    if present.versions < past.versions or _recorded_at(session, past.last_id) != past.last_at:
        return None
    later = (
        select(SeriesTable.id, SeriesTable.code, ObservationTable.period_code, func.count())
        .join(ObservationTable, ObservationTable.series_id == SeriesTable.id)
        .join(ObservationVersionTable, ObservationVersionTable.observation_id == ObservationTable.id)
        .where(ObservationVersionTable.id > past.last_id)
        .group_by(SeriesTable.id, SeriesTable.code, ObservationTable.period_code)
    )
    rows = session.execute(later).all()
    if past.versions + sum(number for *_, number in rows) != present.versions:
        return None
    return ChangedFigures(
        {series_id: code for series_id, code, *_ in rows}, frozenset(period for _, _, period, _ in rows)
    )


def _recorded_at(session: Session, version_id: int) -> datetime | None:
    return session.execute(
        select(ObservationVersionTable.recorded_at).where(ObservationVersionTable.id == version_id)
    ).scalar()


def ever_confidential(session: Session) -> set[int]:
    """Identifiers of the series with a version not free for publication."""
    statement = select(ObservationTable.series_id).join(
        ObservationVersionTable, ObservationVersionTable.observation_id == ObservationTable.id
    )
    return set(session.scalars(statement.where(ObservationVersionTable.conf_status != _FREE).distinct()))


def near_confidential(session: Session, series_ids: Iterable[int] | None = None) -> list[NearConfidentialRow]:
    """The input of masking: published figures of the periods near one that is or was not free."""
    names = ("series", "period_code", "list", "item", "parent")
    columns = [identity_column for identity_column in _IDENTITY if identity_column.key in names]
    statement = _current(published=True).with_only_columns(
        *columns, ObservationVersionTable.value, ObservationVersionTable.conf_status
    )
    statement = statement.where(
        ObservationVersionTable.state != ValueState.WITHDRAWN, ObservationTable.id.in_(_near_confidential())
    )
    if series_ids is not None:
        statement = statement.where(ObservationTable.series_id.in_(list(series_ids)))
    return all_rows(session, NearConfidentialRow, statement.order_by(ObservationTable.series_id, *_ORDER))


def history(session: Session, series_id: int) -> list[ObservationRow]:
    """Every version of every observation of a series, oldest first within an observation."""
    statement = _joined().join(ObservationVersionTable, ObservationVersionTable.observation_id == ObservationTable.id)
    statement = statement.where(ObservationTable.series_id == series_id)
    return all_rows(session, ObservationRow, statement.order_by(*_ORDER, ObservationVersionTable.version_no))


def revised_totals(session: Session, series_id: int) -> list[ObservationRow]:
    """Every version of the totals of a series that have more than one, oldest first within an observation."""
    revised = select(ObservationVersionTable.observation_id).where(ObservationVersionTable.version_no > 1)
    statement = _joined().join(ObservationVersionTable, ObservationVersionTable.observation_id == ObservationTable.id)
    statement = statement.where(
        ObservationTable.series_id == series_id, ObservationTable.item_id.is_(None), ObservationTable.id.in_(revised)
    )
    return all_rows(session, ObservationRow, statement.order_by(*_ORDER, ObservationVersionTable.version_no))


def drafts_of_published(session: Session, since: datetime) -> list[DraftOfPublishedRow]:
    """Authors and reasons of the totals published after an instant: their drafts, oldest first."""
    published = aliased(ObservationVersionTable)
    typed = (
        select(
            SeriesTable.code.label("series"),
            ObservationTable.period_code,
            ObservationVersionTable.version_no,
            ObservationVersionTable.reason,
            ObservationVersionTable.recorded_by,
        )
        .join(ObservationTable, ObservationTable.id == ObservationVersionTable.observation_id)
        .join(SeriesTable, SeriesTable.id == ObservationTable.series_id)
        .join(published, published.observation_id == ObservationVersionTable.observation_id)
        .where(
            ObservationTable.item_id.is_(None),
            published.state == ValueState.PUBLISHED,
            published.recorded_at > since,
            ObservationVersionTable.version_no < published.version_no,
            ObservationVersionTable.state == ValueState.DRAFT,
        )
        .distinct()
    )
    typed = typed.order_by(SeriesTable.code, ObservationTable.period_code, ObservationVersionTable.version_no)
    return all_rows(session, DraftOfPublishedRow, typed)


def count_published(session: Session) -> int:
    """Number of observations that have a published version."""
    statement = (
        select(func.count()).select_from(ObservationHeadTable).where(ObservationHeadTable.published_id.is_not(None))
    )
    return session.execute(statement).scalar_one()


def _identity(session: Session, series_id: int, item_id: int | None, period: tuple[str, str, date, date]) -> int:
    code, kind, start, end = period
    same_item = ObservationTable.item_id.is_(None) if item_id is None else ObservationTable.item_id == item_id
    existing_id = session.execute(
        select(ObservationTable.id).where(
            ObservationTable.series_id == series_id, same_item, ObservationTable.period_code == code
        )
    ).scalar()
    if existing_id is not None:
        return existing_id
    statement = insert(ObservationTable).values(
        series_id=series_id,
        item_id=item_id,
        period_code=code,
        period_kind=kind,
        period_start=start,
        period_end=end,
    )
    return session.execute(statement.returning(ObservationTable.id)).scalar_one()


def _near_confidential(series_ids: Iterable[int] | None = None, codes: Collection[str] | None = None) -> Select[int]:
    """Observations of the same series and period as one that is or was not free; few, so selected first."""
    at, near = aliased(ObservationTable), aliased(ObservationTable)
    places = (
        select(at.series_id, at.period_code)
        .join(ObservationVersionTable, ObservationVersionTable.observation_id == at.id)
        .where(ObservationVersionTable.conf_status != _FREE)
        .distinct()
    )
    if series_ids is not None:
        places = places.where(at.series_id.in_(list(series_ids)))
    if codes is not None:
        places = places.where(at.period_code.in_(codes))
    periods = places.subquery()
    same = (near.series_id == periods.c.series_id) & (near.period_code == periods.c.period_code)
    cte = select(near.id).join(periods, same).cte("near_confidential")
    return select(cte.prefix_with("MATERIALIZED", dialect="postgresql").c.id)


def _joined() -> Select[*tuple[Any, ...]]:
    return (
        select(*_IDENTITY, *_VERSION)
        .select_from(ObservationTable)
        .join(SeriesTable, SeriesTable.id == ObservationTable.series_id)
        .outerjoin(BreakdownItemTable, BreakdownItemTable.id == ObservationTable.item_id)
        .outerjoin(BreakdownListTable, BreakdownListTable.id == BreakdownItemTable.list_id)
    )


def _current(published: bool) -> Select[*tuple[Any, ...]]:
    pointer = ObservationHeadTable.published_id if published else ObservationHeadTable.latest_id
    return (
        _joined()
        .join(ObservationHeadTable, ObservationHeadTable.observation_id == ObservationTable.id)
        .join(ObservationVersionTable, ObservationVersionTable.id == pointer)
    )


def _at(as_of: datetime, published: bool) -> Select[*tuple[Any, ...]]:
    """The last version known at an instant. Each observation walks back from its newest version by the unique index:
    grouping all the versions ever recorded would cost more with each year of history.
    """
    version = aliased(ObservationVersionTable)
    newest = select(version.id).where(version.observation_id == ObservationTable.id, version.recorded_at <= as_of)
    if published:
        newest = newest.where(version.state.in_([ValueState.PUBLISHED, ValueState.WITHDRAWN]))
    newest = newest.order_by(version.version_no.desc()).limit(1).correlate(ObservationTable)
    return _joined().join(ObservationVersionTable, ObservationVersionTable.id == newest.scalar_subquery())
