"""Every screen × every role × every mode: it opens, or says why not; and what a browser forges opens nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from db.engine import Engine
from db.vocabulary import Role
from indicators.reading.people.who import PLAIN_COOKIE
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.people.sign_in import sign_in
from indicators.settings import settings
from indicators.ui import who
from indicators.ui.registry import SCREENS
from tests.screens import TRIED
from tests.stores import SqliteStores
from tests.ui.desk import small_store

PASSWORD, ISSUER = "une phrase assez longue", "https://id.example.org"
LETTERS: dict[str, Role] = dict(zip("lcva", Role, strict=True))


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The small catalogue with one account of each role, by password and by identity."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with small_store(sqlite_stores, monkeypatch) as engine:
        for role in Role:
            accounts.add_person(
                engine,
                COMMAND_LINE,
                f"{role}@example.org",
                "Quelqu’un",
                roles=[role],
                password=PASSWORD,
                must_change_password=False,
            )
            accounts.add_person(
                engine, COMMAND_LINE, f"{role}@ailleurs.example.org", "Quelqu’un", roles=[role], identity=(ISSUER, role)
            )
            for account in (f"{role}@example.org", f"{role}@ailleurs.example.org"):
                accounts.set_series(engine, COMMAND_LINE, account, ["ENT-01-A1"])
                accounts.set_areas(engine, COMMAND_LINE, account, [1])
        yield engine


@pytest.fixture
def come(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A session of somebody who comes in: by a cookie, by what the provider says, or in a role of this machine."""

    def arrive(
        mode: str,
        cookie: str = "",
        user: dict[str, Any] | None = None,
        role: object = None,
        forged: bool = False,
        **more: str,
    ) -> AppTest:
        for name, value in {"mode": mode, **more}.items():
            monkeypatch.setenv(f"INDICATORS_{name.upper()}", value)
        settings.cache_clear()
        monkeypatch.setattr(who, "_cookies", lambda: {PLAIN_COOKIE: cookie} if cookie else {})
        at = AppTest.from_file(root / "app.py", default_timeout=60)
        at.user = user or {"is_logged_in": False}
        if role is not None or forged:
            at.session_state[who.ROLE_KEY] = role
        return at.run()

    return arrive


def token(engine: Engine, role: str) -> str:
    return sign_in(engine, f"{role}@example.org", PASSWORD, "192.0.2.1", datetime.now(UTC), hours=8)


def claims(role: str) -> dict[str, Any]:
    return {"is_logged_in": True, "iss": ISSUER, "sub": role, "iat": datetime.now(UTC).timestamp()}


def visit(at: AppTest, screen: Any, root: Path) -> str:
    """What a screen shows to a session."""
    at.switch_page(str(screen.path.relative_to(root))).run()
    assert not at.exception, [each.message for each in at.exception]
    shown = "".join(each.proto.body for each in at.get("html") if not each.proto.body.startswith(("<style", "<script")))
    assert "n’a pas pu s’afficher" not in shown, screen.folder
    return shown.replace("\u00a0", " ")


def opens(at: AppTest, root: Path) -> dict[str, str]:
    """For each screen: empty where it opens, else why not."""
    found = {}
    for screen in SCREENS:
        shown = visit(at, screen, root)
        refused = "rôle requis" in shown
        assert not (refused and at.main.get("button")), "a refused screen offers nothing"
        found[screen.address] = shown if refused or "<h1>Connexion</h1>" in shown or "Accès refusé" in shown else ""
    return found


def open_to(letter: str) -> set[str]:
    """Addresses of the screens that must open to a role, or to the public."""
    return {address for address, tried in TRIED.items() if letter in tried.may}


@pytest.mark.parametrize("mode", ["local", "accounts", "oidc"])
@pytest.mark.parametrize("letter", LETTERS)
def test_a_screen_opens_to_a_role_or_says_why_not(
    come: Callable[..., AppTest], held: Engine, root: Path, mode: str, letter: str
) -> None:
    role = LETTERS[letter]
    at = {
        "local": lambda: come(mode, role=role),
        "accounts": lambda: come(mode, token(held, role)),
        "oidc": lambda: come(mode, user=claims(role)),
    }[mode]()
    found = opens(at, root)
    assert {address for address, why in found.items() if not why} == {
        address for address, tried in TRIED.items() if letter in tried.may
    }
    for why in filter(None, found.values()):
        assert "Votre rôle ne permet pas" in why and "<table" not in why


@pytest.mark.parametrize("mode", ["accounts", "oidc"])
def test_without_a_session_only_what_is_public_opens_and_only_where_that_is_chosen(
    come: Callable[..., AppTest], root: Path, mode: str
) -> None:
    assert all("<h1>Connexion</h1>" in why for why in opens(come(mode), root).values())
    found = opens(come(mode, public_reading="true"), root)
    assert {address for address, why in found.items() if not why} == {
        address for address, tried in TRIED.items() if "p" in tried.may
    }
    assert all("Identifiez-vous" in why for why in found.values() if why)


@pytest.mark.parametrize("role", ["superadmin", "", "administrateur ", "ADMINISTRATEUR", 3, ["administrateur"], None])
def test_a_forged_role_of_this_machine_opens_nothing(come: Callable[..., AppTest], root: Path, role: object) -> None:
    found = opens(come("local", forged=True, role=role), root)
    assert all("Ce rôle n’existe pas" in why for why in found.values())


def test_a_role_of_this_machine_counts_in_local_mode_alone(
    come: Callable[..., AppTest], held: Engine, root: Path
) -> None:
    people_screen = next(screen for screen in SCREENS if screen.address == "personnes")
    for mode, more in (("accounts", {"cookie": token(held, "lecteur")}), ("oidc", {"user": claims("lecteur")})):
        at = come(mode, role=Role.ADMINISTRATOR, **more)
        assert "rôle requis : administration" in visit(at, people_screen, root)


@pytest.mark.parametrize("cookie", ["forgé", "0" * 64, "' OR 1=1 --", "administrateur@example.org"])
def test_a_forged_cookie_opens_no_screen(come: Callable[..., AppTest], root: Path, cookie: str) -> None:
    assert all("<h1>Connexion</h1>" in why for why in opens(come("accounts", cookie), root).values())


def test_the_subject_of_another_provider_is_nobody(come: Callable[..., AppTest], root: Path) -> None:
    forged = claims("administrateur") | {"iss": "https://autre.example.org", "email": "administrateur@example.org"}
    assert all("Accès refusé" in why for why in opens(come("oidc", user=forged), root).values())
