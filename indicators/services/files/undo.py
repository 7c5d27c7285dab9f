"""Undoing an import as one operation, days later: what is as it was imported goes back, what was edited since stays.

The undoing is a batch of its own: attributed, kept in the history, and undone in the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from db.engine import Engine
from db.queries import batches as stored
from db.unit_of_work import Session, UnitOfWork, reading, unit_of_work
from db.vocabulary import ConfStatus, EntryMethod, EventCode, ValueState
from indicators.domain import rights, wording
from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person, Subject
from indicators.domain.values.cells import CellKey
from indicators.domain.values.locks import why_locked
from indicators.reading.values.cells import Cells, key_of, read_cells
from indicators.services.clock import day_or_today
from indicators.services.files.batches import new_code
from indicators.services.refusals import Refused
from indicators.services.values.versions import Addition, Content, append_all, content_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that undoing leaves as it is, and why."""

    key: CellKey
    reason: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did, or would do. ``batch`` is the code under which it can itself be undone."""

    batch: str | None
    reverted: tuple[CellKey, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One cell to put back: the version to add."""

    key: CellKey
    observation_id: int
    version_no: int
    state: ValueState
    content: Content


_WITHDRAWN: Content = {
    "value": None,
    "numerator": None,
    "denominator": None,
    "flags": frozenset(),
    "conf_status": ConfStatus.FREE,
    "source": "",
    "source_url": "",
    "source_published_on": None,
    "reliability": "",
    "caveat": "",
    "comment": "",
}


def foresee(engine: Engine, person: Person, code: str, *, today: date | None = None) -> Undone:
    """What undoing an import would do; writes nothing.

    Raises:
        Refused: unknown or already undone, or not the person's to undo.
    """
    with reading(engine) as session:
        _undoable(stored.by_code(session, code), person, code)
        found = list(_judged(session, person, code, day_or_today(today)))
    return _told(None, found)


def undo(engine: Engine, person: Person, code: str, *, today: date | None = None) -> Undone:
    """Put back every cell of an import that is still as imported; list those that were edited since.

    Raises:
        Refused: unknown or already undone, or not the person's to undo.
        StoreError: the store refused; nothing was written.
    """
    day = day_or_today(today)
    with unit_of_work(engine, person.email) as work:
        row = _undoable(stored.by_code(work.session, code, hold=True), person, code)
        stored.hold_heads(work.session, code)
        found = list(_judged(work.session, person, code, day))
        steps = [one for one in found if isinstance(one, _Step)]
        if not steps:
            return _told(None, found)
        back = new_code("ANN", day)
        _write(work, row, back, steps)
        summary = {"annule": code, "ecrites": len(steps), "laissees": len(found) - len(steps)}
        stored.summarise(work.session, back, summary)
        stored.mark_undone(work.session, code, person.email, datetime.now(UTC))
        work.record(EventCode.IMPORT_UNDONE, code, back, **summary)
        work.commit()
    return _told(back, found)


def _undoable(row: stored.BatchRow | None, person: Person, code: str) -> stored.BatchRow:
    if row is None:
        raise Refused(f"L'import « {code} » n'existe pas.")
    leave = rights.allowed(person, Action.UNDO_IMPORT, Subject(author=row.author))
    if not leave:
        raise Refused(leave.reason)
    if row.undone_at is not None:
        raise Refused(f"L'import {code} a déjà été annulé par {row.undone_by} le {date_fr(row.undone_at.date())}.")
    return row


def _judged(session: Session, person: Person, code: str, today: date) -> Iterator[_Step | Kept]:
    rows = stored.touched(session, code)
    cells = read_cells(session, {row.series for row in rows})
    before = stored.versions_before(session, code)
    for row in rows:
        key = key_of(row)
        reason = _edited(row) or _forbidden(cells, person, key, row, today)
        if reason:
            yield Kept(key, reason)
            continue
        former = before.get(row.observation_id)
        state = ValueState.WITHDRAWN if former is None else ValueState(former.state)
        content = _WITHDRAWN if former is None else content_of(former)
        yield _Step(key, row.observation_id, row.latest_no + 1, state, content)


def _edited(row: stored.TouchedRow) -> str:
    """Who changed the cell since the import; empty when nobody did."""
    if row.latest_no == row.last_no:
        return ""
    who = row.recorded_by or "quelqu'un"
    when = f"le {date_fr(row.recorded_at.date())}"
    state = wording.label(ValueState(row.state)).lower()
    return f"Modifiée depuis par {who} {when} : {number(row.value)} ({state})."


def _forbidden(cells: Cells, person: Person, key: CellKey, row: stored.TouchedRow, today: date) -> str:
    series = cells.series[key.series]
    leave = rights.allowed(person, Action.RESTORE, series.subject(ValueState(row.state)))
    return leave.reason or why_locked(cells.locks, Period.parse(key.period), person.email, today)


def _write(work: UnitOfWork, row: stored.BatchRow, back: str, steps: list[_Step]) -> None:
    method = EntryMethod(row.method)
    stored.add(work.session, code=back, author=work.actor, method=method, file_name=row.file_name)
    cells = read_cells(work.session, {step.key.series for step in steps})
    why = f"Annulation de l'import {row.code}"
    refused = append_all(work, [_addition(cells, step, why) for step in steps], method, back)
    for key, refusal in refused.items():
        raise Refused(f"{key} : {refusal.message} Rien n'a été annulé.")


def _addition(cells: Cells, step: _Step, why: str) -> Addition:
    series = cells.series[step.key.series]
    return Addition(series, step.key, step.version_no, step.state, step.content, why, step.observation_id)


def _told(batch: str | None, found: list[_Step | Kept]) -> Undone:
    reverted = tuple(one.key for one in found if isinstance(one, _Step))
    return Undone(batch, reverted, tuple(one for one in found if isinstance(one, Kept)))
