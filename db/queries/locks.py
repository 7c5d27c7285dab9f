"""Locks on periods, and their exceptions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.models import LockExceptionTable, PeriodLockTable
from db.rows import all_rows


class LockRow(NamedTuple):
    """A lock on a period."""

    id: int
    period_code: str
    reason: str
    locked_at: datetime
    locked_by: str
    lifted_at: datetime | None
    lifted_by: str | None


class LockExceptionRow(NamedTuple):
    """An exception to a lock."""

    id: int
    lock_id: int
    email: str
    until: date
    reason: str
    granted_by: str
    granted_at: datetime


def locks(session: Session, *, lifted: bool = False) -> list[LockRow]:
    """Locks in force, oldest first; lifted ones too on request."""
    statement = select(PeriodLockTable.__table__)
    if not lifted:
        statement = statement.where(PeriodLockTable.lifted_at.is_(None))
    return all_rows(session, LockRow, statement.order_by(PeriodLockTable.id))


def exceptions(session: Session) -> list[LockExceptionRow]:
    """Exceptions to the locks in force, expired or not."""
    statement = select(LockExceptionTable.__table__).join(
        PeriodLockTable, PeriodLockTable.id == LockExceptionTable.lock_id
    )
    statement = statement.where(PeriodLockTable.lifted_at.is_(None)).order_by(LockExceptionTable.id)
    return all_rows(session, LockExceptionRow, statement)


def add(session: Session, exceptions: Iterable[dict[str, object]] = (), **values: object) -> int:
    """Insert a lock and its exceptions at given instants, for seeds; return its identifier."""
    lock_id = session.execute(insert(PeriodLockTable).values(**values).returning(PeriodLockTable.id)).scalar_one()
    for exception in exceptions:
        session.execute(insert(LockExceptionTable).values(lock_id=lock_id, **exception))
    return lock_id


def lock(session: Session, period: str, reason: str, author: str) -> int:
    """Lock a period; return the identifier of the lock."""
    statement = insert(PeriodLockTable).values(period_code=period, reason=reason, locked_by=author)
    return session.execute(statement.returning(PeriodLockTable.id)).scalar_one()


def lift(session: Session, lock_id: int, author: str, now: datetime) -> bool:
    """Lift a lock; False if no such lock is in force."""
    statement = update(PeriodLockTable).where(PeriodLockTable.id == lock_id, PeriodLockTable.lifted_at.is_(None))
    lifted = session.execute(statement.values(lifted_at=now, lifted_by=author).returning(PeriodLockTable.id))
    return lifted.scalar() is not None


def grant(session: Session, lock_id: int, email: str, until: date, reason: str, author: str) -> int:
    """Let one person write in a locked period until a date, inclusive; return the identifier of the exception."""
    statement = insert(LockExceptionTable).values(
        lock_id=lock_id, email=email, until=until, reason=reason, granted_by=author
    )
    return session.execute(statement.returning(LockExceptionTable.id)).scalar_one()
