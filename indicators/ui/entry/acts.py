"""Actions of « Ma saisie »: callbacks that keep drafts, answer questions, save or submit, and report the result."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from db.vocabulary import EntryMethod, ObsStatus, ValueState
from indicators.domain.formatting import count_of
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.services.values import saving, steps
from indicators.ui import store
from indicators.ui.entry import sheet as entry_sheet
from indicators.ui.entry.sheet import VALUE, EntryGrid, EntryLine, GridEditor
from indicators.ui.kit.act import ActAnswer, last
from indicators.ui.kit.notices import Notice, Tone, tell
from indicators.ui.who import current_person

_FORGED = "Une modification portait sur une case qui n’est pas ouverte à la saisie : elle n’a pas été prise en compte."
_DONE = (Kind.SAVED, Kind.WARNED, Kind.UNCHANGED)


def changed() -> None:
    """Keep as drafts the cells that were typed or pasted, translating row positions to cells.

    The previous editor is read too: it may hold text typed while a save was in progress.
    """
    sheet: EntryGrid | None = st.session_state.get(entry_sheet.KEY)
    if sheet is None or sheet.scope.email != current_person().email:
        return
    if sheet.former is not None and sheet.former.widget in st.session_state and _read(sheet, sheet.former):
        sheet.editor = None  # drawn anew, with what was just typed
    if sheet.editor is None:
        return
    if sheet.editor.widget in st.session_state:
        _read(sheet, sheet.editor)
    elif entry_sheet.editor_is_gone(sheet):
        sheet.is_stale = True


def _read(sheet: EntryGrid, editor: GridEditor) -> bool:
    """Take the new edits of an editor into the grid; return whether there were any."""
    edits, is_forged = _edits(st.session_state[editor.widget], len(editor.lines))
    before, lines_by_key = editor.edits, sheet.by_key
    # An editor that is gone takes nothing back.
    places = edits.keys() | before.keys() if editor is sheet.editor else edits.keys()
    texts = {
        editor.lines[place].key: edits.get(place, editor.texts[place])
        for place in places
        if edits.get(place) != before.get(place) and editor.lines[place].key in lines_by_key
    }
    editor.edits = edits
    if texts:
        sheet.pasted = len(texts) if len(texts) > 1 else 0
        _tell_unkept(entry_sheet.type_in(sheet, current_person(), texts))
    if is_forged:
        tell(Tone.REFUSED, _FORGED)
        sheet.editor = None  # another editor: this one would stumble over such a state at every run
    return bool(texts)


def _edits(state: Any, count: int) -> tuple[dict[int, str], bool]:
    """Edited texts by row position, as sent by the browser, and whether it sent edits to read-only cells."""
    texts: dict[int, str] = {}
    is_forged = False
    for place, columns in dict((state or {}).get("edited_rows") or {}).items():
        if not isinstance(place, int) or not 0 <= place < count or not isinstance(columns, dict):
            is_forged = True
            continue
        is_forged |= bool(columns.keys() - {VALUE})
        if VALUE in columns:
            texts[place] = "" if columns[VALUE] is None else str(columns[VALUE])
    return texts, is_forged


def choose(key: CellKey, value: Decimal) -> None:
    """Answer which number an ambiguous text stands for."""
    _answer(key, chosen=value)


def give_reason(key: CellKey, widget: str) -> None:
    """Answer why there is no value."""
    reason = st.session_state.get(widget)
    if reason in list(ObsStatus):
        _answer(key, absence=ObsStatus(reason))


def explain(key: CellKey, widget: str) -> None:
    """Answer with the explanation of an unusual value."""
    _answer(key, comment=str(st.session_state.get(widget) or ""))


def explain_all(keys: Sequence[CellKey], widget: str) -> None:
    """Answer with the same explanation for several cells."""
    comment = str(st.session_state.get(widget) or "")
    _tell_unkept(entry_sheet.answer(entry_sheet.current_grid(), current_person(), keys, comment=comment))


def keep_mine(key: CellKey, version_no: int) -> None:
    """Resolve a conflict by keeping the typed value over the given stored version."""
    _answer(key, base_version_no=version_no)


def give_up(key: CellKey) -> None:
    """Discard what was typed in a cell."""
    _tell_unkept(entry_sheet.give_up(entry_sheet.current_grid(), current_person(), key))


def _answer(key: CellKey, **changes: Any) -> None:
    _tell_unkept(entry_sheet.answer(entry_sheet.current_grid(), current_person(), [key], **changes))


def _tell_unkept(reason: str) -> None:
    for notice in _unkept(reason):
        tell(*notice)


def _unkept(reason: str) -> tuple[Notice, ...]:
    """Notice about a draft that could not be stored; empty when ``reason`` is empty."""
    stays = "Ce que vous avez tapé reste affiché ici, mais ne survivrait pas à un rechargement."
    return (Notice(Tone.REFUSED, f"{reason} {stays}"),) if reason else ()


def save() -> ActAnswer:
    """Save every cell being typed. A second click repeats the last answer and saves nothing."""
    sheet, me = entry_sheet.current_grid(), current_person()
    if not sheet.typed:
        return last(sheet.form) or _attention("Rien à enregistrer : aucune case n’est en attente.")
    outcomes = saving.save_cells(store.engine(), me, list(sheet.typed.values()), EntryMethod.GRID, today=store.today())
    unkept = entry_sheet.settle(sheet, me, [outcome.key for outcome in outcomes if outcome.kind in _DONE])
    return ActAnswer((*_unkept(unkept), _of_saving(outcomes)))


def _of_saving(outcomes: Sequence[CellOutcome]) -> Notice:
    kinds = Counter(outcome.kind for outcome in outcomes)
    saved, unsaved = kinds[Kind.SAVED] + kinds[Kind.WARNED], sum(outcome.kind not in _DONE for outcome in outcomes)
    sentences = [f"{count_of(saved, 'case enregistrée', 'cases enregistrées')}."] if saved else []
    if kinds[Kind.UNCHANGED]:
        sentences.append(f"{count_of(kinds[Kind.UNCHANGED], 'case était', 'cases étaient')} déjà à jour.")
    if unsaved:
        waiting = count_of(unsaved, "case attend", "cases attendent")
        sentences.append(f"{waiting} votre réponse, plus bas : rien n’y est perdu.")
    return Notice(Tone.ATTENTION if unsaved else Tone.DONE, " ".join(sentences))


def _attention(text: str) -> ActAnswer:
    return ActAnswer((Notice(Tone.ATTENTION, text),))


def to_submit(sheet: EntryGrid) -> list[EntryLine]:
    """Rows whose saved value can be submitted; cells still being typed must be saved first."""
    ready = (ValueState.DRAFT, ValueState.RETURNED)
    return [
        line
        for line in sheet.lines
        if line.cell.editable
        and line.cell.value is not None
        and line.cell.value.state in ready
        and line.key not in sheet.typed
    ]


def ask_to_submit() -> None:
    """Show the list of values to submit, for confirmation."""
    entry_sheet.current_grid().asks_to_submit = True


def not_now() -> None:
    """Cancel the submission."""
    entry_sheet.current_grid().asks_to_submit = False


def submit(note_widget: str) -> ActAnswer:
    """Submit every saved value for validation, with a note answering those that were returned."""
    sheet = entry_sheet.current_grid()
    lines = to_submit(sheet)
    if not lines:
        sheet.asks_to_submit = False
        return last(sheet.form) or _attention("Aucune valeur enregistrée n’est à soumettre.")
    note = str(st.session_state.get(note_widget) or "")
    versions = {line.key: line.cell.version_no for line in lines}
    outcomes = steps.step(
        store.engine(), current_person(), Action.SUBMIT, list(versions), note, seen=versions, today=store.today()
    )
    sheet.asks_to_submit, sheet.is_stale = False, True
    titles = {key: line.title for key, line in sheet.by_key.items()}
    sent = sum(outcome.is_written for outcome in outcomes)
    done = Notice(Tone.DONE, f"{count_of(sent, 'valeur soumise', 'valeurs soumises')} pour validation.")
    return ActAnswer(
        (
            *((done,) if sent else ()),
            *(
                Notice(Tone.REFUSED, f"{titles[outcome.key]} : {outcome.message}")
                for outcome in outcomes
                if not outcome.is_written
            ),
        )
    )
