"""Who somebody is: the person behind a session, an identity or an address, with what is theirs."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.engine import Engine
from db.queries import people
from db.unit_of_work import Session, reading
from db.vocabulary import Role
from indicators.domain.rights import Person

# The name of the session's cookie behind TLS, where the prefix forbids that a neighbour sets it, and elsewhere.
SECURE_COOKIE, PLAIN_COOKIE = "__Host-indicateurs", "indicateurs"

LOCAL_EMAIL = "local"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody with a live session."""

    person: Person
    must_change_password: bool
    expires_at: datetime


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


def person_of_token(engine: Engine, token: str, now: datetime) -> SignedIn | None:
    """Whose session a token is; None for one that is forged, expired or revoked, or whose person was deactivated."""
    if not token:
        return None
    with reading(engine) as session:
        row = people.live_session(session, token_hash(token), now)
        if row is None:
            return None
        return SignedIn(_person(session, row), row.must_change_password, row.expires_at)


def person_of_identity(engine: Engine, issuer: str, subject: str) -> Account | None:
    """The account of an identity at its provider, active or not; None where it is unknown to us."""
    with reading(engine) as session:
        row = people.by_identity(session, issuer, subject)
        return None if row is None else _account(session, row)


def find(engine: Engine, email: str) -> Account | None:
    """The account with an address."""
    with reading(engine) as session:
        row = people.by_email(session, email.strip().lower())
        return None if row is None else _account(session, row)


def everybody(engine: Engine) -> tuple[Account, ...]:
    """All accounts, by address."""
    with reading(engine) as session:
        return tuple(_account(session, row) for row in people.everybody(session))


def local_person(engine: Engine, role: Role) -> Person:
    """The person of this machine, in a role, with all series and areas."""
    with reading(engine) as session:
        return Person(
            "Personne de cet ordinateur",
            LOCAL_EMAIL,
            frozenset({role}),
            people.all_series(session),
            people.all_areas(session),
        )


def token_hash(token: str) -> str:
    """What the store keeps of a token: it is random and long, so that a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _account(session: Session, row: Any) -> Account:
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


def _person(session: Session, row: Any) -> Person:
    return Person(
        row.name,
        row.email,
        people.roles(session, row.id),
        people.series(session, row.id),
        people.areas(session, row.id),
    )
