"""What « Une valeur » holds between two runs: the form as it was opened, what is typed in it, and the version seen."""

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
from indicators.reading.values.entry import Form, GridCell
from indicators.services.refusals import Refused
from indicators.services.values import drafts, saving
from indicators.ui import store
from indicators.ui.kit.cell_text import number_text

KEY = "value_form"


@dataclass
class Held:
    """A form under way. ``stored`` is each cell as it stands in the store, ``typed`` what was changed and not saved."""

    email: str
    key: CellKey
    number: int
    stored: dict[CellKey, CellInput]
    typed: dict[CellKey, CellInput]
    unkept: set[CellKey] = field(default_factory=set)
    seen: int = 0
    is_stale: bool = False

    @property
    def name(self) -> str:
        """Name of the form of its acts, which belongs to one person."""
        return f"value:{self.email}:{self.key}"

    def now(self, key: CellKey) -> CellInput:
        """A cell as the form shows it."""
        return self.typed.get(key, self.stored[key])

    def widget(self, name: str) -> str:
        """Key of a widget of this form: a new form starts with what is stored."""
        return f"value_{name}_{self.number}"


def present(person: Person, form: Form) -> Held:
    """The form of this session; opened anew for another value, after a save, or when nothing is typed in it."""
    before: Held | None = st.session_state.get(KEY)
    key, version = form.cell.key, form.cell.version_no
    same = before if before is not None and (before.email, before.key) == (person.email, key) else None
    cells = [form.cell, *(cell for parts in form.parts.values() for cell in parts)] if not key.item else [form.cell]
    drafts_now = {cell.key: (cell.draft, dict(cell.draft_details)) for cell in cells if cell.draft is not None}
    if same and not same.is_stale and _is_up_to_date(same, drafts_now, version):
        return same
    made = Held(
        person.email,
        key,
        before.number + 1 if before else 1,
        {cell.key: _as_stored(cell) for cell in cells},
        {cell.key: _as_typed(cell) for cell in cells if cell.draft is not None},
        seen=version,
    )
    if same:
        made.unkept = same.unkept & same.typed.keys() & made.stored.keys()
        made.typed |= {unkept: same.typed[unkept] for unkept in made.unkept}
    st.session_state[KEY] = made
    return made


def _is_up_to_date(form: Held, drafts_now: Mapping[CellKey, Any], version: int) -> bool:
    """Whether the form shows the drafts that the store keeps: the grid, or another window, may have changed them."""
    mine = {one.key: (one.typed, details_of(one)) for one in form.typed.values() if one.key not in form.unkept}
    kept = {key: said for key, said in drafts_now.items() if key not in form.unkept}
    return mine == kept and (bool(form.typed) or form.seen == version)


def held() -> Held:
    """The form that the last run drew, for callbacks."""
    found: Held = st.session_state[KEY]
    return found


def outcomes(form: Held, person: Person) -> Mapping[CellKey, CellOutcome]:
    """What saving would do to each cell that was changed."""
    asked = inputs(form)
    found = saving.save_cells(store.engine(), person, asked, EntryMethod.FORM, dry_run=True, today=store.today())
    return {one.key: one for one in found}


def inputs(form: Held) -> list[CellInput]:
    """The cells to save. What is said of the whole form goes with each part: comment, motive, source."""
    whole = form.now(form.key)
    common = {"comment": whole.comment, "motive": whole.motive, "source": whole.source, "source_url": whole.source_url}
    return [
        given if key == form.key else replace(given, **common)  # type: ignore[arg-type]
        for key, given in form.typed.items()
    ]


def change(form: Held, person: Person, given: Iterable[CellInput]) -> str:
    """Cells as they now are: held here and kept by the store at once. Why they could not be kept, else nothing."""
    kept, dropped = [], []
    for one in given:
        if replace(one, base_version_no=0) == replace(form.stored[one.key], base_version_no=0):
            dropped += [one.key] if form.typed.pop(one.key, None) is not None else []
        else:
            form.typed[one.key] = one
            kept.append(one)
    try:
        if kept:
            drafts.save_drafts(store.engine(), person, kept, {one.key: details_of(one) for one in kept})
        if dropped:
            drafts.discard_drafts(store.engine(), person, dropped)
    except (Refused, StoreError) as error:
        form.unkept |= {one.key for one in kept}
        return str(error)
    form.unkept -= {one.key for one in kept} | set(dropped)
    return ""


def _as_stored(cell: GridCell) -> CellInput:
    return _of_observation(cell.key, cell.value, cell.version_no)


def _of_observation(key: CellKey, one: Observation | None, version_no: int) -> CellInput:
    if one is None or (one.value is None and not one.flags):
        return CellInput(key, "", version_no)
    missing = one.flags & MISSING
    return CellInput(
        key,
        number_text(one),
        version_no,
        flags=one.flags - MISSING,
        absence=min(missing) if missing and one.value is None else None,
        comment=one.comment,
        source=one.source,
        source_url=one.source_url,
        numerator="" if one.numerator is None else _plain(one.numerator),
        denominator="" if one.denominator is None else _plain(one.denominator),
        confidential=one.conf,
    )


def _plain(value: object) -> str:
    return format(value, "f").replace(".", ",")


def _as_typed(cell: GridCell) -> CellInput:
    """A draft; begun in the grid, it says nothing of the source, which stays."""
    given = with_details(cell.key, cell.draft or "", cell.draft_base, cell.draft_details)
    if cell.value is None:
        return given
    return replace(
        given,
        source=given.source or cell.value.source,
        source_url=given.source_url or cell.value.source_url,
        confidential=cell.value.conf if given.confidential is ConfStatus.FREE else given.confidential,
    )
