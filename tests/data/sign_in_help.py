"""Accounts and sessions for the tests of signing in."""

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from db.engine import Engine
from db.models import Base
from db.unit_of_work import reading
from db.vocabulary import Role
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.people.sign_in import change_password, sign_in
from indicators.services.refusals import Refused

EMAIL, PASSWORD, WANTED = "anne@example.org", "une phrase assez longue", "une autre phrase, longue"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
NOW = datetime(2025, 6, 2, 9, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def cheapen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with less work: each test signs in many times."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    passwords._nobody.cache_clear()


def anne(engine: Engine, *roles: Role, must: bool = False) -> None:
    accounts.add_person(engine, COMMAND_LINE, EMAIL, "Anne", roles=roles, password=PASSWORD, must_change_password=must)


def administrator(engine: Engine, email: str = "ada@example.org") -> None:
    """Another account that manages people, so that Anne is not the last."""
    accounts.add_person(engine, COMMAND_LINE, email, "Ada", roles=[Role.ADMINISTRATOR], password=PASSWORD)


def enter(engine: Engine, password: str = PASSWORD, email: str = EMAIL, at: datetime = NOW, **more: str) -> str:
    address = more.pop("address", HERE)
    return sign_in(engine, email, password, address, at, hours=8, **more)


def refused(
    engine: Engine, password: str = "mauvais", email: str = EMAIL, at: datetime = NOW, address: str = HERE
) -> str:
    with pytest.raises(Refused) as caught:
        enter(engine, password, email, at, address=address)
    return str(caught.value)


def renew(engine: Engine, token: str, present: str = PASSWORD, wanted: str = WANTED) -> str:
    return change_password(engine, token, present, wanted, HERE, NOW, hours=8)


def everything(engine: Engine) -> str:
    """All that the store holds, as text."""
    with reading(engine) as session:
        return repr([list(session.execute(select(table))) for table in Base.metadata.sorted_tables])
