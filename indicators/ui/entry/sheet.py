"""What « Ma saisie » holds between two runs: rows that stay put while one types, and what is typed in them."""

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
class Scope:
    """Whose list, of which campaign (none: empty), for which period."""

    email: str
    asked: str
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One cell to fill, with its row."""

    row: GridRow
    cell: GridCell

    @property
    def key(self) -> CellKey:
        """Its cell."""
        return self.cell.key

    @property
    def title(self) -> str:
        """« Chiffre d'affaires – Biothérapies, 2024 »."""
        return f"{self.row.label} – {self.row.area}, {Period.parse(self.cell.period).label}"

    @property
    def is_filled(self) -> bool:
        """Whether it has a saved value, or the reason of its absence."""
        return self.cell.value is not None and self.cell.value.state in _FILLED

    @property
    def is_sent(self) -> bool:
        """Whether it left its contributor's hands."""
        return self.cell.value is not None and self.cell.value.state in _SENT


@dataclass
class Shown:
    """The editor on screen: its rows by position, the text that each had when it was drawn, and the edits since."""

    filters: Mapping[str, str]
    number: int
    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    seen: dict[int, str] = field(default_factory=dict)
    fixed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def widget(self) -> str:
        """Key of the editor: another one starts without edits."""
        return f"entry_grid_{self.number}"


@dataclass
class Sheet:
    """A list under way. ``typed`` is what is not saved yet; ``unkept`` what the store could not keep as a draft."""

    scope: Scope
    number: int
    lines: tuple[Line, ...]
    typed: dict[CellKey, CellInput]
    unkept: set[CellKey] = field(default_factory=set)
    shown: Shown | None = None
    former: Shown | None = None
    judged: dict[CellKey, tuple[CellInput, CellOutcome]] = field(default_factory=dict)
    judged_at: int = -1
    pasted: int = 0
    is_stale: bool = False
    asks_to_submit: bool = False

    @property
    def form(self) -> str:
        """Name of the form of its two acts, which belongs to one list of one person."""
        return f"entry:{self.scope.email}:{self.scope.campaign}:{self.scope.asked}"

    @property
    def by_key(self) -> dict[CellKey, Line]:
        """Lines by cell."""
        return {line.key: line for line in self.lines}


def present(person: Person, asked: str, campaign: str) -> Sheet:
    """The sheet of this session, read again where it is another list, or after something was saved."""
    scope = Scope(person.email, asked, campaign)
    before: Sheet | None = st.session_state.get(KEY)
    same = before if before is not None and before.scope == scope else None
    if same and not same.is_stale and (same.typed or same.judged_at in (-1, store.present().data_version)):
        return same
    made = _read(person, scope, before.number + 1 if before else 1)
    if same:
        made.former = same.shown
        made.unkept = same.unkept & same.typed.keys() & made.by_key.keys()
        made.typed |= {key: same.typed[key] for key in made.unkept}
    st.session_state[KEY] = made
    return made


def held() -> Sheet:
    """The sheet that the last run drew, for callbacks."""
    found: Sheet = st.session_state[KEY]
    return found


def _read(person: Person, scope: Scope, number: int) -> Sheet:
    found = stored.sheet(store.engine(), person, scope.asked, store.today(), scope.campaign or None)
    lines = tuple(Line(row, row.cells[period]) for row, due in found for period in due)
    typed = {
        line.key: with_details(line.key, line.cell.draft, line.cell.draft_base, line.cell.draft_details)
        for line in lines
        if line.cell.draft is not None and line.cell.editable
    }
    return Sheet(scope, number, lines, typed)


def left(sheet: Sheet) -> bool:
    """Whether another screen was opened since: the browser let go of the editor, and drafts may have changed."""
    return sheet.shown is not None and bool(sheet.shown.lines) and sheet.shown.widget not in st.session_state


def draw(sheet: Sheet, filters: Mapping[str, str], kept: Iterable[Line]) -> Shown:
    """The editor for the lines that these filters keep: the same one as long as nothing else is to be shown."""
    if sheet.shown is None or sheet.shown.filters != filters:
        lines = tuple(line for line in kept if line.cell.editable)
        texts = tuple(text_now(sheet, line) for line in lines)
        sheet.number += 1
        sheet.former = sheet.shown or sheet.former
        sheet.shown = Shown(filters, sheet.number, lines, texts)
    return sheet.shown


