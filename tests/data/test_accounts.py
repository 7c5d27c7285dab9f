"""Accounts and what is theirs: who manages them, what is refused, what is held of a person; on both engines."""

from collections.abc import Callable

import pytest

from db.engine import Engine
from db.errors import StoreError
from db.queries import facts
from db.queries.drafts import keep
from db.queries.reference import identifiers
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import EventCode, Role
from indicators.domain.rights import PUBLIC, Person
from indicators.reading.people import who
from indicators.services.people import accounts
from indicators.services.people.accounts import COMMAND_LINE, AccountProfile
from indicators.services.refusals import Refused
from tests.data.sign_in_help import EMAIL, NOW, PASSWORD, WANTED, administrator, anne, cheapen, enter, everything


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheapen(monkeypatch)


LOCAL_READER = Person("Lectrice", "lectrice@example.org", frozenset({Role.READER}))
OTHERS = [
    PUBLIC,
    LOCAL_READER,
    Person("C", "c@example.org", frozenset({Role.CONTRIBUTOR})),
    Person("V", "v@example.org", frozenset({Role.VALIDATOR}), areas=frozenset({1})),
    Person("sans adresse", "", frozenset({Role.ADMINISTRATOR})),
]


@pytest.mark.parametrize("person", OTHERS, ids=lambda person: person.name)
def test_only_administrators_manage_people(scratch: Engine, person: Person) -> None:
    calls = [
        lambda: accounts.add_person(scratch, person, "n@example.org", "N", password=PASSWORD),
        lambda: accounts.set_roles(scratch, person, EMAIL, [Role.ADMINISTRATOR]),
        lambda: accounts.set_series(scratch, person, EMAIL, []),
        lambda: accounts.set_areas(scratch, person, EMAIL, []),
        lambda: accounts.set_password(scratch, person, EMAIL, WANTED),
        lambda: accounts.deactivate(scratch, person, EMAIL),
        lambda: accounts.reactivate(scratch, person, EMAIL),
        lambda: accounts.revoke_all(scratch, person, EMAIL),
        lambda: accounts.set_profile(scratch, person, EMAIL, PROFILE),
        lambda: accounts.move_series(scratch, person, EMAIL, give=[], take=[]),
        lambda: accounts.give_password(scratch, person, EMAIL),
        lambda: accounts.erase(scratch, person, EMAIL, "Motif"),
        lambda: accounts.data_of(scratch, person, EMAIL),
    ]
    for call in calls:
        with pytest.raises(Refused, match="rôle requis : administration"):
            call()


def test_anybody_may_end_their_own_sessions(engine: Engine) -> None:
    anne(engine, Role.READER)
    token = enter(engine)
    accounts.revoke_all(engine, Person("Anne", EMAIL, frozenset({Role.READER})), EMAIL)
    assert who.person_of_token(engine, token, NOW) is None


def test_nobody_closes_their_own_account(engine: Engine) -> None:
    anne(engine, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="propre compte"):
        accounts.deactivate(engine, Person("Anne", EMAIL, frozenset({Role.ADMINISTRATOR})), EMAIL)


@pytest.mark.parametrize(
    "email", ["", "anne", "anne@", "a b@example.org", "<b>@example.org", "a@" + "x" * 260 + ".org"]
)
def test_an_address_that_cannot_be_one_is_refused(scratch: Engine, email: str) -> None:
    with pytest.raises(Refused, match="adresse électronique"):
        accounts.add_person(scratch, COMMAND_LINE, email, "Anne", password=PASSWORD)


def test_what_does_not_exist_is_named(loaded: Engine) -> None:
    anne(loaded)
    with pytest.raises(Refused, match=r"Série inconnue : XXX-01\."):
        accounts.set_series(loaded, COMMAND_LINE, EMAIL, ["ENT-01-A1", "XXX-01"])
    with pytest.raises(Refused, match=r"Aire inconnue : 9\."):
        accounts.set_areas(loaded, COMMAND_LINE, EMAIL, [1, 9])
    with pytest.raises(Refused, match="Personne n’a l’adresse"):
        accounts.set_roles(loaded, COMMAND_LINE, "absente@example.org", [])
    with pytest.raises(StoreError, match="a déjà cette adresse"):
        anne(loaded)
    account = who.find(loaded, EMAIL)
    assert account is not None and not account.person.series and not account.person.areas


