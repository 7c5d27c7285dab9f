"""What people are typing, kept as they go: exactly as typed, for its author alone, and read by nobody's rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.engine import Engine
from db.queries import drafts as stored
from db.queries.entries import savepoint
from db.unit_of_work import reading, unit_of_work
from db.vocabulary import ValueState
from indicators.domain import rights
from indicators.domain.cells import CellKey
from indicators.domain.rights import Action, Person
from indicators.reading.cells import Cells, key_of, read_cells
from indicators.services.clock import instant_or_now
from indicators.services.plans import refusal_of_cell
from indicators.services.refusals import Refused

MAX_TYPED = 4000
MAX_DETAILS = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What its author last typed in a cell; ``details`` is the rest of the form, as the screen wants it back."""

    key: CellKey
    typed: str
    base_version_no: int
    updated_at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)


def save_draft(
    engine: Engine,
    person: Person,
    key: CellKey,
    typed: str,
    base_version_no: int,
    details: Mapping[str, Any] | None = None,
    *,
    now: datetime | None = None,
) -> None:
    """Keep what is being typed in a cell, valid or not, in place of what this person had typed there.

    Drafts change no figure: no cached reading starts anew, and the journal, which tells of acts, keeps none.

    Raises:
        Refused: the cell is not this person's to fill, or the text is too long to be a value.
    """
    if len(typed) > MAX_TYPED or len(json.dumps(dict(details or {}))) > MAX_DETAILS:
        raise Refused("Ce texte est trop long pour être gardé comme brouillon.")
    with unit_of_work(engine, person.email) as work:
        series_id, item_id = _place(read_cells(work.session, {key.series}), person, key)
        # The same person in two windows: the last one to type is right, and neither loses the transaction.
        with savepoint(work.session):
            stored.keep(
                work.session,
                person.email,
                series_id,
                item_id,
                key.period,
                typed=typed,
                base_version_no=base_version_no,
                details=dict(details or {}),
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
    with unit_of_work(engine, person.email) as work:
        series_id, item_id = _place(read_cells(work.session, {key.series}), person, key)
        found = stored.forget(work.session, person.email, series_id, item_id, key.period)
        work.commit(changes_data=False)
        return found


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
