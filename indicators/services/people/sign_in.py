"""Signing in and out with a local password: one generic error, attempts counted and limited."""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.engine import Engine
from db.errors import StoreError
from db.queries import people
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import EventCode
from indicators.reading.people.who import IDLE, person_of_token, token_hash
from indicators.services.people import passwords
from indicators.services.refusals import Refused

WINDOW = timedelta(minutes=15)
# Attempts allowed within the window: on one account from one address, on one account, from one address.
# The last two are wide: a guesser with many addresses, and a whole service behind one.
PAIR_LIMIT, ACCOUNT_LIMIT, ADDRESS_LIMIT = 5, 30, 60

GENERIC = (
    "Connexion refusée : l’adresse ou le mot de passe n’est pas le bon, ou trop d’essais ont été faits. "
    "Après plusieurs essais, attendez un quart d’heure."
)

# Activity is noted at most this often: it is a write.
NOTED_EVERY = timedelta(minutes=1)

_KEEP_FAILURES, _KEEP_SESSIONS = timedelta(days=1), timedelta(days=90)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An attempt, counted before it is checked so that a crash or a race never makes one free."""

    number: int
    account: str
    person_id: int | None
    email: str
    password_hash: str | None


def sign_in(
    engine: Engine, email: str, password: str, address: str, now: datetime, *, hours: int, former_token: str = ""
) -> str:
    """Open a session and return its token, which is not stored. The browser's previous session ends.

    Raises Refused, always with the same message: it does not reveal whether the account exists or is closed.
    """
    attempt = _counted(engine, email, address, now)
    if attempt is None or not passwords.matches(attempt.password_hash, password) or attempt.person_id is None:
        raise Refused(GENERIC)
    token = secrets.token_urlsafe(32)
    with unit_of_work(engine, attempt.email) as work:
        _require_unchanged(work.session, attempt)
        people.forgive(work.session, attempt.account, address, attempt.number)
        if passwords.is_dated(attempt.password_hash or ""):
            people.change(work.session, attempt.person_id, password_hash=passwords.hashed(password))
        if former_token:
            people.revoke(work.session, token_hash(former_token), now)
        people.open_session(work.session, attempt.person_id, token_hash(token), now, now + timedelta(hours=hours))
        people.forget_before(work.session, now - _KEEP_FAILURES, now - _KEEP_SESSIONS)
        work.record(EventCode.SIGNED_IN, attempt.email)
        work.commit(changes_data=False)
    return token


def sign_out(engine: Engine, token: str, now: datetime) -> None:
    """End the session of a token; an unknown or ended one is ignored."""
    signed_in = person_of_token(engine, token, now)
    if signed_in is None:
        return
    with unit_of_work(engine, signed_in.person.email) as work:
        people.revoke(work.session, token_hash(token), now)
        work.record(EventCode.SIGNED_OUT, signed_in.person.email)
        work.commit(changes_data=False)


def note_activity(engine: Engine, token: str, seen_at: datetime, now: datetime) -> None:
    """Record the activity of a session, at most once a minute; ``seen_at`` is the last recording.

    A store that cannot be written is ignored: the next activity is recorded instead.
    """
    if now - seen_at < NOTED_EVERY:
        return
    try:
        with unit_of_work(engine, "session") as work:
            if people.note_activity(work.session, token_hash(token), now, now - NOTED_EVERY):
                work.commit(changes_data=False)
    except StoreError:
        _log.warning("activity of a session could not be noted", exc_info=True)


def change_password(
    engine: Engine,
    token: str,
    present: str,
    new_password: str,
    address: str,
    now: datetime,
    *,
    hours: int,
    idle: timedelta = IDLE,
) -> str:
    """Change the signed-in person's password; every session of the account ends; return the token of a new one.

    Raises Refused. Attempts count like sign-ins, so that an open session cannot be used to guess.
    """
    signed_in = person_of_token(engine, token, now, idle)
    if signed_in is None:
        raise Refused("Votre session est terminée : connectez-vous de nouveau.")
    email = signed_in.person.email
    passwords.require_sound(new_password, email)
    attempt = _counted(engine, email, address, now)
    if attempt is None or attempt.person_id is None or not passwords.matches(attempt.password_hash, present):
        raise Refused("Le mot de passe actuel n’est pas le bon, ou trop d’essais ont été faits.")
    if passwords.matches(attempt.password_hash, new_password):
        raise Refused("Le nouveau mot de passe doit être différent de l’actuel.")
    fresh, new_hash = secrets.token_urlsafe(32), passwords.hashed(new_password)
    with unit_of_work(engine, email) as work:
        _require_unchanged(work.session, attempt)
        people.forgive(work.session, attempt.account, address, attempt.number)
        people.change(work.session, attempt.person_id, password_hash=new_hash, must_change_password=False)
        ended = people.revoke_all(work.session, attempt.person_id, now)
        people.open_session(work.session, attempt.person_id, token_hash(fresh), now, now + timedelta(hours=hours))
        work.record(EventCode.PASSWORD_CHANGED, email, sessions_fermees=ended)
        work.commit(changes_data=False)
    return fresh


def _require_unchanged(session: Session, attempt: _Attempt) -> None:
    """Raise Refused if the password was replaced or the account closed while the attempt was being checked."""
    row = people.by_email(session, attempt.email, lock=True)
    if row is None or not row.is_active or row.password_hash != attempt.password_hash:
        raise Refused(GENERIC)


def _counted(engine: Engine, email: str, address: str, now: datetime) -> _Attempt | None:
    """Count an attempt before it is checked; None if there were too many.

    Locks the account's row, so that simultaneous attempts count each other.
    """
    typed = email.strip().lower()
    with unit_of_work(engine, "connexion") as work:
        row = people.by_email(work.session, typed, lock=True)
        # What was typed may be a password in the wrong field: only addresses that we know are kept as they are.
        account = row.email if row is not None else f"inconnu {hashlib.sha256(typed.encode()).hexdigest()[:16]}"
        since = now - WINDOW
        remaining = min(
            PAIR_LIMIT - people.failures(work.session, since, account, address),
            ACCOUNT_LIMIT - people.failures(work.session, since, account),
            ADDRESS_LIMIT - people.failures(work.session, since, address=address),
        )
        if remaining <= 0:
            _log.warning("sign-in refused without trying: too many attempts")
            return None
        number = people.add_failure(work.session, account, address, now)
        if row is not None and remaining == 1:
            work.record(EventCode.LAST_ATTEMPT_USED, row.email)
        work.commit(changes_data=False)
    if row is None or not row.is_active:
        return _Attempt(number, account, None, "", None)
    return _Attempt(number, account, row.id, row.email, row.password_hash)
