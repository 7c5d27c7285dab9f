"""The server's own pages and headers, asked as a browser would, and as a browser never would."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from db import migrate
from db.engine import Engine, connect
from db.vocabulary import Role
from indicators.http import headers, health, server
from indicators.http import sign_in as doors
from indicators.reading.people.who import PLAIN_COOKIE, SECURE_COOKIE, person_of_token
from indicators.services.people import accounts, passwords
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.people.sign_in import GENERIC, PAIR_LIMIT
from indicators.services.refusals import Refused
from indicators.settings import Mode, Settings, SettingsError, is_loopback, settings
from tests.stores import SqliteStores

EMAIL, PASSWORD, WANTED = "anne@example.org", "une phrase assez longue", "une autre phrase, longue"
Client = Callable[..., TestClient]


@pytest.fixture
def url(sqlite_stores: SqliteStores) -> str:
    return sqlite_stores.filled(migrate.upgrade)


@pytest.fixture
def held(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The store behind the server, with one account."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()
    engine = connect(url)
    accounts.add_person(
        engine, COMMAND_LINE, EMAIL, "Anne", roles=[Role.READER], password=PASSWORD, must_change_password=False
    )
    yield engine
    engine.dispose()


@pytest.fixture
def client(held: Engine, url: str) -> Iterator[Client]:
    """Makes a browser in front of the server: ``client(base="https://…", public_url=…)``."""
    made: list[TestClient] = []

    def browser(base: str = "http://tableau.example.org", **chosen: Any) -> TestClient:
        chosen = {"mode": Mode.ACCOUNTS, "database_url": url} | chosen
        made.append(
            TestClient(standing(Settings(**chosen)), base_url=base, follow_redirects=False, headers={"Origin": base})
        )
        return made[-1]

    yield browser
    for each in made:
        each.close()


def standing(chosen: Settings) -> Starlette:
    """What stands around the dashboard, around a bare page: Streamlit allows one dashboard in a process."""

    async def screen(_request: Request) -> HTMLResponse:
        return HTMLResponse("écran", headers={"Set-Cookie": "_streamlit_xsrf=1; Path=/"})

    routes, middleware = server.around(chosen)
    return Starlette(routes=[*routes, Route("/", screen)], middleware=middleware)


def enter(client: TestClient, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/auth/login", data={"adresse": EMAIL, "secret": password, **more})


# In and out -----------------------------------------------------------------------------------------------------------


def test_the_right_password_sets_a_cookie_that_scripts_cannot_read(client: Client, held: Engine) -> None:
    answer = enter(client(), retour="indicateurs?aire=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "../indicateurs?aire=1")
    cookie = answer.headers["set-cookie"]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "httponly",
        "max-age=36000",
        "path=/",
        "samesite=lax",
    }
    found = person_of_token(held, cookie.partition("=")[2].partition(";")[0], datetime.now(UTC))
    assert found is not None and found.person.email == EMAIL
    assert timedelta(hours=9.9) < found.expires_at - datetime.now(UTC) < timedelta(hours=10)


def test_behind_tls_the_cookie_is_secure_and_bound_to_the_host(client: Client) -> None:
    direct = enter(client("https://tableau.example.org"))
    # A proxy ends TLS: the server itself is asked in clear.
    proxied = client("http://interne:8501", public_url="https://tableau.example.org")
    proxied.headers["Origin"] = "https://tableau.example.org"
    for answer in (direct, enter(proxied)):
        assert answer.headers["set-cookie"].startswith(f"{SECURE_COOKIE}=")
        assert "; Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
    # A cookie without the prefix may come from a neighbour: it counts for nothing here.
    proxied.cookies.clear()
    proxied.cookies.set(PLAIN_COOKIE, direct.headers["set-cookie"].partition("=")[2].partition(";")[0])
    assert proxied.get("/auth/password").headers["location"] == "login"


def test_wrong_passwords_get_the_same_page_for_all_accounts(client: Client) -> None:
    browser = client()
    known = enter(browser, "faux")
    unknown = browser.post("/auth/login", data={"adresse": "absente@example.org", "secret": "faux"})
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert GENERIC in known.text and "set-cookie" not in known.headers
    assert known.text.replace(EMAIL, "") == unknown.text.replace("absente@example.org", "")
    for _ in range(PAIR_LIMIT):
        enter(browser, "faux")
    assert enter(browser).text == known.text


def test_signing_out_ends_the_session_and_forgets_the_cookie(client: Client, held: Engine) -> None:
    browser = client()
    enter(browser)
    token = browser.cookies[PLAIN_COOKIE]
    assert browser.get("/auth/login").status_code == 303
    answer = browser.post("/auth/logout", data={"x": "1"})
    assert answer.status_code == 303 and PLAIN_COOKIE not in browser.cookies
    assert answer.headers["clear-site-data"] == '"cache"'
    assert person_of_token(held, token, datetime.now(UTC)) is None
    browser.cookies.set(PLAIN_COOKIE, token)
    assert browser.get("/auth/login").status_code == 200


def test_an_idle_session_must_sign_in_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = client(idle_minutes=5)
    enter(browser)
    assert browser.get("/auth/password").status_code == 200
    monkeypatch.setattr(doors, "_now", lambda: datetime.now(UTC) + timedelta(minutes=6))
    assert browser.get("/auth/password").headers["location"] == "login"
    fields = {"secret": PASSWORD, "nouveau": WANTED, "encore": WANTED}
    assert "session est terminée" in browser.post("/auth/password", data=fields).text


def test_signing_in_again_ends_the_former_session(client: Client, held: Engine) -> None:
    browser = client()
    enter(browser)
    former = browser.cookies[PLAIN_COOKIE]
    enter(browser)
    assert browser.cookies[PLAIN_COOKIE] != former
    assert person_of_token(held, former, datetime.now(UTC)) is None


def test_a_password_is_changed_by_its_owner(client: Client) -> None:
    browser = client()
    assert browser.get("/auth/password").headers["location"] == "login"
    enter(browser)
    fields = {"secret": PASSWORD, "nouveau": WANTED, "encore": WANTED}
    assert "différents" in browser.post("/auth/password", data=fields | {"encore": "autre"}).text
    assert "12 caractères" in browser.post("/auth/password", data=fields | {"nouveau": "a", "encore": "a"}).text
    assert browser.post("/auth/password", data=fields).status_code == 303
    assert browser.get("/auth/password").status_code == 200
    assert enter(client()).status_code == 401
    assert enter(client(), WANTED).status_code == 303


def test_a_forced_change_says_why(client: Client, held: Engine) -> None:
    accounts.set_password(held, COMMAND_LINE, EMAIL, WANTED)
    browser = client()
    enter(browser, WANTED)
    assert "provisoire" in browser.get("/auth/password").text


@pytest.mark.parametrize(
    "back",
    [
        "//ailleurs.example.org",
        "https://ailleurs.example.org",
        "/\\ailleurs",
        "javascript:alert(1)",
        "a\nb",
        "../x",
        "x#y",
    ],
)
def test_nobody_is_sent_elsewhere(client: Client, back: str) -> None:
    assert enter(client(), retour=back).headers["location"] == "../"
    assert doors.screen("indicateur?serie=ENT-01-A1&d=%2F") == "indicateur?serie=ENT-01-A1&d=%2F"


def test_what_is_typed_is_never_markup(client: Client) -> None:
    answer = client().post("/auth/login", data={"adresse": '"><script>x</script>', "secret": "y"})
    assert "<script" not in answer.text and "&lt;script&gt;" in answer.text


# Where requests come from ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    ["", "null", "https://ailleurs.example.org", "http://tableau.example.org:81", "http://tableau.example.org.x.org"],
)
@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/auth/password"])
def test_a_form_of_another_site_is_not_followed(client: Client, origin: str, path: str) -> None:
    browser = client()
    enter(browser)
    browser.headers.pop("Origin")
    answer = browser.post(
        path, data={"adresse": EMAIL, "secret": PASSWORD}, headers={"Origin": origin} if origin else {}
    )
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    assert browser.get("/auth/login").status_code == 303


def test_with_a_public_address_the_whole_origin_counts(client: Client) -> None:
    browser = client("http://tableau.example.org", public_url="https://tableau.example.org")
    assert enter(browser).status_code == 403


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"adresse=a", "text/plain"),
        (b"adresse=a", "application/json"),
        (b"adresse=%FF", "application/x-www-form-urlencoded"),
        (b"a" * 10_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(30)), "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_small_form_is_refused(client: Client, content: bytes, kind: str) -> None:
    assert client().post("/auth/login", content=content, headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/auth/password"])
def test_other_methods_do_nothing(client: Client, path: str) -> None:
    browser = client()
    assert [browser.request(method, path).status_code for method in ("PUT", "DELETE", "PATCH")] == [405, 405, 405]


def test_no_account_is_made_by_the_web(client: Client) -> None:
    paths = {route.path for route in doors.Doors(lambda: None, Settings()).routes()}
    assert paths == {"/auth/login", "/auth/logout", "/auth/password"}


# Headers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/auth/login", "/api/health", "/absente"])
def test_every_answer_has_the_headers(client: Client, path: str) -> None:
    answer = client().get(path)
    assert {name: answer.headers[name] for name in headers.COMMON} == headers.COMMON
    rules = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in rules and "form-action 'self'" in rules and "unsafe-eval" not in rules
    scripts = re.search(r"script-src ([^;]*)", rules)
    assert not scripts or "unsafe-inline" not in scripts[1]
    if answer.headers["content-type"].startswith("text/html"):
        assert answer.headers["cache-control"] == "no-store"


def test_cookies_of_others_are_secure_behind_tls_too(client: Client) -> None:
    assert client().get("/").headers["set-cookie"] == "_streamlit_xsrf=1; Path=/"
    assert client("https://tableau.example.org").get("/").headers["set-cookie"] == "_streamlit_xsrf=1; Path=/; Secure"


def test_own_pages_run_no_script_at_all(client: Client) -> None:
    answer = client().get("/auth/login")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert 'lang="fr"' in answer.text and "<script" not in answer.text


def test_the_policy_knows_every_inline_script(root: Path) -> None:
    own = (root / "indicators/ui/assets/page.html").read_text(encoding="utf-8")
    assert any(script in own for script in headers.inline_scripts())
    assert headers.policy().count("'sha256-") == len(list(headers.inline_scripts())) >= 2


# Health and modes -----------------------------------------------------------------------------------------------------


def test_health_says_whether_it_can_serve_and_nothing_else(client: Client, tmp_path: Path) -> None:
    assert client().get("/api/health").json() == {"status": "ok", "database": "ok", "schema": "ok"}
    empty = TestClient(health_only(f"sqlite:///{tmp_path}/vide.sqlite")).get("/api/health")
    assert (empty.status_code, empty.json()) == (503, {"status": "error", "database": "ok", "schema": "empty"})
    gone = TestClient(health_only("postgresql://personne:secret@127.0.0.1:1/absente")).get("/api/health")
    assert (gone.status_code, gone.json()["database"]) == (503, "unavailable")
    assert "secret" not in gone.text


def health_only(url: str) -> Starlette:
    engine = connect(url)
    return Starlette(routes=[health.route(lambda: engine)])


def test_a_store_that_does_not_answer_is_told_in_french(url: str) -> None:
    chosen = Settings(mode=Mode.ACCOUNTS, database_url="postgresql://personne:secret@127.0.0.1:1/absente")
    with TestClient(standing(chosen), headers={"Origin": "http://testserver"}) as browser:
        answer = enter(browser)
    assert answer.status_code == 503 and "ne répond pas" in answer.text and "secret@" not in answer.text


@pytest.mark.parametrize("mode", [Mode.LOCAL, Mode.OIDC])
def test_other_modes_have_no_password_door(url: str, mode: Mode) -> None:
    browser = TestClient(standing(Settings(mode=mode, database_url=url)), base_url="http://localhost")
    assert browser.post("/auth/login", data={"adresse": EMAIL}).status_code in (404, 405)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "::", "tableau.example.org", ""])
def test_local_mode_refuses_an_address_that_others_reach(address: str) -> None:
    with pytest.raises(Refused, match="que sur cette machine"):
        server.serve(Settings(mode=Mode.LOCAL), address, 8501)


def test_a_provider_that_is_not_described_is_refused_by_name() -> None:
    whole = {
        "public_url": "https://tableau.example.org",
        "oidc_metadata_url": "https://id.example.org/.well-known/openid-configuration",
        "oidc_client_id": "tableau",
        "oidc_client_secret": "secret-du-client",
        "oidc_cookie_secret": "secret-du-cookie",
    }
    known = Settings(mode=Mode.OIDC, **whole)
    assert server.provider(known)["redirect_uri"] == "https://tableau.example.org/oauth2callback"
    assert "secret-du" not in repr(known)
    for name in whole:
        with pytest.raises(Refused, match=f"demande aussi : INDICATORS_{name.upper()}\\."):
            server.provider(Settings(mode=Mode.OIDC, **whole | {name: ""}))


def test_loopback_is_told_apart() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.3.2.1", "::1", "[::1]", "localhost", "LOCALHOST")))
    assert not any(map(is_loopback, (None, "", "0.0.0.0", "::", "localhost.example.org", "10.0.0.1")))


@pytest.mark.parametrize(
    ("name", "value"),
    [("MODE", "ouvert"), ("SESSION_HOURS", "0"), ("PUBLIC_URL", "tableau.example.org"), ("OIDC_UNKNOWN", "admin")],
)
def test_a_setting_that_is_not_understood_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"INDICATORS_{name}", value)
    settings.cache_clear()
    with pytest.raises(SettingsError, match=f"INDICATORS_{name}"):
        settings()
    settings.cache_clear()
