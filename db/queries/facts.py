"""Small facts of the store: data version, kind, checksums, method parameters, journal."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.models import AuditEventTable, DataVersionTable, MethodParametersTable, StoreFactTable
from db.queries.journal import JournalRow
from db.rows import all_rows, first_row
from db.vocabulary import StoreKind


class MethodParametersRow(NamedTuple):
    """A version of the parameters of the progress method."""

    id: int
    version_no: int
    on_track: Decimal
    accelerate: Decimal
    decline: Decimal
    tolerance: Decimal
    trend_percent: Decimal
    trend_units: Decimal
    trend_small: Decimal
    reason: str
    recorded_by: str
    recorded_at: datetime


def data_version(session: Session) -> int:
    """Counter of the last committed write."""
    # Of the bare table: asked at each rerun, it does without the mapper's share of the cost.
    return int(session.execute(select(DataVersionTable.__table__.c.number)).scalar_one())


def data_changed_at(session: Session) -> datetime:
    """Instant of the last committed write."""
    return session.execute(select(DataVersionTable.changed_at)).scalar_one()


def store_fact(session: Session, name: str) -> str | None:
    """A named fact, or None."""
    return session.execute(select(StoreFactTable.value).where(StoreFactTable.name == name)).scalar()


def all_store_facts(session: Session) -> dict[str, str]:
    """Every named fact."""
    return {row.name: row.value for row in session.execute(select(StoreFactTable.name, StoreFactTable.value))}


def set_store_fact(session: Session, name: str, value: str) -> None:
    """Set a named fact."""
    session.merge(StoreFactTable(name=name, value=value))


def store_kind(session: Session) -> StoreKind:
    """Whether the store holds real figures or a demonstration; real by default."""
    return StoreKind(store_fact(session, "kind") or StoreKind.REAL)


def method_parameters(session: Session, as_of: datetime | None = None) -> MethodParametersRow | None:
    """Parameters of the progress method in force (as of an instant)."""
    statement = select(MethodParametersTable.__table__).order_by(MethodParametersTable.version_no.desc()).limit(1)
    if as_of is not None:
        statement = statement.where(MethodParametersTable.recorded_at <= as_of)
    return first_row(session, MethodParametersRow, statement)


def add_method_parameters(session: Session, **values: object) -> None:
    """Append a version of the parameters."""
    session.execute(insert(MethodParametersTable).values(**values))


def journal(session: Session, subject: str | None = None, limit: int = 100) -> list[JournalRow]:
    """Latest audit events, newest first."""
    statement = select(AuditEventTable.__table__).order_by(AuditEventTable.id.desc()).limit(limit)
    if subject is not None:
        statement = statement.where(AuditEventTable.subject == subject)
    return all_rows(session, JournalRow, statement)