def text_now(sheet: Sheet, line: Line) -> str:
    """What stands in a cell: what is being typed, else what is stored."""
    given = sheet.typed.get(line.key)
    return cell_text(line.cell.value) if given is None else given.typed


def outcomes(sheet: Sheet, person: Person) -> Mapping[CellKey, CellOutcome]:
    """What saving would do to each cell being typed. Only what changed is asked again, with what a rule ties to it."""
    version = store.present().data_version
    if sheet.judged_at != version:
        sheet.judged, sheet.judged_at = {}, version
    changed = {key for key, given in sheet.typed.items() if sheet.judged.get(key, (None,))[0] != given}
    gone = sheet.judged.keys() - sheet.typed.keys()
    if changed or gone:
        by_key = sheet.by_key
        tied = {code for key in changed | gone for code in (*by_key[key].row.tied, key.series)}
        asked = [given for key, given in sheet.typed.items() if key in changed or key.series in tied]
        for key in gone:
            del sheet.judged[key]
        found = saving.save_cells(store.engine(), person, asked, EntryMethod.GRID, dry_run=True, today=store.today())
        sheet.judged |= {one.key: (given, one) for given, one in zip(asked, found, strict=True)}
    return {key: sheet.judged[key][1] for key in sheet.typed}


def type_in(sheet: Sheet, person: Person, texts: Mapping[CellKey, str]) -> str:
    """What was typed in cells: held here, and kept by the store at once. Gives why it could not be, else nothing."""
    kept: dict[CellKey, CellInput] = {}
    dropped = []
    for key, text in texts.items():
        cell = sheet.by_key[key].cell
        before = sheet.typed.get(key) or CellInput(key, "", cell.version_no, flags_without_letter(cell.value))
        given = retyped(before, text)
        says_more = given != CellInput(key, text, given.base_version_no, given.flags)
        if text == cell_text(cell.value) and not says_more:
            dropped.append(key)
        else:
            kept[key] = given
    return _keep(sheet, person, kept.values(), dropped)


def answer(sheet: Sheet, person: Person, keys: Iterable[CellKey], **said: Any) -> str:
    """An answer about cells, kept with them; why it could not be kept, else nothing."""
    return _keep(sheet, person, [replace(sheet.typed[key], **said) for key in keys if key in sheet.typed], [])


def settle(sheet: Sheet, person: Person, done: Collection[CellKey]) -> str:
    """These cells were saved; the others stay typed, and kept: saving from another window drops drafts."""
    for key in done:
        sheet.typed.pop(key, None)
    sheet.unkept -= set(done)
    sheet.is_stale = True
    return _keep(sheet, person, sheet.typed.values(), [])


def give_up(sheet: Sheet, person: Person, key: CellKey) -> str:
    """Leave a cell as it is stored."""
    reason = _keep(sheet, person, [], [key])
    sheet.is_stale = True
    return reason


def _keep(sheet: Sheet, person: Person, kept: Iterable[CellInput], dropped: list[CellKey]) -> str:
    kept = list(kept)
    # First here: whatever the store says, what was typed stays on screen.
    sheet.typed |= {one.key: one for one in kept}
    was_kept = [key for key in dropped if sheet.typed.pop(key, None) is not None]
    try:
        if kept:
            drafts.save_drafts(store.engine(), person, kept, {one.key: details_of(one) for one in kept})
        if was_kept:
            drafts.discard_drafts(store.engine(), person, was_kept)
    except (Refused, StoreError) as error:
        sheet.unkept |= {one.key for one in kept}
        return str(error)
    sheet.unkept -= {one.key for one in kept} | set(dropped)
    return ""


def area_word(row: GridRow) -> str:
    """The area of a row as addresses name it."""
    if row.perimeter_kind is PerimeterKind.AREA:
        return str(min(row.areas))
    return "DIS" if row.perimeter_kind is PerimeterKind.DIS else "groupe"
