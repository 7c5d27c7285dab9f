"""People, what is theirs, their sessions and their failed sign-ins."""

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
    """Somebody who may sign in."""

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
    """Somebody who is signed in, with when their session ends and when it was last seen."""

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
    """A person by their address in lower case, or None; ``lock`` makes others wait until this transaction ends."""
    statement = select(*_COLUMNS).where(PersonTable.email == email)
    return first_row(session, PersonRow, statement.with_for_update() if lock else statement)


def by_identity(session: Session, issuer: str, subject: str) -> PersonRow | None:
    """A person by what an identity provider calls them, or None."""
    statement = select(*_COLUMNS).where(PersonTable.issuer == issuer, PersonTable.subject == subject)
    return first_row(session, PersonRow, statement)


def everybody(session: Session) -> list[PersonRow]:
    """All people, by address."""
    return all_rows(session, PersonRow, select(*_COLUMNS).order_by(PersonTable.email))


def roles(session: Session, person_id: int) -> frozenset[Role]:
    """Roles of a person."""
    result = session.execute(select(PersonRoleTable.role).where(PersonRoleTable.person_id == person_id))
    return frozenset(Role(role) for role in result.scalars())


def series(session: Session, person_id: int) -> frozenset[str]:
    """Codes of the series that a person fills."""
    statement = select(SeriesTable.code).join(PersonSeriesTable, PersonSeriesTable.series_id == SeriesTable.id)
    return frozenset(session.execute(statement.where(PersonSeriesTable.person_id == person_id)).scalars())


def areas(session: Session, person_id: int) -> frozenset[int]:
    """Numbers of the areas that a person answers for."""
    statement = select(AreaTable.number).join(PersonAreaTable, PersonAreaTable.area_id == AreaTable.id)
    return frozenset(session.execute(statement.where(PersonAreaTable.person_id == person_id)).scalars())


def all_series(session: Session) -> frozenset[str]:
    """Codes of every series."""
    return frozenset(session.execute(select(SeriesTable.code)).scalars())


def all_areas(session: Session) -> frozenset[int]:
    """Numbers of every area."""
    return frozenset(session.execute(select(AreaTable.number)).scalars())


def add(session: Session, **columns: object) -> int:
    """A new person; gives their identifier."""
    return session.execute(insert(PersonTable).values(**columns).returning(PersonTable.id)).scalar_one()


def change(session: Session, person_id: int, **columns: object) -> None:
    """Change what is known of a person."""
    session.execute(update(PersonTable).where(PersonTable.id == person_id).values(**columns))


def replace_roles(session: Session, person_id: int, new_roles: Iterable[Role]) -> None:
    """Make these the roles of a person."""
    session.execute(delete(PersonRoleTable).where(PersonRoleTable.person_id == person_id))
    for role in sorted(new_roles):
        session.execute(insert(PersonRoleTable).values(person_id=person_id, role=role))


