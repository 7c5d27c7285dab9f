"""Who somebody is: the person behind a session, an identity or an address, with what is theirs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from db.engine import Engine
from db.queries import people
from db.unit_of_work import Session, reading
from db.vocabulary import Role
from indicators.domain import wording
from indicators.domain.rights import Person

# The name of the session's cookie behind TLS, where the prefix forbids that a neighbour sets it, and elsewhere.
SECURE_COOKIE, PLAIN_COOKIE = "__Host-indicateurs", "indicateurs"

LOCAL = "cet-ordinateur"

# How long a session may be left without doing anything, where nothing else is chosen.
IDLE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody with a live session."""

    person: Person
    must_change_password: bool
    expires_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """An account as an administrator sees it; no secret is in it."""

    person: Person
    service: str
    is_active: bool
    has_password: bool
    must_change_password: bool
    issuer: str
    subject: str
    created_at: datetime
    last_sign_in: datetime | None = None
    open_sessions: int = 0


def person_of_token(engine: Engine, token: str, now: datetime, idle: timedelta = IDLE) -> SignedIn | None:
    """Whose session a token is; None for one that is forged, expired, revoked or idle, or of somebody deactivated."""
    if not token:
        return None
    with reading(engine) as session:
        row = people.live_session(session, token_hash(token), now, now - idle)
        if row is None:
            return None
        return SignedIn(_person(session, row), row.must_change_password, row.expires_at, row.seen_at)


def person_of_identity(engine: Engine, issuer: str, subject: str) -> Account | None:
    """The account of an identity at its provider, active or not; None where it is unknown to us."""
    with reading(engine) as session:
        row = people.by_identity(session, issuer, subject)
        return None if row is None else _account(session, row)


def find(engine: Engine, email: str, now: datetime | None = None, idle: timedelta = IDLE) -> Account | None:
    """The account with an address."""
    with reading(engine) as session:
        row = people.by_email(session, email.strip().lower())
        return None if row is None else _with_sessions(session, [row], now, idle)[0]


def everybody(engine: Engine, now: datetime | None = None, idle: timedelta = IDLE) -> tuple[Account, ...]:
    """All accounts, by address, with their last sign-in and the sessions that they have open now."""
    with reading(engine) as session:
        return _with_sessions(session, people.everybody(session), now, idle)


def local_person(engine: Engine, role: Role) -> Person:
    """The person of this machine under the hat of a role, with all series and areas.

    Each hat is somebody of its own: who enters under one may validate under another, and the journal says which.
    """
    with reading(engine) as session:
        return Person(
            f"{wording.label(role)} de cet ordinateur",
            f"{role}@{LOCAL}",
            frozenset({role}),
            people.all_series(session),
            people.all_areas(session),
        )


def token_hash(token: str) -> str:
    """What the store keeps of a token: it is random and long, so that a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _with_sessions(
    session: Session, rows: Sequence[people.PersonRow], now: datetime | None, idle: timedelta
) -> tuple[Account, ...]:
    at = now or datetime.now(UTC)
    last, opened = people.last_sign_ins(session), people.open_sessions(session, at, at - idle)
    return tuple(
        replace(_account(session, row), last_sign_in=last.get(row.email), open_sessions=opened.get(row.id, 0))
        for row in rows
    )


def _account(session: Session, row: people.PersonRow) -> Account:
    return Account(
        _person(session, row),
        row.service,
        row.is_active,
        row.password_hash is not None,
        row.must_change_password,
        row.issuer or "",
        row.subject or "",
        row.created_at,
    )


def _person(session: Session, row: people.PersonRow | people.SignedInRow) -> Person:
    return Person(
        row.name,
        row.email,
        people.roles(session, row.id),
        people.series(session, row.id),
        people.areas(session, row.id),
    )
