"""Accounts and what is theirs. Only who manages people may change them; the journal keeps every change, no secret."""

import re
from collections.abc import Callable, Iterable

from db.engine import Engine
from db.queries import people
from db.queries.reference import identifiers
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import Role
from indicators.domain.rights import Action, Person, allowed
from indicators.services import passwords
from indicators.services.refusals import Refused

# Who types commands on the server holds the store itself: more rights than any account.
COMMAND_LINE = Person("Ligne de commande", "ligne de commande", frozenset({Role.ADMINISTRATOR}))

_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+")


def add_person(
    engine: Engine,
    person: Person,
    email: str,
    name: str,
    *,
    roles: Iterable[Role] = (),
    password: str | None = None,
    must_change_password: bool = True,
    service: str = "",
    identity: tuple[str, str] | None = None,
) -> None:
    """Make an account, with a password or with an identity at a provider (issuer, subject). Raises Refused."""
    _require(person)
    address, wanted = _address(email), frozenset(roles)
    if not name.strip():
        raise Refused("Indiquez le nom de la personne.")
    if (password is None) == (identity is None):
        raise Refused("Un compte a soit un mot de passe, soit une identité chez un fournisseur.")
    if identity is not None and not all(part.strip() for part in identity):
        raise Refused("Une identité demande à la fois son fournisseur et son numéro chez lui.")
    if password is not None:
        passwords.require_sound(password, address)
    kept = passwords.hashed(password) if password is not None else None
    with unit_of_work(engine, person.email) as work:
        person_id = people.add(
            work.session,
            email=address,
            name=name.strip(),
            service=service.strip(),
            password_hash=kept,
            must_change_password=password is not None and must_change_password,
            issuer=identity[0].strip() if identity else None,
            subject=identity[1].strip() if identity else None,
            created_by=person.email,
        )
        people.replace_roles(work.session, person_id, wanted)
        work.record("compte créé", address, nom=name.strip(), roles=sorted(wanted))
        work.commit()


def set_roles(engine: Engine, person: Person, email: str, roles: Iterable[Role]) -> None:
    """Make these the roles of somebody; they count at the next thing that they do. Raises Refused."""
    wanted = frozenset(roles)

    def change(work: UnitOfWork, person_id: int) -> None:
        before = people.roles(work.session, person_id)
        people.replace_roles(work.session, person_id, wanted)
        work.record("rôles changés", _address(email), avant=sorted(before), apres=sorted(wanted))

    _change(engine, person, email, change)


def set_series(engine: Engine, person: Person, email: str, codes: Iterable[str]) -> None:
    """Make these the series that somebody fills. Raises Refused, which names the codes that do not exist."""
    wanted = frozenset(codes)

    def change(work: UnitOfWork, person_id: int) -> None:
        known = _known(work.session, "series", "code", wanted, "Série inconnue")
        before = people.series(work.session, person_id)
        people.replace_series(work.session, person_id, known)
        work.record("séries attribuées", _address(email), avant=sorted(before), apres=sorted(wanted))

    _change(engine, person, email, change)


def set_areas(engine: Engine, person: Person, email: str, numbers: Iterable[int]) -> None:
    """Make these the areas that somebody answers for. Raises Refused, which names the numbers that do not exist."""
    wanted = frozenset(numbers)

    def change(work: UnitOfWork, person_id: int) -> None:
        known = _known(work.session, "area", "number", wanted, "Aire inconnue")
        before = people.areas(work.session, person_id)
        people.replace_areas(work.session, person_id, known)
        work.record("aires attribuées", _address(email), avant=sorted(before), apres=sorted(wanted))

    _change(engine, person, email, change)


def set_password(
    engine: Engine, person: Person, email: str, password: str, *, must_change_password: bool = True
) -> None:
    """Give somebody another password; their sessions end. By default they must change it at once. Raises Refused."""
    _require(person)
    passwords.require_sound(password, email)
    kept = passwords.hashed(password)

    def change(work: UnitOfWork, person_id: int) -> None:
        people.change(work.session, person_id, password_hash=kept, must_change_password=must_change_password)
        ended = people.revoke_all(work.session, person_id)
        work.record("mot de passe remplacé", _address(email), sessions_fermees=ended)

    _change(engine, person, email, change)


def deactivate(engine: Engine, person: Person, email: str) -> None:
    """Close an account: its sessions end at once, what it wrote stays. Raises Refused."""
    if _address(email) == person.email:
        raise Refused("Vous ne pouvez pas fermer votre propre compte.")

    def change(work: UnitOfWork, person_id: int) -> None:
        people.change(work.session, person_id, is_active=False)
        work.record("compte fermé", _address(email), sessions_fermees=people.revoke_all(work.session, person_id))

    _change(engine, person, email, change)


def reactivate(engine: Engine, person: Person, email: str) -> None:
    """Open a closed account again. Raises Refused."""

    def change(work: UnitOfWork, person_id: int) -> None:
        people.change(work.session, person_id, is_active=True)
        work.record("compte rouvert", _address(email))

    _change(engine, person, email, change)


def revoke_all(engine: Engine, person: Person, email: str) -> None:
    """End every session of somebody, or one's own everywhere. Raises Refused."""

    def change(work: UnitOfWork, person_id: int) -> None:
        work.record("sessions fermées", _address(email), nombre=people.revoke_all(work.session, person_id))

    _change(engine, person, email, change, own=True)


def _change(
    engine: Engine, person: Person, email: str, change: Callable[[UnitOfWork, int], None], *, own: bool = False
) -> None:
    """One change to an account, in one transaction, once leave is given."""
    address = _address(email)
    if not (own and address == person.email):
        _require(person)
    with unit_of_work(engine, person.email) as work:
        row = people.by_email(work.session, address, lock=True)
        if row is None:
            raise Refused(f"Personne n’a l’adresse « {address} ».")
        change(work, row.id)
        work.commit()


def _require(person: Person) -> None:
    decision = allowed(person, Action.MANAGE_PEOPLE)
    if not decision:
        raise Refused(decision.reason)


def _address(email: str) -> str:
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Refused(f"« {address[:100]} » n’est pas une adresse électronique.")
    return address


def _known(session: Session, table: str, key: str, wanted: frozenset[str] | frozenset[int], what: str) -> list[int]:
    found = identifiers(session, table, key)
    missing = sorted(wanted - found.keys())
    if missing:
        raise Refused(f"{what} : {', '.join(map(str, missing))}.")
    return [found[one] for one in wanted]
