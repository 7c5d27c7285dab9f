"""The journal, filtered, paged and limited to what the reader may see, all in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, insert, or_, select
from sqlalchemy.orm import Session

from db.models import AuditEventTable
from db.rows import all_rows
from db.vocabulary import EventCode

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

CAMPAIGN = "campagne "
"""How the subject of a fact about a campaign begins; « campagne C24/ENT-01-A1 » is about one of its series."""


class JournalRow(NamedTuple):
    """An event of the journal."""

    id: int
    happened_at: datetime
    actor: str
    action: str
    subject: str
    batch: str | None
    details: dict[str, Any]


class ActorActionRow(NamedTuple):
    """A person, an action and its number of occurrences."""

    actor: str
    action: str
    many: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Limits a reader to their own events and to those about some series. None lifts the limit."""

    email: str
    series: frozenset[str]


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Filter on the journal; an empty field filters nothing.

    ``subject`` is a prefix of the subject, ``about`` the code of a series or of an indicator; the other fields match
    exactly. ``since`` is inclusive, ``until`` exclusive.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    about: str = ""
    batch: str = ""
    since: datetime | None = None
    until: datetime | None = None


def events(
    session: Session, filters: JournalFilter, reader: Reader | None = None, limit: int | None = None, offset: int = 0
) -> list[JournalRow]:
    """Events that the reader may see, newest first."""
    statement = _filtered(session, select(AuditEventTable.__table__), filters, reader)
    newest_first = statement.order_by(AuditEventTable.happened_at.desc(), AuditEventTable.id.desc())
    return all_rows(session, JournalRow, newest_first.limit(limit).offset(offset))


def count(session: Session, filters: JournalFilter, reader: Reader | None = None) -> int:
    """Number of events that :func:`events` would return without a limit."""
    statement = _filtered(session, select(func.count()).select_from(AuditEventTable), filters, reader)
    return int(session.execute(statement).scalar_one())


def actors_and_actions(session: Session, reader: Reader | None = None) -> list[ActorActionRow]:
    """Pairs of person and action among the events that the reader may see, with their number."""
    pairs = select(AuditEventTable.actor, AuditEventTable.action, func.count().label("many"))
    statement = _filtered(session, pairs, JournalFilter(), reader).group_by(
        AuditEventTable.actor, AuditEventTable.action
    )
    return all_rows(session, ActorActionRow, statement.order_by(AuditEventTable.actor, AuditEventTable.action))


def add(
    session: Session, happened_at: datetime, actor: str, code: EventCode, subject: str, details: Mapping[str, object]
) -> None:
    """Insert an event at a given instant: used by seeds to write a past. Other code goes through the unit of work."""
    session.execute(
        insert(AuditEventTable).values(
            happened_at=happened_at, actor=actor, action=code.value, subject=subject, details=dict(details)
        )
    )


def _filtered(session: Session, statement: S, filters: JournalFilter, reader: Reader | None) -> S:
    exact = (
        (AuditEventTable.actor, filters.actor),
        (AuditEventTable.action, filters.action),
        (AuditEventTable.batch, filters.batch),
    )
    for column, text in exact:
        if text:
            statement = statement.where(column == text)
    if filters.subject:
        statement = statement.where(AuditEventTable.subject.startswith(filters.subject, autoescape=True))
    if filters.about:
        series = _series(session)
        statement = statement.where(
            or_(*(code == filters.about for code in series), *(_begins(code, f"{filters.about}-") for code in series))
        )
    if filters.since is not None:
        statement = statement.where(AuditEventTable.happened_at >= filters.since)
    if filters.until is not None:
        statement = statement.where(AuditEventTable.happened_at < filters.until)
    return statement if reader is None else statement.where(_readable(session, reader))


def _readable(session: Session, reader: Reader) -> ColumnElement[bool]:
    mine = sorted(reader.series)
    return or_(AuditEventTable.actor == reader.email, *(code.in_(mine) for code in _series(session)))


def _series(session: Session) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The parts of a subject that may name a series: before its first slash, or after it for a campaign."""
    # The two engines look for a text by functions of different names.
    find = func.instr if session.get_bind().dialect.name == "sqlite" else func.strpos
    slash = find(AuditEventTable.subject + "/", "/")
    before = func.substr(AuditEventTable.subject, 1, slash - 1)
    after = func.substr(AuditEventTable.subject, slash + 1)
    return before, case((_begins(AuditEventTable.subject, CAMPAIGN), after), else_="")


def _begins(text: SQLColumnExpression[str], start: str) -> ColumnElement[bool]:
    return func.substr(text, 1, len(start)) == start
