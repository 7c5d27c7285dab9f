"""A workbook to fill: one row for each value, what is due unlocked, lists in French, a version token on each row.

Values are typed in cells of text format: a spreadsheet then keeps « 12,5 % » and « 1.234 » as typed, where it would
otherwise turn them into 0.125 and into whatever its language says. Every text is written as a text: none can run.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain import quality, wording
from indicators.domain.formatting import date_fr
from indicators.domain.values.cells import CellKey
from indicators.domain.values.typed_numbers import ABSENCE_CHOICES, FLAG_LETTERS
from indicators.exchange.rows import TableCell, french
from indicators.exchange.sheets import decimal_of
from indicators.exchange.table_rows import token
from indicators.exchange.workbook_in import LISTS_SHEET, NOTES_SHEET

VALUES_SHEET = "Saisie"

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("serie", "Série", 15),
    ("indicateur", "Indicateur", 10),
    ("libelle", "Libellé", 44),
    ("perimetre", "Périmètre", 10),
    ("dimension", "Ventilation", 11),
    ("modalite", "Modalité", 11),
    ("libelle_modalite", "Libellé de la modalité", 20),
    ("periode", "Période", 9),
    ("unite", "Unité", 11),
    ("derniere", "Dernière valeur", 20),
    ("cibles", "Cibles", 26),
    ("valeur", "Valeur", 14),
    ("statut", "Statut", 20),
    ("absence", "Motif d'absence", 24),
    ("numerateur", "Numérateur", 11),
    ("denominateur", "Dénominateur", 12),
    ("conf", "Confidentialité", 16),
    ("source", "Source", 24),
    ("source_url", "Lien", 20),
    ("commentaire", "Commentaire", 36),
    ("motif", "Motif de correction", 24),
    ("etat", "État", 30),
    ("campagne", "Campagne", 24),
    ("jeton", "Jeton", 4),
)
"""Field, header and width of each column."""

_TYPED = frozenset(
    {
        "valeur",
        "statut",
        "absence",
        "numerateur",
        "denominateur",
        "conf",
        "source",
        "source_url",
        "commentaire",
        "motif",
    }
)
_PLACE = {name: index for index, (name, _, _) in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One row to fill. ``state`` says in French where the value stands, or why the row is locked.

    ``last``, ``targets`` and ``campaign`` are there to be read beside the value: nothing of them is read back.
    """

    key: CellKey
    indicator: str
    label: str
    perimeter: str
    unit: str
    item_label: str = ""
    last: str = ""
    targets: str = ""
    campaign: str = ""
    is_due: bool = True
    state: str = ""
    version_no: int = 0
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    flags: frozenset[ObsStatus] = frozenset()
    conf: ConfStatus = ConfStatus.FREE
    source: str = ""
    source_url: str = ""
    comment: str = ""


