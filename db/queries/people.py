"""Accounts, their assignments, their sessions and their failed sign-ins."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from db.models import (
    AreaTable,
    AuditEventTable,
    PersonAreaTable,
    PersonRoleTable,
    PersonSeriesTable,
    PersonTable,
    SeriesTable,
    SignInFailureTable,
    SignInSessionTable,
)
from db.models.base import now
from db.rows import all_rows, first_row
from db.vocabulary import EventCode, Role

_COLUMNS = PersonTable.__table__.columns


class PersonRow(NamedTuple):
    """An account."""

    id: int
    email: str
    name: str
    service: str
    is_active: bool
    password_hash: str | None
    must_change_password: bool
    issuer: str | None
    subject: str | None
    created_at: datetime
    created_by: str


class SignedInRow(NamedTuple):
    """A signed-in account, with the end of its session and its last activity."""

    id: int
    email: str
    name: str
    service: str
    is_active: bool
    password_hash: str | None
    must_change_password: bool
    issuer: str | None
    subject: str | None
    created_at: datetime
    created_by: str
    expires_at: datetime
    seen_at: datetime


def by_email(session: Session, email: str, *, lock: bool = False) -> PersonRow | None:
    """An account by its address in lower case, or None; ``lock`` locks its row until the transaction ends."""
    statement = select(*_COLUMNS).where(PersonTable.email == email)
    return first_row(session, PersonRow, statement.with_for_update() if lock else statement)


def by_identity(session: Session, issuer: str, subject: str) -> PersonRow | None:
    """An account by its identity at a provider (issuer and subject), or None."""
    statement = select(*_COLUMNS).where(PersonTable.issuer == issuer, PersonTable.subject == subject)
    return first_row(session, PersonRow, statement)


def everybody(session: Session) -> list[PersonRow]:
    """All accounts, by address."""
    return all_rows(session, PersonRow, select(*_COLUMNS).order_by(PersonTable.email))


def roles(session: Session, person_id: int) -> frozenset[Role]:
    """Roles of a person."""
    result = session.execute(select(PersonRoleTable.role).where(PersonRoleTable.person_id == person_id))
    return frozenset(Role(role) for role in result.scalars())


def series(session: Session, person_id: int) -> frozenset[str]:
    """Codes of the series assigned to a contributor."""
    statement = select(SeriesTable.code).join(PersonSeriesTable, PersonSeriesTable.series_id == SeriesTable.id)
    return frozenset(session.execute(statement.where(PersonSeriesTable.person_id == person_id)).scalars())


def areas(session: Session, person_id: int) -> frozenset[int]:
    """Numbers of the areas assigned to a validator."""
    statement = select(AreaTable.number).join(PersonAreaTable, PersonAreaTable.area_id == AreaTable.id)
    return frozenset(session.execute(statement.where(PersonAreaTable.person_id == person_id)).scalars())


def all_series(session: Session) -> frozenset[str]:
    """Codes of every series."""
    return frozenset(session.execute(select(SeriesTable.code)).scalars())


def all_areas(session: Session) -> frozenset[int]:
    """Numbers of every area."""
    return frozenset(session.execute(select(AreaTable.number)).scalars())


def add(session: Session, **columns: object) -> int:
    """Insert an account; return its identifier."""
    return session.execute(insert(PersonTable).values(**columns).returning(PersonTable.id)).scalar_one()


def change(session: Session, person_id: int, **columns: object) -> None:
    """Change columns of an account."""
    session.execute(update(PersonTable).where(PersonTable.id == person_id).values(**columns))


def replace_roles(session: Session, person_id: int, new_roles: Iterable[Role]) -> None:
    """Replace the roles of a person."""
    session.execute(delete(PersonRoleTable).where(PersonRoleTable.person_id == person_id))
    for role in sorted(new_roles):
        session.execute(insert(PersonRoleTable).values(person_id=person_id, role=role))


def replace_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Replace the series assigned to a person."""
    session.execute(delete(PersonSeriesTable).where(PersonSeriesTable.person_id == person_id))
    for series_id in sorted(series_ids):
        session.execute(insert(PersonSeriesTable).values(person_id=person_id, series_id=series_id))


def replace_areas(session: Session, person_id: int, area_ids: Iterable[int]) -> None:
    """Replace the areas assigned to a person."""
    session.execute(delete(PersonAreaTable).where(PersonAreaTable.person_id == person_id))
    for area_id in sorted(area_ids):
        session.execute(insert(PersonAreaTable).values(person_id=person_id, area_id=area_id))


def open_session(session: Session, person_id: int, token_hash: str, at: datetime, until: datetime) -> None:
    """Insert a session."""
    values = {"token_hash": token_hash, "person_id": person_id, "created_at": at, "seen_at": at, "expires_at": until}
    session.execute(insert(SignInSessionTable).values(**values))


def live_session(session: Session, token_hash: str, at: datetime, seen_after: datetime) -> SignedInRow | None:
    """Person and end of a live session, or None if it is revoked, expired, idle or of an inactive account."""
    statement = (
        select(*_COLUMNS, SignInSessionTable.expires_at, SignInSessionTable.seen_at)
        .join(SignInSessionTable, SignInSessionTable.person_id == PersonTable.id)
        .where(SignInSessionTable.token_hash == token_hash, *_in_use(at, seen_after), PersonTable.is_active)
    )
    return first_row(session, SignedInRow, statement)


