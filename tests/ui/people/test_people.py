"""Personnes et droits: who opens it, and each act through its widget, refused or done."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from db.engine import Engine
from db.vocabulary import Role
from indicators.domain.rights import Person
from indicators.reading.people import who as reading_who
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.settings import settings
from tests.entry_world import ADA, ANNE, BOB, COUNT, FOREIGN, RENE, SHARE, VERA
from tests.stores import SqliteStores
from tests.ui.desk import Desk, desk, seat_of, small_store

EVE = "eve@example.org"
Sit = Callable[[Person], Desk]


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with small_store(sqlite_stores, monkeypatch) as engine:
        accounts.set_roles(engine, COMMAND_LINE, ADA.email, [Role.ADMINISTRATOR])
        accounts.add_person(
            engine,
            COMMAND_LINE,
            EVE,
            "Ève <b>",
            roles=[Role.CONTRIBUTOR],
            password="une phrase assez longue",
            service="Pôle <i>",
            must_change_password=False,
        )
        yield engine


@pytest.fixture
def sit(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    return lambda person: desk(root, person, seat_of(monkeypatch))


def account(engine: Engine, email: str = EVE) -> Any:
    found = reading_who.find(engine, email)
    assert found is not None
    return found


def field(name: str, form: str = f"profile:{EVE}", turn: int = 0) -> str:
    return f"{form}:{name}:{turn}"


@pytest.mark.parametrize("person", [RENE, ANNE, VERA], ids=lambda one: one.name)
def test_only_the_administration_opens_it(sit: Sit, person: Person) -> None:
    seen = sit(person).open("personnes", personne=EVE).seen
    assert "rôle requis : administration" in seen.text and EVE not in seen.text


def test_the_list_tells_roles_scope_and_how_to_make_an_account(sit: Sit) -> None:
    ada = sit(ADA)
    seen = ada.open("personnes").seen
    assert seen.h1 == "Qui peut faire quoi ?" and "dont 1 d’administration" in seen.lead
    assert "Ève <b>" in seen.text and "&lt;b&gt;" in seen.html and "Pôle <i>" in seen.text
    assert "python -m indicators user add" in seen.text and "Aucun compte n’est créé par le web" in seen.text
    assert EVE in ada.open("personnes", role="contributeur").seen.text
    assert EVE not in ada.open("personnes", role="administrateur").seen.text
    assert "Aucun compte ne répond" in ada.open("personnes", etat="fermes").seen.text
    assert (
        "Personne n’a l’adresse « absente@example.org »" in ada.open("personnes", personne="absente@example.org").text
    )


def test_name_roles_and_areas_are_saved_together(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("personnes", personne=EVE)
    ada.at.text_input(key=field("name")).set_value("Ève")
    ada.at.checkbox(key=field("validateur")).check()
    ada.at.checkbox(key=field("1")).check()
    ada.press("Enregistrer")
    found = account(held)
    assert (found.person.name, found.person.areas) == ("Ève", {1})
    assert found.person.roles == {Role.CONTRIBUTOR, Role.VALIDATOR}
    assert "Fait : Compte enregistré" in ada.seen.text
    assert ada.at.text_input(key=field("name", turn=1)).value == "Ève"
    # Clicked twice, or from a second tab that still shows what was: nothing is undone.
    ada.press("Enregistrer")
    assert account(held).person.areas == {1}


def test_a_refusal_keeps_what_was_typed(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("personnes", personne=EVE)
    accounts.set_roles(held, COMMAND_LINE, EVE, [Role.READER])  # somebody else, meanwhile
    ada.at.text_input(key=field("name")).set_value("Autre nom")
    ada.press("Enregistrer")
    assert "après que vous l’avez ouvert" in ada.seen.text and account(held).person.name == "Ève <b>"
    assert ada.at.text_input(key=field("name")).value == "Autre nom"
    ada.at.text_input(key=field("name")).set_value(" ")
    ada.press("Enregistrer")
    assert "Refusé : Indiquez le nom de la personne." in ada.seen.text
    assert ada.at.text_input(key=field("name")).value == " "


def test_the_last_administrator_keeps_the_role(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("personnes", personne=ADA.email)
    ada.at.checkbox(key=field("administrateur", f"profile:{ADA.email}")).uncheck()
    ada.press("Enregistrer")
    assert "dernier compte d’administration actif" in ada.seen.text
    assert Role.ADMINISTRATOR in account(held, ADA.email).person.roles
    assert not ada.at.checkbox(key=field("administrateur", f"profile:{ADA.email}")).value, "what was chosen stays"


def test_series_are_chosen_by_area_and_family(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("personnes", personne=EVE)
    assert "0 série attribuée" in ada.text and not [one for one in ada.at.checkbox if COUNT in (one.key or "")]
    ada.open("personnes", personne=EVE, aire="1", famille="ENT")
    form = f"series:{EVE}:1/ENT"
    assert {one.label[:9] for one in ada.at.checkbox if one.key and one.key.startswith(form)} == {COUNT, SHARE}
    ada.at.checkbox(key=field(COUNT, form)).check()
    ada.press("Enregistrer ces séries")
    assert account(held).person.series == {COUNT} and "1 série changée" in ada.text
    ada.press("Tout attribuer")
    assert account(held).person.series == {COUNT, SHARE}
    accounts.set_series(held, COMMAND_LINE, EVE, [COUNT, SHARE, FOREIGN])
    ada.run().press("Tout retirer")
    assert account(held).person.series == {FOREIGN}, "other areas are left"


def test_a_provisional_password_is_shown_once(sit: Sit, held: Engine) -> None:
    ada = sit(ADA).open("personnes", personne=EVE, acte="mot-de-passe")
    assert "L’ancien mot de passe ne vaudra plus rien" in ada.text
    ada.press("Donner le mot de passe")
    (card,) = ada.seen.tree.all("section", "people-password")
    password = card.one("p", "figure").text
    assert len(password) == 23 and account(held).must_change_password
    assert passwords.matches(_kept(held), password)
    assert password in ada.run().seen.html, "a double click does not take it away"
    assert "acte" not in ada.at.query_params
    ada.press("C’est noté, masquer")
    assert password not in ada.seen.html
    ada.open("personnes", personne=EVE, acte="mot-de-passe").press("Donner le mot de passe")
    assert ada.seen.tree.all("section", "people-password")
    ada.open("personnes")
    ada.open("personnes", personne=BOB.email)
    assert not ada.open("personnes", personne=EVE).seen.tree.all("section", "people-password")


def _kept(engine: Engine) -> str:
    from db.queries import people as rows
    from db.unit_of_work import reading

    with reading(engine) as session:
        kept: str = rows.by_email(session, EVE).password_hash
        return kept


def test_an_account_is_closed_opened_and_erased(sit: Sit, held: Engine) -> None:
    ada = sit(ADA)
    ada.open("personnes", personne=EVE, acte="fermer").press("Fermer le compte")
    assert not account(held).is_active and "Compte fermé." in ada.text
    ada.open("personnes", personne=EVE, acte="rouvrir").press("Rouvrir le compte")
    assert account(held).is_active
    ada.open("personnes", personne=EVE, acte="sessions").press("Fermer les sessions")
    assert "Données personnelles" in ada.open("personnes", personne=EVE).text
    ada.open("personnes", personne=EVE, acte="supprimer").press("Supprimer définitivement")
    assert "demande un motif" in ada.text and reading_who.find(held, EVE)
    ada.at.text_input(key=field("reason", f"confirm:supprimer:{EVE}")).set_value("Départ")
    ada.press("Supprimer définitivement")
    assert reading_who.find(held, EVE) is None and "ce qui a été saisi est conservé" in ada.text
    assert ada.seen.h1 == "Qui peut faire quoi ?"


def test_what_a_browser_forges_is_refused_by_the_service(sit: Sit, held: Engine) -> None:
    """Somebody whose rights were taken away while the form stood open."""
    ada = sit(ADA).open("personnes", personne=BOB.email)
    ada.person = Person(ADA.name, ADA.email, frozenset({Role.READER}))
    ada.at.checkbox(key=field("administrateur", f"profile:{BOB.email}")).check()
    ada.press("Enregistrer")
    assert account(held, BOB.email).person.roles == frozenset()
    assert "rôle requis : administration" in ada.seen.text


def test_in_local_mode_the_screen_says_what_accounts_are_for(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Sur ce poste, personne ne se connecte" in sit(ADA).open("personnes").text
    monkeypatch.setenv("INDICATORS_MODE", "accounts")
    settings.cache_clear()
    assert "Sur ce poste" not in sit(ADA).open("personnes").text
