"""Passwords, sessions and accounts, on both engines."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from db.engine import Engine
from db.errors import StoreError
from db.models import Base
from db.queries import facts
from db.queries import people as rows
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import Role
from indicators.domain.rights import PUBLIC, Person
from indicators.reading import who
from indicators.services import passwords, people
from indicators.services.people import COMMAND_LINE
from indicators.services.refusals import Refused
from indicators.services.sign_in import (
    ACCOUNT_LIMIT,
    ADDRESS_LIMIT,
    GENERIC,
    PAIR_LIMIT,
    WINDOW,
    change_password,
    sign_in,
    sign_out,
)

EMAIL, PASSWORD, WANTED = "anne@example.org", "une phrase assez longue", "une autre phrase, longue"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
NOW = datetime(2025, 6, 2, 9, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with less work: each test signs in many times."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    passwords._nobody.cache_clear()


def anne(engine: Engine, *roles: Role, must: bool = False) -> None:
    people.add_person(engine, COMMAND_LINE, EMAIL, "Anne", roles=roles, password=PASSWORD, must_change_password=must)


def enter(engine: Engine, password: str = PASSWORD, email: str = EMAIL, at: datetime = NOW, **more: str) -> str:
    address = more.pop("address", HERE)
    return sign_in(engine, email, password, address, at, hours=8, **more)


def refused(
    engine: Engine, password: str = "mauvais", email: str = EMAIL, at: datetime = NOW, address: str = HERE
) -> str:
    with pytest.raises(Refused) as caught:
        enter(engine, password, email, at, address=address)
    return str(caught.value)


def everything(engine: Engine) -> str:
    """All that the store holds, as text."""
    with reading(engine) as session:
        return repr([list(session.execute(select(table))) for table in Base.metadata.sorted_tables])


# Passwords ------------------------------------------------------------------------------------------------------------


def test_a_password_is_kept_as_argon2id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher())
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(kept, PASSWORD) and not passwords.matches(kept, PASSWORD + " ")
    assert not passwords.is_dated(kept)


def test_the_same_accent_typed_in_two_ways_is_the_same_password() -> None:
    assert passwords.matches(passwords.hashed("r\u00e9ussite et sant\u00e9"), "re\u0301ussite et sante\u0301")


@pytest.mark.parametrize("kept", [None, "", "pas une empreinte", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_what_is_no_hash_matches_nothing(kept: str | None) -> None:
    assert not passwords.matches(kept, PASSWORD)


@pytest.mark.parametrize("weak", ["court", "aaaaaaaaaaaaaaaa", "ANNE@example.org", "x" * 201, "           "])
def test_a_weak_password_is_refused_with_a_reason(weak: str) -> None:
    with pytest.raises(Refused, match="mot de passe"):
        passwords.require_sound(weak, EMAIL)


def test_a_dated_hash_is_made_anew_at_the_next_sign_in(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    anne(engine)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", stronger)
    enter(engine)
    with reading(engine) as session:
        kept = rows.by_email(session, EMAIL).password_hash
    assert "$m=16,t=2,p=1$" in kept and passwords.matches(kept, PASSWORD)


# Sessions -------------------------------------------------------------------------------------------------------------


def test_a_session_says_who_it_is_until_it_expires(loaded: Engine) -> None:
    anne(loaded, Role.CONTRIBUTOR, Role.VALIDATOR)
    people.set_series(loaded, COMMAND_LINE, EMAIL, ["ENT-01-A1"])
    people.set_areas(loaded, COMMAND_LINE, EMAIL, [1, 2])
    token = enter(loaded, email=f" {EMAIL.upper()} ")
    found = who.person_of_token(loaded, token, NOW + timedelta(hours=8, seconds=-1))
    assert found is not None
    wanted = frozenset({Role.CONTRIBUTOR, Role.VALIDATOR}), frozenset({"ENT-01-A1"}), frozenset({1, 2})
    assert found.person == Person("Anne", EMAIL, *wanted)
    assert who.person_of_token(loaded, token, NOW + timedelta(hours=8)) is None


def test_a_forged_token_is_nobody(engine: Engine) -> None:
    anne(engine)
    token = enter(engine)
    forged = ("", " ", token[:-1], token + "a", token.swapcase(), who.token_hash(token), "é\udcff", "' OR 1=1 --", "\0")
    assert [who.person_of_token(engine, one, NOW) for one in forged] == [None] * len(forged)


def test_each_sign_in_opens_a_new_session_and_ends_the_former_of_that_browser(engine: Engine) -> None:
    anne(engine)
    first, elsewhere = enter(engine), enter(engine)
    second = enter(engine, former_token=first)
    assert len({first, second, elsewhere}) == 3
    live = [who.person_of_token(engine, token, NOW) is not None for token in (first, second, elsewhere)]
    assert live == [False, True, True]


def test_signing_out_ends_one_session_and_revoking_ends_all(engine: Engine) -> None:
    anne(engine)
    one, two, three = enter(engine), enter(engine), enter(engine)
    sign_out(engine, one, NOW)
    sign_out(engine, "inconnu", NOW)
    assert [who.person_of_token(engine, token, NOW) is None for token in (one, two, three)] == [True, False, False]
    people.revoke_all(engine, COMMAND_LINE, EMAIL)
    assert [who.person_of_token(engine, token, NOW) for token in (two, three)] == [None, None]


def test_a_closed_account_is_out_at_once_and_cannot_come_back_until_it_opens_again(engine: Engine) -> None:
    anne(engine)
    token = enter(engine)
    people.deactivate(engine, COMMAND_LINE, EMAIL)
    assert who.person_of_token(engine, token, NOW) is None
    assert refused(engine, PASSWORD) == GENERIC
    people.reactivate(engine, COMMAND_LINE, EMAIL)
    assert who.person_of_token(engine, token, NOW) is None
    assert enter(engine)


def test_roles_count_at_the_next_look(engine: Engine) -> None:
    anne(engine, Role.ADMINISTRATOR)
    token = enter(engine)
    people.set_roles(engine, COMMAND_LINE, EMAIL, [Role.READER])
    found = who.person_of_token(engine, token, NOW)
    assert found is not None and found.person.roles == {Role.READER}


def test_signing_in_changes_no_data(engine: Engine) -> None:
    anne(engine)
    with reading(engine) as session:
        before = facts.data_version(session)
    refused(engine)
    sign_out(engine, enter(engine), NOW)
    with reading(engine) as session:
        assert facts.data_version(session) == before


# Refusals -------------------------------------------------------------------------------------------------------------


def test_one_error_for_all_that_fails(engine: Engine) -> None:
    anne(engine)
    people.add_person(engine, COMMAND_LINE, "ident@example.org", "I", identity=("https://id.example.org", "7"))
    said = {refused(engine), refused(engine, PASSWORD, "absente@example.org"), refused(engine, "", "")}
    said |= {refused(engine, PASSWORD, "ident@example.org")}
    said |= {refused(engine) for _ in range(PAIR_LIMIT + 1)} | {refused(engine, PASSWORD)}
    assert said == {GENERIC}


def test_an_account_waits_after_too_many_attempts_and_then_opens(engine: Engine) -> None:
    anne(engine)
    for _ in range(PAIR_LIMIT):
        refused(engine)
    refused(engine, PASSWORD)
    # Only from there: somebody else cannot shut the account's owner out so cheaply.
    assert enter(engine, address=ELSEWHERE)
    refused(engine, PASSWORD, at=NOW + WINDOW - timedelta(seconds=1))
    assert enter(engine, at=NOW + WINDOW)


def test_success_forgives_the_failures_before_it(engine: Engine) -> None:
    anne(engine)
    for _ in range(3):
        for _ in range(PAIR_LIMIT - 1):
            refused(engine)
        assert enter(engine)


def test_many_addresses_against_one_account_are_stopped(engine: Engine) -> None:
    anne(engine)
    for number in range(ACCOUNT_LIMIT):
        refused(engine, address=f"198.51.100.{number}")
    refused(engine, PASSWORD, address=ELSEWHERE)


def test_many_accounts_from_one_address_are_stopped(engine: Engine) -> None:
    anne(engine)
    for number in range(ADDRESS_LIMIT):
        refused(engine, email=f"x{number}@example.org")
    refused(engine, PASSWORD)
    assert enter(engine, address=ELSEWHERE)


def test_attempts_at_the_same_instant_count_one_another(engine: Engine) -> None:
    anne(engine)
    judged: list[str] = []
    honest = passwords.matches

    def counting(kept: str | None, password: str) -> bool:
        judged.append(password)
        return honest(kept, password)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(8) as crowd:
        patch.setattr(passwords, "matches", counting)
        list(crowd.map(lambda _: refused(engine), range(16)))
    assert len(judged) == PAIR_LIMIT


def test_a_password_replaced_meanwhile_opens_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    anne(engine)

    def replaced(_kept: str | None, _password: str) -> bool:
        people.set_password(engine, COMMAND_LINE, EMAIL, WANTED)
        return True

    monkeypatch.setattr(passwords, "matches", replaced)
    assert refused(engine, PASSWORD) == GENERIC


def test_old_attempts_are_forgotten(engine: Engine) -> None:
    anne(engine)
    refused(engine)
    assert HERE in everything(engine)
    enter(engine, at=NOW + timedelta(days=2), address=ELSEWHERE)
    assert HERE not in everything(engine)


# Changing one's password ----------------------------------------------------------------------------------------------


def renew(engine: Engine, token: str, present: str = PASSWORD, wanted: str = WANTED) -> str:
    return change_password(engine, token, present, wanted, HERE, NOW, hours=8)


def test_a_changed_password_ends_every_session_but_the_new_one(engine: Engine) -> None:
    anne(engine, must=True)
    here, there = enter(engine), enter(engine)
    before = who.person_of_token(engine, here, NOW)
    fresh = renew(engine, here)
    after = who.person_of_token(engine, fresh, NOW)
    assert before is not None and after is not None
    assert (before.must_change_password, after.must_change_password) == (True, False)
    assert [who.person_of_token(engine, token, NOW) for token in (here, there)] == [None, None]
    refused(engine, PASSWORD)
    assert enter(engine, WANTED)


@pytest.mark.parametrize(
    ("present", "wanted", "reason"),
    [("faux", WANTED, "actuel"), (PASSWORD, PASSWORD, "différent"), (PASSWORD, "court", "12 caractères")],
)
def test_a_change_that_is_not_sound_changes_nothing(engine: Engine, present: str, wanted: str, reason: str) -> None:
    anne(engine)
    token = enter(engine)
    with pytest.raises(Refused, match=reason):
        renew(engine, token, present, wanted)
    assert who.person_of_token(engine, token, NOW)
    assert enter(engine)


def test_a_session_left_open_is_no_way_to_guess(engine: Engine) -> None:
    anne(engine)
    token = enter(engine)
    for _ in range(PAIR_LIMIT):
        with pytest.raises(Refused):
            renew(engine, token, "faux")
    with pytest.raises(Refused, match="trop d’essais"):
        renew(engine, token)
    with pytest.raises(Refused, match="session est terminée"):
        renew(engine, "inconnu")


# Accounts -------------------------------------------------------------------------------------------------------------

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
        lambda: people.add_person(scratch, person, "n@example.org", "N", password=PASSWORD),
        lambda: people.set_roles(scratch, person, EMAIL, [Role.ADMINISTRATOR]),
        lambda: people.set_series(scratch, person, EMAIL, []),
        lambda: people.set_areas(scratch, person, EMAIL, []),
        lambda: people.set_password(scratch, person, EMAIL, WANTED),
        lambda: people.deactivate(scratch, person, EMAIL),
        lambda: people.reactivate(scratch, person, EMAIL),
        lambda: people.revoke_all(scratch, person, EMAIL),
    ]
    for call in calls:
        with pytest.raises(Refused, match="rôle requis : administration"):
            call()


def test_anybody_may_end_their_own_sessions(engine: Engine) -> None:
    anne(engine, Role.READER)
    token = enter(engine)
    people.revoke_all(engine, Person("Anne", EMAIL, frozenset({Role.READER})), EMAIL)
    assert who.person_of_token(engine, token, NOW) is None


def test_nobody_closes_their_own_account(engine: Engine) -> None:
    anne(engine, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="propre compte"):
        people.deactivate(engine, Person("Anne", EMAIL, frozenset({Role.ADMINISTRATOR})), EMAIL)


@pytest.mark.parametrize(
    "email", ["", "anne", "anne@", "a b@example.org", "<b>@example.org", "a@" + "x" * 260 + ".org"]
)
def test_an_address_that_cannot_be_one_is_refused(scratch: Engine, email: str) -> None:
    with pytest.raises(Refused, match="adresse électronique"):
        people.add_person(scratch, COMMAND_LINE, email, "Anne", password=PASSWORD)


def test_what_does_not_exist_is_named(loaded: Engine) -> None:
    anne(loaded)
    with pytest.raises(Refused, match=r"Série inconnue : XXX-01\."):
        people.set_series(loaded, COMMAND_LINE, EMAIL, ["ENT-01-A1", "XXX-01"])
    with pytest.raises(Refused, match=r"Aire inconnue : 9\."):
        people.set_areas(loaded, COMMAND_LINE, EMAIL, [1, 9])
    with pytest.raises(Refused, match="Personne n’a l’adresse"):
        people.set_roles(loaded, COMMAND_LINE, "absente@example.org", [])
    with pytest.raises(StoreError, match="a déjà cette adresse"):
        anne(loaded)
    account = who.find(loaded, EMAIL)
    assert account is not None and not account.person.series and not account.person.areas


def test_an_account_has_a_password_or_an_identity(engine: Engine) -> None:
    for given in ({}, {"password": PASSWORD, "identity": ("i", "s")}, {"identity": ("i", " ")}):
        with pytest.raises(Refused, match=r"soit un mot de passe|à la fois"):
            people.add_person(engine, COMMAND_LINE, EMAIL, "Anne", **given)  # type: ignore[arg-type]
    people.add_person(engine, COMMAND_LINE, EMAIL, "Anne", identity=("https://id.example.org", "7"))
    account = who.person_of_identity(engine, "https://id.example.org", "7")
    assert account is not None and account.person.email == EMAIL and not account.has_password
    assert who.person_of_identity(engine, "https://autre.example.org", "7") is None


def test_the_person_of_this_machine_has_every_series_and_area(loaded: Engine) -> None:
    person = who.local_person(loaded, Role.CONTRIBUTOR)
    assert (person.email, person.roles) == ("local", {Role.CONTRIBUTOR})
    assert len(person.series) > 250 and person.areas == {1, 2, 3, 4, 5, 6}


# Secrets --------------------------------------------------------------------------------------------------------------


def test_no_secret_is_written_anywhere(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """Not even a password typed in place of the address."""
    caplog.set_level(logging.DEBUG)
    anne(engine)
    for _ in range(PAIR_LIMIT + 2):
        refused(engine, "secret-en-clair", "mot-de-passe-au-mauvais-endroit")
    token = renew(engine, enter(engine))
    people.set_password(engine, COMMAND_LINE, EMAIL, "encore une autre phrase")
    written = everything(engine) + caplog.text
    for secret in (PASSWORD, WANTED, "encore une autre", "secret-en-clair", "mot-de-passe-au-mauvais-endroit", token):
        assert secret not in written
    with reading(engine) as session:
        journal = facts.journal(session)
    assert [event.action for event in reversed(journal)] == [
        "compte créé",
        "connexion",
        "mot de passe changé",
        "mot de passe remplacé",
    ]
    assert "argon2" not in json.dumps([event.details for event in journal])


def test_failures_and_sessions_fit_the_store_rules(scratch: Engine) -> None:
    with pytest.raises(StoreError, match="Cette session existe déjà"), unit_of_work(scratch, "essai") as work:
        person_id = rows.add(work.session, email=EMAIL, name="Anne")
        for _ in range(2):
            rows.open_session(work.session, person_id, "0" * 64, NOW, NOW)
