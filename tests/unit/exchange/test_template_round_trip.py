"""The workbook that we deliver: harmless, locked where nothing is due, and the same decimals when it comes back."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from db.vocabulary import ObsStatus
from indicators.domain.formatting import number
from indicators.domain.values.cells import CellKey
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.exchange.rows import RawRow, french
from indicators.exchange.workbook_in import LISTS_SHEET, NOTES_SHEET, read_workbook
from indicators.exchange.workbook_out import COLUMNS, VALUES_SHEET, TemplateRow, build
from tests.unit.exchange.books import LEXICON

DAY = date(2025, 3, 1)
PLACES = {name: index for index, (name, _, _) in enumerate(COLUMNS, 1)}


def line(series: str = "ENT-06-A1", period: str = "2024", **more: Any) -> TemplateRow:
    known = LEXICON.series[series]
    return TemplateRow(CellKey(series, period), known.indicator, "Libellé", "A1", known.unit.label, **more)


def filled(content: bytes, fill: Callable[[Any], None]) -> bytes:
    """The workbook opened, filled and saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    fill(book[VALUES_SHEET])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def rows(content: bytes) -> tuple[RawRow, ...]:
    return read_workbook(content, LEXICON).rows


def value_of(row: RawRow) -> Decimal | None:
    assert row.cell is not None, row.problems
    known = LEXICON.series[row.cell.key.series]
    meant = understand(row.cell, known.unit, known.decimals)
    assert isinstance(meant, Meaning), meant
    return meant.value


# Numbers of at most 15 digits: all that a spreadsheet holds.
DECIMALS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(min_value=-(10**12), max_value=10**12),
    st.integers(min_value=0, max_value=6),
)


@settings(max_examples=25)
@given(st.lists(DECIMALS, min_size=1, max_size=12))
def test_numbers_written_in_every_way_come_back_the_same(values: list[Decimal]) -> None:
    """Each value four times: delivered by us, typed as a number, as a French text, as a displayed text."""
    written = [line(period=f"{1900 + place}", version_no=1, value=value) for place, value in enumerate(values)]
    empty = [line(period=f"{2000 + place}") for place in range(3 * len(values))]

    def fill(sheet: Any) -> None:
        first = len(values) + 2
        for place, value in enumerate(values):
            sheet.cell(first + 3 * place, PLACES["valeur"], float(value))
            sheet.cell(first + 3 * place + 1, PLACES["valeur"], unmistakable(value))
            sheet.cell(first + 3 * place + 2, PLACES["valeur"], number(value, 6))

    found = rows(filled(build([*written, *empty], "Anne", DAY), fill))
    assert [value_of(row) for row in found] == [*values, *(value for value in values for _ in range(3))]


def unmistakable(value: Decimal) -> str:
    """As typed by somebody who leaves no doubt: three decimals may be thousands, so a zero follows them."""
    text = french(value)
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text


def test_rows_left_alone_are_known_to_be_so() -> None:
    stored = line(
        version_no=4,
        value=Decimal("1380.500"),
        numerator=Decimal("1.234"),
        denominator=Decimal(3),
        flags=frozenset({ObsStatus.ESTIMATED, ObsStatus.INCLUDES_ANOTHER}),
        source="Comptes  annuels",
        comment="=1+1",
    )
    absent = line(period="2023", version_no=2, flags=frozenset({ObsStatus.NOT_COLLECTED}))
    content = build([stored, absent, line(period="2022")], "Anne", DAY)
    for again in (content, filled(content, lambda _: None)):
        found = rows(again)
        assert [(row.base, row.untouched) for row in found] == [(4, True), (2, True)]
        assert found[0].cell is not None
        assert found[0].cell.flags == stored.flags
        assert found[0].cell.comment == "=1+1"
        assert found[1].cell is not None and found[1].cell.absence is ObsStatus.NOT_COLLECTED


def test_what_is_changed_carries_the_version_that_was_seen() -> None:
    content = build([line(version_no=4, value=Decimal(10))], "Anne", DAY)
    (found,) = rows(filled(content, lambda sheet: sheet.cell(2, PLACES["valeur"], 11)))
    assert (found.base, found.untouched, value_of(found)) == (4, False, Decimal(11))


def test_a_value_that_was_erased_is_not_taken_back() -> None:
    def erase(sheet: Any) -> None:
        sheet.cell(2, PLACES["valeur"]).value = None

    (found,) = rows(filled(build([line(version_no=4, value=Decimal(10))], "Anne", DAY), erase))
    assert "Cette case a été vidée : un fichier n'efface pas une valeur." in str(found.problems[0])


