"""Drafts: what people are typing, saved exactly as typed, for their author alone, without any check."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.engine import Engine
from db.queries import drafts as stored
from db.queries import entries as stored_entries
from db.queries.entries import savepoint
from db.unit_of_work import Session, reading, unit_of_work
from db.vocabulary import ValueState
from indicators.domain import rights
from indicators.domain.rights import Action, Person
from indicators.domain.values.cells import CellInput, CellKey
from indicators.domain.values.typed_details import details_of
from indicators.reading.values.cells import Cells, key_of, read_series
from indicators.services.clock import instant_or_now
from indicators.services.refusals import Refused
from indicators.services.values.plans import refusal_of_cell

MAX_TYPED = 4000
MAX_DETAILS = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What its author last typed in a cell; ``details`` is the rest of the form, as the screen stores it."""

    key: CellKey
    typed: str
    base_version_no: int
    updated_at: datetime
    details: Mapping[str, object] = field(default_factory=dict)


def save_draft(
    engine: Engine,
    person: Person,
    key: CellKey,
    typed: str,
    base_version_no: int,
    details: Mapping[str, object] | None = None,
    *,
    now: datetime | None = None,
) -> None:
    """Save the draft of a cell, valid or not, replacing the person's previous one.

    Drafts change no figure: they neither invalidate cached readings nor appear in the journal.

    Raises:
        Refused: the cell is not this person's to fill, or the text is too long to be a value.
    """
    save_drafts(engine, person, [CellInput(key, typed, base_version_no)], {key: dict(details or {})}, now=now)


def save_drafts(
    engine: Engine,
    person: Person,
    inputs: Sequence[CellInput],
    details: Mapping[CellKey, Mapping[str, object]] | None = None,
    *,
    now: datetime | None = None,
) -> None:
    """Save the drafts of many cells, as for a paste: all of them or none.

    ``details`` are the rest of a form; by default those of the cell itself.
    """
    details_by_key = {cell.key: dict((details or {}).get(cell.key, details_of(cell))) for cell in inputs}
    if any(len(cell.typed) > MAX_TYPED or len(json.dumps(details_by_key[cell.key])) > MAX_DETAILS for cell in inputs):
        raise Refused("Ce texte est trop long pour être gardé comme brouillon.")
    with unit_of_work(engine, person.email) as work:
        cells = _cells_of(work.session, [cell.key for cell in inputs])
        places = [_place(cells, person, cell.key) for cell in inputs]
        # The same person in two windows: the last one to type is right, and neither loses the transaction.
        with savepoint(work.session):
            for cell, (series_id, item_id) in zip(inputs, places, strict=True):
                stored.keep(
                    work.session,
                    person.email,
                    series_id,
                    item_id,
                    cell.key.period,
                    typed=cell.typed,
                    base_version_no=cell.base_version_no,
                    details=details_by_key[cell.key],
                    now=instant_or_now(now),
                )
        work.commit(changes_data=False)


def drafts_of(engine: Engine, person: Person) -> tuple[Draft, ...]:
    """All drafts of this person. Nobody sees the drafts of others."""
    if not person.email:
        return ()
    with reading(engine) as session:
        return tuple(
            Draft(key_of(row), row.typed, row.base_version_no, row.updated_at, row.details)
            for row in stored.drafts(session, person.email)
        )


def discard_draft(engine: Engine, person: Person, key: CellKey) -> bool:
    """Delete this person's draft of a cell; return whether there was one.

    Raises:
        Refused: the cell does not exist, or is not this person's to fill.
    """
    return bool(discard_drafts(engine, person, [key]))


def discard_drafts(engine: Engine, person: Person, keys: Sequence[CellKey]) -> int:
    """Delete this person's drafts of some cells; return their number. Raises Refused as for one of them."""
    with unit_of_work(engine, person.email) as work:
        cells = _cells_of(work.session, keys)
        dropped = 0
        for key in keys:
            series_id, item_id = _place(cells, person, key)
            dropped += stored.forget(work.session, person.email, series_id, item_id, key.period)
        work.commit(changes_data=False)
        return dropped


def _cells_of(session: Session, keys: Sequence[CellKey]) -> Cells:
    """The series and states of these cells, needed to check rights; nothing else about them."""
    codes = {key.series for key in keys}
    rows = stored_entries.current(session, sorted(codes), periods=sorted({key.period for key in keys}))
    return Cells(read_series(session, codes), {key_of(row): row for row in rows}, {}, (), ())


def _place(cells: Cells, person: Person, key: CellKey) -> tuple[int, int | None]:
    """Identifiers of the series and of the item, once the right is checked. Raises Refused."""
    refusal = refusal_of_cell(cells, key)
    if refusal:
        raise Refused(refusal)
    series, state = cells.series[key.series], cells.state(key)
    action = Action.CORRECT if state is ValueState.PUBLISHED else Action.ENTER_VALUE
    leave = rights.allowed(person, action, series.subject(state))
    if not leave:
        raise Refused(leave.reason)
    return series.id, series.item_id(key)
