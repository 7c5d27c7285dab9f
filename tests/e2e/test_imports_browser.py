"""A block really pasted from the clipboard of a fr-BE browser, and a workbook really downloaded, filled and uploaded."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from db.engine import Engine, connect
from db.unit_of_work import reading
from db.vocabulary import ObsStatus, Role
from indicators.exchange.workbook_out import COLUMNS, VALUES_SHEET
from indicators.reading.people.who import local_person
from indicators.reading.values.cells import read_cells
from indicators.services.files import batches
from indicators.services.store import preparing
from tests.e2e.accessibility import violations
from tests.e2e.servers import serving
from tests.e2e.visitor import PHONE, WIDE, Visitor, plain
from tests.stores import SqliteStores
from tests.ui.french import english

pytestmark = pytest.mark.browser

YEARS = [str(year) for year in range(2015, 2025)]
ASKED, REFUSED = "demandée", "refusée"
NUMBERS = {
    "ENT-01-A1": "12|13|14|15|16|17|18|19|20|21",
    "ENT-05-A1": "1 380|1\u00a0400|1\u202f420|1440|1 460 p|1480 e|1 500|1.520|n.d.|1 560",
    "": "|||||||||",  # an empty padding row
    "ENT-06-A1": "700|710,5|720,25|730,0|740|750,5|:|770|780,5|790 b",
    "ENT-12-A1": "12,5 %|12,5%|13|13,5|14\u00a0%|14,5|15|15,5 %|16|16,5",
    "INF-04-A1": "80|80,5|81|abc|12;8|=6*7|81,5|82|82,5|83",
}
"""Fifty cells of a French workbook, and how they are to be understood."""
MEANT: dict[str, list[object]] = {
    "ENT-01-A1": [*range(12, 22)],
    "ENT-05-A1": [1380, 1400, 1420, 1440, 1460, 1480, 1500, ASKED, ASKED, 1560],
    "ENT-06-A1": [700, "710.5", "720.25", 730, 740, "750.5", ASKED, 770, "780.5", 790],
    "ENT-12-A1": ["12.5", "12.5", 13, "13.5", 14, "14.5", 15, "15.5", 16, "16.5"],
    "INF-04-A1": [80, "80.5", 81, REFUSED, REFUSED, REFUSED, "81.5", 82, "82.5", 83],
}
FLAGS = {
    ("ENT-05-A1", "2019"): ObsStatus.PROVISIONAL,
    ("ENT-05-A1", "2020"): ObsStatus.ESTIMATED,
    ("ENT-06-A1", "2024"): ObsStatus.BREAK,
}


@pytest.fixture(scope="module")
def engine(sqlite_stores: SqliteStores) -> Iterator[Engine]:
    opened = connect(sqlite_stores.filled(preparing.prepare))
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def base(engine: Engine) -> Iterator[str]:
    with serving(engine.url.render_as_string(hide_password=False)) as address:
        yield address


@pytest.fixture
def visitor(chromium: Browser, base: str) -> Iterator[Visitor]:
    context = chromium.new_context(
        locale="fr-BE", viewport=WIDE, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True
    )
    yield Visitor(context.new_page(), base)
    context.close()


def block() -> str:
    """What a spreadsheet puts on the clipboard: tabs, and the line ends of Windows."""
    rows = [["Série", *YEARS], *([code, *texts.split("|")] for code, texts in NUMBERS.items())]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_label("Cases copiées de votre tableur").click()
    page.keyboard.press("Control+V")
    page.get_by_role("button", name="Prévisualiser").click()


def stored(engine: Engine) -> dict[tuple[str, str], tuple[Decimal | None, frozenset[ObsStatus]]]:
    with reading(engine) as session:
        cells = read_cells(session, MEANT.keys())
    return {(key.series, key.period): (row.value, row.flags) for key, row in cells.latest.items()}


def french_only(page: Page) -> None:
    text = page.locator('[data-testid="stMain"]').inner_text()
    said = page.locator('[data-testid="stMain"] [aria-label]').evaluate_all("all => all.map(one => one.ariaLabel)")
    assert not english("\n".join([text, *said])), english("\n".join([text, *said]))


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def test_fifty_cells_land_exactly_as_meant_or_are_asked_about(visitor: Visitor, engine: Engine) -> None:
    page = visitor.open("importer?campagne=aucune").page
    before = stored(engine)
    paste(page, block())
    preview = page.locator(".st-key-card_import_preview")
    expect(preview.locator("h2")).to_have_text("Aperçu : 50 cases lues")
    counts = [plain(text) for text in preview.locator(".chip").all_inner_texts()]
    assert counts == ["Toutes (50)", "+ 44 nouvelles", "? 3 à préciser", "✗ 3 refusées"]
    assert stored(engine) == before
    french_only(page)
    assert violations(page) == []
    # The answers, then two clicks in a row: one import.
    page.get_by_role("radiogroup", name="ENT-05-A1, 2022").get_by_text("1\u202f520").click()
    page.get_by_role("combobox", name="Raison commune").click()
    page.get_by_role("option", name="Manquante : existe mais non collectée").click()
    page.get_by_role("button", name="Confirmer l’import").dblclick()
    expect(page.locator(".st-key-card_import_done h2")).to_have_text("47 valeurs enregistrées")
    answers = {("ENT-05-A1", "2022"): Decimal(1520)}
    found = stored(engine)
    for code, values in MEANT.items():
        for year, meant in zip(YEARS, values, strict=True):
            key = (code, year)
            if meant == REFUSED:
                assert key not in found
            else:
                value = answers.get(key) if meant == ASKED else Decimal(str(meant))
                reason = ObsStatus.NOT_COLLECTED if value is None else FLAGS.get(key)
                assert found[key] == (value, {reason} - {None}), key
    assert len(batches.history(engine, local_person(engine, Role.ADMINISTRATOR))) == 1
    expect(page.get_by_label("Cases copiées de votre tableur")).to_have_value("")
    # What was refused leaves harmless, to be put right elsewhere.
    content = downloaded(page, "Télécharger les cases non importées").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [(line["serie"], line["periode"], line["valeur"]) for line in lines] == [
        ("INF-04-A1", "2018", "abc"),
        ("INF-04-A1", "2019", "12;8"),
        ("INF-04-A1", "2020", "'=6*7"),
    ]
    page.get_by_role("link", name="Voir cet import").click()
    expect(page.locator(".st-key-card_import_one")).to_contain_text("47 valeurs redeviendraient")
    visitor.settled()
    assert violations(page) == [] and visitor.outside == [] and visitor.complaints == []


def test_what_is_pasted_survives_a_look_elsewhere_and_fits_a_phone(visitor: Visitor) -> None:
    page = visitor.open("importer?campagne=aucune").page
    page.set_viewport_size(PHONE)
    paste(page, "abc\t2")
    expect(page.locator(".st-key-card_import_preview h2")).to_contain_text("2 cases lues")
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth > innerWidth")
    assert not wide
    page.get_by_role("link", name="Historique").click()
    expect(page.get_by_label("Cases copiées de votre tableur")).to_have_count(0)
    page.get_by_role("link", name="Coller", exact=True).click()
    expect(page.get_by_label("Cases copiées de votre tableur")).to_have_value("abc\t2")


def test_the_workbook_is_downloaded_filled_and_uploaded(visitor: Visitor, engine: Engine) -> None:
    page = visitor.open("importer?facon=fichier&campagne=aucune&periodes=2025").page
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Télécharger le classeur")))
    sheet = book[VALUES_SHEET]
    place = {name: index for index, (name, _, _) in enumerate(COLUMNS, 1)}
    rows = {sheet.cell(row, place["serie"]).value: row for row in range(2, sheet.max_row + 1)}
    sheet.cell(rows["ENT-06-A1"], place["valeur"], "791,5")
    sheet.cell(rows["ENT-12-A1"], place["valeur"], 16.75)
    filled = io.BytesIO()
    book.save(filled)
    chooser = page.get_by_test_id("stFileUploaderDropzoneInput")
    chooser.set_input_files({"name": "vide.xlsx", "mimeType": "application/octet-stream", "buffer": b" "})
    expect(page.get_by_role("button", name="Retirer vide.xlsx")).to_be_visible()
    page.get_by_role("button", name="Prévisualiser").click()
    expect(page.get_by_role("alert")).to_contain_text("vide.xlsx : Le fichier est vide.")
    chooser.set_input_files(
        {"name": "rempli.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    )
    expect(page.get_by_role("button", name="Retirer rempli.xlsx")).to_be_visible()
    french_only(page)
    page.get_by_role("button", name="Prévisualiser").click()
    expect(page.locator(".st-key-card_import_preview h2")).to_contain_text("Aperçu de rempli.xlsx")
    # Beside the two, a published value that came with the workbook and was left as it was.
    counts = [plain(text) for text in page.locator(".st-key-card_import_preview .chip").all_inner_texts()]
    assert counts == ["Toutes (3)", "+ 2 nouvelles", "= 1 égale"]
    assert violations(page) == []
    page.get_by_role("button", name="Confirmer 2 valeurs").click()
    expect(page.locator(".st-key-card_import_done h2")).to_have_text("2 valeurs enregistrées, 1 inchangée")
    found = stored(engine)
    assert [found[code, "2025"][0] for code in ("ENT-06-A1", "ENT-12-A1")] == [Decimal("791.5"), Decimal("16.75")]
    expect(page.get_by_role("button", name="Choisir un fichier")).to_be_visible()
