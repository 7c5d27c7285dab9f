"""A block pasted from a spreadsheet: tab-separated texts, never numbers, laid on a grid from the focused cell.

Facts of product.md 4.6: a trailing tab or an empty padding row counts for nothing; « 12;8 » is not split; what falls
outside the grid is listed. An empty cell leaves what is there: it does not erase.
"""

import csv
import io
from collections.abc import Mapping, Sequence

from indicators.domain.cells import CellInput, CellKey
from indicators.exchange.limits import MAX_ROWS, FileRefused
from indicators.exchange.rows import Content, Place, Problem, RawRow, letters
from indicators.exchange.table_rows import refused

SHEET = "Collage"
MAX_PASTED = MAX_ROWS

Block = tuple[tuple[str, ...], ...]


def parse_block(text: str) -> Block:
    """Rows of texts, exactly as pasted. A cell that holds a line break or a tab is quoted by spreadsheets."""
    if "\x00" in text:
        raise FileRefused("Le presse-papiers ne contient pas un texte.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.count('"') % 2:  # not a quoted cell: an inch sign, or a quotation mark of the text
        return tuple(tuple(line.split("\t")) for line in lines.removesuffix("\n").split("\n")) if lines else ()
    return tuple(tuple(row) for row in csv.reader(io.StringIO(lines, newline=""), delimiter="\t"))


def place_block(
    block: Block,
    grid: Sequence[Sequence[CellKey | None]],
    anchor: tuple[int, int] | None,
    seen: Mapping[CellKey, int] | None = None,
) -> Content:
    """Lay a block on a grid from an anchor (row, column, from 0): what falls on a cell, and what falls outside.

    ``grid`` holds the key of each cell, None where nothing can be entered. ``seen`` gives the version that the person
    saw in each cell. Without an anchor on a cell of the grid nothing is laid.
    """
    if anchor is None or _key(grid, *anchor) is None:
        return Content()
    if sum(len(row) for row in block) > MAX_PASTED:
        raise FileRefused(f"Le bloc collé compte plus de {MAX_PASTED} cases : collez-le en plusieurs fois.")
    rows: list[RawRow] = []
    outside: list[RawRow] = []
    blanks = 0
    for down, texts in enumerate(block):
        for right, typed in enumerate(texts):
            if not typed.strip():
                blanks += 1
                continue
            place = Place(SHEET, down + 1, letters(right))
            key = _key(grid, anchor[0] + down, anchor[1] + right)
            if key is None:
                outside.append(refused(place, ("", "", "", ""), typed, Problem(place, _OUTSIDE)))
            else:
                rows.append(_row(place, key, typed, (seen or {}).get(key)))
    return Content(tuple(rows), (), tuple(outside), blanks, "collage")


_OUTSIDE = "cette case du bloc tombe en dehors de la grille : elle n'a pas été lue."


def _row(place: Place, key: CellKey, typed: str, base: int | None) -> RawRow:
    given = (key.series, key.period, key.breakdown, key.item)
    return RawRow(place, given, typed, CellInput(key, typed), base=base, stated=frozenset({"valeur"}))


def _key(grid: Sequence[Sequence[CellKey | None]], row: int, column: int) -> CellKey | None:
    """The key of a cell, None outside the grid."""
    return grid[row][column] if 0 <= row < len(grid) and 0 <= column < len(grid[row]) else None
