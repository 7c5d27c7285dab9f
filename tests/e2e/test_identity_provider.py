"""Signing in through an identity provider, with the whole exchange between it, a real browser and the server."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect

from db.engine import Engine, connect
from db.vocabulary import Role
from indicators.services.people import accounts
from indicators.services.people.accounts import COMMAND_LINE
from indicators.services.store import preparing
from tests.e2e.doors import Served, doors, free_port
from tests.stores import SqliteStores

pytestmark = pytest.mark.browser

FIRST = "Où en est la feuille de route ?"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Address of a provider that believes whatever name it is given."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        try:
            wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            provider.terminate()


def wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("Le fournisseur d’identité ne démarre pas.")


@pytest.fixture(scope="module")
def held(sqlite_stores: SqliteStores, issuer: str) -> Iterator[Engine]:
    """A store where one identity is known."""
    engine = connect(sqlite_stores.filled(preparing.prepare))
    accounts.add_person(
        engine, COMMAND_LINE, "omer@example.org", "Omer", roles=[Role.VALIDATOR], identity=(issuer, "omer")
    )
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def served(held: Engine, issuer: str) -> Iterator[Served]:
    with doors(
        held.url.render_as_string(hide_password=False),
        mode="oidc",
        public_url="{base}",
        oidc_metadata_url=f"{issuer}/.well-known/openid-configuration",
        oidc_client_id="tableau",
        oidc_client_secret="secret-du-client",
        oidc_cookie_secret="un-long-secret-pour-le-cookie-de-session",
    ) as running:
        yield running


@pytest.fixture
def tab(chromium: Browser, served: Served) -> Iterator[Page]:
    context = chromium.new_context(locale="fr-BE", base_url=served.base)
    yield context.new_page()
    context.close()


def come_in(page: Page, subject: str) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Connexion")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()


def test_a_known_identity_comes_in_and_out(tab: Page, held: Engine, served: Served) -> None:
    come_in(tab, "omer")
    expect(tab.locator("h1")).to_have_text(FIRST)
    expect(tab.locator(".presence")).to_contain_text("Omer validation")
    tab.reload()
    expect(tab.locator("h1")).to_have_text(FIRST)
    # Closing the account counts at the next thing that is done, whatever the provider's cookie says.
    accounts.deactivate(held, COMMAND_LINE, "omer@example.org")
    tab.locator("[data-testid=stSidebarNav] a", has_text="Comparer").click()
    expect(tab.locator("h1")).to_have_text("Accès refusé")
    accounts.reactivate(held, COMMAND_LINE, "omer@example.org")
    tab.reload()
    tab.get_by_role("button", name="Se déconnecter").click()
    # The provider asks whether its own session must end too; ours has ended already.
    expect(tab.locator("h1")).to_contain_text("End Session")
    tab.goto("/")
    expect(tab.locator("h1")).to_have_text("Connexion")
    assert "secret" not in "".join(served.said)


def test_an_unknown_identity_is_refused_and_told_what_to_say(tab: Page, issuer: str) -> None:
    come_in(tab, "inconnue")
    expect(tab.locator("h1")).to_have_text("Accès refusé")
    expect(tab.locator(".card")).to_contain_text(f"identité inconnue chez {issuer}")
