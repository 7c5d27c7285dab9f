"""Speed and memory of the dashboard, as ratios to a bare page in the same run: `python -m tests.bench [--quick]`.

Prints; asserts nothing: figures of one machine are no verdict. Targets stand beside for comparison.
"""

import argparse
import logging
import platform
import shutil
from importlib.metadata import version

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.bench import live, measures
from tests.bench.measures import SERIES
from tests.bench.sizes import FACTORS, observations_in, store_of
from tests.bench.times import Times
from tests.e2e.conftest import BROWSERS, FLAGS

SHEET = f"indicateur?serie={SERIES}"
TITLES = {"": "Vue d’ensemble", SHEET: f"Indicateur {SERIES}", "floor": "page nue"}


def main() -> None:
    """Measure everything and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="trois mesures de chaque, sans les grandes bases")
    quick = arguments.parse_args().quick
    logging.disable(logging.WARNING)  # AppTest has no browser, and says so at each run
    runs = 3 if quick else 9
    machine()
    urls = {str(size): store_of(size) for size in FACTORS if not (quick and size > 1)}
    for size, url in urls.items():
        print(f"  base {size}× : {observations_in(url)} observations")
    rules(urls, runs)
    past(store_of(1) if quick else store_of(1, 100), runs)
    server(urls, runs * 3)
    users(urls["1"], {1: 20, 10: 3} if quick else {1: 100, 10: 20, 50: 8})
    writes(urls, runs)
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        screens(browser, urls, runs)
        starts(browser, urls["1"], 3 if quick else 5)
        sessions(browser, urls["1"], (1, 10) if quick else (1, 10, 30))
        browser.close()


def machine() -> None:
    """Where the figures come from."""
    names = ("streamlit", "SQLAlchemy", "pandas", "plotly", "playwright")
    print(
        f"Machine : {platform.machine()}, {psutil.cpu_count()} cœurs, {psutil.virtual_memory().total / 2**30:.0f} Gio"
    )
    print(f"Charge moyenne au départ : {psutil.getloadavg()[0]:.1f}")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names))


def line(name: str, times: Times, floor: Times | None = None, target: str = "") -> None:
    """One measure: median, spread, ratio to the floor, target."""
    ratio = f"  × {times.middle / floor.middle:.2f}" if floor else ""
    print(f"  {name:<44}{times} ms{ratio}{f'   (cible {target})' if target else ''}")


def rules(urls: dict[str, str], runs: int) -> None:
    """Reading and judging the store, without any screen."""
    print("\nLire et juger la base (une fois après chaque écriture)")
    for size, url in urls.items():
        read, review = measures.reviews(url, runs)
        line(f"lecture et jugement, {size}×", read)
        if size == "1":
            judged = measures.assessments(review, runs)
            line(f"jugement seul de {len(review.judged)} séries", judged)
            print(f"  {'jugement d’une série':<44}{judged.middle / len(review.judged):8.3f} ms")


def past(url: str, runs: int) -> None:
    """As of a date, in a store of a long history."""
    print("\nLire et juger la base telle que connue à une date (100 versions par valeur)")
    times = measures.past_reviews(url, runs)
    now = times.pop("now")
    line("maintenant", now)
    for day, spent in times.items():
        line(f"telle que connue le {day}", spent, now, "≤ 1,5")


def server(urls: dict[str, str], runs: int) -> None:
    """Warm reruns."""
    print("\nRefaire l’écran sur le serveur, à chaud (sans navigateur)")
    for size, url in urls.items():
        times = measures.reruns(url, runs)
        line(f"page nue, {size}×", times["floor"])
        line(f"Vue d’ensemble, {size}×", times["overview"], times["floor"], "≤ 10")
        line(f"Indicateur, {size}×", times["sheet"], times["floor"], "≤ 10")


def users(url: str, counts: dict[int, int]) -> None:
    """The overview over the websocket."""
    print("\nVue d’ensemble par le websocket, des sessions qui demandent sans pause (page nue, puis écran)")
    for count, (floor, overview) in live.loads(url, counts).items():
        print(f"  {count} session(s), {len(overview.latency)} exécutions ; {floor.size} et {overview.size} octets")
        beside("processeur par exécution", floor.cpu, overview.cpu, "≤ 4")
        beside("attente, médiane", floor.latency.middle, overview.latency.middle)
        beside("attente, p95", floor.latency.p95, overview.latency.p95, "≤ 4" if count == max(counts) else "")


def beside(name: str, floor: float, found: float, target: str = "") -> None:
    """A figure of the bare page, that of the screen, and their ratio."""
    print(f"    {name:<28}{floor:9.1f}{found:9.1f} ms  × {found / floor:.2f}{f'   (cible {target})' if target else ''}")


def writes(urls: dict[str, str], runs: int) -> None:
    """The first overview after a write by another process."""
    print("\nVue d’ensemble par le websocket, la première après une écriture")
    for size, url in urls.items():
        latency, cpu = live.after_writes(url, runs)
        line(f"attente, {size}×", latency)
        print(
            f"  {'processeur du serveur, ' + size + '×':<44}{cpu:8.1f} ms{'   (cible ≤ 150)' if size == '10' else ''}"
        )


def screens(browser: Browser, urls: dict[str, str], runs: int) -> None:
    """Opening in the browser."""
    print("\nOuvrir dans Chromium (du début de la navigation à la matrice ou au graphique)")
    times = measures.openings(browser, urls, runs)
    for size in urls:
        floor = times[f"{size} floor"]
        line(f"page nue, {size}×", floor)
        for address in ("", SHEET):
            target = "≤ 1,5" if address == "" else ""
            line(f"{TITLES[address]}, {size}×", times[f"{size} {address}"], floor, target)
    largest = list(urls)[-1]
    for address in ("", SHEET) if largest != "1" else ():
        growth = times[f"{largest} {address}"].middle / times[f"1 {address}"].middle
        print(f"  {TITLES[address]} : {largest}× coûte × {growth:.2f} de 1×   (cible ≤ 1,3)")


def starts(browser: Browser, url: str, runs: int) -> None:
    """Cold starts."""
    print("\nDémarrer à froid (du processus au premier écran)")
    times = measures.cold_starts(browser, url, runs)
    line("page nue", times["floor"])
    line("Vue d’ensemble", times[""], times["floor"])


def sessions(browser: Browser, url: str, counts: tuple[int, ...]) -> None:
    """Memory."""
    print("\nMémoire du serveur")
    found = measures.memory(browser, url, counts)
    for count, size in found.items():
        print(f"  {count:>3} session(s) ouvertes : {size:7.1f} Mio")
    first, last = min(found), max(found)
    print(f"  par session : {(found[last] - found[first]) / (last - first):.2f} Mio")


main()
