"""CSV, JSON and workbooks: what is written reads back the same, and no cell runs as a formula."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.exchange import writers
from tests.sheets import read_workbook

DANGEROUS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    '=HYPERLINK("https://example.org")',
    "{=1+1}",
    "=-5",
    "-",
    "-A1",
    "+1+1",
]
NUMBERS = ["-5", "+3", "-0.5", "-12.75"]
AWKWARD = ["a,b", 'dit "oui"', "deux\nlignes", "deux\r\nlignes", "point;virgule", " espace ", "é€中🩺", "1 234,5", ""]


def row(**columns: Any) -> list[writers.Row]:
    return [dict(columns)]


def csv_rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


# Formulas -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [one for one in DANGEROUS if not one.startswith("{")])
def test_formulas_are_made_harmless_in_csv(text: str) -> None:
    for written, delimiter in ((writers.to_csv(row(a=text)), ","), (writers.to_spreadsheet_csv(row(a=text)), ";")):
        assert csv_rows(written.removeprefix("\ufeff"), delimiter)[1] == [f"'{text}"]


@pytest.mark.parametrize("text", NUMBERS)
def test_texts_that_are_signed_numbers_are_left(text: str) -> None:
    assert csv_rows(writers.to_csv(row(a=text)))[1] == [text]


@pytest.mark.parametrize("text", DANGEROUS + NUMBERS)
def test_texts_stay_texts_in_a_workbook(text: str) -> None:
    sheet = read_workbook(writers.to_workbook({"f": row(a=text)}))["f"]
    assert isinstance(sheet[1][0], str)
    assert sheet[1][0].replace("_x000D_", "\r").splitlines() == text.splitlines()


@pytest.mark.parametrize("value", [Decimal("-1.5"), Decimal("-0.000001"), Decimal(-12), -3, Decimal(0)])
def test_negative_numbers_stay_numbers(value: Decimal | int) -> None:
    assert csv_rows(writers.to_csv(row(a=value)))[1] == [f"{value:f}" if isinstance(value, Decimal) else str(value)]
    cell = read_workbook(writers.to_workbook({"f": row(a=value)}))["f"][1][0]
    assert isinstance(cell, float)
    assert cell == pytest.approx(float(value))


@given(st.text(max_size=20))
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    safe = writers.harmless(text)
    assert safe in (text, f"'{text}")
    if safe == text and text.startswith(writers.FORMULA_STARTS):
        float(text.replace("−", "-"))  # only a number may keep its sign


# CSV ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", AWKWARD)
def test_csv_reads_back_what_was_written(text: str) -> None:
    written = writers.to_csv([{"a": text, "b": 1}, {"a": "fin", "b": None}])
    assert csv_rows(written) == [["a", "b"], [text, "1"], ["fin", ""]]


def test_csv_follows_rfc_4180() -> None:
    written = writers.to_csv([{"a": 'x "y", z', "b": Decimal("1234.50")}])
    assert written == 'a,b\r\n"x ""y"", z",1234.50\r\n'
    assert not written.startswith("\ufeff")


def test_spreadsheet_csv_is_french() -> None:
    written = writers.to_spreadsheet_csv([{"a": "x;y", "b": Decimal("-1234.50"), "c": None, "d": "1.5"}])
    assert written == '\ufeffa;b;c;d\r\n"x;y";-1234,50;;1.5\r\n'


@pytest.mark.parametrize("value", ["1E+3", "1E-7", "0E-10", "123456789012345678901234567890.5"])
def test_decimals_are_written_in_full(value: str) -> None:
    written = csv_rows(writers.to_csv(row(a=Decimal(value))))[1][0]
    assert "E" not in written
    assert Decimal(written) == Decimal(value)


def test_no_row_gives_no_header() -> None:
    assert writers.to_csv([]) == ""
    assert writers.to_spreadsheet_csv([]) == "\ufeff"
    assert writers.to_json([]) == "[]"


# JSON -----------------------------------------------------------------------------------------------------------------


def test_json_keeps_decimals_exact_as_texts() -> None:
    written = writers.to_json([{"a": Decimal("0.10"), "b": None, "c": 3, "d": "=1+1 é"}])
    assert json.loads(written) == [{"a": "0.10", "b": None, "c": 3, "d": "=1+1 é"}]
    assert "é" in written


# Workbooks ------------------------------------------------------------------------------------------------------------


def test_workbook_sheets_headers_and_types() -> None:
    rows = [
        {"code": "A", "valeur": Decimal("12.5"), "n": 3, "vide": None},
        {"code": "", "valeur": None, "n": 0, "vide": None},
    ]
    sheets = read_workbook(writers.to_workbook({"valeurs": rows, "rien": []}))
    assert sheets == {
        "valeurs": [["code", "valeur", "n", "vide"], ["A", 12.5, 3.0, None], [None, None, 0.0, None]],
        "rien": [["Aucune ligne"]],
    }


@pytest.mark.parametrize("text", ["https://example.org/" + "a" * 3000, "internal:A1", "mailto:a@example.org", "1.5"])
def test_workbook_makes_no_links_nor_guesses(text: str) -> None:
    assert read_workbook(writers.to_workbook({"f": row(a=text)}))["f"][1] == [text]


def test_long_text_is_not_lost() -> None:
    """A cell holds 32,767 characters: what is longer is cut, never dropped."""
    sheet = read_workbook(writers.to_workbook({"f": row(a="x" * 40_000, b="après")}))["f"]
    assert isinstance(sheet[1][0], str)
    assert len(sheet[1][0]) == 32_767
    assert sheet[1][1] == "après"
