"""Signing in with a real browser: in, reload, another tab, out, back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from db.engine import connect
from db.vocabulary import Role
from indicators.services.people import accounts
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.store import preparing
from tests.e2e.doors import Served, doors
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "anne@example.org", "une phrase assez longue"
FIRST, SIGN_IN = "Où en est la feuille de route ?", "Connexion"
# Under a deep link Streamlit first looks for its own files under the address of the screen.
PROBES = re.compile(r"/_stcore/(health|host-config)$")


@pytest.fixture(scope="module")
def served(sqlite_stores: SqliteStores) -> Iterator[Served]:
    """A server with one account."""
    url = sqlite_stores.filled(preparing.prepare)
    engine = connect(url)
    accounts.add_person(
        engine,
        COMMAND_LINE,
        EMAIL,
        "Anne <b>Dupont</b>",
        roles=[Role.READER],
        password=PASSWORD,
        must_change_password=False,
    )
    engine.dispose()
    with doors(url, mode="accounts") as running:
        yield running


@pytest.fixture
def tab(chromium: Browser, served: Served) -> Iterator[Page]:
    """A tab of a browser without cookies; what it complained about fails the test."""
    context = chromium.new_context(locale="fr-BE", base_url=served.base)
    page = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBES.search(message.location["url"]) and "401" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    yield page
    context.close()
    assert complaints == []


def title(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text)


def come_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


def test_in_reload_out_and_back(tab: Page, served: Served) -> None:
    tab.goto("/indicateurs?aire=1")
    title(tab, SIGN_IN)
    # Nothing but the way in: no screen, no figure, no list of screens.
    expect(tab.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(tab.locator("table")).to_have_count(0)
    tab.get_by_role("button", name="Se connecter").click()
    title(tab, SIGN_IN)
    come_in(tab, "pas le bon mot de passe")
    expect(tab.get_by_role("alert")).to_contain_text("Connexion refusée")
    come_in(tab)
    # Back on the very screen that was asked for.
    title(tab, "Indicateurs")
    assert tab.url == f"{served.base}/indicateurs?aire=1"
    expect(tab.locator(".presence")).to_contain_text("Anne <b>Dupont</b>")
    cookie = tab.context.cookies()
    kept = next(one for one in cookie if one["name"] == "indicateurs")
    assert kept["httpOnly"] and kept["sameSite"] == "Lax"
    assert "indicateurs=" not in tab.evaluate("document.cookie")

    tab.reload()
    title(tab, "Indicateurs")
    other = tab.context.new_page()
    other.goto("/")
    title(other, FIRST)

    tab.get_by_role("button", name="Se déconnecter").click()
    title(tab, SIGN_IN)
    tab.go_back()
    title(tab, SIGN_IN)
    expect(tab.locator(".presence")).to_have_count(0)
    # The other tab is refused at the next thing that it does.
    other.locator("[data-testid=stSidebarNav] a", has_text="Comparer").click()
    title(other, SIGN_IN)
    # A cookie kept from before opens nothing.
    tab.context.add_cookies([{"name": kept["name"], "value": kept["value"], "url": served.base}])
    tab.goto("/")
    title(tab, SIGN_IN)
    assert PASSWORD not in "".join(served.said) and kept["value"] not in "".join(served.said)


def test_the_screens_run_under_the_strict_policy(tab: Page) -> None:
    """Whatever the policy refuses is a complaint of the console, which fails the test."""
    tab.goto("/auth/login")
    come_in(tab)
    title(tab, FIRST)
    expect(tab.locator("html")).to_have_attribute("lang", "fr")
    tab.goto("/indicateur?serie=ENT-01-A1")
    expect(tab.locator("h1")).to_be_visible()
    expect(tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


def test_password_is_changed(tab: Page) -> None:
    wanted = "une autre phrase, longue aussi"
    tab.goto("/auth/login")
    come_in(tab)
    title(tab, FIRST)
    for present, new in ((PASSWORD, wanted), (wanted, PASSWORD)):
        tab.get_by_role("button", name="Mot de passe").click()
        title(tab, "Changer de mot de passe")
        tab.get_by_label("Mot de passe actuel").fill(present)
        tab.get_by_label("Nouveau mot de passe").fill(new)
        tab.get_by_label("Le même, encore une fois").fill(new)
        tab.get_by_role("button", name="Changer le mot de passe").click()
        title(tab, FIRST)