def replace_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Make these the series that a person fills."""
    session.execute(delete(PersonSeriesTable).where(PersonSeriesTable.person_id == person_id))
    for series_id in sorted(series_ids):
        session.execute(insert(PersonSeriesTable).values(person_id=person_id, series_id=series_id))


def replace_areas(session: Session, person_id: int, area_ids: Iterable[int]) -> None:
    """Make these the areas that a person answers for."""
    session.execute(delete(PersonAreaTable).where(PersonAreaTable.person_id == person_id))
    for area_id in sorted(area_ids):
        session.execute(insert(PersonAreaTable).values(person_id=person_id, area_id=area_id))


def open_session(session: Session, person_id: int, token_hash: str, at: datetime, until: datetime) -> None:
    """A browser signs in."""
    values = {"token_hash": token_hash, "person_id": person_id, "created_at": at, "seen_at": at, "expires_at": until}
    session.execute(insert(SignInSessionTable).values(**values))


def live_session(session: Session, token_hash: str, at: datetime, seen_after: datetime) -> SignedInRow | None:
    """Person and end of a session in use: neither revoked, nor expired, nor left idle, of somebody active; else None."""
    statement = (
        select(*_COLUMNS, SignInSessionTable.expires_at, SignInSessionTable.seen_at)
        .join(SignInSessionTable, SignInSessionTable.person_id == PersonTable.id)
        .where(SignInSessionTable.token_hash == token_hash, *_in_use(at, seen_after), PersonTable.is_active)
    )
    return first_row(session, SignedInRow, statement)


def open_sessions(session: Session, at: datetime, seen_after: datetime) -> dict[int, int]:
    """How many sessions of each person are in use."""
    counted = select(SignInSessionTable.person_id, func.count()).where(*_in_use(at, seen_after))
    return {row[0]: row[1] for row in session.execute(counted.group_by(SignInSessionTable.person_id))}


def note_activity(session: Session, token_hash: str, at: datetime, seen_before: datetime) -> bool:
    """Keep that a session is in use, unless that was noted lately; says whether something was written."""
    statement = (
        update(SignInSessionTable)
        .where(SignInSessionTable.token_hash == token_hash, SignInSessionTable.revoked_at.is_(None))
        .where(SignInSessionTable.seen_at < seen_before)
        .values(seen_at=at)
    )
    return session.execute(statement.returning(SignInSessionTable.id)).first() is not None


def end_every_session(session: Session, at: datetime) -> int:
    """End the sessions of everybody; gives how many were open."""
    ended = update(SignInSessionTable).where(SignInSessionTable.revoked_at.is_(None)).values(revoked_at=at)
    return len(list(session.execute(ended.returning(SignInSessionTable.id))))


def last_sign_ins(session: Session) -> dict[str, datetime]:
    """When each address last signed in, by the journal."""
    statement = select(AuditEventTable.subject, func.max(AuditEventTable.happened_at)).where(
        AuditEventTable.action == EventCode.SIGNED_IN
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(AuditEventTable.subject))}


def administrators(session: Session) -> frozenset[int]:
    """Active administrators, held until this transaction ends: two of them cannot remove each other."""
    statement = (
        select(PersonTable.id)
        .join(PersonRoleTable, PersonRoleTable.person_id == PersonTable.id)
        .where(PersonTable.is_active, PersonRoleTable.role == Role.ADMINISTRATOR)
        .order_by(PersonTable.id)
    )
    return frozenset(session.execute(statement.with_for_update(of=PersonTable)).scalars())


def add_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Give series to somebody; those that they have already are left."""
    present = set(session.scalars(select(PersonSeriesTable.series_id).where(PersonSeriesTable.person_id == person_id)))
    for series_id in sorted(set(series_ids) - present):
        session.execute(insert(PersonSeriesTable).values(person_id=person_id, series_id=series_id))


def remove_series(session: Session, person_id: int, series_ids: Iterable[int]) -> None:
    """Take series from somebody."""
    which = PersonSeriesTable.series_id.in_(list(series_ids))
    session.execute(delete(PersonSeriesTable).where(PersonSeriesTable.person_id == person_id, which))


def revoke(session: Session, token_hash: str, at: datetime) -> None:
    """End one session."""
    ended = update(SignInSessionTable).where(
        SignInSessionTable.token_hash == token_hash, SignInSessionTable.revoked_at.is_(None)
    )
    session.execute(ended.values(revoked_at=at))


def revoke_all(session: Session, person_id: int, at: datetime | None = None) -> int:
    """End every session of a person; gives how many were open."""
    ended = update(SignInSessionTable).where(
        SignInSessionTable.person_id == person_id, SignInSessionTable.revoked_at.is_(None)
    )
    return len(list(session.execute(ended.values(revoked_at=at or now()).returning(SignInSessionTable.id))))


def add_failure(session: Session, account: str, address: str, at: datetime) -> int:
    """Count an attempt against an account and an address; gives its identifier."""
    statement = insert(SignInFailureTable).values(account=account, address=address, happened_at=at)
    return session.execute(statement.returning(SignInFailureTable.id)).scalar_one()


def failures(session: Session, since: datetime, account: str = "", address: str = "") -> int:
    """Attempts counted after an instant against an account, an address, or one from the other."""
    statement = select(func.count()).select_from(SignInFailureTable).where(SignInFailureTable.happened_at > since)
    if account:
        statement = statement.where(SignInFailureTable.account == account)
    if address:
        statement = statement.where(SignInFailureTable.address == address)
    return session.execute(statement).scalar_one()


def forgive(session: Session, account: str, address: str, failure_id: int) -> None:
    """Forget the attempts on an account from an address that has now signed in, the present one included."""
    same = (SignInFailureTable.account == account) & (SignInFailureTable.address == address)
    session.execute(delete(SignInFailureTable).where(or_(same, SignInFailureTable.id == failure_id)))


def forget_before(session: Session, failures_before: datetime, sessions_before: datetime) -> None:
    """Remove old attempts and sessions that ended long ago: addresses of people are not kept for ever."""
    session.execute(delete(SignInFailureTable).where(SignInFailureTable.happened_at < failures_before))
    session.execute(delete(SignInSessionTable).where(SignInSessionTable.expires_at < sessions_before))


def _in_use(at: datetime, seen_after: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInSessionTable.revoked_at.is_(None),
        SignInSessionTable.expires_at > at,
        SignInSessionTable.seen_at > seen_after,
    )