def test_a_row_copied_over_another_is_noticed() -> None:
    def copy(sheet: Any) -> None:
        for column in (PLACES["jeton"], PLACES["valeur"]):
            sheet.cell(3, column).value = sheet.cell(2, column).value

    content = build([line(version_no=1, value=Decimal(10)), line(period="2023")], "Anne", DAY)
    assert "Cette ligne a été déplacée ou copiée d'une autre" in str(rows(filled(content, copy))[1].problems[0])


def test_a_token_that_was_edited_is_noticed() -> None:
    def edit(sheet: Any) -> None:
        sheet.cell(2, PLACES["jeton"]).value = "v9.oops"

    (found,) = rows(filled(build([line(version_no=1, value=Decimal(10))], "Anne", DAY), edit))
    assert "Le jeton de version de cette ligne a été modifié" in str(found.problems[0])


def test_reasons_for_absence_are_chosen_from_the_list() -> None:
    def fill(sheet: Any) -> None:
        sheet.cell(2, PLACES["absence"]).value = "Manquante : existe mais non collectée"

    (found,) = rows(filled(build([line()], "Anne", DAY), fill))
    assert found.cell is not None
    assert (found.cell.absence, value_of(found)) == (ObsStatus.NOT_COLLECTED, None)


# What another program sees ---------------------------------------------------------------------------------------------


def opened(*lines: TemplateRow) -> Any:
    return openpyxl.load_workbook(io.BytesIO(build(lines, "Anne", DAY)))


def test_only_what_is_due_is_unlocked() -> None:
    sheet = opened(line(), line(period="2030", is_due=False, state="Pas encore"))[VALUES_SHEET]
    assert sheet.protection.sheet
    unlocked = {name for name, place in PLACES.items() if not sheet.cell(2, place).protection.locked}
    assert {"valeur", "statut", "absence", "commentaire"} <= unlocked
    assert not unlocked & {"serie", "periode", "unite", "derniere", "etat", "jeton"}
    assert all(sheet.cell(3, place).protection.locked for place in PLACES.values())
    assert sheet.cell(3, PLACES["etat"]).value == "Pas encore"


def test_value_cells_keep_what_is_typed_and_lists_are_french() -> None:
    book = opened(line(version_no=1, value=Decimal("12.5"), last="11 (2023)"))
    sheet = book[VALUES_SHEET]
    assert sheet.cell(2, PLACES["valeur"]).number_format == "@"
    assert sheet.cell(2, PLACES["derniere"]).value == "11 (2023)"
    assert book.sheetnames == [VALUES_SHEET, LISTS_SHEET, NOTES_SHEET]
    assert "Valeur provisoire" in [cell.value for cell in book[LISTS_SHEET]["A"]]
    assert {one.formula1 for one in sheet.data_validations.dataValidation} == {
        "Listes!$A$2:$A$10",
        "Listes!$B$2:$B$6",
        "Listes!$C$2:$C$8",
    }
    assert [letter for letter, column in sheet.column_dimensions.items() if column.hidden] == ["X"]


def test_targets_and_campaign_stand_beside_the_value_and_are_not_read_back() -> None:
    due = "Campagne 2025, pour le 31/03/2026"
    content = build([line(targets="CT 31/12/2026 : 75 %", campaign=due)], "Anne", DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))[VALUES_SHEET]
    assert [sheet.cell(1, PLACES[name]).value for name in ("cibles", "campagne")] == ["Cibles", "Campagne"]
    assert PLACES["cibles"] == PLACES["valeur"] - 1
    assert [sheet.cell(2, PLACES[name]).value for name in ("cibles", "campagne")] == ["CT 31/12/2026 : 75 %", due]
    assert all(sheet.cell(2, PLACES[name]).protection.locked for name in ("cibles", "campagne"))
    found = read_workbook(content, LEXICON)
    assert (found.rows, found.problems) == ((), ())


def test_nothing_can_run_in_it() -> None:
    nasty = line(version_no=1, value=Decimal(1), comment="=cmd|' /C calc'!A0", source="@SUM(1)", last="+1", state="-1")
    with zipfile.ZipFile(io.BytesIO(build([nasty], "=Anne", DAY))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert sheets and all(b"<f>" not in sheet and b"<f " not in sheet for sheet in sheets)
