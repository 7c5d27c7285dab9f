"""Attempts to sign in that are refused: one error, counted, slowed down; on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from db.engine import Engine
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.people.sign_in import ACCOUNT_LIMIT, ADDRESS_LIMIT, GENERIC, PAIR_LIMIT, WINDOW
from tests.data.sign_in_help import (
    ELSEWHERE,
    EMAIL,
    HERE,
    NOW,
    PASSWORD,
    WANTED,
    anne,
    cheapen,
    enter,
    everything,
    refused,
)


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheapen(monkeypatch)


def test_one_error_for_all_that_fails(engine: Engine) -> None:
    anne(engine)
    accounts.add_person(engine, COMMAND_LINE, "ident@example.org", "I", identity=("https://id.example.org", "7"))
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
        accounts.set_password(engine, COMMAND_LINE, EMAIL, WANTED)
        return True

    monkeypatch.setattr(passwords, "matches", replaced)
    assert refused(engine, PASSWORD) == GENERIC


def test_old_attempts_are_forgotten(engine: Engine) -> None:
    anne(engine)
    refused(engine)
    assert HERE in everything(engine)
    enter(engine, at=NOW + timedelta(days=2), address=ELSEWHERE)
    assert HERE not in everything(engine)
