"""Chromium in front of the real server, on the published values and on the demonstration."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from indicators.services import store
from tests.e2e.servers import serving
from tests.e2e.visitor import WIDE, Visitor
from tests.stores import SqliteStores, in_ci

OUTPUT = Path(__file__).parent / "output"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The machine may be busy with the other half of the tests.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; without it these tests are left out, but never in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        (pytest.fail if in_ci() else pytest.skip)("Chromium n’est pas installé sur cette machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def store_of(sqlite_stores: SqliteStores) -> dict[str, str]:
    """Address of the store behind each server; tests read them, and write to neither."""
    return {
        "published": sqlite_stores.filled(store.prepare),
        "demo": sqlite_stores.filled(store.prepare_demonstration),
    }


@pytest.fixture(scope="session")
def servers(store_of: dict[str, str]) -> Iterator[dict[str, str]]:
    """Address of a server for each store."""
    with ExitStack() as stack:
        yield {kind: stack.enter_context(serving(url)) for kind, url in store_of.items()}


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts by their options, kept for the whole run: screens after the first find Streamlit's files in a cache."""
    made: dict[str, BrowserContext] = {}

    def context(**options: Any) -> BrowserContext:
        name = repr(sorted(options.items()))
        if name not in made:
            made[name] = chromium.new_context(**{"locale": "fr-BE", "viewport": WIDE, **options})
        return made[name]

    yield context
    for each in made.values():
        each.close()


@pytest.fixture
def arrive(contexts: Callable[..., BrowserContext], request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Makes somebody in front of a new tab: ``arrive(server)``. A failing test leaves pictures of its tabs."""
    tabs: list[Page] = []

    def arrived(base: str, **options: Any) -> Visitor:
        tabs.append(contexts(**options).new_page())
        return Visitor(tabs[-1], base)

    yield arrived
    if request.node.stash.get(_FAILED, False):
        _photograph(request.node.name, tabs)
    for each in tabs:
        each.close()


@pytest.fixture
def visit(arrive: Callable[..., Visitor], servers: dict[str, str]) -> Callable[..., Visitor]:
    """Opens an address of a store in a new tab: ``visit("demo", "indicateurs?aire=1")``."""

    def opened(kind: str, address: str = "", **options: Any) -> Visitor:
        return arrive(servers[kind], **options).open(address)

    return opened


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def _photograph(name: str, tabs: list[Page]) -> None:
    OUTPUT.mkdir(exist_ok=True)
    stem = re.sub(r"[^\w=-]+", "_", name)
    for number, page in enumerate(tabs, 1):
        page.screenshot(path=OUTPUT / f"{stem}-{number}.png", full_page=True)
