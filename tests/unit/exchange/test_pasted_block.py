"""A block copied from a spreadsheet: laid cell by cell, never computed, nothing lost in silence."""

import pytest

from indicators.domain.values.cells import CellKey
from indicators.exchange.limits import FileRefused
from indicators.exchange.pasted import AS_TABLE, BY_CODE, IN_ORDER, BlockFrame, parse_block, place_block, read_block
from indicators.exchange.rows import Content
from tests.unit.exchange.books import LEXICON

YEARS = ("2022", "2023", "2024")
GRID = [[CellKey(f"S{row}", year) for year in YEARS] for row in range(1, 4)]


def paste(text: str, anchor: tuple[int, int] | None = (0, 0)) -> Content:
    return place_block(parse_block(text), GRID, anchor)


def laid(content: Content) -> dict[str, str]:
    return {str(row.cell.key): row.cell.typed for row in content.rows if row.cell}


# The facts of docs/method.md, Files.


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


# What the rows and columns of a block are ------------------------------------------------------------------------------


def frame(*periods: str, series: tuple[str, ...] = ("FIN-02-A1", "ENT-06-A1")) -> BlockFrame:
    return BlockFrame(tuple(tuple(CellKey(code, period) for period in periods) for code in series), periods)


FRAME = frame("2023", "2024")


def read(text: str, expected: BlockFrame = FRAME) -> Content:
    return read_block(text, expected, LEXICON)


def said(content: Content) -> list[str]:
    return [str(problem) for problem in content.problems]


def test_a_bare_block_goes_by_the_order_chosen() -> None:
    found = read("1\t2\n\t\n\n")
    assert laid(found) == {"FIN-02-A1/2023": "1", "FIN-02-A1/2024": "2"}
    assert (found.convention, found.outside) == (IN_ORDER, ())
    assert said(found) == [
        "Feuille « Collage » : le bloc compte 1\u00a0ligne, et 2 sont attendues :"
        " vérifiez que chaque valeur est devant sa série."
    ]


def test_an_empty_row_keeps_its_place() -> None:
    assert laid(read("\t\n3\t4")) == {"ENT-06-A1/2023": "3", "ENT-06-A1/2024": "4"}


def test_more_than_the_grid_is_listed() -> None:
    found = read("1\t2\t3\n4\t5\t\n6")
    assert [(one.typed, one.place.row, one.place.column) for one in found.outside] == [("3", 1, "C"), ("6", 3, "A")]


def test_a_first_row_of_periods_is_a_header() -> None:
    found = read("2023\t2024\n1\t2\n3\t4")
    assert laid(found)["ENT-06-A1/2024"] == "4"
    assert said(found) == ["Feuille « Collage », ligne 1 : elle répète les périodes choisies : lue comme un en-tête."]
    assert [row.place.row for row in found.rows] == [2, 2, 3, 3]


def test_a_single_year_may_be_a_value() -> None:
    found = read("2024\n7", frame("2024"))
    assert laid(found) == {"FIN-02-A1/2024": "2024", "ENT-06-A1/2024": "7"}


def test_codes_in_the_first_column_decide_whatever_the_order() -> None:
    found = read("ENT-06-A1\t1\t2\nent-01-a1\t3\t\n")
    assert laid(found) == {"ENT-06-A1/2023": "1", "ENT-06-A1/2024": "2", "ENT-01-A1/2023": "3"}
    assert (found.convention, found.blanks, found.problems) == (BY_CODE, 1, ())


def test_periods_above_the_codes_decide_and_other_columns_are_said() -> None:
    found = read("Titre\n\tLibellé\tS1 2024\tNotes\t31/05/2024\nENT-06-A1\tChiffre\t1\tx\t2")
    assert laid(found) == {"ENT-06-A1/2024-S1": "1", "ENT-06-A1/2024-05-31": "2"}
    assert said(found) == [
        "Feuille « Collage », ligne 2, colonne D : « Notes » n'est pas une période : la colonne n'a pas été lue."
    ]
    assert found.outside == ()


def test_rows_of_codes_that_are_not_known_or_missing_are_refused_in_place() -> None:
    found = read("ENT-06-A1\t1\nENT-60-A1\t2\n\t3\nTotal\t6")
    problems = [str(row.problems[0]) for row in found.rows if row.problems]
    assert [one.partition(" : ")[0] for one in problems] == [
        f"Feuille « Collage », ligne {row}, colonne A" for row in (2, 3, 4)
    ]
    assert "« ENT-60-A1 » n'existe pas ; vouliez-vous dire « ENT-06-A1 »" in problems[0]
    assert "La série n'est pas dite" in problems[1]


def test_a_series_named_twice_is_refused_twice() -> None:
    found = read("ENT-06-A1\t1\nENT-06-A1\t2")
    assert laid(found) == {} and len(found.rows) == 2


def test_what_exceeds_the_periods_is_outside() -> None:
    found = read("ENT-06-A1\t1\t2\t3")
    assert [one.typed for one in found.outside] == ["3"]


def test_our_own_headers_make_a_table() -> None:
    found = read("Série\tPériode\tValeur\tCommentaire\nENT-06-A1\t2022\t1 380,5\tRelu\nENT-06-A1\t2021\t")
    assert (found.convention, laid(found), found.blanks) == (AS_TABLE, {"ENT-06-A1/2022": "1 380,5"}, 1)
    assert found.rows[0].cell is not None and found.rows[0].cell.comment == "Relu"


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("", FRAME, "Rien n'a été collé"),
        (" \t\n\t", FRAME, "Rien n'a été collé"),
        ("1", frame("2024", series=()), "Choisissez les séries"),
        ("1", frame(), "Choisissez les séries"),
        ("ENT-06-A1\t1", frame(series=()), "Choisissez les périodes"),
        ("1\x00", FRAME, "pas un texte"),
        ("\n".join(["1\t2"] * 10_001), FRAME, "plus de 20000 cases"),
    ],
)
def test_blocks_that_are_refused(text: str, expected: BlockFrame, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        read(text, expected)
