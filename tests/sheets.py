"""Reading workbooks back with nothing but the standard library, as another program would."""

import io
import re
import zipfile
from xml.etree import ElementTree

Cell = str | float | None

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_workbook(content: bytes) -> dict[str, list[list[Cell]]]:
    """Sheets by name, rows of cells: numbers are floats, texts are texts, nothing is None. Refuses formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _shared(archive)
        names = [str(one.get("name")) for one in _xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
        return {
            name: _rows(_xml(archive, f"xl/worksheets/sheet{number}.xml"), shared)
            for number, name in enumerate(names, 1)
        }


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    items = _xml(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")
    return ["".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in items]


def _rows(sheet: ElementTree.Element, shared: list[str]) -> list[list[Cell]]:
    assert not list(sheet.iter(f"{_MAIN}f")), "a cell is a formula"
    rows = [{_column(cell): _value(cell, shared) for cell in row} for row in sheet.iter(f"{_MAIN}row")]
    width = max((place for row in rows for place in row), default=0)
    return [[row.get(place) for place in range(1, width + 1)] for row in rows]


def _column(cell: ElementTree.Element) -> int:
    letters = re.sub(r"\d", "", str(cell.get("r")))
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _value(cell: ElementTree.Element, shared: list[str]) -> Cell:
    value = cell.find(f"{_MAIN}v")
    if value is None or value.text is None:
        return None
    return shared[int(value.text)] if cell.get("t") == "s" else float(value.text)
