"""A workbook of values, read back: every sheet that holds a table of values, and what is wrong with the others."""

from collections.abc import Iterator, Mapping
from posixpath import join, normpath

from indicators.exchange import sheet_xml
from indicators.exchange.columns import Header, best_header, missing_message
from indicators.exchange.limits import DEFAULT, Bounds, FileRefused, unpack
from indicators.exchange.rows import Cell, Content, Place, Problem, RawRow
from indicators.exchange.table_rows import Lexicon, read_rows, without_duplicates

NOTES_SHEET = "Lisez-moi"
LISTS_SHEET = "Listes"
HEADER_ROWS = 10
"""Rows in which a header is looked for."""


def read_workbook(content: bytes, lexicon: Lexicon, bounds: Bounds = DEFAULT) -> Content:
    """Rows and remarks of a workbook.

    Raises:
        FileRefused: the file cannot be read at all, or no sheet holds values.
    """
    rows: list[RawRow] = []
    problems: list[Problem] = []
    blanks, tables = 0, 0
    for name, is_hidden, sheet in _sheets(content, bounds):
        if is_hidden:
            problems += [Problem(Place(name), _HIDDEN, blocks=False)] if sheet.cells else []
        elif name not in (NOTES_SHEET, LISTS_SHEET) and sheet.cells:
            found = _read(name, sheet, lexicon)
            tables += isinstance(found, Content)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows, problems, blanks = [*rows, *found.rows], [*problems, *found.problems], blanks + found.blanks
    if not tables:
        said = " ".join(str(problem) for problem in problems)
        raise FileRefused(f"Aucune feuille ne contient de valeurs à importer. {said}".strip())
    return Content(without_duplicates(iter(rows)), tuple(problems), blanks=blanks, convention="classeur")


_HIDDEN = "la feuille est masquée : elle n'a pas été lue. Affichez-la si elle contient des valeurs."


def _sheets(content: bytes, bounds: Bounds) -> Iterator[tuple[str, bool, sheet_xml.Sheet]]:
    """Name, whether it is hidden, and cells of each sheet, in order."""
    parts = unpack(content, bounds)
    main = _main_part(parts)
    targets = sheet_xml.relations(parts.get(_relations_of(main), b"<r/>"))
    folder = main.rpartition("/")[0]
    shared = sheet_xml.shared_strings(_part(parts, folder, targets, "sharedStrings.xml"))
    formats = sheet_xml.cell_formats(_part(parts, folder, targets, "styles.xml"))
    for entry in sheet_xml.sheet_entries(parts[main]):
        path = _path(folder, targets.get(entry.relation, ""))
        if path in parts:
            yield entry.name, entry.is_hidden, sheet_xml.read_sheet(parts.pop(path), shared, formats, bounds)


def _main_part(parts: Mapping[str, bytes]) -> str:
    targets = sheet_xml.relations(parts.get("_rels/.rels", b"<r/>")).values()
    main = next((_path("", target) for target in targets if target.endswith("workbook.xml")), "xl/workbook.xml")
    if main not in parts:
        raise FileRefused("Cette archive n'est pas un classeur .xlsx.")
    return main


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _part(parts: Mapping[str, bytes], folder: str, targets: Mapping[str, str], ending: str) -> bytes:
    path = next((_path(folder, target) for target in targets.values() if target.endswith(ending)), "")
    return parts.get(path, b"<none/>")


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


def _read(name: str, sheet: sheet_xml.Sheet, lexicon: Lexicon) -> Content | Problem:
    """The table of a sheet, or why it has none."""
    header = best_header(name, _texts(sheet))
    if header is None or not header.is_readable:
        blocking = [problem for problem in header.problems if problem.blocks] if header else []
        said = missing_message(header) if header is None or header.missing else blocking[0].message
        return Problem(blocking[0].place if blocking else Place(name, header.row if header else 0), said)
    _mark_merged(sheet, header)
    lines = ((row + 1, cells) for row, cells in sorted(sheet.cells.items()) if row >= header.row)
    found = read_rows(name, header, lines, lexicon)
    hidden = sorted(row + 1 for row in sheet.hidden_rows if row >= header.row and row in sheet.cells)
    if not hidden:
        return found
    listed = ", ".join(map(str, hidden[:10])) + ("…" if len(hidden) > 10 else "")
    note = Problem(Place(name), f"des lignes masquées ont été lues comme les autres : {listed}.", blocks=False)
    return Content(found.rows, (*found.problems, note), blanks=found.blanks)


def _texts(sheet: sheet_xml.Sheet) -> Iterator[tuple[int, list[str]]]:
    for row, cells in sorted(sheet.cells.items())[:HEADER_ROWS]:
        yield row + 1, [cells[column].text if column in cells else "" for column in range(max(cells) + 1)]


def _mark_merged(sheet: sheet_xml.Sheet, header: Header) -> None:
    """A value in merged cells speaks of several rows or columns at once: each of them is refused."""
    used = set(header.places.values())
    for top, left, bottom, right in sheet.merged:
        for row in range(max(top, header.row), min(bottom, max(sheet.cells)) + 1):
            for column in used & set(range(left, min(right, max(used)) + 1)):
                text = sheet.cells.get(row, {}).get(column, Cell()).text
                sheet.cells.setdefault(row, {})[column] = Cell(text, trouble=_MERGED)


_MERGED = "La cellule est fusionnée avec d'autres : on ne sait pas de quelle ligne elle parle. Défusionnez-la."
