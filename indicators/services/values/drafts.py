"""What people are typing, kept as they go: exactly as typed, for its author alone, and read by nobody's rules."""

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
    """What its author last typed in a cell; ``details`` is the rest of the form, as the screen wants it back."""

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
    """Keep what is being typed in a cell, valid or not, in place of what this person had typed there.

    Drafts change no figure: no cached reading starts anew, and the journal, which tells of acts, keeps none.

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
    """The same for many cells, as a paste brings them: kept together, or none of them.

    ``details`` are the rest of a form; what a cell itself says by default.
    """
    said = {one.key: dict((details or {}).get(one.key, details_of(one))) for one in inputs}
    if any(len(one.typed) > MAX_TYPED or len(json.dumps(said[one.key])) > MAX_DETAILS for one in inputs):
        raise Refused("Ce texte est trop long pour être gardé comme brouillon.")
    with unit_of_work(engine, person.email) as work:
        cells = _cells_of(work.session, [one.key for one in inputs])
        places = [_place(cells, person, one.key) for one in inputs]
        # The same person in two windows: the last one to type is right, and neither loses the transaction.
        with savepoint(work.session):
            for one, (series_id, item_id) in zip(inputs, places, strict=True):
                stored.keep(
                    work.session,
                    person.email,
                    series_id,
                    item_id,
                    one.key.period,
                    typed=one.typed,
                    base_version_no=one.base_version_no,
                    details=said[one.key],
                    now=instant_or_now(now),
                )
        work.commit(changes_data=False)


def drafts_of(engine: Engine, person: Person) -> tuple[Draft, ...]:
    """Everything that this person typed and has not saved. Nobody sees the drafts of somebody else."""
    if not person.email:
        return ()
    with reading(engine) as session:
        return tuple(
            Draft(key_of(row), row.typed, row.base_version_no, row.updated_at, row.details)
            for row in stored.drafts(session, person.email)
        )


def discard_draft(engine: Engine, person: Person, key: CellKey) -> bool:
    """Drop what this person typed in a cell; whether there was something.

    Raises:
        Refused: the cell does not exist, or is not this person's to fill.
    """
    return bool(discard_drafts(engine, person, [key]))


def discard_drafts(engine: Engine, person: Person, keys: Sequence[CellKey]) -> int:
    """Drop what this person typed in some cells; how many there were. Raises Refused as for one of them."""
    with unit_of_work(engine, person.email) as work:
        cells = _cells_of(work.session, keys)
        found = 0
        for key in keys:
            series_id, item_id = _place(cells, person, key)
            found += stored.forget(work.session, person.email, series_id, item_id, key.period)
        work.commit(changes_data=False)
        return found


def _cells_of(session: Session, keys: Sequence[CellKey]) -> Cells:
    """What the right to a draft depends on: the series and the state of these very cells, and nothing else of them."""
    codes = {key.series for key in keys}
    rows = stored_entries.current(session, sorted(codes), periods=sorted({key.period for key in keys}))
    return Cells(read_series(session, codes), {key_of(row): row for row in rows}, {}, (), ())


def _place(cells: Cells, person: Person, key: CellKey) -> tuple[int, int | None]:
    """Identifiers of the series and of the item, once the person may write there."""
    refusal = refusal_of_cell(cells, key)
    if refusal:
        raise Refused(refusal)
    series, state = cells.series[key.series], cells.state(key)
    action = Action.CORRECT if state is ValueState.PUBLISHED else Action.ENTER_VALUE
    leave = rights.allowed(person, action, series.subject(state))
    if not leave:
        raise Refused(leave.reason)
    item = series.items.get((key.breakdown, key.item))
    return series.id, None if item is None else item.id
