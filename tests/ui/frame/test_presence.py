"""Who is there, mode by mode and role by role: what opens, what stays shut."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from db.engine import Engine, connect
from db.vocabulary import Role
from indicators.domain.rights import Action
from indicators.reading.people.who import PLAIN_COOKIE, SECURE_COOKIE
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.people.sign_in import sign_in
from indicators.services.store import preparing
from indicators.settings import settings
from indicators.ui import frame, presence, who
from indicators.ui.registry import SCREENS, Screen
from tests.stores import SqliteStores

EMAIL, PASSWORD = "anne@example.org", "une phrase assez longue"
FIRST = "Où en est la feuille de route"
ISSUER, SUBJECT = "https://id.example.org", "sujet-7"
Open = Callable[..., AppTest]


@pytest.fixture
def held(sqlite_stores: SqliteStores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A store of its own for each test, with one account of each kind."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    url = sqlite_stores.filled(preparing.prepare)
    monkeypatch.setenv("INDICATORS_DATABASE_URL", url)
    settings.cache_clear()
    engine = connect(url)
    accounts.add_person(
        engine, COMMAND_LINE, EMAIL, "Anne <b>", roles=[Role.READER], password=PASSWORD, must_change_password=False
    )
    accounts.add_person(
        engine, COMMAND_LINE, "oidc@example.org", "Omer", roles=[Role.ADMINISTRATOR], identity=(ISSUER, SUBJECT)
    )
    yield engine
    engine.dispose()
    settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def opened(held: Engine, root: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the dashboard in a mode, with cookies or what the identity provider says."""

    def open_in(
        mode: str, cookies: dict[str, str] | None = None, user: dict[str, Any] | None = None, **more: str
    ) -> AppTest:
        for name, value in {"mode": mode, **more}.items():
            monkeypatch.setenv(f"INDICATORS_{name.upper()}", value)
        settings.cache_clear()
        monkeypatch.setattr(who, "_cookies", lambda: dict(cookies or {}))
        at = AppTest.from_file(root / "app.py", default_timeout=60)
        at.user = user or {"is_logged_in": False}
        return at.run()

    return open_in


def shown(at: AppTest) -> str:
    assert not at.exception, [each.message for each in at.exception]
    return "".join(
        each.proto.body for each in at.main.get("html") if not each.proto.body.startswith(("<style", "<script"))
    )


def beside(at: AppTest) -> str:
    return "".join(each.proto.body for each in at.sidebar.get("html"))


def token(engine: Engine) -> str:
    return sign_in(engine, EMAIL, PASSWORD, "192.0.2.1", datetime.now(UTC), hours=8)


def shut(at: AppTest) -> bool:
    """The way in and nothing else: no figure, no table, nothing of the catalogue."""
    html = shown(at)
    assert FIRST not in html and "<table" not in html and "ENT-" not in html
    return "<h1>Connexion</h1>" in html


# Local ----------------------------------------------------------------------------------------------------------------


def guarded(action: Action) -> tuple[Screen, ...]:
    """The screens, one of which asks for more than reading."""
    return tuple(replace(one, action=action) if one.folder == "method" else one for one in SCREENS)


def test_no_role_to_choose_where_every_screen_is_for_reading(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = tuple(replace(one, action=Action.READ_PUBLISHED) for one in SCREENS)
    monkeypatch.setattr(presence, "SCREENS", reading)
    assert not opened("local").selectbox


@pytest.mark.parametrize("role", Role)
def test_the_person_of_this_machine_looks_through_any_role(opened: Open, role: Role) -> None:
    at = opened("local")
    assert at.selectbox(key=who.ROLE_KEY).value is Role.ADMINISTRATOR
    assert at.selectbox(key=who.ROLE_KEY).options == ["Lecture", "Contribution", "Validation", "Administration"]
    at.selectbox(key=who.ROLE_KEY).set_value(role).run()
    assert FIRST in shown(at) and at.selectbox(key=who.ROLE_KEY).value is role
    # The role stays from screen to screen.
    at.switch_page("indicators/ui/method/screen.py").run()
    assert at.selectbox(key=who.ROLE_KEY).value is role


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "", None])
def test_local_mode_shows_nothing_where_others_can_reach_it(
    opened: Open, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: address if name == "server.address" else None)
    at = opened("local")
    assert "que sur cette machine" in shown(at) and FIRST not in shown(at) and not at.selectbox


@pytest.mark.parametrize(
    ("host", "opens"), [("ailleurs.example.org:8501", False), ("localhost:8501", True), ("[::1]", True)]
)
def test_local_mode_answers_to_no_other_name(
    opened: Open, monkeypatch: pytest.MonkeyPatch, host: str, opens: bool
) -> None:
    """Another site could give its own name to this machine's address."""
    monkeypatch.setattr(who, "_header", lambda _name: host)
    at = opened("local")
    assert (FIRST in shown(at)) is opens


# Accounts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.folder)
def test_without_a_session_every_screen_is_shut(opened: Open, screen: Any, root: Path) -> None:
    at = opened("accounts")
    at.switch_page(str(screen.path.relative_to(root))).run()
    assert shut(at)
    assert f'name="retour" value="{screen.address}"' in shown(at) and 'action="auth/login"' in shown(at)


@pytest.mark.parametrize("cookie", ["", "forgé", "0" * 64, "' OR 1=1 --"])
@pytest.mark.parametrize("name", [PLAIN_COOKIE, SECURE_COOKIE])
def test_a_forged_cookie_opens_nothing(opened: Open, name: str, cookie: str) -> None:
    assert shut(opened("accounts", {name: cookie}))


