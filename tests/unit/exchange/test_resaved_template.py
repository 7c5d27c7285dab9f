"""Our template as LibreOffice Calc 7 saves it once filled: nothing is reported that the person did not do.

``modele_libreoffice.xlsx`` is ``build(DELIVERED, "Anne", DAY)`` with FILLED typed into it, then
``soffice --headless --convert-to xlsx``. What that program changes: every text becomes shared, numbers in cells of
text format stay numbers, styles are numbered anew, empty styled cells are written out, and so are the widths of all
columns and the protections.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from db.vocabulary import ObsStatus
from indicators.domain.values.cells import CellKey
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.exchange.rows import Content, RawRow
from indicators.exchange.workbook_in import read_workbook
from indicators.exchange.workbook_out import TemplateRow
from tests.unit.exchange.books import LEXICON
from tests.unit.exchange.test_template_round_trip import line

RESAVED = Path(__file__).resolve().parents[2] / "fixtures" / "modele_libreoffice.xlsx"

DELIVERED = (
    line(
        version_no=4,
        value=Decimal("1380.5"),
        numerator=Decimal("1.234"),
        denominator=Decimal(3),
        flags=frozenset({ObsStatus.ESTIMATED, ObsStatus.INCLUDES_ANOTHER}),
        source="Comptes  annuels",
        comment="=1+1\nsuite",
        targets="CT 31/12/2026 : 1 500 M€",
        campaign="Campagne 2025, pour le 31/03/2026",
    ),
    line(period="2023", version_no=2, flags=frozenset({ObsStatus.NOT_COLLECTED})),
    line(period="2022", version_no=1, value=Decimal("0.1")),
    *(line(period=str(year)) for year in range(2012, 2022)),
    line(period="2030", is_due=False, state="Cette période n'a pas commencé."),
    line("FIN-02-A1", version_no=3, value=Decimal("12.5")),
    TemplateRow(CellKey("ENT-01-A1", "2024", "TAILLE", "PME"), "ENT-01", "Libellé", "A1", "nombre", "PME"),
)
"""Rows 2 to 17 of the sheet."""

FILLED: dict[tuple[int, str], object] = {
    (4, "valeur"): 0.2,  # a stored value that the person changes
    (5, "valeur"): "1 380,5",
    (6, "valeur"): "1\u202f380,5 p",
    (7, "valeur"): 1380.5,
    (8, "valeur"): 0.1 + 0.2,
    (9, "valeur"): "1.234",
    (10, "valeur"): "n.d.",
    (11, "absence"): "Manquante : existe mais non collectée",
    (12, "valeur"): "-3",
    (12, "statut"): "Valeur provisoire",
    (12, "commentaire"): "=SOMME(A1)\nd'après l’enquête « 2021 »",
    (13, "valeur"): "abc",
    (17, "valeur"): "7",
}


@pytest.fixture(scope="module")
def content() -> Content:
    return read_workbook(RESAVED.read_bytes(), LEXICON)


@pytest.fixture(scope="module")
def by_row(content: Content) -> dict[int, RawRow]:
    return {row.place.row: row for row in content.rows}


def test_the_file_is_small_and_was_saved_by_another_program() -> None:
    assert RESAVED.stat().st_size < 50_000


def test_nothing_is_reported_that_the_person_did_not_do(content: Content, by_row: dict[int, RawRow]) -> None:
    assert content.problems == ()
    assert [row.problems for row in content.rows if row.problems] == []
    # Rows left empty, and the locked one, say nothing.
    assert sorted(by_row) == [2, 3, 4, *range(5, 14), 16, 17]
    assert content.blanks == 2


def test_rows_left_alone_are_known_to_be_so(by_row: dict[int, RawRow]) -> None:
    assert {row: by_row[row].untouched for row in (2, 3, 4, 16)} == {2: True, 3: True, 4: False, 16: True}
    first = by_row[2].cell
    assert first is not None
    assert (by_row[2].base, first.flags, first.comment) == (4, DELIVERED[0].flags, "=1+1\nsuite")
    assert by_row[3].cell is not None and by_row[3].cell.absence is ObsStatus.NOT_COLLECTED


@pytest.mark.parametrize(
    ("row", "value"),
    [(4, "0.2"), (5, "1380.5"), (6, "1380.5"), (7, "1380.5"), (8, "0.3"), (12, "-3"), (17, "7")],
)
def test_numbers_are_the_same(by_row: dict[int, RawRow], row: int, value: str) -> None:
    meant = meaning(by_row[row])
    assert isinstance(meant, Meaning) and meant.value == Decimal(value)


def test_what_is_doubtful_is_still_asked_about(by_row: dict[int, RawRow]) -> None:
    assert [by_row[row].typed for row in (9, 10, 13)] == ["1.234", "n.d.", "abc"]
    assert not any(isinstance(meaning(by_row[row]), Meaning) for row in (9, 10, 13))
    absent = meaning(by_row[11])
    assert isinstance(absent, Meaning) and absent.flags == {ObsStatus.NOT_COLLECTED}


def test_words_and_texts_are_the_same(by_row: dict[int, RawRow]) -> None:
    cell = by_row[12].cell
    assert cell is not None and cell.flags == {ObsStatus.PROVISIONAL}
    assert cell.comment == "=SOMME(A1)\nd'après l’enquête « 2021 »"
    assert by_row[17].cell is not None and by_row[17].cell.key == CellKey("ENT-01-A1", "2024", "TAILLE", "PME")


def meaning(row: RawRow) -> object:
    assert row.cell is not None, row.problems
    known = LEXICON.series[row.cell.key.series]
    return understand(row.cell, known.unit, known.decimals)
