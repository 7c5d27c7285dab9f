"""What one does on « Ma saisie »: each callback keeps, answers, saves or submits, and says what became of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from db.errors import StoreError
from db.vocabulary import EntryMethod, ObsStatus, ValueState
from indicators.domain.formatting import count_of
from indicators.domain.rights import Action
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.services.refusals import Refused
from indicators.services.values import saving, steps
from indicators.ui import store
from indicators.ui.entry import sheet as entry_sheet
from indicators.ui.entry.sheet import VALUE, Line, Sheet, Shown
from indicators.ui.kit.notices import Tone, tell
from indicators.ui.who import current_person

_FORGED = "Une modification portait sur une case qui n’est pas ouverte à la saisie : elle n’a pas été prise en compte."
_DONE = (Kind.SAVED, Kind.WARNED, Kind.UNCHANGED)


def changed() -> None:
    """Cells were typed or pasted: translate positions to cells at once, and keep what was typed.

    The editor that the last one replaced may still have something to say: it was typed in while a save was under way.
    """
    sheet: Sheet | None = st.session_state.get(entry_sheet.KEY)
    if sheet is None or sheet.scope.email != current_person().email:
        return
    if sheet.former is not None and sheet.former.widget in st.session_state and _read(sheet, sheet.former):
        sheet.shown = None  # drawn anew, with what was just typed
    if sheet.shown is None:
        return
    if sheet.shown.widget in st.session_state:
        _read(sheet, sheet.shown)
    elif entry_sheet.left(sheet):
        sheet.is_stale = True


def _read(sheet: Sheet, shown: Shown) -> bool:
    """Take what is new in an editor; whether there was something."""
    edits, is_forged = _edits(st.session_state[shown.widget], len(shown.lines))
    before, known = shown.seen, sheet.by_key
    # An editor that is gone takes nothing back.
    places = edits.keys() | before.keys() if shown is sheet.shown else edits.keys()
    texts = {
        shown.lines[place].key: edits.get(place, shown.texts[place])
        for place in places
        if edits.get(place) != before.get(place) and shown.lines[place].key in known
    }
    shown.seen = edits
    if texts:
        sheet.pasted = len(texts) if len(texts) > 1 else 0
        _tell_unkept(entry_sheet.type_in(sheet, current_person(), texts))
    if is_forged:
        tell(Tone.REFUSED, _FORGED)
        sheet.shown = None  # another editor: this one would stumble over such a state at every run
    return bool(texts)


def _edits(state: Any, count: int) -> tuple[dict[int, str], bool]:
    """Texts by position, as the browser says them; whether it said something about what it may not touch."""
    found: dict[int, str] = {}
    is_forged = False
    for place, columns in dict((state or {}).get("edited_rows") or {}).items():
        if not isinstance(place, int) or not 0 <= place < count or not isinstance(columns, dict):
            is_forged = True
            continue
        is_forged |= bool(columns.keys() - {VALUE})
        if VALUE in columns:
            found[place] = "" if columns[VALUE] is None else str(columns[VALUE])
    return found, is_forged


def choose(key: CellKey, value: Decimal) -> None:
    """Which number an ambiguous text means."""
    _answer(key, chosen=value)


def give_reason(key: CellKey, widget: str) -> None:
    """Why there is no value."""
    said = st.session_state.get(widget)
    if said in list(ObsStatus):
        _answer(key, absence=ObsStatus(said))


def explain(key: CellKey, widget: str) -> None:
    """The explanation of what is unusual."""
    _answer(key, comment=str(st.session_state.get(widget) or ""))


def explain_all(keys: Sequence[CellKey], widget: str) -> None:
    """The same explanation for several cells."""
    said = str(st.session_state.get(widget) or "")
    _tell_unkept(entry_sheet.answer(entry_sheet.held(), current_person(), keys, comment=said))


def keep_mine(key: CellKey, version_no: int) -> None:
    """Keep one's own value, having seen the other."""
    _answer(key, base_version_no=version_no)


def give_up(key: CellKey) -> None:
    """Leave the cell as it is stored."""
    _tell_unkept(entry_sheet.give_up(entry_sheet.held(), current_person(), key))


