"""The XML of a workbook, read as a stream: values, and what values alone do not tell.

A reader of values would lose what matters here: that a number is shown as a percentage, that a cell holds a formula,
that cells are merged. One pass gives both, so that they cannot disagree. Numbers are read as the spreadsheet shows
them, with 15 significant digits: a file stores 1.1 as 1.1000000000000001, and 0.1 + 0.2 as 0.30000000000000004.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from xml.parsers import expat

from indicators.exchange.limits import DEFAULT, MAX_CELLS, MAX_TEXT, Bounds, FileRefused
from indicators.exchange.rows import Cell, french

SHOWN_DIGITS = 15
Attributes = Mapping[str, str]


class Format(StrEnum):
    """How a number is shown, as far as its meaning depends on it."""

    PLAIN = ""
    PERCENT = "pourcentage"
    DATE = "date"


@dataclass
class Sheet:
    """Cells by row and column, from 0; merged ranges; rows that cannot be seen."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    is_hidden: bool
    relation: str


def parse(
    data: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Run handlers over XML, by local names. Declarations of entities are refused: a workbook has none."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise FileRefused("Ce classeur est abîmé : un de ses éléments n'est pas lisible.") from error


def _refuse_doctype(*_args: object) -> None:
    raise FileRefused("Ce classeur contient des déclarations qui n'ont rien à y faire ; il n'a pas été lu.")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def sheet_entries(data: bytes) -> list[SheetEntry]:
    """Sheets of ``xl/workbook.xml``, in order."""
    found: list[SheetEntry] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            found.append(SheetEntry(attributes.get("name", ""), hidden, relation))

    parse(data, start)
    return found


def relations(data: bytes) -> dict[str, str]:
    """Targets by identifier of a ``.rels`` part."""
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    parse(data, start)
    return found


def shared_strings(data: bytes) -> list[str]:
    """Texts of ``xl/sharedStrings.xml``; phonetic readings are left out."""
    found: list[str] = []
    parts: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(name: str, _attributes: Attributes) -> None:
        if name == "si":
            parts.clear()
        elif name in ("rPh", "t"):
            state["phonetic" if name == "rPh" else "text"] = True

    def end(name: str) -> None:
        if name == "si":
            found.append(_unescaped("".join(parts)))
        elif name in ("rPh", "t"):
            state["phonetic" if name == "rPh" else "text"] = False

    def text(data: str) -> None:
        if state["text"] and not state["phonetic"]:
            parts.append(data)

    parse(data, start, end, text)
    return found


def cell_formats(data: bytes) -> list[Format]:
    """Format of each cell style of ``xl/styles.xml``, in order."""
    codes: dict[int, str] = {}
    found: list[Format] = []
    inside = {"cellXfs": False}

    def start(name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside["cellXfs"] = True
        elif name == "xf" and inside["cellXfs"]:
            found.append(_format(int(attributes.get("numFmtId", 0)), codes))

    def end(name: str) -> None:
        if name == "cellXfs":
            inside["cellXfs"] = False

    parse(data, start, end)
    return found


_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def _format(identifier: int, codes: Mapping[int, str]) -> Format:
    code = _NOT_A_FORMAT.sub("", codes.get(identifier, ""))
    if identifier in (9, 10) or "%" in code:
        return Format.PERCENT
    is_date = identifier in _DATES or (code.lower() != "general" and re.search("[ymdhs]", code, re.IGNORECASE))
    return Format.DATE if is_date else Format.PLAIN


def read_sheet(data: bytes, shared: Sequence[str], formats: Sequence[Format], bounds: Bounds = DEFAULT) -> Sheet:
    """Cells that hold something, merged ranges and hidden rows of one sheet.

    Raises:
        FileRefused: more rows, columns or cells than allowed.
    """
    reader = _SheetReader(shared, formats, bounds)
    parse(data, reader.start, reader.end, reader.text)
    return reader.sheet


class _SheetReader:
    """State of one pass over a sheet."""

    def __init__(self, shared: Sequence[str], formats: Sequence[Format], bounds: Bounds) -> None:
        self.sheet = Sheet()
        self._shared, self._formats, self._bounds = shared, formats, bounds
        self._row = self._column = -1
        self._type, self._style, self._formula, self._taking = "n", 0, False, False
        self._parts: list[str] = []
        self._count = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self._row)
        elif name in ("v", "t"):
            self._taking = True
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "c":
            self._end_cell()

    def text(self, data: str) -> None:
        if self._taking:
            self._parts.append(data)

    def _start_cell(self, attributes: Attributes) -> None:
        place = _position(attributes.get("r", ""))
        self._row, self._column = place if place else (max(self._row, 0), self._column + 1)
        self._type, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self._formula = False
        self._parts = []

    def _end_cell(self) -> None:
        raw = "".join(self._parts)
        if not raw and not self._formula:
            return
        self._count += 1
        if self._row > self._bounds.max_rows or self._count > MAX_CELLS:
            raise FileRefused(f"Une feuille compte plus de {self._bounds.max_rows} lignes : partagez le fichier.")
        if self._column >= self._bounds.max_columns:
            raise FileRefused(f"Une feuille compte plus de {self._bounds.max_columns} colonnes.")
        cell = self._cell(raw)
        if not cell.is_blank:
            self.sheet.cells.setdefault(self._row, {})[self._column] = cell

    def _cell(self, raw: str) -> Cell:
        if self._formula:
            return Cell(raw, trouble="La cellule contient une formule : collez sa valeur (collage spécial, valeurs).")
        if self._type == "s":
            index = int(raw) if raw.isdigit() else -1
            return _text(self._shared[index]) if 0 <= index < len(self._shared) else Cell(raw, trouble=_UNREADABLE)
        if self._type in ("inlineStr", "str"):
            return _text(_unescaped(raw))
        if self._type == "b":
            return Cell("VRAI" if raw == "1" else "FAUX", trouble="VRAI ou FAUX n'est pas une valeur.")
        if self._type == "e":
            return Cell(raw, trouble=f"La cellule contient une erreur du tableur ({raw}).")
        if self._type == "d":
            return Cell(raw, trouble=f"La cellule contient une date ({raw[:10]}).", is_date=True)
        shown = self._formats[self._style] if self._style < len(self._formats) else Format.PLAIN
        return _number(raw, shown)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = _position(first), _position(last or first)
        if top and bottom:
            self.sheet.merged.append((*top, *bottom))


_UNREADABLE = "La cellule n'est pas lisible."
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _position(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of « B12 »."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _text(text: str) -> Cell:
    if len(text) > MAX_TEXT:
        return Cell(text[:40], trouble=f"Le texte dépasse {MAX_TEXT} caractères.")
    return Cell(text)


def _number(raw: str, shown: Format) -> Cell:
    try:
        number = float(raw)
    except ValueError:
        return Cell(raw, trouble=_UNREADABLE)
    if not isfinite(number):
        return Cell(raw, trouble="Une valeur doit être un nombre fini.")
    if shown is Format.DATE:
        return Cell(_day(number), trouble=f"La cellule contient une date ({_day(number)}).", is_date=True)
    exact = decimal_of(number)
    if exact is None:
        return Cell(raw, trouble=f"Ce nombre a plus de {SHOWN_DIGITS} chiffres : le tableur n'en garde pas davantage.")
    return Cell(french(exact), exact, is_percent=shown is Format.PERCENT)


def decimal_of(number: float) -> Decimal | None:
    """The number that the spreadsheet shows; None when it has more digits than a spreadsheet can hold."""
    if abs(number) >= 10**SHOWN_DIGITS or 0 < abs(number) < 1e-15:
        return None
    exact = Decimal(repr(number))
    if len(exact.normalize().as_tuple().digits) > SHOWN_DIGITS:
        exact = Decimal(f"{number:.{SHOWN_DIGITS}g}")
    exact = exact.normalize()
    return Decimal(format(exact, "f")) if exact else Decimal(0)


def _day(serial: float) -> str:
    if not 60 < serial < 2_958_466:
        return "date ou heure"
    day = date(1899, 12, 30) + timedelta(days=int(serial))
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
