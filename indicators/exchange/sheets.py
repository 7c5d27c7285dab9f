"""The sheets of a workbook: cells, and what their values alone do not say.

openpyxl's read-only parsers read an archive made anew of parts already checked. Cells are ours: they keep the format that
a number is shown in, and a cell that cannot be read is refused alone. Numbers are read as the spreadsheet shows them,
with 15 significant digits: a file stores 1.1 as 1.1000000000000001, and 0.1 + 0.2 as 0.30000000000000004.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from math import isfinite
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_WORKBOOK, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from indicators.exchange.limits import DEFAULT, MAX_TEXT, FileRefused, ReadingLimits, unpack
from indicators.exchange.repetition import check_repetition
from indicators.exchange.rows import BLANK, TableCell, french

SHOWN_DIGITS = 15
MAX_NAME = 100
"""Characters of the name of a sheet that messages repeat; a spreadsheet allows 31."""

# What openpyxl leaves out of a workbook, values excepted, is of no interest here.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


class Format(StrEnum):
    """How a number is shown, as far as its meaning depends on it."""

    PLAIN = ""
    PERCENT = "pourcentage"
    DATE = "date"


@dataclass
class WorkbookSheet:
    """Cells by row and column, from 0; merged ranges (top, left, bottom, right); rows that cannot be seen."""

    name: str
    is_hidden: bool
    cells: dict[int, dict[int, TableCell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


def read_sheets(content: bytes, bounds: ReadingLimits = DEFAULT) -> Iterator[WorkbookSheet]:
    """Each sheet of a workbook, in order.

    Raises:
        FileRefused: not a workbook that can be read within the bounds.
    """
    parts = unpack(content, bounds)
    check_repetition(parts)
    try:
        yield from _read(_archive(parts), bounds)
    except FileRefused:
        raise
    except Exception as error:  # openpyxl promises no set of errors: this is the one place where they become a sentence
        raise FileRefused("Ce classeur est abîmé : un de ses éléments n'est pas lisible.") from error


def _archive(parts: dict[str, bytes]) -> IO[bytes]:
    """An archive of the parts and of nothing else; ``parts`` is emptied, so that they are not held twice."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as zip_file:
        for path in list(parts):
            zip_file.writestr(path, _transitional(parts.pop(path)))
    return archive


def _transitional(data: bytes) -> bytes:
    """XML saved as « Strict Open XML », in the namespaces that openpyxl knows."""
    return _STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/", data) if b"purl.oclc.org" in data else data


_STRICT = re.compile(rb"(\bxmlns(?::\w{1,20})?=[\"'])http://purl\.oclc\.org/ooxml/(\w{1,20})/")


def _read(content: IO[bytes], bounds: ReadingLimits) -> Iterator[WorkbookSheet]:
    """Parts are found by their relations, sheets by openpyxl; the rest of the package is not looked at."""
    with zipfile.ZipFile(content) as archive:
        unread = set(archive.namelist())
        package = get_dependents(archive, "_rels/.rels") if "_rels/.rels" in unread else ()
        book = WorkbookParser(archive, _target(package, "officeDocument") or ARC_WORKBOOK, keep_links=False)
        book.parse()
        relations = book.rels.values()
        strings = _strings(archive, _target(relations, "sharedStrings"))
        formats = _formats(archive, _target(relations, "styles"))
        for entry, relation in book.find_sheets():
            # A part that several sheets name is read once: each reading costs as much as the first.
            if relation.target in unread and not relation.Type.endswith("/chartsheet"):
                unread.discard(relation.target)
                sheet = WorkbookSheet(entry.name[:MAX_NAME], entry.state not in (None, "visible"))
                with archive.open(relation.target) as source:
                    _Parser(source, strings, formats, book.wb.epoch, bounds).fill(sheet)
                yield sheet


def _target(relations: Iterable[Any], kind: str) -> str:
    """The part that a relation of this kind leads to."""
    return next((relation.target for relation in relations if relation.Type.endswith(f"/{kind}")), "")


