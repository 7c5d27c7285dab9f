"""Workbooks as people bring them, sound and otherwise, and the few series that they speak of."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from indicators.domain.series import Unit
from indicators.exchange.rows import SeriesCodes
from indicators.exchange.table_rows import Lexicon

COUNT = Unit("nombre", "nombre", "", False)
MONEY = Unit("M€", "millions d'euros", "M€", False)
PERCENT = Unit("PC", "pour cent", "%", True)

LEXICON = Lexicon(
    {
        "ENT-01-A1": SeriesCodes("ENT-01-A1", "ENT-01", "A1", COUNT, 0, {"TAILLE": frozenset({"PME", "GE"})}),
        "ENT-06-A1": SeriesCodes("ENT-06-A1", "ENT-06", "A1", MONEY, 1),
        "FIN-02-A1": SeriesCodes("FIN-02-A1", "FIN-02", "A1", PERCENT, 1),
        "FIN-02-A2": SeriesCodes("FIN-02-A2", "FIN-02", "A2", PERCENT, 1),
    }
)
HEADER = ("serie", "periode", "dimension", "modalite", "valeur", "commentaire")
Touch = Callable[[Any, Any], None]


def book(*rows: Sequence[object], header: Sequence[str] = HEADER, touch: Touch | None = None) -> bytes:
    """A workbook of one sheet; ``touch`` may do anything to the book and its sheet."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet("Valeurs")
    for number, row in enumerate((header, *rows)):
        for column, value in enumerate(row):
            if value is not None:
                (sheet.write_string if isinstance(value, str) else sheet.write)(number, column, value)
    if touch is not None:
        touch(made, sheet)
    made.close()
    return buffer.getvalue()


def edited(content: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """The same archive with some parts changed; a part is named by the end of its path without extension."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            for name, change in changes.items():
                data = change(data) if entry.filename.endswith(f"/{name}.xml") else data
            new.writestr(entry, data)
    return buffer.getvalue()
