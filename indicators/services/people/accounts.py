"""Accounts and their assignments, changed by the administration only; the journal records every change, no secret."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace

from db.engine import Engine
from db.queries import people, personal_data
from db.queries.reference import identifiers
from db.unit_of_work import Session, UnitOfWork, reading, unit_of_work
from db.vocabulary import EventCode, Role
from indicators.domain.rights import Action, Person, allowed
from indicators.services.people import passwords
from indicators.services.refusals import Refused

# Who types commands on the server holds the store itself: more rights than any account.
COMMAND_LINE = Person("Ligne de commande", "ligne de commande", frozenset({Role.ADMINISTRATOR}))

_LAST = (
    "C’est le dernier compte d’administration actif : donnez d’abord le rôle « Administration » à quelqu’un d’autre, "
    "sans quoi plus personne ne pourrait gérer les comptes."
)
_BEATEN = "Quelqu’un a modifié ce compte après que vous l’avez ouvert : rechargez la page pour voir ce qu’il en est."
_LONGEST = 200

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
    """Create an account, with a password or with an identity at a provider (issuer, subject). Raises Refused."""
    _require(person)
    address, new_roles = _new_address(email), frozenset(roles)
    if not name.strip():
        raise Refused("Indiquez le nom de la personne.")
    if (password is None) == (identity is None):
        raise Refused("Un compte a soit un mot de passe, soit une identité chez un fournisseur.")
    if identity is not None and not all(part.strip() for part in identity):
        raise Refused("Une identité demande à la fois son fournisseur et son numéro chez lui.")
    if password is not None:
        passwords.require_sound(password, address)
    hashed_password = passwords.hashed(password) if password is not None else None
    with unit_of_work(engine, person.email) as work:
        person_id = people.add(
            work.session,
            email=address,
            name=name.strip(),
            service=service.strip(),
            password_hash=hashed_password,
            must_change_password=password is not None and must_change_password,
            issuer=identity[0].strip() if identity else None,
            subject=identity[1].strip() if identity else None,
            created_by=person.email,
        )
        people.replace_roles(work.session, person_id, new_roles)
        # The name is not in the journal: it would outlive the account.
        work.record(EventCode.ACCOUNT_CREATED, address, roles=sorted(new_roles))
        work.commit()


@dataclass(frozen=True, slots=True)
class AccountProfile:
    """The editable fields of an account: name, service, roles and areas."""

    name: str
    service: str
    roles: frozenset[Role]
    areas: frozenset[int]


def set_profile(
    engine: Engine, person: Person, email: str, profile: AccountProfile, base_profile: AccountProfile | None = None
) -> bool:
    """Change name, service, roles and areas together; return whether anything changed.

    ``base_profile`` is what the person saw: if it has changed since, nothing is written. Raises Refused.
    """
    if not profile.name.strip():
        raise Refused("Indiquez le nom de la personne.")
    if max(len(profile.name), len(profile.service)) > _LONGEST:
        raise Refused(f"Le nom et le service ne peuvent pas dépasser {_LONGEST} caractères.")
    new = replace(profile, name=profile.name.strip(), service=profile.service.strip())
    changed: list[str] = []

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        before = AccountProfile(
            row.name, row.service, people.roles(work.session, row.id), people.areas(work.session, row.id)
        )
        if before == new:
            return
        if base_profile is not None and before != base_profile:
            raise Refused(_BEATEN)
        _require_an_administrator(work.session, row, new.roles)
        area_ids = _ids_of(work.session, "area", "number", new.areas, "Aire inconnue")
        people.change(work.session, row.id, name=new.name, service=new.service)
        people.replace_roles(work.session, row.id, new.roles)
        people.replace_areas(work.session, row.id, area_ids)
        changed.extend(
            field.name for field in fields(AccountProfile) if getattr(before, field.name) != getattr(new, field.name)
        )
        work.record(
            EventCode.ACCOUNT_CHANGED,
            row.email,
            champs=sorted(changed),
            old=_journal_entry(before),
            new=_journal_entry(new),
        )

    _change(engine, person, email, change)
    return bool(changed)


def _journal_entry(profile: AccountProfile) -> dict[str, object]:
    """Rights of a profile for the journal, without names."""
    return {"roles": sorted(profile.roles), "aires": sorted(profile.areas)}


def set_roles(engine: Engine, person: Person, email: str, roles: Iterable[Role]) -> None:
    """Replace the roles of an account, from its next action on. Raises Refused."""
    new_roles = frozenset(roles)

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        before = people.roles(work.session, row.id)
        _require_an_administrator(work.session, row, new_roles)
        people.replace_roles(work.session, row.id, new_roles)
        work.record(EventCode.ROLES_CHANGED, row.email, avant=sorted(before), apres=sorted(new_roles))

    _change(engine, person, email, change)


def set_series(engine: Engine, person: Person, email: str, codes: Iterable[str]) -> None:
    """Replace the series assigned to an account. Raises Refused, naming unknown codes."""
    new_codes = frozenset(codes)

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        series_ids = _ids_of(work.session, "series", "code", new_codes, "Série inconnue")
        before = people.series(work.session, row.id)
        people.replace_series(work.session, row.id, series_ids)
        work.record(EventCode.SERIES_GRANTED, row.email, avant=sorted(before), apres=sorted(new_codes))

    _change(engine, person, email, change)


def move_series(engine: Engine, person: Person, email: str, *, give: Iterable[str], take: Iterable[str]) -> int:
    """Assign and unassign series, leaving the others; return how many changed. Raises Refused."""
    to_give, to_take = frozenset(give), frozenset(take)
    moved: list[str] = []

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        before = people.series(work.session, row.id)
        added, removed = to_give - before, (to_take - to_give) & before
        people.add_series(work.session, row.id, _ids_of(work.session, "series", "code", added, "Série inconnue"))
        people.remove_series(work.session, row.id, _ids_of(work.session, "series", "code", removed, "Série inconnue"))
        moved.extend([*added, *removed])
        if moved:
            work.record(EventCode.SERIES_GRANTED, row.email, ajoutees=sorted(added), retirees=sorted(removed))

    _change(engine, person, email, change)
    return len(moved)


def set_areas(engine: Engine, person: Person, email: str, numbers: Iterable[int]) -> None:
    """Replace the areas assigned to an account. Raises Refused, naming unknown numbers."""
    new_numbers = frozenset(numbers)

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        area_ids = _ids_of(work.session, "area", "number", new_numbers, "Aire inconnue")
        before = people.areas(work.session, row.id)
        people.replace_areas(work.session, row.id, area_ids)
        work.record(EventCode.AREAS_GRANTED, row.email, avant=sorted(before), apres=sorted(new_numbers))

    _change(engine, person, email, change)


def set_password(
    engine: Engine, person: Person, email: str, password: str, *, must_change_password: bool = True
) -> None:
    """Replace the password of an account and end its sessions; to be changed at once by default. Raises Refused."""
    _require(person)
    passwords.require_sound(password, email)
    hashed = passwords.hashed(password)

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        if row.issuer is not None:
            raise Refused(
                "Cette personne se connecte par son fournisseur d’identité : elle n’a pas de mot de passe ici."
            )
        people.change(work.session, row.id, password_hash=hashed, must_change_password=must_change_password)
        ended = people.revoke_all(work.session, row.id)
        work.record(EventCode.PASSWORD_REPLACED, row.email, sessions_fermees=ended)

    _change(engine, person, email, change)


def give_password(engine: Engine, person: Person, email: str) -> str:
    """Generate a provisional password, to be changed at the first sign-in, stored as a hash only. Raises Refused."""
    made_up = passwords.provisional()
    set_password(engine, person, email, made_up)
    return made_up


def deactivate(engine: Engine, person: Person, email: str) -> None:
    """Close an account: its sessions end at once, its entries stay. Raises Refused."""
    if _address(email) == person.email:
        raise Refused("Vous ne pouvez pas fermer votre propre compte.")

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        _require_an_administrator(work.session, row, frozenset())
        people.change(work.session, row.id, is_active=False)
        work.record(EventCode.ACCOUNT_CLOSED, row.email, sessions_fermees=people.revoke_all(work.session, row.id))

    _change(engine, person, email, change)


def reactivate(engine: Engine, person: Person, email: str) -> None:
    """Reopen a closed account. Raises Refused."""

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        people.change(work.session, row.id, is_active=True)
        work.record(EventCode.ACCOUNT_REOPENED, row.email)

    _change(engine, person, email, change)


def revoke_all(engine: Engine, person: Person, email: str) -> None:
    """End every session of an account; people may do so for their own. Raises Refused."""

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        work.record(EventCode.SESSIONS_ENDED, row.email, nombre=people.revoke_all(work.session, row.id))

    _change(engine, person, email, change, own=True)


def erase(engine: Engine, person: Person, email: str, reason: str) -> None:
    """Delete an account and its personal data; values entered stay, signed by the address.

    Drafts, sessions, rights, sign-in attempts and ownerships in campaigns are deleted. Raises Refused.
    """
    if _address(email) == person.email:
        raise Refused("Vous ne pouvez pas supprimer votre propre compte.")
    if not reason.strip():
        raise Refused("Supprimer un compte demande un motif (départ, demande de la personne…).")

    def change(work: UnitOfWork, row: people.PersonRow) -> None:
        _require_an_administrator(work.session, row, frozenset())
        removed = personal_data.erase(work.session, row.id, row.email)
        work.record(EventCode.ACCOUNT_DELETED, row.email, reason=reason.strip()[:1000], efface=removed)

    _change(engine, person, email, change)


def data_of(engine: Engine, person: Person, email: str) -> tuple[tuple[str, str, int], ...]:
    """Personal data about an account: category, what happens to it on deletion, and number of rows.

    For the administration, and for people about themselves. Raises Refused.
    """
    address = _address(email)
    if address != person.email:
        _require(person)
    with reading(engine) as session:
        row = people.by_email(session, address)
        return personal_data.categories(session, None if row is None else row.id, address)


def _require_an_administrator(session: Session, row: people.PersonRow, roles: frozenset[Role]) -> None:
    """Raise Refused if no administrator would remain."""
    if Role.ADMINISTRATOR not in roles and people.administrators(session) == {row.id}:
        raise Refused(_LAST)


def _change(
    engine: Engine,
    person: Person,
    email: str,
    change: Callable[[UnitOfWork, people.PersonRow], None],
    *,
    own: bool = False,
) -> None:
    """Apply one change to an account, in one transaction, once the right is checked."""
    address = _address(email)
    if not (own and address == person.email):
        _require(person)
    with unit_of_work(engine, person.email) as work:
        # Always the administrators first, then the account: two changes then wait for each other, never both.
        people.administrators(work.session)
        row = people.by_email(work.session, address, lock=True)
        if row is None:
            raise Refused(f"Personne n’a l’adresse « {address[:100]} ».")
        change(work, row)
        work.commit()


def _require(person: Person) -> None:
    decision = allowed(person, Action.MANAGE_PEOPLE)
    if not decision:
        raise Refused(decision.reason)


def _address(email: str) -> str:
    """An address normalised as accounts store it."""
    return email.strip().lower()


def _new_address(email: str) -> str:
    """A normalised address for a new account. Raises Refused if it is invalid."""
    address = _address(email)
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise Refused(f"« {address[:100]} » n’est pas une adresse électronique.")
    return address


def _ids_of(session: Session, table: str, key: str, values: frozenset[str] | frozenset[int], what: str) -> list[int]:
    ids = identifiers(session, table, key)
    missing = sorted(values - ids.keys())
    if missing:
        raise Refused(f"{what} : {', '.join(map(str, missing))}.")
    return [ids[value] for value in values]
