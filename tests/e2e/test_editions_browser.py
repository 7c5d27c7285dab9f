"""The committee's memory through a browser: freeze, open, compare, check, and carry documents away."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from db.engine import connect
from indicators.reading.committee.editions import open_edition, read_editions
from indicators.services.store import preparing
from tests.e2e.accessibility import violations
from tests.e2e.servers import serving
from tests.e2e.visitor import Visitor, plain
from tests.stores import SqliteStores
from tests.ui.french import english

pytestmark = pytest.mark.browser

LABEL = "Comité d’essai <b>x</b>"


@pytest.fixture(scope="module")
def held(sqlite_stores: SqliteStores) -> Iterator[tuple[str, str]]:
    """Address of a server on a demonstration of its own, and of its store: this test writes to it."""
    url = sqlite_stores.filled(preparing.prepare_demonstration)
    with serving(url) as base:
        yield base, url


def test_an_edition_is_frozen_opened_compared_and_exported(
    arrive: Callable[..., Visitor], held: tuple[str, str], tmp_path: Path
) -> None:
    base, url = held
    visitor = arrive(base).open("editions")
    page = visitor.page
    label = page.get_by_label("Intitulé")
    label.fill(LABEL)
    label.press("Tab")
    page.get_by_role("button", name="Figer une édition…").click()
    expect(page.get_by_role("heading", name=re.compile("^Figer «"))).to_contain_text(LABEL)
    page.get_by_role("button", name="Figer définitivement").dblclick()
    expect(page.locator(".notices")).to_contain_text(re.compile(r"figée\s:"))
    visitor.settled()
    expect(page.locator("h2 a", has_text=LABEL)).to_have_count(1)
    engine = connect(url)
    frozen = read_editions(engine)[0]
    assert len(read_editions(engine)) == 3 and frozen.label == LABEL, "a double click freezes once"

    page.get_by_role("button", name="Vérifier l’empreinte").first.click()
    expect(page.locator(".ed-verdict.same")).to_contain_text("Empreinte identique")
    assert violations(page) == []

    # The edition of the last meeting: every link stays in it, one leads back.
    visitor.follow('a[aria-label="Ouvrir Comité du 21/05/2026"]', "Où en est la feuille de route ?")
    assert "edition=COMITE-2026-05" in visitor.address
    expect(page.locator(".banner.past")).to_contain_text("figée le 21/05/2026")
    page.locator(".card .cell[href]").first.click()
    visitor.on("Indicateurs")
    page.locator("td.title a").first.click()
    expect(page.locator(".figure").first).to_be_visible()
    assert "edition=COMITE-2026-05" in visitor.address
    expect(page.locator(".banner.past")).to_be_visible()

    # What has changed since, then between two meetings.
    page.locator(".banner.past a", has_text="Ce qui a changé depuis").click()
    visitor.on("Qu’est-ce qui a changé entre ces deux dates ?")
    page.locator(".since-counts a", has_text="Statuts qui ont bougé").click()
    expect(page.locator("table.since-list")).to_have_count(1)
    expect(page.locator("table.since-list tbody tr").first).to_contain_text("Cause : ")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger ces changements (CSV)").click()
    download.value.save_as(tmp_path / "changements.csv")
    assert (tmp_path / "changements.csv").read_text(encoding="utf-8-sig").startswith("rubrique;nature;code")
    assert violations(page) == [] and not english(plain(page.locator("main").inner_text()))

    # Documents: followed by itself, then downloaded; other screens are not held up meanwhile.
    visitor.open("exporter?edition=COMITE-2026-05&aire=6")
    with visitor.answered():
        page.get_by_role("button", name="Préparer le document").click()
    with visitor.answered():  # a button acts for what it was last drawn for
        page.locator("a.export-form", has_text="XLSX").click()
    expect(page.locator("a.export-form.on")).to_contain_text("XLSX")
    page.get_by_role("button", name="Préparer le document").click()
    ready = page.get_by_role("button", name=re.compile("^Télécharger \\("))
    expect(ready).to_have_count(2, timeout=120_000)
    contents = []
    for place in range(2):
        with page.expect_download() as download:
            ready.nth(place).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        contents.append(file)
    assert [one.name for one in contents] == ["COMITE-2026-05_aire-6.xlsx", "COMITE-2026-05_aire-6.pdf"]
    assert contents[1].read_bytes().startswith(b"%PDF")
    found = open_edition(engine, "COMITE-2026-05")
    assert found is not None
    rows = openpyxl.load_workbook(io.BytesIO(contents[0].read_bytes()))["Statuts"].iter_rows(values_only=True)
    heads = next(rows)
    told = {row[heads.index("Série")]: row[heads.index("Code du statut")] for row in rows}
    assert told and all(str(found.review.judged[code].status) == status for code, status in told.items())
    engine.dispose()
    assert violations(page) == [] and visitor.outside == [] and visitor.complaints == []
