"""Passwords and sessions, on both engines."""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from db.engine import Engine, connect
from db.errors import StoreError
from db.queries import facts
from db.queries import people as rows
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import Role
from indicators.domain.rights import Person
from indicators.reading.people import who
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.people.sign_in import GENERIC, NOTED_EVERY, PAIR_LIMIT, note_activity, sign_out
from indicators.services.refusals import Refused
from indicators.services.store.backup import back_up, restore
from tests.data.sign_in_help import (
    EMAIL,
    NOW,
    PASSWORD,
    WANTED,
    administrator,
    anne,
    cheapen,
    enter,
    everything,
    refused,
    renew,
)
from tests.stores import Stores


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheapen(monkeypatch)


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
    accounts.set_series(loaded, COMMAND_LINE, EMAIL, ["ENT-01-A1"])
    accounts.set_areas(loaded, COMMAND_LINE, EMAIL, [1, 2])
    token = enter(loaded, email=f" {EMAIL.upper()} ")
    day = timedelta(days=1)  # without the limit of idleness
    found = who.person_of_token(loaded, token, NOW + timedelta(hours=8, seconds=-1), day)
    assert found is not None
    wanted = frozenset({Role.CONTRIBUTOR, Role.VALIDATOR}), frozenset({"ENT-01-A1"}), frozenset({1, 2})
    assert found.person == Person("Anne", EMAIL, *wanted)
    assert who.person_of_token(loaded, token, NOW + timedelta(hours=8), day) is None


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
    accounts.revoke_all(engine, COMMAND_LINE, EMAIL)
    assert [who.person_of_token(engine, token, NOW) for token in (two, three)] == [None, None]


def test_a_closed_account_is_out_at_once_and_cannot_come_back_until_it_opens_again(engine: Engine) -> None:
    anne(engine)
    token = enter(engine)
    accounts.deactivate(engine, COMMAND_LINE, EMAIL)
    assert who.person_of_token(engine, token, NOW) is None
    assert refused(engine, PASSWORD) == GENERIC
    accounts.reactivate(engine, COMMAND_LINE, EMAIL)
    assert who.person_of_token(engine, token, NOW) is None
    assert enter(engine)


def test_roles_count_at_the_next_look(engine: Engine) -> None:
    administrator(engine)
    anne(engine, Role.ADMINISTRATOR)
    token = enter(engine)
    accounts.set_roles(engine, COMMAND_LINE, EMAIL, [Role.READER])
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


def test_a_session_left_idle_ends(engine: Engine) -> None:
    anne(engine)
    token, idle = enter(engine), timedelta(minutes=60)
    assert who.person_of_token(engine, token, NOW + idle - timedelta(seconds=1), idle)
    assert who.person_of_token(engine, token, NOW + idle, idle) is None
    # What was idle stays out, even for who comes back with more patience.
    note_activity(engine, token, NOW, NOW + timedelta(minutes=30))
    assert who.person_of_token(engine, token, NOW + idle, idle)
    assert who.person_of_token(engine, token, NOW + timedelta(minutes=90), idle) is None


def test_activity_is_noted_at_most_once_a_minute(engine: Engine) -> None:
    anne(engine)
    token = enter(engine)

    def seen() -> datetime:
        found = who.person_of_token(engine, token, NOW + timedelta(minutes=2))
        assert found is not None
        return found.seen_at

    note_activity(engine, token, NOW, NOW + NOTED_EVERY - timedelta(seconds=1))
    assert seen() == NOW
    note_activity(engine, token, NOW, NOW + NOTED_EVERY + timedelta(seconds=1))
    assert seen() == NOW + NOTED_EVERY + timedelta(seconds=1)
    # Two tabs that saw the same instant write it once.
    note_activity(engine, token, NOW, NOW + NOTED_EVERY + timedelta(seconds=30))
    assert seen() == NOW + NOTED_EVERY + timedelta(seconds=1)
    accounts.revoke_all(engine, COMMAND_LINE, EMAIL)
    note_activity(engine, token, NOW, NOW + timedelta(hours=1))
    assert who.person_of_token(engine, token, NOW + timedelta(minutes=2)) is None


def test_a_store_that_cannot_be_written_does_not_put_anybody_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> Any:
        raise StoreError("La base de données ne répond pas.")

    monkeypatch.setattr("indicators.services.people.sign_in.unit_of_work", broken)
    note_activity(engine, "jeton", NOW, NOW + timedelta(hours=1))


def test_a_restored_backup_opens_no_session(loaded: Engine, stores: Stores, tmp_path: Path) -> None:
    anne(loaded)
    token = enter(loaded)
    back_up(loaded, tmp_path / "s.zip")
    assert who.person_of_token(loaded, token, NOW)
    url = stores.blank()
    restored = connect(url)
    restore(restored, tmp_path / "s.zip", "essai")
    assert who.person_of_token(restored, token, NOW) is None
    assert enter(restored)
    restored.dispose()
    stores.discard(url)


# Changing one's password ----------------------------------------------------------------------------------------------


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


# Secrets --------------------------------------------------------------------------------------------------------------


def test_no_secret_is_written_anywhere(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """Not even a password typed in place of the address."""
    caplog.set_level(logging.DEBUG)
    anne(engine)
    for _ in range(PAIR_LIMIT + 2):
        refused(engine, "secret-en-clair", "mot-de-passe-au-mauvais-endroit")
    token = renew(engine, enter(engine))
    accounts.set_password(engine, COMMAND_LINE, EMAIL, "encore une autre phrase")
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
