"""Rows to CSV, JSON or a workbook. Cells that a spreadsheet would run as a formula are made harmless."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

Row = dict[str, object]

# A cell that begins with one of these would be computed by a spreadsheet (CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """Text that begins like a formula gets an apostrophe before it; numbers are left as they are."""
    return (
        f"'{value}"
        if isinstance(value, str)
        and value.startswith(FORMULA_STARTS)
        and not value.lstrip("+-").replace(".", "", 1).isdigit()
        else value
    )


def to_csv(rows: Sequence[Row]) -> str:
    """Machine CSV: RFC 4180, comma, decimal point, no BOM."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _plain(harmless(value)) for name, value in row.items()} for row in rows)
    return text.getvalue()


def to_spreadsheet_csv(rows: Sequence[Row]) -> str:
    """CSV for a French spreadsheet: BOM, semicolon, decimal comma."""
    text = io.StringIO()
    text.write("\ufeff")
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _with_comma(harmless(value)) for name, value in row.items()} for row in rows)
    return text.getvalue()


def to_json(rows: Sequence[Row]) -> str:
    """JSON list of objects; decimals as text, so that no reader turns them into floats unasked."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1, default=_plain)


def to_workbook(sheets: dict[str, Sequence[Row]]) -> bytes:
    """A workbook with one sheet for each table; numbers are numbers, headers are frozen and filtered."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    header = workbook.add_format({"bold": True, "bg_color": "#e8efee", "border": 1, "border_color": "#c9d2d0"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        names = list(rows[0]) if rows else ["Aucune ligne"]
        sheet.write_row(0, 0, names, header)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row.values()):
                if isinstance(value, Decimal):
                    sheet.write_number(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(names) - 1)
        sheet.autofit(400)
    workbook.close()
    return buffer.getvalue()


def _plain(value: object) -> object:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else value


def _with_comma(value: object) -> object:
    return str(_plain(value)).replace(".", ",") if isinstance(value, Decimal) else _plain(value)
