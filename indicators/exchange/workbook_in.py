"""A workbook of values, read back: every sheet that holds a table of values, and what is wrong with the others."""

from collections.abc import Iterator

from indicators.exchange.columns import Header, best_header, missing_message
from indicators.exchange.limits import DEFAULT, FileRefused, ReadingLimits
from indicators.exchange.rows import BLANK, Content, RawRow, ReadingProblem, SourcePlace, TableCell
from indicators.exchange.sheets import WorkbookSheet, read_sheets
from indicators.exchange.table_rows import Lexicon, read_rows, without_duplicates

NOTES_SHEET = "Lisez-moi"
LISTS_SHEET = "Listes"
HEADER_ROWS = 10
"""Rows in which a header is looked for."""


def read_workbook(content: bytes, lexicon: Lexicon, bounds: ReadingLimits = DEFAULT) -> Content:
    """Rows and remarks of a workbook.

    Raises:
        FileRefused: the file cannot be read at all, or no sheet holds values.
    """
    rows: list[RawRow] = []
    problems: list[ReadingProblem] = []
    blanks, tables, lines = 0, 0, 0
    for sheet in read_sheets(content, bounds):
        if sheet.is_hidden:
            problems += [ReadingProblem(SourcePlace(sheet.name), _HIDDEN, blocks=False)] if sheet.cells else []
        elif sheet.name not in (NOTES_SHEET, LISTS_SHEET) and sheet.cells:
            lines += len(sheet.cells)
            if lines > bounds.max_rows + HEADER_ROWS:
                raise FileRefused(f"Les feuilles comptent ensemble plus de {bounds.max_rows} lignes : {_SHARE}")
            read = _read(sheet, lexicon)
            if isinstance(read, ReadingProblem):
                problems.append(read)
            else:
                rows += read.rows
                problems += read.problems
                tables, blanks = tables + 1, blanks + read.blanks
    if not tables:
        messages = " ".join(str(problem) for problem in problems)
        raise FileRefused(f"Aucune feuille ne contient de valeurs à importer. {messages}".strip())
    return Content(without_duplicates(iter(rows)), tuple(problems), blanks=blanks, convention="classeur")


_SHARE = "partagez le fichier."
_HIDDEN = "la feuille est masquée : elle n'a pas été lue. Affichez-la si elle contient des valeurs."


def _read(sheet: WorkbookSheet, lexicon: Lexicon) -> Content | ReadingProblem:
    """The table of a sheet, or why it has none."""
    name = sheet.name
    header = best_header(name, _texts(sheet))
    if header is None or not header.is_readable:
        blocking = [problem for problem in header.problems if problem.blocks] if header else []
        message = missing_message(header) if header is None or header.missing else blocking[0].message
        return ReadingProblem(
            blocking[0].place if blocking else SourcePlace(name, header.row if header else 0), message
        )
    _mark_merged(sheet, header)
    lines = ((row + 1, cells) for row, cells in sorted(sheet.cells.items()) if row >= header.row)
    content = read_rows(name, header, lines, lexicon)
    hidden = sorted(row + 1 for row in sheet.hidden_rows if row >= header.row and row in sheet.cells)
    if not hidden:
        return content
    listed = ", ".join(map(str, hidden[:10])) + ("…" if len(hidden) > 10 else "")
    note = ReadingProblem(
        SourcePlace(name), f"des lignes masquées ont été lues comme les autres : {listed}.", blocks=False
    )
    return Content(content.rows, (*content.problems, note), blanks=content.blanks)


def _texts(sheet: WorkbookSheet) -> Iterator[tuple[int, list[str]]]:
    for row, cells in sorted(sheet.cells.items())[:HEADER_ROWS]:
        yield row + 1, [cells[column].text if column in cells else "" for column in range(max(cells) + 1)]


def _mark_merged(sheet: WorkbookSheet, header: Header) -> None:
    """A value in merged cells speaks of several rows or columns at once: each of them is refused."""
    used, last = set(header.places.values()), max(sheet.cells)
    left_to_mark = (last + 1 - header.row) * len(used)
    for top, left, bottom, right in sheet.merged:
        rows = range(max(top, header.row), min(bottom, last) + 1)
        columns = used & set(range(left, min(right, max(used)) + 1))
        # Ranges that a spreadsheet merges never overlap: together they cover no more than the table.
        left_to_mark -= len(rows) * len(columns)
        if left_to_mark < 0:
            raise FileRefused(f"Feuille « {sheet.name} » : des plages fusionnées se recouvrent. Défusionnez-les.")
        for row in rows:
            cells = sheet.cells.setdefault(row, {}) if columns else {}
            for column in columns:
                cells[column] = TableCell(cells.get(column, BLANK).text, trouble=_MERGED)


_MERGED = "La cellule est fusionnée avec d'autres : on ne sait pas de quelle ligne elle parle. Défusionnez-la."
