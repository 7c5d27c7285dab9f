"""A block copied from a spreadsheet: laid cell by cell, never computed, nothing lost in silence."""

import pytest

from indicators.domain.cells import CellKey
from indicators.exchange.limits import FileRefused
from indicators.exchange.pasted import parse_block, place_block
from indicators.exchange.rows import Content

YEARS = ("2022", "2023", "2024")
GRID = [[CellKey(f"S{row}", year) for year in YEARS] for row in range(1, 4)]


def paste(text: str, anchor: tuple[int, int] | None = (0, 0)) -> Content:
    return place_block(parse_block(text), GRID, anchor)


def laid(content: Content) -> dict[str, str]:
    return {str(row.cell.key): row.cell.typed for row in content.rows if row.cell}


# The facts of product.md 4.6.


def test_a_block_is_mapped_by_position() -> None:
    found = paste("10\t20\n30\t40")
    assert laid(found) == {"S1/2022": "10", "S1/2023": "20", "S2/2022": "30", "S2/2023": "40"}
    assert (found.outside, found.blanks) == ((), 0)


def test_a_trailing_tab_writes_nothing() -> None:
    found = paste("5\t")
    assert laid(found) == {"S1/2022": "5"}
    assert found.outside == ()


def test_a_semicolon_does_not_split() -> None:
    assert laid(paste("12;8")) == {"S1/2022": "12;8"}


def test_what_falls_outside_is_listed_by_place() -> None:
    found = paste("1\t2\n3\t4", anchor=(2, 2))
    assert laid(found) == {"S3/2024": "1"}
    assert [(one.typed, str(one.place)) for one in found.outside] == [
        ("2", "feuille « Collage », ligne 1, colonne B"),
        ("3", "feuille « Collage », ligne 2, colonne A"),
        ("4", "feuille « Collage », ligne 2, colonne B"),
    ]


def test_padding_outside_the_grid_is_not_counted_as_outside() -> None:
    found = paste("1\t\t\t\n\t\t\t\n", anchor=(2, 2))
    assert (laid(found), found.outside) == ({"S3/2024": "1"}, ())


@pytest.mark.parametrize("anchor", [None, (3, 0), (0, 3), (-1, 0)])
def test_without_a_cell_to_start_from_nothing_is_laid(anchor: tuple[int, int] | None) -> None:
    assert paste("1\t2", anchor) == Content()


def test_an_empty_clipboard_lays_nothing() -> None:
    assert paste("").rows == ()


# What spreadsheets put on the clipboard.


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    assert laid(paste(f"1{end}2{end}")) == {"S1/2022": "1", "S2/2022": "2"}


def test_a_quoted_cell_with_a_line_break_stays_one_cell() -> None:
    assert laid(paste('"1\n2"\t3')) == {"S1/2022": "1\n2", "S1/2023": "3"}


def test_a_lone_quotation_mark_swallows_nothing() -> None:
    assert laid(paste('12"\t3\n4\t5')) == {"S1/2022": '12"', "S1/2023": "3", "S2/2022": "4", "S2/2023": "5"}


def test_texts_are_kept_to_the_last_space() -> None:
    assert parse_block("1\u202f000,5\t 12,5 % \t1.234") == (("1\u202f000,5", " 12,5 % ", "1.234"),)


def test_a_block_too_large_is_refused() -> None:
    with pytest.raises(FileRefused, match="plus de 20000 cases"):
        paste("\n".join(["1\t2"] * 10_001))


def test_the_version_that_was_seen_goes_with_the_cell() -> None:
    found = place_block(parse_block("7"), GRID, (0, 0), {GRID[0][0]: 3})
    assert found.rows[0].base == 3
