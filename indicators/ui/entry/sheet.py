"""Session state of « Ma saisie »: rows that stay in place during typing, and the text typed in them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from db.errors import StoreError
from db.vocabulary import EntryMethod, PerimeterKind, ValueState
from indicators.domain.periods import Period
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome
from indicators.domain.values.typed_details import details_of, retyped, with_details
from indicators.reading.values import entry as stored
from indicators.reading.values.entry import GridCell, GridRow
from indicators.services.refusals import Refused
from indicators.services.values import drafts, saving
from indicators.ui import store
from indicators.ui.kit.cell_text import cell_text, flags_without_letter

KEY = "entry_sheet"
VALUE = "Valeur"
_FILLED = (ValueState.DRAFT, ValueState.SUBMITTED, ValueState.VALIDATED, ValueState.PUBLISHED)
_SENT = _FILLED[1:]


@dataclass(frozen=True, slots=True)
class EntryScope:
    """Whose list, for which campaign (empty: none) and which period."""

    email: str
    period: str
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One cell to fill, with its row of the grid."""

    row: GridRow
    cell: GridCell

    @property
    def key(self) -> CellKey:
        """Key of the cell."""
        return self.cell.key

    @property
    def title(self) -> str:
        """Label of the cell: « Chiffre d'affaires – Biothérapies, 2024 »."""
        return f"{self.row.label} – {self.row.area}, {Period.parse(self.cell.period).label}"

    @property
    def is_filled(self) -> bool:
        """Whether it has a saved value or absence reason."""
        return self.cell.value is not None and self.cell.value.state in _FILLED

    @property
    def is_sent(self) -> bool:
        """Whether its value was submitted, or is further along."""
        return self.cell.value is not None and self.cell.value.state in _SENT


@dataclass
class GridEditor:
    """The editor on screen: its rows and their initial texts by position, and the edits made since."""

    filters: Mapping[str, str]
    number: int
    lines: tuple[EntryLine, ...]
    texts: tuple[str, ...]
    edits: dict[int, str] = field(default_factory=dict)
    fixed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def widget(self) -> str:
        """Widget key of the editor: a new key starts without edits."""
        return f"entry_grid_{self.number}"


@dataclass
class EntryGrid:
    """A list being filled. ``typed``: not saved yet; ``unkept``: could not be stored as a draft."""

    scope: EntryScope
    number: int
    lines: tuple[EntryLine, ...]
    typed: dict[CellKey, CellInput]
    unkept: set[CellKey] = field(default_factory=set)
    editor: GridEditor | None = None
    former: GridEditor | None = None
    judged: dict[CellKey, tuple[CellInput, CellOutcome]] = field(default_factory=dict)
    judged_at: int = -1
    pasted: int = 0
    is_stale: bool = False
    asks_to_submit: bool = False

    @property
    def form(self) -> str:
        """Name of the form of its save and submit actions, specific to one list of one person."""
        return f"entry:{self.scope.email}:{self.scope.campaign}:{self.scope.period}"

    @property
    def by_key(self) -> dict[CellKey, EntryLine]:
        """Lines by cell."""
        return {line.key: line for line in self.lines}


def present(person: Person, period: str, campaign: str) -> EntryGrid:
    """The sheet of this session, read from the store again for another list or after a save."""
    scope = EntryScope(person.email, period, campaign)
    before: EntryGrid | None = st.session_state.get(KEY)
    same = before if before is not None and before.scope == scope else None
    if same and not same.is_stale and (same.typed or same.judged_at in (-1, store.present().data_version)):
        return same
    sheet = _read(person, scope, before.number + 1 if before else 1)
    if same:
        sheet.former = same.editor
        sheet.unkept = same.unkept & same.typed.keys() & sheet.by_key.keys()
        sheet.typed |= {key: same.typed[key] for key in sheet.unkept}
    st.session_state[KEY] = sheet
    return sheet


def current_grid() -> EntryGrid:
    """The sheet drawn by the last run, for callbacks."""
    sheet: EntryGrid = st.session_state[KEY]
    return sheet


def _read(person: Person, scope: EntryScope, number: int) -> EntryGrid:
    sheet = stored.sheet(store.engine(), person, scope.period, store.today(), scope.campaign or None)
    lines = tuple(EntryLine(row, row.cells[period]) for row, due in sheet for period in due)
    typed = {
        line.key: with_details(line.key, line.cell.draft, line.cell.draft_base, line.cell.draft_details)
        for line in lines
        if line.cell.draft is not None and line.cell.editable
    }
    return EntryGrid(scope, number, lines, typed)


def editor_is_gone(sheet: EntryGrid) -> bool:
    """Whether the user left for another screen since: the browser dropped the editor, and drafts may have changed."""
    return sheet.editor is not None and bool(sheet.editor.lines) and sheet.editor.widget not in st.session_state