def open_sessions(session: Session, at: datetime, seen_after: datetime) -> dict[int, int]:
    """Number of live sessions of each person."""
    counted = select(SignInSessionTable.person_id, func.count()).where(*_in_use(at, seen_after))
    return {row[0]: row[1] for row in session.execute(counted.group_by(SignInSessionTable.person_id))}


def note_activity(session: Session, token_hash: str, at: datetime, seen_before: datetime) -> bool:
    """Record the activity of a session, unless it was recorded recently; return whether it was written."""
    statement = (
        update(SignInSessionTable)
        .where(SignInSessionTable.token_hash == token_hash, SignInSessionTable.revoked_at.is_(None))
        .where(SignInSessionTable.seen_at < seen_before)
        .values(seen_at=at)
    )
    return session.execute(statement.returning(SignInSessionTable.id)).first() is not None


def end_every_session(session: Session, at: datetime) -> int:
    """End all sessions; return how many were open."""
    ended = update(SignInSessionTable).where(SignInSessionTable.revoked_at.is_(None)).values(revoked_at=at)
    return len(list(session.execute(ended.returning(SignInSessionTable.id))))


def last_sign_ins(session: Session) -> dict[str, datetime]:
    """Last sign-in of each address, from the journal."""
    statement = select(AuditEventTable.subject, func.max(AuditEventTable.happened_at)).where(
        AuditEventTable.action == EventCode.SIGNED_IN
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(AuditEventTable.subject))}


def administrators(session: Session) -> frozenset[int]:
    """Active administrators, locked until the transaction ends so that two of them cannot remove each other."""
    statement = (
        select(PersonTable.id)
        .join(PersonRoleTable, PersonRoleTable.person_id == PersonTable.id)
        .where(PersonTable.is_active, PersonRoleTable.role == Role.ADMINISTRATOR)
        .order_by(PersonTable.id)
    )
    return frozenset(session.execute(statement.with_for_update(of=PersonTable)).scalars())


def add_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Assign series to a person; those already assigned are ignored."""
    present = set(session.scalars(select(PersonSeriesTable.series_id).where(PersonSeriesTable.person_id == person_id)))
    for series_id in sorted(set(series_ids) - present):
        session.execute(insert(PersonSeriesTable).values(person_id=person_id, series_id=series_id))


def remove_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Unassign series from a person."""
    which = PersonSeriesTable.series_id.in_(list(series_ids))
    session.execute(delete(PersonSeriesTable).where(PersonSeriesTable.person_id == person_id, which))


def revoke(session: Session, token_hash: str, at: datetime) -> None:
    """End one session."""
    ended = update(SignInSessionTable).where(
        SignInSessionTable.token_hash == token_hash, SignInSessionTable.revoked_at.is_(None)
    )
    session.execute(ended.values(revoked_at=at))


def revoke_all(session: Session, person_id: int, at: datetime | None = None) -> int:
    """End every session of a person; return how many were open."""
    ended = update(SignInSessionTable).where(
        SignInSessionTable.person_id == person_id, SignInSessionTable.revoked_at.is_(None)
    )
    return len(list(session.execute(ended.values(revoked_at=at or now()).returning(SignInSessionTable.id))))


def add_failure(session: Session, account: str, address: str, at: datetime) -> int:
    """Record an attempt against an account and an address; return its identifier."""
    statement = insert(SignInFailureTable).values(account=account, address=address, happened_at=at)
    return session.execute(statement.returning(SignInFailureTable.id)).scalar_one()


def failures(session: Session, since: datetime, account: str = "", address: str = "") -> int:
    """Number of attempts after an instant against an account, from an address, or both."""
    statement = select(func.count()).select_from(SignInFailureTable).where(SignInFailureTable.happened_at > since)
    if account:
        statement = statement.where(SignInFailureTable.account == account)
    if address:
        statement = statement.where(SignInFailureTable.address == address)
    return session.execute(statement).scalar_one()


def forgive(session: Session, account: str, address: str, failure_id: int) -> None:
    """Delete the attempts on an account from an address after a successful sign-in, the current one included."""
    same = (SignInFailureTable.account == account) & (SignInFailureTable.address == address)
    session.execute(delete(SignInFailureTable).where(or_(same, SignInFailureTable.id == failure_id)))


def forget_before(session: Session, failures_before: datetime, sessions_before: datetime) -> None:
    """Delete old attempts and long-ended sessions, so that network addresses are not kept for ever."""
    session.execute(delete(SignInFailureTable).where(SignInFailureTable.happened_at < failures_before))
    session.execute(delete(SignInSessionTable).where(SignInSessionTable.expires_at < sessions_before))


def _in_use(at: datetime, seen_after: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInSessionTable.revoked_at.is_(None),
        SignInSessionTable.expires_at > at,
        SignInSessionTable.seen_at > seen_after,
    )
