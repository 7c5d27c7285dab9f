"""The entry grid: one row per cell to fill, one text column to type in, and what was understood beside it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from indicators.domain.periods import Period
from indicators.domain.values.cell_states import COMMENTED, in_words, typed_state
from indicators.domain.values.cells import CellKey, CellOutcome
from indicators.domain.values.due_periods import years_before
from indicators.reading.values.entry import FORMER_YEARS, GridRow
from indicators.ui.entry import acts
from indicators.ui.entry.sheet import VALUE, EntryGrid, EntryLine, GridEditor
from indicators.ui.kit import links
from indicators.ui.kit.cell_text import cell_text, echo_of, last_words, target_words, value_words

if TYPE_CHECKING:
    import pandas as pd

_ROW, _MOST_ROWS = 33, 16
_LINK = "Fiche"


def grid(sheet: EntryGrid, editor: GridEditor, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """Draw the editor. Rows stay fixed during typing; only the columns beside change."""
    frame = _frame(sheet, editor, outcomes)
    st.data_editor(
        frame,
        key=editor.widget,
        num_rows="fixed",
        hide_index=True,
        disabled=[name for name in frame.columns if name != VALUE],
        column_config=_columns(sheet),
        on_change=acts.changed,
        height="content" if len(editor.lines) <= _MOST_ROWS else _ROW * (_MOST_ROWS + 1),
        placeholder="",
        alt=f"Valeurs à saisir : {len(editor.lines)} lignes",
    )


def state_words(sheet: EntryGrid, line: EntryLine, outcome: CellOutcome | None) -> str:
    """Sign and label of a cell's state: that of the text being typed if any, else the stored one."""
    if outcome is None:
        return in_words(line.cell.state)
    return in_words(typed_state(outcome.kind))


def next_target(row: GridRow, day: date) -> str:
    """The first target not yet due at ``day``, else the last one, as text."""
    targets = sorted(row.targets.values(), key=lambda target: target.date)
    coming = next((target for target in targets if target.date >= day), targets[-1] if targets else None)
    return target_words(coming)


def _frame(sheet: EntryGrid, editor: GridEditor, outcomes: Mapping[CellKey, CellOutcome]) -> "pd.DataFrame":
    import pandas as pd  # half a second, that the other screens need not pay

    if not editor.fixed:
        editor.fixed = _fixed(sheet, editor)
    columns = {
        **editor.fixed,
        VALUE: list(editor.texts),
        "État": [state_words(sheet, line, outcomes.get(line.key)) for line in editor.lines],
        "Compris": [_echo(sheet, line, outcomes.get(line.key)) for line in editor.lines],
        _LINK: [form_address(sheet, line) for line in editor.lines],
    }
    return pd.DataFrame(columns, index=[str(line.key) for line in editor.lines], dtype="str")


def _fixed(sheet: EntryGrid, editor: GridEditor) -> dict[str, list[str]]:
    """The read-only columns to the left of the input, computed once per editor."""
    columns: dict[str, list[str]] = {
        "Indicateur": [line.row.label for line in editor.lines],
        "Aire": [line.row.area for line in editor.lines],
    }
    if len({line.cell.period for line in editor.lines}) > 1:
        columns["Période"] = [Period.parse(line.cell.period).label for line in editor.lines]
    columns["Unité"] = [line.row.unit.symbol or line.row.unit.label for line in editor.lines]
    columns["Dernière"] = [last_words(line.row.last) for line in editor.lines]
    columns["Cible"] = [next_target(line.row, Period.parse(line.cell.period).end) for line in editor.lines]
    for years in range(FORMER_YEARS, 0, -1):
        columns[_year(sheet, years)] = [_before(line, years) for line in editor.lines]
    return columns


def form_address(sheet: EntryGrid, line: EntryLine) -> str:
    """Address of the form of one value, within the same list."""
    key = line.key
    listed = {"campagne": sheet.scope.campaign} if sheet.scope.campaign else {"annee": sheet.scope.period}
    return links.address("valeur", serie=key.series, periode=key.period, **listed)


def _echo(sheet: EntryGrid, line: EntryLine, outcome: CellOutcome | None) -> str:
    """How the content of a cell is understood, with its unit, and a mark if it has a comment."""
    cell_input = sheet.typed.get(line.key)
    if cell_input is not None:
        text, comment = echo_of(cell_input, outcome, line.row.unit, line.row.decimals), cell_input.comment
    else:
        text = "" if line.cell.value is None else value_words(line.cell.value, line.row.unit)
        comment = "" if line.cell.value is None else line.cell.value.comment
    return f"{text} · {COMMENTED}" if comment else text


def _year(sheet: EntryGrid, years: int) -> str:
    return str(Period.parse(sheet.scope.period).end.year - years)


def _before(line: EntryLine, years: int) -> str:
    period = years_before(Period.parse(line.cell.period), years).code
    return cell_text(line.row.cells[period].value) if period in line.row.cells else ""


def _columns(sheet: EntryGrid) -> dict[str, Any]:
    period_label = Period.parse(sheet.scope.period).label
    text = st.column_config.TextColumn
    years = {_year(sheet, years_back): text(width=50, alignment="right") for years_back in range(1, FORMER_YEARS + 1)}
    return {
        "Indicateur": text(width=264),
        "Aire": text(width=62),
        "Période": text(width=66),
        "Unité": text(width=64),
        "Dernière": text(width=94, alignment="right"),
        "Cible": text(width=104, alignment="right"),
        **years,
        VALUE: text(
            f"{VALUE} {period_label}",
            width=104,
            alignment="right",
            help="Tapez ou collez : 1 380,5 · 12 % · n.d. si la valeur manque · 12,5 p si elle est provisoire",
        ),
        "État": text(width=112),
        "Compris": text(width=122),
        _LINK: st.column_config.LinkColumn(_LINK, display_text="Ouvrir", width=54),
    }