def draw(sheet: EntryGrid, filters: Mapping[str, str], filtered: Iterable[EntryLine]) -> GridEditor:
    """The editor for the filtered rows; the current one is reused while its filters are unchanged."""
    if sheet.editor is None or sheet.editor.filters != filters:
        lines = tuple(line for line in filtered if line.cell.editable)
        texts = tuple(text_now(sheet, line) for line in lines)
        sheet.number += 1
        sheet.former = sheet.editor or sheet.former
        sheet.editor = GridEditor(filters, sheet.number, lines, texts)
    return sheet.editor


def text_now(sheet: EntryGrid, line: EntryLine) -> str:
    """Text of a cell: the one being typed if any, else the stored value."""
    cell_input = sheet.typed.get(line.key)
    return cell_text(line.cell.value) if cell_input is None else cell_input.typed


def outcomes(sheet: EntryGrid, person: Person) -> Mapping[CellKey, CellOutcome]:
    """Dry run of saving the typed cells. Only changed cells, and those tied to them by a rule, are checked again."""
    version = store.present().data_version
    if sheet.judged_at != version:
        sheet.judged, sheet.judged_at = {}, version
    changed = {key for key, cell_input in sheet.typed.items() if sheet.judged.get(key, (None,))[0] != cell_input}
    gone = sheet.judged.keys() - sheet.typed.keys()
    if changed or gone:
        by_key = sheet.by_key
        tied = {code for key in changed | gone for code in (*by_key[key].row.tied, key.series)}
        cell_inputs = [cell_input for key, cell_input in sheet.typed.items() if key in changed or key.series in tied]
        for key in gone:
            del sheet.judged[key]
        cell_outcomes = saving.save_cells(
            store.engine(), person, cell_inputs, EntryMethod.GRID, dry_run=True, today=store.today()
        )
        sheet.judged |= {
            cell_outcome.key: (cell_input, cell_outcome)
            for cell_input, cell_outcome in zip(cell_inputs, cell_outcomes, strict=True)
        }
    return {key: sheet.judged[key][1] for key in sheet.typed}


def type_in(sheet: EntryGrid, person: Person, texts: Mapping[CellKey, str]) -> str:
    """Record typed texts in the session and as stored drafts. Returns why they could not be stored, or nothing."""
    inputs: dict[CellKey, CellInput] = {}
    dropped = []
    for key, text in texts.items():
        cell = sheet.by_key[key].cell
        before = sheet.typed.get(key) or CellInput(key, "", cell.version_no, flags_without_letter(cell.value))
        cell_input = retyped(before, text)
        says_more = cell_input != CellInput(key, text, cell_input.base_version_no, cell_input.flags)
        if text == cell_text(cell.value) and not says_more:
            dropped.append(key)
        else:
            inputs[key] = cell_input
    return _keep(sheet, person, inputs.values(), dropped)


def answer(sheet: EntryGrid, person: Person, keys: Iterable[CellKey], **changes: Any) -> str:
    """Add answers to typed cells and to their drafts. Returns why they could not be stored, or nothing."""
    return _keep(sheet, person, [replace(sheet.typed[key], **changes) for key in keys if key in sheet.typed], [])


def settle(sheet: EntryGrid, person: Person, done: Collection[CellKey]) -> str:
    """Forget saved cells. The others are stored as drafts again: saving from another window drops drafts."""
    for key in done:
        sheet.typed.pop(key, None)
    sheet.unkept -= set(done)
    sheet.is_stale = True
    return _keep(sheet, person, sheet.typed.values(), [])


def give_up(sheet: EntryGrid, person: Person, key: CellKey) -> str:
    """Discard what was typed in a cell. Returns why the draft could not be discarded, or nothing."""
    reason = _keep(sheet, person, [], [key])
    sheet.is_stale = True
    return reason


def _keep(sheet: EntryGrid, person: Person, cell_inputs: Iterable[CellInput], dropped: list[CellKey]) -> str:
    cell_inputs = list(cell_inputs)
    # First here: whatever the store says, what was typed stays on screen.
    sheet.typed |= {cell_input.key: cell_input for cell_input in cell_inputs}
    was_kept = [key for key in dropped if sheet.typed.pop(key, None) is not None]
    try:
        if cell_inputs:
            drafts.save_drafts(
                store.engine(),
                person,
                cell_inputs,
                {cell_input.key: details_of(cell_input) for cell_input in cell_inputs},
            )
        if was_kept:
            drafts.discard_drafts(store.engine(), person, was_kept)
    except (Refused, StoreError) as error:
        sheet.unkept |= {cell_input.key for cell_input in cell_inputs}
        return str(error)
    sheet.unkept -= {cell_input.key for cell_input in cell_inputs} | set(dropped)
    return ""


def area_word(row: GridRow) -> str:
    """The area of a row as it is spelled in addresses."""
    if row.perimeter_kind is PerimeterKind.AREA:
        return str(min(row.areas))
    return "DIS" if row.perimeter_kind is PerimeterKind.DIS else "groupe"
