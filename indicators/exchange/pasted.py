"""A block pasted from a spreadsheet: tab-separated texts, never numbers, laid on a grid from the focused cell.

Source: docs/method.md, Files. A trailing tab or an empty padding row counts for nothing; « 12;8 » is not split; what falls
outside the grid is listed. An empty cell leaves what is there: it does not erase.

A block that names its series in its first column is laid by these codes, one under our own headers is read as a
table, and any other goes by the order of the series and periods that the person chose.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.domain.formatting import count_of
from indicators.domain.values.cells import CellInput, CellKey
from indicators.exchange.columns import Header, is_known, read_header
from indicators.exchange.limits import MAX_ROWS, MAX_TEXT, FileRefused
from indicators.exchange.rows import Content, RawRow, ReadingProblem, SourcePlace, TableCell, letters
from indicators.exchange.table_rows import Lexicon, read_period, read_rows, refused, without_duplicates

SHEET = "Collage"
MAX_PASTED = MAX_ROWS

IN_ORDER, BY_CODE, AS_TABLE = "collage", "collage par codes", "collage d'une table"
"""How a block was laid: said by ``Content.convention``."""

Block = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BlockFrame:
    """What the person says of a block: the cells that its rows and columns stand for, and the periods of its columns."""

    rows: tuple[tuple[CellKey, ...], ...]
    periods: tuple[str, ...]


def read_block(text: str, frame: BlockFrame, lexicon: Lexicon) -> Content:
    """What a pasted block says, and how it was understood.

    Raises:
        FileRefused: nothing was pasted, too much, or nothing tells what the rows or columns are.
    """
    block = _without_padding(parse_block(text))
    if not block:
        raise FileRefused("Rien n'a été collé : copiez des cellules dans votre tableur, puis collez-les ici.")
    if sum(len(row) for row in block) > MAX_PASTED:
        raise FileRefused(_TOO_MUCH)
    table = read_header(SHEET, 1, block[0])
    if table.is_readable and len(block) > 1:
        return _as_table(block, table, lexicon)
    if any(_is_code(row[0], lexicon) for row in block):
        return _by_code(block, frame, lexicon)
    return _in_order(block, frame)


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
    first_row: int = 1,
) -> Content:
    """Lay a block on a grid from an anchor (row, column, from 0): what falls on a cell, and what falls outside.

    ``grid`` holds the key of each cell, None where nothing can be entered. ``seen`` gives the version that the person
    saw in each cell; ``first_row`` numbers the rows of the block. Without an anchor on a cell of the grid nothing is
    laid.
    """
    if anchor is None or _key(grid, *anchor) is None:
        return Content()
    if sum(len(row) for row in block) > MAX_PASTED:
        raise FileRefused(_TOO_MUCH)
    rows: list[RawRow] = []
    outside: list[RawRow] = []
    blanks = 0
    for down, texts in enumerate(block):
        for right, typed in enumerate(texts):
            if not typed.strip():
                blanks += 1
                continue
            place = SourcePlace(SHEET, down + first_row, letters(right))
            key = _key(grid, anchor[0] + down, anchor[1] + right)
            if key is None:
                outside.append(refused(place, ("", "", "", ""), typed, ReadingProblem(place, _OUTSIDE)))
            else:
                rows.append(_row(place, key, typed, (seen or {}).get(key)))
    return Content(tuple(rows), (), tuple(outside), blanks, IN_ORDER)


_TOO_MUCH = f"Le bloc collé compte plus de {MAX_PASTED} cases : collez-le en plusieurs fois."
_OUTSIDE = "cette case du bloc tombe en dehors de la grille : elle n'a pas été lue."


def _row(place: SourcePlace, key: CellKey, typed: str, base: int | None) -> RawRow:
    codes = (key.series, key.period, key.breakdown, key.item)
    return RawRow(place, codes, typed, CellInput(key, typed), base=base, stated=frozenset({"valeur"}))


def _key(grid: Sequence[Sequence[CellKey | None]], row: int, column: int) -> CellKey | None:
    """The key of a cell, None outside the grid."""
    return grid[row][column] if 0 <= row < len(grid) and 0 <= column < len(grid[row]) else None


def _without_padding(block: Block) -> Block:
    """The block without the empty rows at its end; those in between keep their place."""
    end = max((number for number, row in enumerate(block, 1) if any(text.strip() for text in row)), default=0)
    return block[:end]


def _in_order(block: Block, frame: BlockFrame) -> Content:
    """Row after row on the series, column after column on the periods."""
    if not frame.rows or not frame.periods:
        raise FileRefused("Choisissez les séries et les périodes que ce bloc contient, ou collez aussi leurs codes.")
    remarks: list[ReadingProblem] = []
    if _repeats_periods(block[0], frame):
        remarks.append(
            ReadingProblem(SourcePlace(SHEET, 1), "elle répète les périodes choisies : lue comme un en-tête.", False)
        )
        block = block[1:]
    first_row = 1 + len(remarks)
    if len(block) != len(frame.rows):
        message = f"le bloc compte {count_of(len(block), 'ligne')}, et {len(frame.rows)} sont attendues"
        remarks.append(
            ReadingProblem(SourcePlace(SHEET), f"{message} : vérifiez que chaque valeur est devant sa série.", False)
        )
    return replace(place_block(block, frame.rows, (0, 0), first_row=first_row), problems=tuple(remarks))


def _repeats_periods(row: Sequence[str], frame: BlockFrame) -> bool:
    """Whether a row is made of the chosen periods, in their order. A single one could be a value."""
    texts = [text for text in row if text.strip()]
    return len(texts) > 1 and tuple(_period(text) for text in texts) == frame.periods


def _by_code(block: Block, frame: BlockFrame, lexicon: Lexicon) -> Content:
    """Each row on the series that its first cell names; columns by the periods above them, else as chosen."""
    first = next(number for number, row in enumerate(block) if _is_code(row[0], lexicon))
    above = [number for number in range(first) if any(_period(text) for text in block[number][1:])]
    if above:
        columns, remarks = _columns(above[-1] + 1, block[above[-1]])
    else:
        columns, remarks = dict(enumerate(frame.periods, 1)), []
    if not columns:
        raise FileRefused("Choisissez les périodes que les colonnes de ce bloc contiennent.")
    rows: list[RawRow] = []
    outside: list[RawRow] = []
    blanks = 0
    for number, texts in enumerate(block[first:], first + 1):
        for column, typed in enumerate(texts[1:], 1):
            place = SourcePlace(SHEET, number, letters(column))
            period = columns.get(column, "")
            if not typed.strip():
                blanks += bool(period)
            elif period:
                rows.append(_coded(place, texts[0].strip(), period, typed, lexicon))
            elif not above:
                outside.append(refused(place, (texts[0].strip(), "", "", ""), typed, ReadingProblem(place, _OUTSIDE)))
    return Content(without_duplicates(iter(rows)), tuple(remarks), tuple(outside), blanks, BY_CODE)


def _columns(row: int, texts: Sequence[str]) -> tuple[dict[int, str], list[ReadingProblem]]:
    """Periods by column under a row of headers; what else stands there is said, unless it is ours."""
    periods: dict[int, str] = {}
    remarks: list[ReadingProblem] = []
    for column, text in enumerate(texts[1:], 1):
        period = _period(text)
        if period:
            periods[column] = period
        elif text.strip() and not is_known(text):
            place = SourcePlace(SHEET, row, letters(column))
            message = f"« {text.strip()[:60]} » n'est pas une période : la colonne n'a pas été lue."
            remarks.append(ReadingProblem(place, message, blocks=False))
    return periods, remarks


def _coded(place: SourcePlace, code: str, period: str, typed: str, lexicon: Lexicon) -> RawRow:
    series = code.upper()
    if series in lexicon.series:
        return _row(place, CellKey(series, period), typed, None)
    at = SourcePlace(place.sheet, place.row, "A")
    message = lexicon.unknown(code) if code else "La série n'est pas dite : écrivez son code."
    return refused(place, (code, period, "", ""), typed, ReadingProblem(at, message))


def _as_table(block: Block, header: Header, lexicon: Lexicon) -> Content:
    """Rows under the headers of our own files."""
    lines = ((number, dict(enumerate(map(_cell, texts)))) for number, texts in enumerate(block[1:], 2))
    content = read_rows(SHEET, header, lines, lexicon)
    return replace(content, rows=without_duplicates(iter(content.rows)), convention=AS_TABLE)


def _cell(text: str) -> TableCell:
    if len(text) > MAX_TEXT:
        return TableCell(text[:40], trouble=f"Le texte dépasse {MAX_TEXT} caractères.")
    return TableCell(text)


_CODE = re.compile("[A-Z]{2,5}-[0-9]{1,3}-[A-Z0-9]{1,8}")


def _is_code(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is the code of a series, or is written like one."""
    code = text.strip().upper()
    return code in lexicon.series or _CODE.fullmatch(code) is not None


def _period(text: str) -> str:
    """Code of the period that a header names; empty when it names none."""
    try:
        return read_period(text.strip()).code
    except ValueError:
        return ""
