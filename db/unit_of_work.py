"""One transaction, one session: rolled back unless committed explicitly; read-only by default."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session

from db.engine import for_reading, for_writing, is_sqlite
from db.errors import translate
from db.models import AuditEventTable, DataVersionTable
from db.models.base import now
from db.vocabulary import EventCode

# All who write hold it together, who freezes an edition holds it alone; a trigger takes it too (migration 0003).
WRITERS_LOCK = 7_340_022


class ReadOnlyViolation(Exception):
    """A write was attempted through a reading session: a bug, never a user error."""


class UnitOfWork:
    """A write transaction. ``commit`` keeps it; leaving the block without it rolls everything back."""

    def __init__(self, session: Session, actor: str) -> None:
        self.session = session
        self.actor = actor
        self._committed = False

    def record(self, code: EventCode, subject: str, batch: str | None = None, **details: object) -> None:
        """Add an event to the journal, in the same transaction. Raises ValueError for an undeclared event."""
        action = EventCode(code).value
        event_row = AuditEventTable(actor=self.actor, action=action, subject=subject, batch=batch, details=details)
        self.session.add(event_row)

    def commit(self, *, changes_data: bool = True) -> None:
        """Bump the data version and commit; nothing may be written afterwards.

        ``changes_data`` is False for sign-ins and sign-outs, which must not invalidate cached readings.
        """
        if changes_data:
            bump = update(DataVersionTable).values(number=DataVersionTable.number + 1, changed_at=now())
            self.session.execute(bump)
        self.session.commit()
        self._committed = True


@contextmanager
def unit_of_work(engine: Engine, actor: str, *, alone: bool = False) -> Iterator[UnitOfWork]:
    """Open a write transaction for an actor. Database errors are raised as StoreError, in French.

    ``alone`` waits for other writers and keeps new ones out: what they record afterwards has a later instant.
    SQLite's writers are always alone.
    """
    try:
        with Session(for_writing(engine), expire_on_commit=False) as session:
            if not is_sqlite(engine):
                lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
                session.execute(select(lock(WRITERS_LOCK)))
            yield UnitOfWork(session, actor)
    except DBAPIError as error:
        raise translate(error) from error


class ReadingSession(Session):
    """A session that refuses any write."""


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A read-only session on one snapshot of the store; any write is refused."""
    try:
        with ReadingSession(for_reading(engine), autoflush=False) as session:
            yield session
    except DBAPIError as error:
        raise translate(error) from error


def _refuse_change(execution: ORMExecuteState) -> None:
    if execution.is_insert or execution.is_update or execution.is_delete:
        _refuse()


def _refuse(*_args: object) -> None:
    raise ReadOnlyViolation("Écriture tentée dans une session de lecture.")


# Listened to for the class: for each session anew, it would cost as much as a small query.
event.listen(ReadingSession, "before_flush", _refuse)
event.listen(ReadingSession, "do_orm_execute", _refuse_change)

__all__ = ["ReadOnlyViolation", "Session", "UnitOfWork", "reading", "unit_of_work"]
