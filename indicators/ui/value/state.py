"""State of the « Une valeur » form between runs: stored content, edits, and the version they started from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from db.errors import StoreError
from db.vocabulary import ConfStatus, EntryMethod
from indicators.domain.quality import MISSING
from indicators.domain.rights import Person
from indicators.domain.series import Observation
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome
from indicators.domain.values.typed_details import details_of, with_details
from indicators.reading.values.entry import GridCell, ValueForm
from indicators.services.refusals import Refused
from indicators.services.values import drafts, saving
from indicators.ui import store
from indicators.ui.kit.cell_text import number_text

KEY = "value_form"


@dataclass
class OpenForm:
    """State of the form. ``stored`` is the content of each cell in the store, ``typed`` the unsaved edits."""

    email: str
    key: CellKey
    number: int
    stored: dict[CellKey, CellInput]
    typed: dict[CellKey, CellInput]
    unkept: set[CellKey] = field(default_factory=set)
    base_version: int = 0
    is_stale: bool = False

    @property
    def name(self) -> str:
        """Name of the form for its actions, specific to one person."""
        return f"value:{self.email}:{self.key}"

    def now(self, key: CellKey) -> CellInput:
        """Content of a cell as displayed."""
        return self.typed.get(key, self.stored[key])

    def widget(self, name: str) -> str:
        """Key of a widget of this form; a new form starts from what is stored."""
        return f"value_{name}_{self.number}"


def present(person: Person, form: ValueForm) -> OpenForm:
    """The form of this session, reset for another value, after a save, or if the store changed."""
    before: OpenForm | None = st.session_state.get(KEY)
    key, version = form.cell.key, form.cell.version_no
    same = before if before is not None and (before.email, before.key) == (person.email, key) else None
    cells = [form.cell, *(cell for parts in form.parts.values() for cell in parts)] if not key.item else [form.cell]
    drafts_now = {cell.key: (cell.draft, dict(cell.draft_details)) for cell in cells if cell.draft is not None}
    if same and not same.is_stale and _is_up_to_date(same, drafts_now, version):
        return same
    new_form = OpenForm(
        person.email,
        key,
        before.number + 1 if before else 1,
        {cell.key: _as_stored(cell) for cell in cells},
        {cell.key: _as_typed(cell) for cell in cells if cell.draft is not None},
        base_version=version,
    )
    if same:
        new_form.unkept = same.unkept & same.typed.keys() & new_form.stored.keys()
        new_form.typed |= {unkept: same.typed[unkept] for unkept in new_form.unkept}
    st.session_state[KEY] = new_form
    return new_form


def _is_up_to_date(form: OpenForm, drafts_now: Mapping[CellKey, Any], version: int) -> bool:
    """Whether the form matches the stored drafts, which the grid or another window may have changed."""
    mine = {
        cell_input.key: (cell_input.typed, details_of(cell_input))
        for cell_input in form.typed.values()
        if cell_input.key not in form.unkept
    }
    stored_drafts = {key: draft for key, draft in drafts_now.items() if key not in form.unkept}
    return mine == stored_drafts and (bool(form.typed) or form.base_version == version)


def current_form() -> OpenForm:
    """The form drawn by the last run, for callbacks."""
    current: OpenForm = st.session_state[KEY]
    return current


def outcomes(form: OpenForm, person: Person) -> Mapping[CellKey, CellOutcome]:
    """Outcome of a dry run of the save for each edited cell."""
    cell_inputs = inputs(form)
    cell_outcomes = saving.save_cells(
        store.engine(), person, cell_inputs, EntryMethod.FORM, dry_run=True, today=store.today()
    )
    return {cell_outcome.key: cell_outcome for cell_outcome in cell_outcomes}


def inputs(form: OpenForm) -> list[CellInput]:
    """Cells to save. The comment, reason and source of the form are copied to each item."""
    whole = form.now(form.key)
    common = {"comment": whole.comment, "motive": whole.motive, "source": whole.source, "source_url": whole.source_url}
    return [
        cell_input if key == form.key else replace(cell_input, **common)  # type: ignore[arg-type]
        for key, cell_input in form.typed.items()
    ]


def change(form: OpenForm, person: Person, cell_inputs: Iterable[CellInput]) -> str:
    """Update cells in the form and store them as drafts. Returns why they could not be stored, or an empty string."""
    changed, dropped = [], []
    for new_input in cell_inputs:
        if replace(new_input, base_version_no=0) == replace(form.stored[new_input.key], base_version_no=0):
            dropped += [new_input.key] if form.typed.pop(new_input.key, None) is not None else []
        else:
            form.typed[new_input.key] = new_input
            changed.append(new_input)
    try:
        if changed:
            drafts.save_drafts(
                store.engine(), person, changed, {cell_input.key: details_of(cell_input) for cell_input in changed}
            )
        if dropped:
            drafts.discard_drafts(store.engine(), person, dropped)
    except (Refused, StoreError) as error:
        form.unkept |= {cell_input.key for cell_input in changed}
        return str(error)
    form.unkept -= {cell_input.key for cell_input in changed} | set(dropped)
    return ""


def _as_stored(cell: GridCell) -> CellInput:
    return _of_observation(cell.key, cell.value, cell.version_no)


def _of_observation(key: CellKey, observation: Observation | None, version_no: int) -> CellInput:
    if observation is None or (observation.value is None and not observation.flags):
        return CellInput(key, "", version_no)
    missing = observation.flags & MISSING
    return CellInput(
        key,
        number_text(observation),
        version_no,
        flags=observation.flags - MISSING,
        absence=min(missing) if missing and observation.value is None else None,
        comment=observation.comment,
        source=observation.source,
        source_url=observation.source_url,
        numerator="" if observation.numerator is None else _plain(observation.numerator),
        denominator="" if observation.denominator is None else _plain(observation.denominator),
        confidential=observation.conf,
    )


def _plain(value: object) -> str:
    return format(value, "f").replace(".", ",")


def _as_typed(cell: GridCell) -> CellInput:
    """Content of a cell with its draft; a draft begun in the grid has no source and keeps the stored one."""
    cell_input = with_details(cell.key, cell.draft or "", cell.draft_base, cell.draft_details)
    if cell.value is None:
        return cell_input
    return replace(
        cell_input,
        source=cell_input.source or cell.value.source,
        source_url=cell_input.source_url or cell.value.source_url,
        confidential=cell.value.conf if cell_input.confidential is ConfStatus.FREE else cell_input.confidential,
    )