def _strings(archive: zipfile.ZipFile, part: str) -> list[TableCell]:
    """Texts that cells refer to."""
    cells: list[TableCell] = []
    if part not in archive.namelist():
        return cells
    with archive.open(part) as source:
        for _, element in iterparse(source):
            if element.tag == _STRING:
                cells.append(_text(_text_of(element)))
                element.clear()
    return cells


def _formats(archive: zipfile.ZipFile, part: str) -> list[Format]:
    """Format of each cell style. openpyxl would build the fonts and fills too, which many programs write wrongly."""
    if part not in archive.namelist():
        return []
    root = fromstring(archive.read(part))
    codes = {
        int(node.get("numFmtId", 0)): node.get("formatCode", "") for node in root.iterfind(f"{_NS}numFmts/{_NS}numFmt")
    }
    styles = [int(node.get("numFmtId", 0)) for node in root.iterfind(f"{_NS}cellXfs/{_NS}xf")]
    formats = {identifier: _format(identifier, codes.get(identifier, "")) for identifier in set(styles)}
    return [formats[identifier] for identifier in styles]


_NS = f"{{{SHEET_MAIN_NS}}}"
_TEXT, _STRING, _MERGED = f"{_NS}t", f"{_NS}si", f"{_NS}mergeCell"


def _text_of(item: Element) -> str:
    """The text of a string and of its runs, without phonetic readings."""
    if len(item) == 1 and item[0].tag == _TEXT:
        return item[0].text or ""
    return "".join(node.text or "" for path in (_TEXT, f"{_NS}r/{_TEXT}") for node in item.iterfind(path))


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's parser of rows, which keeps the text of a number, and refuses a cell rather than the workbook.

    It does not build what else a sheet holds (validations, conditional formats, links…): nobody asks for it, and some
    of it takes time that grows faster than the file.
    """

    def __init__(
        self, source: IO[bytes], strings: list[TableCell], formats: list[Format], epoch: datetime, bounds: ReadingLimits
    ) -> None:
        super().__init__(source, strings, epoch=epoch)
        self._formats, self._bounds = formats, bounds

    def fill(self, sheet: WorkbookSheet) -> None:
        """Read the cells that hold something, the merged ranges and the hidden rows."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                row, cells = self.parse_row(element)
                element.clear()
                if self.row_dimensions.pop(str(row), {}).get("hidden") in ("1", "true"):
                    sheet.hidden_rows.add(row - 1)
                for place, column, cell in cells:
                    if not cell.is_blank:
                        self._check(place, column)
                        sheet.cells.setdefault(place, {})[column] = cell
            elif element.tag == _MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                sheet.merged.append((top - 1, left - 1, bottom - 1, right - 1))

    def _check(self, row: int, column: int) -> None:
        if not 0 <= row <= self._bounds.max_rows:
            raise FileRefused(f"Une feuille compte plus de {self._bounds.max_rows} lignes : partagez le fichier.")
        if not 0 <= column < self._bounds.max_columns:
            raise FileRefused(f"Une feuille compte plus de {self._bounds.max_columns} colonnes.")

    def parse_cell(self, element: Element) -> tuple[int, int, TableCell]:
        """Row and column from 0, and the cell."""
        reference = element.get("r")
        if reference:
            row, self.col_counter = coordinate_to_tuple(reference)
        else:
            row, self.col_counter = self.row_counter, self.col_counter + 1
        return row - 1, self.col_counter - 1, self._cell(element)

    def _cell(self, element: Element) -> TableCell:
        kind, raw = element.get("t", "n"), element.findtext(VALUE_TAG) or ""
        if element.find(FORMULA_TAG) is not None:
            return _refused(raw, "La cellule contient une formule : collez sa valeur (collage spécial, valeurs).")
        if kind == "inlineStr":
            item = element.find(INLINE_STRING)
            return _text(_text_of(item)) if item is not None else BLANK
        if not raw:
            return BLANK
        if kind == "n":
            style = int(element.get("s", 0))
            number_format = self._formats[style] if 0 <= style < len(self._formats) else Format.PLAIN
            return _number(raw, number_format, self.epoch)
        if kind == "s":
            is_valid = len(raw) < 10 and raw.isascii() and raw.isdigit() and int(raw) < len(self.shared_strings)
            return self.shared_strings[int(raw)] if is_valid else _refused(raw, _UNREADABLE)
        if kind == "str":
            return _text(raw)
        if kind == "b":
            return TableCell("VRAI" if raw == "1" else "FAUX", trouble="VRAI ou FAUX n'est pas une valeur.")
        if kind == "e":
            return _refused(raw, f"La cellule contient une erreur du tableur ({raw[:20]}).")
        if kind == "d":
            return TableCell(raw[:40], trouble=f"La cellule contient une date ({raw[:10]}).", is_date=True)
        return _refused(raw, _UNREADABLE)