def test_a_session_opens_and_its_end_shuts_at_the_next_rerun(opened: Open, held: Engine) -> None:
    at = opened("accounts", {PLAIN_COOKIE: token(held)})
    assert FIRST in shown(at)
    assert "Anne &lt;b&gt;" in beside(at) and "lecture" in beside(at) and 'action="auth/logout"' in beside(at)
    accounts.revoke_all(held, COMMAND_LINE, EMAIL)
    assert shut(at.run())


def test_an_expired_session_is_shut(opened: Open, held: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened("accounts", {PLAIN_COOKIE: token(held)})
    assert FIRST in shown(at)
    monkeypatch.setattr(who, "_now", lambda: datetime.now(UTC) + timedelta(hours=8))
    assert shut(at.run())


def test_a_session_left_idle_is_shut_and_activity_keeps_it_open(
    opened: Open, held: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened("accounts", {PLAIN_COOKIE: token(held)}, idle_minutes="30")
    start = datetime.now(UTC)
    for minutes in (20, 40, 60):  # each is within half an hour of the one before
        monkeypatch.setattr(who, "_now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert FIRST in shown(at.run())
    monkeypatch.setattr(who, "_now", lambda: start + timedelta(minutes=91))
    assert shut(at.run())


def test_a_closed_account_is_shut_at_the_next_rerun(opened: Open, held: Engine) -> None:
    at = opened("accounts", {PLAIN_COOKIE: token(held)})
    accounts.deactivate(held, COMMAND_LINE, EMAIL)
    assert shut(at.run())


def test_a_temporary_password_must_be_changed_first(opened: Open, held: Engine) -> None:
    accounts.set_password(held, COMMAND_LINE, EMAIL, PASSWORD)
    at = opened("accounts", {PLAIN_COOKIE: token(held)})
    assert "Choisissez votre mot de passe" in shown(at) and FIRST not in shown(at)


def test_behind_tls_only_the_bound_cookie_counts(opened: Open, held: Engine) -> None:
    kept, public = token(held), "https://tableau.example.org"
    assert shut(opened("accounts", {PLAIN_COOKIE: kept}, public_url=public))
    assert FIRST in shown(opened("accounts", {SECURE_COOKIE: kept}, public_url=public))


def test_public_reading_opens_what_is_published_and_offers_the_way_in(opened: Open) -> None:
    at = opened("accounts", public_reading="true")
    assert FIRST in shown(at) and 'action="auth/login"' in beside(at)


@pytest.mark.parametrize("role", [None, *Role])
def test_a_screen_opens_to_who_has_the_right(
    opened: Open, held: Engine, monkeypatch: pytest.MonkeyPatch, root: Path, role: Role | None
) -> None:
    accounts.set_roles(held, COMMAND_LINE, EMAIL, [role] if role else [])
    monkeypatch.setattr(frame, "SCREENS", guarded(Action.MANAGE_PEOPLE))
    at = opened("accounts", {PLAIN_COOKIE: token(held)})
    at.switch_page("indicators/ui/method/screen.py").run()
    refused = "rôle requis\u00a0: administration" in shown(at)
    assert refused is (role is not Role.ADMINISTRATOR)


def test_nobody_is_current_but_who_is_there(opened: Open) -> None:
    opened("accounts", public_reading="true")
    assert who.current_person().email == ""


# Identity provider ----------------------------------------------------------------------------------------------------


def claims(subject: str = SUBJECT, hours_ago: float = 0, **more: Any) -> dict[str, Any]:
    issued = (datetime.now(UTC) - timedelta(hours=hours_ago)).timestamp()
    return {"is_logged_in": True, "iss": ISSUER, "sub": subject, "iat": issued, "name": "Nom <i>", **more}


def test_roles_come_from_our_store_by_issuer_and_subject(opened: Open) -> None:
    at = opened("oidc", user=claims())
    assert FIRST in shown(at) and "Omer" in beside(at) and "administration" in beside(at)
    # An e-mail says nothing about who it is, nor does a subject at another provider.
    for stranger in (claims("autre", email="oidc@example.org"), claims() | {"iss": "https://autre.example.org"}):
        assert "Vous n’avez pas de compte ici" in shown(opened("oidc", user=stranger))


def test_unknown_people_read_only_where_that_is_chosen(opened: Open) -> None:
    at = opened("oidc", user=claims("inconnue"), oidc_unknown="reader")
    assert FIRST in shown(at) and "Nom &lt;i&gt;" in beside(at) and "lecture" in beside(at)
    assert "Adressez-vous" in shown(opened("oidc", user=claims("inconnue"), oidc_unknown="refused"))


@pytest.mark.parametrize(
    "user",
    [
        {"is_logged_in": False},
        claims(hours_ago=11),
        claims() | {"iat": None},
        claims() | {"sub": ""},
        claims() | {"iss": ""},
    ],
)
def test_an_old_or_partial_sign_in_must_be_done_again(opened: Open, user: dict[str, Any]) -> None:
    at = opened("oidc", user=user)
    assert shut(at) and [one.label for one in at.button] == ["Se connecter"]


def test_a_closed_account_of_a_provider_is_refused_even_where_unknown_people_read(opened: Open, held: Engine) -> None:
    accounts.set_roles(held, COMMAND_LINE, EMAIL, [Role.ADMINISTRATOR])  # the last administrator cannot be closed
    accounts.deactivate(held, COMMAND_LINE, "oidc@example.org")
    assert "Votre compte est fermé" in shown(opened("oidc", user=claims(), oidc_unknown="reader"))
