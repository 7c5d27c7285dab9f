"""Identity of the current user, checked at each run: a revoked right ends at the next rerun."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import streamlit as st

from db.vocabulary import Role
from indicators.domain.rights import PUBLIC, Person
from indicators.reading.people.who import PLAIN_COOKIE, SECURE_COOKIE, local_person, person_of_identity, person_of_token
from indicators.services.people.sign_in import note_activity
from indicators.settings import Mode, UnknownPeople, is_loopback, settings
from indicators.ui import store

# The role that the person of this machine looks through, in the session.
ROLE_KEY = "role_of_this_machine"
_NO_SUCH_ROLE = "Ce rôle n’existe pas : rechargez la page pour choisir parmi ceux qui sont proposés."


@dataclass(frozen=True, slots=True)
class Presence:
    """The current user, and whether screens may open. ``refusal`` gives the reason, other than not being signed in."""

    person: Person = PUBLIC
    may_read: bool = False
    is_signed_in: bool = False
    must_change_password: bool = False
    refusal: str = ""


def current_person() -> Person:
    """Person of this run, to pass to services; the public if nobody is signed in."""
    here = presence()
    return here.person if here.may_read else PUBLIC


def presence() -> Presence:
    """Current user, according to the mode of the installation. Raises StoreError, SettingsError."""
    match settings().mode:
        case Mode.LOCAL:
            return _of_this_machine()
        case Mode.ACCOUNTS:
            return _of_accounts()
        case Mode.OIDC:
            return _of_provider()


def _of_this_machine() -> Presence:
    reason = _exposure()
    if reason:
        return Presence(refusal=reason)
    chosen_role = st.session_state.get(ROLE_KEY, Role.ADMINISTRATOR)
    if chosen_role not in list(Role):  # the browser may send anything
        return Presence(refusal=_NO_SUCH_ROLE)
    return Presence(store.unchanged(local_person, Role(chosen_role)), may_read=True)


def _exposure() -> str:
    """Why local mode is refused: the server listens beyond loopback, or has another host name; empty if allowed."""
    address = str(st.get_option("server.address") or "")
    name = urlsplit(f"//{_header('Host')}").hostname
    if not is_loopback(address):
        where = f"« {address} »" if address else "toutes les adresses de la machine"
        return f"Sans connexion (mode local), le tableau de bord ne s’ouvre que sur cette machine, pas sur {where}."
    if name and not is_loopback(name):
        return f"Sans connexion (mode local), le tableau de bord ne répond pas sous le nom « {name} »."
    return ""


def _of_accounts() -> Presence:
    token, now = _token(), _now()
    signed_in = person_of_token(store.engine(), token, now, timedelta(minutes=settings().idle_minutes))
    if signed_in is None:
        return _unknown()
    note_activity(store.engine(), token, signed_in.seen_at, now)
    return Presence(signed_in.person, not signed_in.must_change_password, True, signed_in.must_change_password)


def _of_provider() -> Presence:
    """User signed in by the identity provider; rights are read from the store by issuer and subject."""
    claims = dict(st.user)
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    if not claims.get("is_logged_in") or not issuer or not subject or _is_old(claims.get("iat")):
        return _unknown()
    account = person_of_identity(store.engine(), issuer, subject)
    if account is not None and account.is_active:
        return Presence(account.person, may_read=True, is_signed_in=True)
    if account is None and settings().oidc_unknown is UnknownPeople.READER:
        name = str(claims.get("name") or claims.get("email") or subject)
        reader = Person(name, str(claims.get("email") or subject), frozenset({Role.READER}))
        return Presence(reader, may_read=True, is_signed_in=True)
    why = "Votre compte est fermé." if account else f"Vous n’avez pas de compte ici (identité {subject} chez {issuer})."
    return Presence(is_signed_in=True, refusal=f"{why} Adressez-vous à l’administration du tableau de bord.")


def _unknown() -> Presence:
    return Presence(may_read=settings().public_reading)


def _is_old(issued: object) -> bool:
    """Whether a sign-in is older than our limit: Streamlit's cookie would last thirty days."""
    if not isinstance(issued, int | float):
        return True
    return datetime.fromtimestamp(issued, UTC) + timedelta(hours=settings().session_hours) < _now()


def _token() -> str:
    cookies = _cookies()
    if settings().public_url.startswith("https://"):
        return cookies.get(SECURE_COOKIE, "")
    return cookies.get(SECURE_COOKIE) or cookies.get(PLAIN_COOKIE, "")


def _cookies() -> dict[str, str]:
    return dict(st.context.cookies)


def _header(name: str) -> str:
    return str(st.context.headers.get(name) or "")


def _now() -> datetime:
    return datetime.now(UTC)
