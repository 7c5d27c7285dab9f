"""Files hold the numbers of the screen, for a French spreadsheet, and say whether they are real."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.formatting import number
from tests.e2e.visitor import Visitor, plain

pytestmark = pytest.mark.browser

NATURE = {"published": "Données publiées", "demo": "Données fictives"}


def downloaded(visitor: Visitor, button: str) -> tuple[str, list[dict[str, str]]]:
    """Name and lines of the file behind a button."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name=button).click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines and None not in lines[0]
    return download.value.suggested_filename, lines


def shown(value: str) -> str:
    """A number of a file as the screen writes it, without its unit."""
    return plain(number(Decimal(value.replace(",", "."))))


@pytest.mark.parametrize("kind", ["published", "demo"])
def test_the_values_of_a_sheet(kind: str, visit: Callable[..., Visitor]) -> None:
    visitor = visit(kind, "indicateur?serie=SNU-01-A5")
    name, lines = downloaded(visitor, "Télécharger les données (CSV)")
    assert name == "SNU-01-A5.csv"
    assert {line["serie"] for line in lines} == {"SNU-01-A5"}
    assert {line["donnees"] for line in lines} == {NATURE[kind]}
    totals = [line for line in lines if not line["modalite"] and line["valeur"]]
    latest = max(totals, key=lambda line: line["periode"])
    assert plain(visitor.page.locator(".figure").inner_text()).startswith(shown(latest["valeur"]))
    visitor.page.get_by_text("avec source et réserves").click()
    table = visitor.page.locator("table", has_text="Valeurs publiées, de la plus ancienne")
    on_screen = [plain(cell) for cell in table.locator("tbody tr td:nth-child(2)").all_inner_texts()]
    assert len(on_screen) == len([line for line in lines if not line["modalite"]])
    for line in totals:
        assert any(cell.startswith(shown(line["valeur"])) for cell in on_screen), line


@pytest.mark.parametrize("kind", ["published", "demo"])
def test_the_list_of_a_filter(kind: str, visit: Callable[..., Visitor]) -> None:
    visitor = visit(kind, "indicateurs?aire=6&famille=SNU")
    _, lines = downloaded(visitor, "Télécharger cette liste (CSV)")
    rows = visitor.page.locator("table.list tbody tr")
    assert len(lines) == rows.count() > 5
    assert {line["donnees"] for line in lines} == {NATURE[kind]}
    by_code = {line["serie"]: line for line in lines}
    for row in rows.all():
        href = row.locator("a").get_attribute("href")
        assert href is not None
        line = by_code[href.partition("serie=")[2]]
        assert line["statut_libelle"] in row.inner_text()
        value = plain(row.locator("td.num").inner_text())
        assert value.startswith(shown(line["valeur"]) if line["valeur"] else "aucune valeur")


def test_the_comparison(visit: Callable[..., Visitor]) -> None:
    visitor = visit("demo", "comparer?famille=HOP")
    _, lines = downloaded(visitor, "Télécharger ce tableau (CSV)")
    table = visitor.page.locator("table", has_text="Séries comparées")
    assert [line["serie"] for line in lines] == table.locator("tbody tr td:first-child").all_inner_texts()