def test_an_account_has_a_password_or_an_identity(engine: Engine) -> None:
    for given in ({}, {"password": PASSWORD, "identity": ("i", "s")}, {"identity": ("i", " ")}):
        with pytest.raises(Refused, match=r"soit un mot de passe|à la fois"):
            accounts.add_person(engine, COMMAND_LINE, EMAIL, "Anne", **given)  # type: ignore[arg-type]
    accounts.add_person(engine, COMMAND_LINE, EMAIL, "Anne", identity=("https://id.example.org", "7"))
    account = who.person_of_identity(engine, "https://id.example.org", "7")
    assert account is not None and account.person.email == EMAIL and not account.has_password
    assert who.person_of_identity(engine, "https://autre.example.org", "7") is None


def test_the_person_of_this_machine_has_every_series_and_area(loaded: Engine) -> None:
    person = who.local_person(loaded, Role.CONTRIBUTOR)
    assert (person.email, person.roles) == ("contributeur@cet-ordinateur", {Role.CONTRIBUTOR})
    assert len(person.series) > 250 and person.areas == {1, 2, 3, 4, 5, 6}


# The last administrator -----------------------------------------------------------------------------------------------

PROFILE = AccountProfile("Anne", "", frozenset({Role.READER}), frozenset())
REMOVALS: dict[str, Callable[[Engine], object]] = {
    "roles": lambda e: accounts.set_roles(e, COMMAND_LINE, EMAIL, [Role.READER]),
    "profile": lambda e: accounts.set_profile(e, COMMAND_LINE, EMAIL, PROFILE),
    "closing": lambda e: accounts.deactivate(e, COMMAND_LINE, EMAIL),
    "erasing": lambda e: accounts.erase(e, COMMAND_LINE, EMAIL, "Départ"),
}


@pytest.mark.parametrize("way", REMOVALS)
def test_the_last_active_administrator_stays(engine: Engine, way: str) -> None:
    anne(engine, Role.ADMINISTRATOR, Role.READER)
    administrator(engine)
    accounts.deactivate(engine, COMMAND_LINE, "ada@example.org")
    with pytest.raises(Refused, match="dernier compte d’administration actif"):
        REMOVALS[way](engine)
    found = who.find(engine, EMAIL)
    assert found is not None and found.is_active and Role.ADMINISTRATOR in found.person.roles
    accounts.reactivate(engine, COMMAND_LINE, "ada@example.org")
    REMOVALS[way](engine)


# One account under administration -------------------------------------------------------------------------------------


def test_a_profile_changes_at_once_and_over_what_was_seen(loaded: Engine) -> None:
    anne(loaded, Role.READER)
    seen = AccountProfile("Anne", "", frozenset({Role.READER}), frozenset())
    wanted = AccountProfile(" Anne Dupont ", "SPW", frozenset({Role.VALIDATOR}), frozenset({1, 2}))
    assert accounts.set_profile(loaded, COMMAND_LINE, EMAIL, wanted, seen)
    assert not accounts.set_profile(loaded, COMMAND_LINE, EMAIL, wanted, seen), "a second click changes nothing"
    found = who.find(loaded, EMAIL)
    assert found is not None
    assert (found.person.name, found.service, found.person.areas) == ("Anne Dupont", "SPW", {1, 2})
    with pytest.raises(Refused, match="après que vous l’avez ouvert"):
        accounts.set_profile(loaded, COMMAND_LINE, EMAIL, PROFILE, seen)
    for wrong in (
        AccountProfile(" ", "", frozenset(), frozenset()),
        AccountProfile("A" * 201, "", frozenset(), frozenset()),
    ):
        with pytest.raises(Refused):
            accounts.set_profile(loaded, COMMAND_LINE, EMAIL, wrong)
    with pytest.raises(Refused, match="Aire inconnue : 9"):
        accounts.set_profile(loaded, COMMAND_LINE, EMAIL, AccountProfile("A", "", frozenset(), frozenset({9})))