def _answer(key: CellKey, **said: Any) -> None:
    _tell_unkept(entry_sheet.answer(entry_sheet.held(), current_person(), [key], **said))


def _tell_unkept(reason: str) -> None:
    if reason:
        tell(
            Tone.REFUSED, f"{reason} Ce que vous avez tapé reste affiché ici, mais ne survivrait pas à un rechargement."
        )


def save() -> None:
    """Save every cell that is being typed; a second click says the same again and saves nothing."""
    sheet = entry_sheet.held()
    if not sheet.typed:
        _say(sheet, *(sheet.report or (Tone.ATTENTION, "Rien à enregistrer : aucune case n’est en attente.")))
        return
    try:
        found = saving.save_cells(
            store.engine(), current_person(), list(sheet.typed.values()), EntryMethod.GRID, today=store.today()
        )
    except (Refused, StoreError) as error:
        tell(Tone.REFUSED, f"{error} Rien n’a été enregistré ; vos saisies sont toujours là.")
        return
    _tell_unkept(entry_sheet.settle(sheet, current_person(), [one.key for one in found if one.kind in _DONE]))
    _say(sheet, *_of_saving(found))


def _of_saving(found: Sequence[CellOutcome]) -> tuple[Tone, str]:
    kinds = Counter(one.kind for one in found)
    saved, left = kinds[Kind.SAVED] + kinds[Kind.WARNED], sum(one.kind not in _DONE for one in found)
    said = [f"{count_of(saved, 'case enregistrée', 'cases enregistrées')}."] if saved else []
    if kinds[Kind.UNCHANGED]:
        said.append(f"{count_of(kinds[Kind.UNCHANGED], 'case était', 'cases étaient')} déjà à jour.")
    if left:
        said.append(f"{count_of(left, 'case attend', 'cases attendent')} votre réponse, plus bas : rien n’y est perdu.")
    return (Tone.ATTENTION if left else Tone.DONE), " ".join(said)


def _say(sheet: Sheet, tone: Tone, text: str) -> None:
    """Tell it, and remember it: the second click of a double click repeats it rather than wiping it out."""
    sheet.report = (tone, text)
    tell(tone, text)


def to_submit(sheet: Sheet) -> list[Line]:
    """Lines whose saved value can be sent to be validated; what is still being typed there must be saved first."""
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
    """Show what would be submitted, before anything is."""
    entry_sheet.held().asks_to_submit = True


def not_now() -> None:
    """Leave it."""
    entry_sheet.held().asks_to_submit = False


def submit(note_widget: str) -> None:
    """Send every saved value to be validated, with the answer to the notes of those that were returned."""
    sheet = entry_sheet.held()
    lines = to_submit(sheet)
    sheet.asks_to_submit = False
    if not lines:
        _say(sheet, *(sheet.report or (Tone.ATTENTION, "Aucune valeur enregistrée n’est à soumettre.")))
        return
    note = str(st.session_state.get(note_widget) or "")

    def sent() -> tuple[CellOutcome, ...]:
        seen = {line.key: line.cell.version_no for line in lines}
        return steps.step(
            store.engine(), current_person(), Action.SUBMIT, list(seen), note, seen=seen, today=store.today()
        )

    _try(sheet, sent, lambda found: _of_submitting(found, sheet))


def _try(sheet: Sheet, act: Callable[[], Sequence[CellOutcome]], told: Callable[[Sequence[CellOutcome]], None]) -> None:
    try:
        found = act()
    except (Refused, StoreError) as error:
        tell(Tone.REFUSED, f"{error} Rien n’a été soumis.")
        sheet.asks_to_submit = True
        return
    sheet.is_stale = True
    told(found)


def _of_submitting(found: Sequence[CellOutcome], sheet: Sheet) -> None:
    sent = sum(one.is_written for one in found)
    if sent:
        _say(sheet, Tone.DONE, f"{count_of(sent, 'valeur soumise', 'valeurs soumises')} pour validation.")
    by_key = sheet.by_key
    for one in found:
        if not one.is_written:
            tell(Tone.REFUSED, f"{by_key[one.key].title} : {one.message}")
