"""The journal: filtered, limited to what somebody may read, and read page by page, all in the database."""

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
    """A fact of the journal."""

    id: int
    happened_at: datetime
    actor: str
    action: str
    subject: str
    batch: str | None
    details: dict[str, Any]


class ActorActionRow(NamedTuple):
    """Somebody, something that they did, and how often."""

    actor: str
    action: str
    many: int


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody may read: facts that they made, and those about some series. None stands for everything."""

    email: str
    series: frozenset[str]


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What to keep; empty fields keep everything.

    ``subject`` is the beginning of the subject, ``about`` the code of a series or of an indicator; the rest is
    exact. ``since`` is included, ``until`` is not.
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
    """Facts of the journal that a reader may see, newest first."""
    statement = _kept(session, select(AuditEventTable.__table__), filters, reader)
    newest_first = statement.order_by(AuditEventTable.happened_at.desc(), AuditEventTable.id.desc())
    return all_rows(session, JournalRow, newest_first.limit(limit).offset(offset))


def count(session: Session, filters: JournalFilter, reader: Reader | None = None) -> int:
    """How many there are of them."""
    statement = _kept(session, select(func.count()).select_from(AuditEventTable), filters, reader)
    return int(session.execute(statement).scalar_one())


def actors_and_actions(session: Session, reader: Reader | None = None) -> list[ActorActionRow]:
    """Every pair of somebody and what they did, among what a reader may see, with how often."""
    pairs = select(AuditEventTable.actor, AuditEventTable.action, func.count().label("many"))
    statement = _kept(session, pairs, JournalFilter(), reader).group_by(AuditEventTable.actor, AuditEventTable.action)
    return all_rows(session, ActorActionRow, statement.order_by(AuditEventTable.actor, AuditEventTable.action))


def add(
    session: Session, happened_at: datetime, actor: str, code: EventCode, subject: str, details: Mapping[str, object]
) -> None:
    """Add an event at an instant of the caller's: how seeds write a past. Everybody else goes through the unit of work."""
    session.execute(
        insert(AuditEventTable).values(
            happened_at=happened_at, actor=actor, action=code.value, subject=subject, details=dict(details)
        )
    )


def _kept(session: Session, statement: S, filters: JournalFilter, reader: Reader | None) -> S:
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
    """Where a subject names a series: before its first slash, or after it where it is about a campaign."""
    # The two engines look for a text by functions of different names.
    find = func.instr if session.get_bind().dialect.name == "sqlite" else func.strpos
    slash = find(AuditEventTable.subject + "/", "/")
    before = func.substr(AuditEventTable.subject, 1, slash - 1)
    after = func.substr(AuditEventTable.subject, slash + 1)
    return before, case((_begins(AuditEventTable.subject, CAMPAIGN), after), else_="")


def _begins(text: SQLColumnExpression[str], start: str) -> ColumnElement[bool]:
    return func.substr(text, 1, len(start)) == start