def test_series_are_given_and_taken_without_touching_the_others(loaded: Engine) -> None:
    anne(loaded, Role.CONTRIBUTOR)
    accounts.set_series(loaded, COMMAND_LINE, EMAIL, ["ENT-01-A1", "ENT-01-A2"])
    moved = accounts.move_series(loaded, COMMAND_LINE, EMAIL, give=["ENT-02-A1", "ENT-01-A1"], take=["ENT-01-A2"])
    again = accounts.move_series(loaded, COMMAND_LINE, EMAIL, give=["ENT-02-A1"], take=["ENT-01-A2"])
    assert (moved, again) == (2, 0)
    found = who.find(loaded, EMAIL)
    assert found is not None and found.person.series == {"ENT-01-A1", "ENT-02-A1"}
    with pytest.raises(Refused, match="Série inconnue : XXX"):
        accounts.move_series(loaded, COMMAND_LINE, EMAIL, give=["XXX"], take=[])


def test_a_provisional_password_is_made_up_and_must_be_changed(engine: Engine) -> None:
    anne(engine, Role.READER)
    token = enter(engine)
    made = accounts.give_password(engine, COMMAND_LINE, EMAIL)
    assert who.person_of_token(engine, token, NOW) is None
    fresh = who.person_of_token(engine, enter(engine, made), NOW)
    assert fresh is not None and fresh.must_change_password
    accounts.add_person(engine, COMMAND_LINE, "ident@example.org", "I", identity=("https://id.example.org", "7"))
    with pytest.raises(Refused, match="fournisseur d’identité"):
        accounts.give_password(engine, COMMAND_LINE, "ident@example.org")


def test_the_list_says_who_is_there_now(engine: Engine) -> None:
    anne(engine, Role.READER)
    enter(engine)
    enter(engine)
    (account,) = who.everybody(engine, NOW)
    assert account.open_sessions == 2 and account.last_sign_in is not None
    assert who.everybody(engine, NOW + who.IDLE)[0].open_sessions == 0


# Personal data --------------------------------------------------------------------------------------------------------


def test_what_is_held_is_listed_and_goes_with_the_account_but_not_what_was_entered(loaded: Engine) -> None:
    anne(loaded, Role.CONTRIBUTOR)
    administrator(loaded)
    accounts.set_series(loaded, COMMAND_LINE, EMAIL, ["ENT-01-A1"])
    enter(loaded)
    with unit_of_work(loaded, EMAIL) as work:
        series_id = identifiers(work.session, "series", "code")["ENT-01-A1"]
        keep(work.session, EMAIL, series_id, None, "2024", typed="12", base_version_no=0, details={}, now=NOW)
        work.record(EventCode.VALUE_ENTERED, "ENT-01-A1/2024")
        work.commit()
    held = {what: (fate, count) for what, fate, count in accounts.data_of(loaded, COMMAND_LINE, EMAIL)}
    assert held["Séries à remplir"] == ("effacé avec le compte", 1) and held["Brouillons de saisie"][1] == 1
    assert held["Journal : actes de la personne"][0].startswith("conservé")
    with pytest.raises(Refused, match="motif"):
        accounts.erase(loaded, COMMAND_LINE, EMAIL, " ")
    accounts.erase(loaded, COMMAND_LINE, EMAIL, "Départ")
    assert who.find(loaded, EMAIL) is None
    left = accounts.data_of(loaded, COMMAND_LINE, EMAIL)
    assert left and all(fate.startswith("conservé") for _, fate, _ in left)
    with reading(loaded) as session:
        event = facts.journal(session)[0]
    assert (event.action, event.details["reason"]) == ("compte supprimé", "Départ")
    assert "'Anne'" not in everything(loaded), "the name is nowhere else"
    anne(loaded)  # the address is free again


def test_people_may_ask_what_is_held_of_them(engine: Engine) -> None:
    anne(engine, Role.READER)
    mine = Person("Anne", EMAIL, frozenset({Role.READER}))
    assert accounts.data_of(engine, mine, EMAIL)
    with pytest.raises(Refused, match="administration"):
        accounts.data_of(engine, mine, "ada@example.org")
    with pytest.raises(Refused, match="propre compte"):
        accounts.erase(engine, Person("Anne", EMAIL, frozenset({Role.ADMINISTRATOR})), EMAIL, "Motif")