def build(lines: Sequence[TemplateRow], made_for: str, made_on: date) -> bytes:
    """The workbook: values, lists, notes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Valeurs à saisir"})
    formats = _formats(book)
    sheet = book.add_worksheet(VALUES_SHEET)
    lists = _write_lists(book.add_worksheet(LISTS_SHEET), formats)
    _write_notes(book.add_worksheet(NOTES_SHEET), formats, made_for, made_on)
    _write_header(sheet, formats)
    for row, line in enumerate(lines, 1):
        _write_line(sheet, row, line, formats)
    _guard(sheet, lists, len(lines))
    book.close()
    return buffer.getvalue()


def typed_cells(line: TemplateRow) -> dict[str, TableCell]:
    """What the editable cells of a row hold when it is delivered."""
    present = line.version_no > 0
    absent = next((flag for flag in line.flags if flag in quality.MISSING), None)
    flags = [quality.LABELS[flag] for flag in quality.by_precedence(line.flags - quality.MISSING)]
    texts = {
        "statut": ", ".join(flags),
        "absence": quality.LABELS[absent] if absent else "",
        "conf": wording.label(line.conf) if present and line.conf is not ConfStatus.FREE else "",
        "source": line.source,
        "source_url": line.source_url,
        "commentaire": line.comment,
    }
    numbers = {"valeur": line.value, "numerateur": line.numerator, "denominateur": line.denominator}
    return {name: _number(value) for name, value in numbers.items()} | {
        name: TableCell(text) for name, text in texts.items()
    }


def _number(value: Decimal | None) -> TableCell:
    """A number as a number where a spreadsheet can hold it, else as text."""
    if value is None:
        return TableCell()
    is_exact = decimal_of(float(value)) == value
    return TableCell(french(value), value if is_exact else None)


def _formats(book: Any) -> Mapping[str, object]:
    locked = {"bg_color": "#f3f5f5", "font_color": "#4a5457", "border": 1, "border_color": "#c9d2d0"}
    free = {"locked": False, "num_format": "@", "border": 1, "border_color": "#7a8a88", "bg_color": "#ffffff"}
    return {
        "header": book.add_format(
            {"bold": True, "bg_color": "#e8efee", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "locked": book.add_format(locked | {"num_format": "@"}),
        "free": book.add_format(free),
        "number": book.add_format(free | {"align": "right"}),
        "locked_number": book.add_format(locked | {"align": "right", "num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_header(sheet: Any, formats: Mapping[str, object]) -> None:
    for index, (_, title, width) in enumerate(COLUMNS):
        sheet.write_string(0, index, title, formats["header"])
        sheet.set_column(index, index, width, None, {"hidden": title == "Jeton"})


def _write_line(sheet: Any, row: int, line: TemplateRow, formats: Mapping[str, object]) -> None:
    typed = typed_cells(line)
    fixed = {
        "serie": line.key.series,
        "indicateur": line.indicator,
        "libelle": line.label,
        "perimetre": line.perimeter,
        "dimension": line.key.breakdown,
        "modalite": line.key.item,
        "libelle_modalite": line.item_label,
        "periode": line.key.period,
        "unite": line.unit,
        "derniere": line.last,
        "cibles": line.targets,
        "etat": line.state,
        "campagne": line.campaign,
        "jeton": token(line.key, line.version_no, typed),
    }
    for name, _, _ in COLUMNS:
        is_free = name in _TYPED and line.is_due
        is_number = name in ("valeur", "numerateur", "denominateur")
        style = formats[
            ("number" if is_number else "free") if is_free else ("locked_number" if is_number else "locked")
        ]
        _write_cell(sheet, row, _PLACE[name], typed.get(name, TableCell(fixed.get(name, ""))), style)


def _write_cell(sheet: Any, row: int, column: int, cell: TableCell, style: Any) -> None:
    if cell.exact is not None:
        sheet.write_number(row, column, float(cell.exact), style)
    elif cell.text:
        sheet.write_string(row, column, cell.text, style)
    else:
        sheet.write_blank(row, column, None, style)


def _write_lists(sheet: Any, formats: Mapping[str, object]) -> dict[str, str]:
    """Lists of words, and where each stands for the cells that use it."""
    flags = sorted({*FLAG_LETTERS.values(), ObsStatus.INCLUDES_ANOTHER}, key=quality.PRECEDENCE.index)
    lists = {
        "statut": [quality.NORMAL_LABEL, *(quality.LABELS[flag] for flag in flags)],
        "absence": [quality.LABELS[flag] for flag in ABSENCE_CHOICES],
        "conf": [wording.label(status) for status in ConfStatus],
    }
    ranges = {}
    for column, (name, words) in enumerate(lists.items()):
        title = next(title for field, title, _ in COLUMNS if field == name)
        sheet.write_string(0, column, title, formats["header"])
        for row, word in enumerate(words, 1):
            sheet.write_string(row, column, word)
        letter = "ABC"[column]
        ranges[name] = f"={LISTS_SHEET}!${letter}$2:${letter}${len(words) + 1}"
    sheet.set_column(0, 2, 44)
    sheet.protect()
    return ranges


_NOTES = (
    "Remplissez les cellules blanches de la feuille « Saisie », puis déposez ce classeur dans le tableau de bord :"
    " rien n'est enregistré avant que vous ayez vu et confirmé ce qui va changer.",
    "Une ligne par valeur. Les lignes grises sont verrouillées ; la colonne « État » dit pourquoi.",
    "Nombres : 1380,5 ou 1 380,5, dans l'unité de la ligne. « 1.234 » peut se lire de deux façons : il vous sera demandé"
    " laquelle. Un pourcentage s'écrit 12,5 ou 12,5 %, jamais 0,125.",
    "Une case vide n'est pas un zéro. Si la valeur manque, laissez « Valeur » vide et choisissez un motif d'absence.",
    "Corriger une valeur publiée demande un motif (dernière colonne).",
    "N'écrivez pas de formule et ne fusionnez pas de cellules : collez les valeurs seules. Ne copiez pas une ligne"
    " entière sur une autre : chaque ligne porte un jeton qui lui est propre.",
    "Si quelqu'un d'autre enregistre une de ces valeurs entre-temps, les deux vous seront montrées.",
)


def _write_notes(sheet: Any, formats: Mapping[str, object], made_for: str, made_on: date) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, f"Valeurs à saisir — {made_for}, le {date_fr(made_on)}", formats["header"])
    for row, note in enumerate(_NOTES, 2):
        sheet.write_string(row, 0, note, formats["wrap"])
    sheet.protect()


def _guard(sheet: Any, lists: Mapping[str, str], count: int) -> None:
    """Locks, lists and comfort. Nothing secret: the sheet has no password, the server checks everything again."""
    sheet.freeze_panes(1, _PLACE["indicateur"])
    if count:
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
        for name, source in lists.items():
            sheet.data_validation(1, _PLACE[name], count, _PLACE[name], _choice(source))
        first, last = _PLACE["valeur"], _PLACE["denominateur"]
        sheet.ignore_errors({"number_stored_as_text": f"{chr(65 + first)}2:{chr(65 + last)}{count + 1}"})
    sheet.protect("", {"autofilter": True, "sort": False, "format_columns": True, "format_rows": True})


def _choice(source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "Mot inconnu",
        "error_message": "Choisissez un mot de la liste.",
        "error_type": "warning",
    }
