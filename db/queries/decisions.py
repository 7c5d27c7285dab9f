"""Decisions of the committee: reading their versions as of an instant, and adding one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from db.engine import is_sqlite
from db.models import (
    DecisionIndicatorTable,
    DecisionOperationTable,
    DecisionSeriesTable,
    DecisionTable,
    DecisionVersionTable,
    EditionTable,
    IndicatorTable,
    OperationTable,
    SeriesTable,
)
from db.rows import all_rows


class DecisionVersionRow(NamedTuple):
    """A version of a decision, with the decision's code, date and edition."""

    code: str
    taken_on: date
    edition: str | None
    id: int
    text: str
    in_charge: str
    due_on: date | None
    state: str
    note: str
    meeting: date | None
    version_no: int
    recorded_by: str
    recorded_at: datetime


class DecisionLinkRow(NamedTuple):
    """A subject of a version of a decision; ``kind`` is « series », « indicator » or « operation »."""

    version_id: int
    kind: str
    code: str


SAME_VERSION = "uq_decision_version_decision_id_version_no"
"""Rule broken by whoever revises a decision at the same time as somebody else."""

# Two who decide at once take turns, so that a double click is seen as one.
_TURN = 7_340_023


def take_turns(session: Session) -> None:
    """Lock out concurrent additions of decisions until the transaction ends. SQLite serialises writers anyway."""
    if not is_sqlite(session.get_bind()):  # type: ignore[arg-type]
        session.execute(select(func.pg_advisory_xact_lock(_TURN)))


def versions(session: Session, as_of: datetime | None = None, code: str | None = None) -> list[DecisionVersionRow]:
    """Versions of decisions, oldest first, with the decision's code, date and edition (or None)."""
    statement = (
        select(
            DecisionTable.code,
            DecisionTable.taken_on,
            EditionTable.code.label("edition"),
            *[column for column in DecisionVersionTable.__table__.columns if column.name != "decision_id"],
        )
        .join(DecisionVersionTable, DecisionVersionTable.decision_id == DecisionTable.id)
        .outerjoin(EditionTable, EditionTable.id == DecisionTable.edition_id)
    )
    if as_of is not None:
        statement = statement.where(DecisionVersionTable.recorded_at <= as_of)
    if code is not None:
        statement = statement.where(DecisionTable.code == code)
    return all_rows(session, DecisionVersionRow, statement.order_by(DecisionTable.id, DecisionVersionTable.version_no))


def links(session: Session) -> list[DecisionLinkRow]:
    """Subjects of each version."""
    linked: list[DecisionLinkRow] = []
    for kind, link, target, key in (
        ("series", DecisionSeriesTable, SeriesTable, DecisionSeriesTable.series_id),
        ("indicator", DecisionIndicatorTable, IndicatorTable, DecisionIndicatorTable.indicator_id),
        ("operation", DecisionOperationTable, OperationTable, DecisionOperationTable.operation_id),
    ):
        statement = select(link.version_id, literal(kind).label("kind"), target.code).join(target, target.id == key)
        linked += all_rows(session, DecisionLinkRow, statement.order_by(target.code))
    return linked


def add(session: Session, code: str, taken_on: date, edition_id: int | None) -> int:
    """Insert a decision without versions; return its identifier."""
    statement = insert(DecisionTable).values(code=code, taken_on=taken_on, edition_id=edition_id)
    return session.execute(statement.returning(DecisionTable.id)).scalar_one()


def identifier(session: Session, code: str) -> int | None:
    """Identifier of a decision, or None."""
    return session.execute(select(DecisionTable.id).where(DecisionTable.code == code)).scalar()


def codes(session: Session) -> list[str]:
    """Codes of all decisions."""
    return list(session.scalars(select(DecisionTable.code)))


def add_version(
    session: Session,
    decision_id: int,
    *,
    series: Iterable[int],
    indicators: Iterable[int],
    operations: Iterable[int],
    **values: object,
) -> None:
    """Append a version of a decision, with its subjects."""
    statement = (
        insert(DecisionVersionTable).values(decision_id=decision_id, **values).returning(DecisionVersionTable.id)
    )
    version_id = session.execute(statement).scalar_one()
    for link, key, ids in (
        (DecisionSeriesTable, "series_id", series),
        (DecisionIndicatorTable, "indicator_id", indicators),
        (DecisionOperationTable, "operation_id", operations),
    ):
        for linked_id in sorted(set(ids)):
            session.execute(insert(link).values({"version_id": version_id, key: linked_id}))
