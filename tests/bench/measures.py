"""What is measured, each with the same page or call repeated and the median kept. Times are in milliseconds."""

import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from db.engine import connect
from indicators.domain.progress.assessment import assess, case_of
from indicators.reading.progress.review import Review, read_review
from indicators.settings import settings
from indicators.ui.registry import FOLDER
from indicators.ui.store import today
from tests.bench.times import Times, timed
from tests.e2e.servers import ROOT, started

SERIES = "ENT-01-A1"
# The last day of the demonstration, and those on which less and less was known.
PAST = (date(2026, 11, 1), date(2025, 11, 20), date(2024, 6, 1), date(2022, 12, 1))
FLOOR = Path(__file__).parent / "floor.py"
# What must be seen for a screen to count as open.
SHOWN = {"": "table.matrix", f"indicateur?serie={SERIES}": ".js-plotly-plot .main-svg", "floor": "h1"}


def opened(browser: Browser, base: str, address: str) -> float:
    """From the start of navigation to the title and the matrix or the chart, in a browser that knows nothing yet."""
    context = browser.new_context(locale="fr-BE", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    spent = timed(lambda: _show(page, base, address))
    context.close()
    return spent


def _show(page: Page, base: str, address: str) -> None:
    page.goto(f"{base}/{'' if address == 'floor' else address}", wait_until="commit")
    expect(page.locator("h1")).to_be_visible(timeout=60_000)
    expect(page.locator(SHOWN[address]).first).to_be_visible(timeout=60_000)


def openings(browser: Browser, urls: dict[str, str], runs: int) -> dict[str, Times]:
    """Times to open the floor and both screens, on each store, in turns, after one opening that warms each server.

    The keys are « floor », then « store address ».
    """
    found: dict[str, Times] = {}
    for name, url in urls.items():
        with started(url, ROOT / "app.py") as dashboard, started(url, FLOOR) as floor:
            places = {f"{name} {address}": (dashboard.address, address) for address in SHOWN if address != "floor"}
            places[f"{name} floor"] = (floor.address, "floor")
            for run in range(runs + 1):
                for key, (base, address) in places.items():
                    spent = opened(browser, base, address)
                    if run:
                        found.setdefault(key, Times()).append(spent)
    return found


def reruns(url: str, runs: int) -> dict[str, Times]:
    """Times of a warm rerun of the script on the server, without a browser: the floor and both screens."""
    os.environ["INDICATORS_DATABASE_URL"] = url
    settings.cache_clear()
    floor = AppTest.from_file(FLOOR, default_timeout=120).run()
    overview = AppTest.from_file(ROOT / "app.py", default_timeout=120).run()
    sheet = AppTest.from_file(ROOT / "app.py", default_timeout=120).run()
    sheet.switch_page(str((FOLDER / "indicator.py").relative_to(ROOT)))
    sheet.query_params["serie"] = SERIES
    found = {name: Times() for name in ("floor", "overview", "sheet")}
    for run in range(runs + 1):
        for name, at in (("floor", floor), ("overview", overview), ("sheet", sheet)):
            spent = timed(at.run)
            if run:
                found[name].append(spent)
    return found


def reviews(url: str, runs: int) -> tuple[Times, Review]:
    """Times to read and judge the whole store, which happens once after each write."""
    engine = connect(url)
    found, review = Times(), None
    for _ in range(runs):
        start = time.perf_counter()
        review = read_review(engine, today())
        found.append((time.perf_counter() - start) * 1000)
    engine.dispose()
    assert review is not None
    return found, review


def past_reviews(url: str, runs: int) -> dict[str, Times]:
    """Times to read the store as it is (« now ») and as it was on days of its history, all as the public sees it."""
    engine = connect(url)
    days: dict[str, date | None] = {"now": None, **{day.isoformat(): day for day in PAST}}
    found = {name: Times() for name in days}
    for _ in range(runs):
        for name, day in days.items():
            as_of = day and datetime(day.year, day.month, day.day, tzinfo=UTC)
            found[name].append(timed(lambda day=day, as_of=as_of: read_review(engine, day or today(), as_of=as_of)))  # type: ignore[misc]
    engine.dispose()
    return found


def assessments(review: Review, runs: int) -> Times:
    """Times to judge every series."""
    facts = [one.facts for one in review.judged.values()]
    return Times(
        timed(lambda: [assess(case_of(each), review.parameters) for each in facts]) for _ in range(max(runs, 5))
    )


def cold_starts(browser: Browser, url: str, runs: int) -> dict[str, Times]:
    """From the start of the process to the first screen, for the floor and the overview."""
    found = {"floor": Times(), "": Times()}
    for _ in range(runs):
        for address, script in (("floor", FLOOR), ("", ROOT / "app.py")):
            start = time.perf_counter()
            with started(url, script) as server:
                opened(browser, server.address, address)
                found[address].append((time.perf_counter() - start) * 1000)
    return found


def memory(browser: Browser, url: str, counts: tuple[int, ...]) -> dict[int, float]:
    """MiB of the server with so many sessions open, each on the overview then on a sheet."""
    found = {}
    with started(url, ROOT / "app.py") as server:
        process = psutil.Process(server.pid)
        context = browser.new_context(locale="fr-BE")
        for count in range(1, max(counts) + 1):
            page = context.new_page()
            _show(page, server.address, "")
            _show(page, server.address, f"indicateur?serie={SERIES}")
            if count in counts:
                found[count] = process.memory_info().rss / 2**20
        context.close()
    return found
