"""Chromium in front of the real server, on the published values and on the demonstration."""

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from indicators.services.store import preparing
from tests.e2e.servers import serving
from tests.e2e.survey import Survey, Surveyor, cases, name_of
from tests.e2e.visitor import WIDE, Visitor
from tests.stores import SqliteStores, in_ci

OUTPUT = Path(__file__).parent / "output"
# The first found. The shell is the same engine without windows: it takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
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
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
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
        "published": sqlite_stores.filled(preparing.prepare),
        "demo": sqlite_stores.filled(preparing.prepare_demonstration),
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


@pytest.fixture(scope="session")
def free_tabs() -> dict[BrowserContext, list[Page]]:
    """Tabs that nobody uses, by context: a tab that has shown a screen shows the next one faster than a new one."""
    return defaultdict(list)


@pytest.fixture
def arrive(
    contexts: Callable[..., BrowserContext], free_tabs: dict[BrowserContext, list[Page]], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Makes somebody in front of an empty tab: ``arrive(server)``. A failing test leaves pictures of its tabs."""
    visitors: list[Visitor] = []

    def arrived(base: str, **options: Any) -> Visitor:
        context = contexts(**options)
        free = free_tabs[context]
        visitors.append(Visitor(free.pop() if free else context.new_page(), base))
        return visitors[-1]

    yield arrived
    has_failed = request.node.stash.get(_FAILED, False)
    if has_failed:
        _photograph(request.node.name, [one.page for one in visitors])
    for each in visitors:
        if has_failed or each.page.is_closed():
            each.page.close()
        else:
            free_tabs[each.page.context].append(each.leave())


@pytest.fixture
def visit(arrive: Callable[..., Visitor], servers: dict[str, str]) -> Callable[..., Visitor]:
    """Opens an address of a store in a new tab: ``visit("demo", "indicateurs?aire=1")``."""

    def opened(kind: str, address: str = "", **options: Any) -> Visitor:
        return arrive(servers[kind], **options).open(address)

    return opened


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A survey asks its questions of each screen that its module names."""
    if "survey" in metafunc.fixturenames:
        metafunc.parametrize("survey", cases(metafunc.module.LOOKED_AT), indirect=True, ids=name_of)


@pytest.fixture(scope="module")
def surveyor(
    contexts: Callable[..., BrowserContext], servers: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Surveyor]:
    """Somebody who looks at the screens of a module, in the windows that it asks for."""
    walking = Surveyor(contexts, servers, **request.module.OPTIONS)
    yield walking
    walking.leave()


@pytest.fixture
def survey(request: pytest.FixtureRequest, surveyor: Surveyor) -> Survey:
    """A screen, looked at once for all that is asked of it."""
    return surveyor.look(request.param)


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