_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def _format(identifier: int, written: str) -> Format:
    code = _NOT_A_FORMAT.sub("", written)
    if identifier in (9, 10) or "%" in code:
        return Format.PERCENT
    is_date = identifier in _DATES or (code.lower() != "general" and re.search("[ymdhs]", code, re.IGNORECASE))
    return Format.DATE if is_date else Format.PLAIN


_UNREADABLE = "La cellule n'est pas lisible."
_SHOWN_TEXT = 40
"""Characters shown of a cell that is refused."""
_IMPOSSIBLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _refused(raw: str, trouble: str) -> TableCell:
    return TableCell(raw[:_SHOWN_TEXT], trouble=trouble)


def _text(written: str) -> TableCell:
    """A text, with the characters that XML cannot hold, which a file writes _x000D_. Those that no store holds are refused."""
    text = written[: MAX_TEXT * len("_x000D_") + 1]
    if "_x" in text:
        text = re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
    if len(text) > MAX_TEXT:
        return _refused(_IMPOSSIBLE.sub("", text), f"Le texte dépasse {MAX_TEXT} caractères.")
    impossible = _IMPOSSIBLE.search(text)
    if impossible is None:
        return TableCell(text)
    message = (
        f"Le texte contient un caractère qui ne peut pas être enregistré (U+{ord(impossible[0]):04X}) : retapez-le."
    )
    return _refused(_IMPOSSIBLE.sub("", text), message)


def _number(raw: str, number_format: Format, epoch: datetime) -> TableCell:
    try:
        number = float(raw)
    except ValueError:
        return _refused(raw, _UNREADABLE)
    if not isfinite(number):
        return _refused(raw, "Une valeur doit être un nombre fini.")
    if number_format is Format.DATE:
        day = _day(number, epoch)
        return TableCell(day, trouble=f"La cellule contient une date ({day}).", is_date=True)
    exact = decimal_of(number)
    if exact is None:
        message = f"Ce nombre a plus de {SHOWN_DIGITS} chiffres : le tableur n'en garde pas davantage."
        return _refused(raw, message)
    return TableCell(french(exact), exact, is_percent=number_format is Format.PERCENT)


def decimal_of(number: float) -> Decimal | None:
    """The number that the spreadsheet shows; None when it has more digits than a spreadsheet can hold."""
    if abs(number) >= 10**SHOWN_DIGITS or 0 < abs(number) < 1e-15:
        return None
    exact = Decimal(repr(number)).normalize()
    if len(exact.as_tuple().digits) > SHOWN_DIGITS:
        exact = Decimal(f"{number:.{SHOWN_DIGITS}g}").normalize()
    return Decimal(format(exact, "f")) if exact else Decimal(0)


def _day(serial: float, epoch: datetime) -> str:
    if not 60 < serial < 2_958_466:
        return "date ou heure"
    day = epoch + timedelta(days=int(serial))
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
