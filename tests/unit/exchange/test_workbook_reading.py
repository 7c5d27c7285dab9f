"""Workbooks: numbers read as shown, and everything doubtful told by sheet, row and column."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.exchange.limits import FileRefused
from indicators.exchange.rows import Content, RawRow
from indicators.exchange.sheets import decimal_of
from indicators.exchange.workbook_in import read_workbook
from tests.unit.exchange.books import HEADER, LEXICON, Touch, book, edited


def read(*rows: Sequence[object], header: Sequence[str] = HEADER, touch: Touch | None = None) -> Content:
    return read_workbook(book(*rows, header=header, touch=touch), LEXICON)


def row(value: object, series: object = "ENT-06-A1", period: object = "2024") -> tuple[object, ...]:
    return (series, period, None, None, value)


def only(content: Content) -> RawRow:
    assert len(content.rows) == 1
    return content.rows[0]


def problem(content: Content) -> str:
    found = only(content)
    assert found.cell is None
    return str(found.problems[0])


# Numbers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "read_as"),
    [
        (12, "12"),
        (12.5, "12.5"),
        (1.1, "1.1"),
        (0.1 + 0.2, "0.3"),
        (1380.0, "1380"),
        (1.234, "1.234"),
        (-3.2, "-3.2"),
        (0, "0"),
        (1e21 / 1e21, "1"),
        (0.000001, "0.000001"),
        (123456789012345, "123456789012345"),
        (1e3, "1000"),
    ],
)
def test_numbers_are_read_as_the_spreadsheet_shows_them(stored: float, read_as: str) -> None:
    found = only(read(row(stored)))
    assert found.cell is not None
    assert str(found.cell.chosen) == read_as
    assert found.typed == read_as.replace(".", ",")


def test_numbers_written_with_seventeen_digits() -> None:
    content = edited(book(row(7.25)), sheet1=lambda data: data.replace(b"<v>7.25<", b"<v>1.1000000000000001<"))
    found = only(read_workbook(content, LEXICON))
    assert found.cell is not None and found.cell.chosen == Decimal("1.1")


def test_more_digits_than_a_spreadsheet_holds_are_refused() -> None:
    content = edited(book(row(7.25)), sheet1=lambda data: data.replace(b"<v>7.25<", b"<v>12345678901234567<"))
    assert "plus de 15 chiffres" in problem(read_workbook(content, LEXICON))


def test_decimals_survive_whatever_their_float() -> None:
    for text in ("0.1", "4.35", "2.675", "1e-7", "99999.99999", "-0.07"):
        assert decimal_of(float(text)) == Decimal(text)


def test_texts_are_left_to_the_reader_of_numbers() -> None:
    texts = ("1\u202f000,5", "12,5 p", "1.234", "n.d.", "abc")
    found = read(*(row(text, period=str(2020 + place)) for place, text in enumerate(texts)))
    assert [(one.typed, one.cell.chosen if one.cell else "") for one in found.rows] == [(text, None) for text in texts]


def percent(value: float) -> Touch:
    return lambda made, sheet: sheet.write_number(1, 4, value, made.add_format({"num_format": "0.0%"}))


def test_a_percent_format_is_asked_about() -> None:
    found = only(read(row(None, "FIN-02-A1"), touch=percent(0.125)))
    assert found.candidates == (Decimal("12.5"), Decimal("0.125"))
    assert "elle affiche 12,5\u00a0% et contient 0,125" in found.question


def test_a_percent_format_is_refused_in_another_unit() -> None:
    said = problem(read(row(None), touch=percent(0.125)))
    assert "alors que l'unité est « millions d'euros »" in said


@pytest.mark.parametrize("code", ['0.0 "%"', "0.0\\%", "#,##0.00 [$€-80C]", "[Red]0.0", "@", "General"])
def test_formats_that_only_look_like_percent_or_date(code: str) -> None:
    found = only(read(row(None), touch=lambda b, s: s.write_number(1, 4, 12.5, b.add_format({"num_format": code}))))
    assert (found.typed, found.question) == ("12,5", "")


# What is wrong with one cell ------------------------------------------------------------------------------------------


def formula(_made: Any, sheet: Any) -> None:
    sheet.write_formula(1, 4, "=6*7", None, 42)


def day(made: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 4, date(2024, 5, 31), made.add_format({"num_format": "dd/mm/yyyy"}))


def merged(made: Any, sheet: Any) -> None:
    sheet.merge_range(1, 4, 2, 4, 12, made.add_format())


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (formula, "La cellule contient une formule"),
        (day, "La cellule contient une date (31/05/2024)"),
        (lambda _, sheet: sheet.write_boolean(1, 4, True), "VRAI ou FAUX n'est pas une valeur"),
        (lambda _, sheet: sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!"), "La cellule contient une formule"),
        (merged, "La cellule est fusionnée"),
        (lambda _, sheet: sheet.write_string(1, 4, "x" * 5001), "Le texte dépasse 5000 caractères"),
    ],
)
def test_cells_that_are_not_values(touch: Touch, said: str) -> None:
    found = read(row(None), touch=touch)
    place, _, message = str(found.rows[0].problems[0]).partition(" : ")
    assert place == "Feuille « Valeurs », ligne 2, colonne E"
    assert message.startswith(said)


def test_every_row_of_a_merged_range_is_refused() -> None:
    found = read(row(None), row(None, period="2023"), touch=merged)
    assert [one.cell for one in found.rows] == [None, None]


def test_an_error_of_the_spreadsheet() -> None:
    content = edited(book(row(7.25)), sheet1=lambda d: d.replace(b'E2"><v>7.25<', b'E2" t="e"><v>#REF!<'))
    assert "une erreur du tableur (#REF!)" in problem(read_workbook(content, LEXICON))


# What is wrong with one row -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            ("ENT-06-A9", "2024", None, None, 1),
            "A",
            "La série « ENT-06-A9 » n'existe pas ; vouliez-vous dire « ENT-06-A1 »",
        ),
        ((None, "2024", None, None, 1), "A", "La série n'est pas dite"),
        (("ENT-06-A1", None, None, None, 1), "B", "La période n'est pas dite"),
        (("ENT-06-A1", "31/06/2023", None, None, 1), "B", "La date « 31/06/2023 » n'existe pas dans le calendrier"),
        (("ENT-06-A1", "2023-06-31", None, None, 1), "B", "La date « 2023-06-31 » n'existe pas dans le calendrier"),
        (("ENT-06-A1", "24", None, None, 1), "B", "Période « 24 » non reconnue"),
        (
            ("ENT-01-A1", "2024", "TAILLE", "PMEE", 1),
            "D",
            "La modalité « PMEE » n'existe pas ; vouliez-vous dire « PME »",
        ),
        (("ENT-06-A1", "2024", "TAILLE", "PME", 1), "C", "La ventilation « TAILLE » ne s'applique pas"),
        (("ENT-01-A1", "2024", "TAILLE", None, 1), "D", "La ventilation et la modalité vont ensemble"),
        (("ENT-06-A1", "2024", None, None, None, "Remarque"), "E", "Il n'y a pas de valeur"),
    ],
)
def test_rows_that_cannot_be_placed(cells: Sequence[object], column: str, said: str) -> None:
    place, _, message = problem(read(cells)).partition(" : ")
    assert place == f"Feuille « Valeurs », ligne 2, colonne {column}"
    assert message.startswith(said)


def test_a_period_that_the_spreadsheet_made_a_date() -> None:
    def touch(made: Any, sheet: Any) -> None:
        sheet.write_datetime(1, 1, date(2024, 5, 1), made.add_format({"num_format": "mmm-yy"}))

    assert "Écrivez la période en texte" in problem(read(row(1, period=None), touch=touch))


@pytest.mark.parametrize(
    ("typed", "code"),
    [(2024, "2024"), ("2024-S1", "2024-S1"), ("S1 2024", "2024-S1"), ("T3 2024", "2024-Q3"), ("mai 2024", "2024-05")],
)
def test_periods_as_screens_and_exports_write_them(typed: object, code: str) -> None:
    found = only(read(row(1, period=typed)))
    assert found.cell is not None and found.cell.key.period == code


def test_the_same_cell_twice_is_refused_twice() -> None:
    found = read(row(1), row(2, period="2023"), row(3, period=2024))
    assert [one.cell is None for one in found.rows] == [True, False, True]
    assert "figurent aussi feuille « Valeurs », ligne 4" in str(found.rows[0].problems[0])


def test_another_unit_is_refused() -> None:
    header = ("serie", "periode", "valeur", "unite")
    assert "n'est pas celle de la série" in problem(read(("ENT-06-A1", "2024", 1, "k€"), header=header))
    assert only(read(("ENT-06-A1", "2024", 1, "M€"), header=header)).cell


def test_empty_rows_count_for_nothing() -> None:
    found = read(row(1), (), row(None, period="2023"), row(" ", period="2022"))
    assert (len(found.rows), found.blanks) == (1, 2)


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    found = only(read(("ENT-06-A1", "2024", None, None, 1, "=HYPERLINK()")))
    assert found.cell is not None and found.cell.comment == "=HYPERLINK()"


# Sheets ---------------------------------------------------------------------------------------------------------------


def test_a_title_above_the_header_does_no_harm() -> None:
    found = read(HEADER, row(1), header=("Valeurs de 2024",))
    assert only(found).place.row == 3


def test_a_wrong_header_is_named() -> None:
    with pytest.raises(FileRefused, match=r"ligne 1 : il manque la colonne « valeur ».*« valeurs » n'est pas connu"):
        read(("ENT-06-A1", "2024", 1), header=("serie", "periode", "valeurs"))


def test_a_header_written_twice_is_refused() -> None:
    with pytest.raises(FileRefused, match=r"colonne D : l'en-tête « Valeur » répète celui de la colonne C"):
        read(("ENT-06-A1", "2024", 1, 2), header=("serie", "periode", "valeur", "Valeur"))


def test_a_column_that_is_not_known_is_said() -> None:
    found = read(("ENT-06-A1", "2024", 1, 2), header=("serie", "periode", "valeur", "objectif"))
    assert [str(one) for one in found.problems] == [
        "Feuille « Valeurs », ligne 1, colonne D : l'en-tête « objectif » n'est pas connu, la colonne n'a pas été lue."
    ]


def test_a_hidden_sheet_is_said_and_not_read() -> None:
    def touch(made: Any, _sheet: Any) -> None:
        hidden = made.add_worksheet("Brouillon")
        hidden.write_row(0, 0, ("serie", "periode", "valeur"))
        hidden.write_row(1, 0, ("ENT-06-A1", "2023", 99))
        hidden.very_hidden()

    found = read(row(1), touch=touch)
    assert [str(one) for one in found.problems] == [
        "Feuille « Brouillon » : la feuille est masquée : elle n'a pas été lue. Affichez-la si elle contient des valeurs."
    ]
    assert len(found.rows) == 1


def test_hidden_rows_are_read_and_said() -> None:
    found = read(row(1), row(2, period="2023"), touch=lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True}))
    assert len(found.rows) == 2
    assert "des lignes masquées ont été lues comme les autres : 3." in str(found.problems[0])


def test_another_sheet_is_said() -> None:
    found = read(row(1), touch=lambda made, _: made.add_worksheet("Notes").write(0, 0, "Bonjour"))
    assert [str(one).partition(" : ")[0] for one in found.problems] == ["Feuille « Notes »"]


def test_cells_without_references_are_counted() -> None:
    content = edited(
        book(row(7)), sheet1=lambda data: data.replace(b' r="E2"', b' r="E2" x="1"').replace(b' r="A2"', b"")
    )
    assert only(read_workbook(content, LEXICON)).cell


# Texts and references that a file may hold and a store may not -------------------------------------------------------


@pytest.mark.parametrize("code", ["0000", "0008", "D800", "DFFF", "FFFE"])
def test_a_comment_that_no_store_holds_is_refused_where_it_stands(code: str) -> None:
    found = read(("ENT-06-A1", "2024", None, None, 1, f"note _x{code}_ fin"))
    written = edited(
        book(("ENT-06-A1", "2024", None, None, 1, "note @ fin")),
        sharedStrings=lambda data: data.replace(b"@", f"_x{code}_".encode()),
    )
    assert only(found).cell is not None, "typed as such, the text is escaped by the program that saves it"
    said = problem(read_workbook(written, LEXICON))
    assert said.startswith("Feuille « Valeurs », ligne 2, colonne F : Le texte contient un caractère")
    assert f"(U+{code})" in said


def test_escaped_characters_come_back_as_they_were_typed() -> None:
    for text in ("deux\rlignes", "_x000D_ tel quel", "_x005F_"):
        found = only(read(("ENT-06-A1", "2024", None, None, 1, text)))
        assert found.cell is not None and found.cell.comment == text


@pytest.mark.parametrize("reference", [b"-1", b"99", b"x", b"", b"9" * 5000])
def test_a_text_that_the_workbook_does_not_hold_is_refused_alone(reference: bytes) -> None:
    content = edited(
        book(row("n.d."), row(2, period="2023")),
        sheet1=lambda data: re.sub(rb'(r="E2" t="s"><v>)\d+', rb"\g<1>" + reference, data),
    )
    found = read_workbook(content, LEXICON)
    assert [one.cell is not None for one in found.rows] == ([False, True] if reference else [True])


@pytest.mark.parametrize("style", [b"-1", b"5000"])
def test_a_style_that_does_not_exist_changes_nothing(style: bytes) -> None:
    content = edited(book(row(7.25)), sheet1=lambda data: data.replace(b'r="E2"', b'r="E2" s="' + style + b'"'))
    found = only(read_workbook(content, LEXICON))
    assert found.cell is not None and found.cell.chosen == Decimal("7.25")


def test_a_workbook_saved_as_strict_open_xml_is_read() -> None:
    def strict(data: bytes) -> bytes:
        return re.sub(rb"http://schemas.openxmlformats.org/(\w+)/2006/", rb"http://purl.oclc.org/ooxml/\1/", data)

    content = edited(book(row(7.25)), sheet1=strict, workbook=strict, styles=strict, sharedStrings=strict)
    assert only(read_workbook(content, LEXICON)).typed == "7,25"


def test_dates_counted_from_1904() -> None:
    content = edited(
        book(row(None), touch=day), workbook=lambda d: d.replace(b"<workbookPr", b'<workbookPr date1904="1"')
    )
    assert "La cellule contient une date (01/06/2028)" in problem(read_workbook(content, LEXICON))


WRITTEN = st.builds(
    lambda digits, places, form: (Decimal(digits).scaleb(-places), form),
    st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1),
    st.integers(min_value=0, max_value=12),
    st.sampled_from(["{!r}", "{:.17g}", "{:.16E}", "{:.15g}"]),
)


@settings(max_examples=30)
@given(st.lists(WRITTEN, min_size=1, max_size=20))
def test_numbers_are_the_same_decimals_however_a_file_writes_them(numbers: list[tuple[Decimal, str]]) -> None:
    """Up to 15 digits, all that a spreadsheet holds: in full, with 17 digits, or with an exponent."""
    content = book(*(row(7000000 + place, period=str(1900 + place)) for place in range(len(numbers))))
    for place, (value, form) in enumerate(numbers):
        text = form.format(float(value)).encode()
        content = edited(content, sheet1=lambda d, p=place, t=text: d.replace(b"<v>%d<" % (7000000 + p), b"<v>%s<" % t))
    found = read_workbook(content, LEXICON).rows
    assert [one.cell.chosen if one.cell else one.problems for one in found] == [value for value, _ in numbers]
