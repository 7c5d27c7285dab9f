"""Undoing an import as one operation, days later: unedited cells are reverted, those edited since are kept.

The undo is a batch of its own: attributed, kept in the history, and undone in the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from db.engine import Engine
from db.queries import batches as stored
from db.unit_of_work import Session, reading, unit_of_work
from db.vocabulary import EntryMethod, EventCode, ValueState
from indicators.domain import rights, wording
from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import Period
from indicators.domain.rights import Action, Person, Subject
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.content import ValueContent
from indicators.domain.values.locks import why_locked
from indicators.reading.values.cells import Cells, content_of, key_of, read_cells
from indicators.services.clock import day_or_today
from indicators.services.files.batches import new_code
from indicators.services.refusals import Refused
from indicators.services.values.versions import CellPlan, append_all


@dataclass(frozen=True, slots=True)
class SkippedCell:
    """A cell that the undo skips, and why."""

    key: CellKey
    reason: str


@dataclass(frozen=True, slots=True)
class Undone:
    """Result of an undo, done or simulated. ``batch`` is the code under which it can itself be undone."""

    batch: str | None
    reverted: tuple[CellKey, ...]
    skipped: tuple[SkippedCell, ...]


def foresee(engine: Engine, person: Person, code: str, *, today: date | None = None) -> Undone:
    """Simulate undoing an import; writes nothing.

    Raises:
        Refused: unknown or already undone, or not the person's to undo.
    """
    with reading(engine) as session:
        _undoable(stored.by_code(session, code), person, code)
        judged = list(_judged(session, person, code, day_or_today(today)))
    return _undone(None, judged)


def undo(engine: Engine, person: Person, code: str, *, today: date | None = None) -> Undone:
    """Revert every cell of an import not edited since; list the others.

    Raises:
        Refused: unknown or already undone, or not the person's to undo.
        StoreError: the store refused; nothing was written.
    """
    day = day_or_today(today)
    with unit_of_work(engine, person.email) as work:
        row = _undoable(stored.by_code(work.session, code, hold=True), person, code)
        stored.hold_heads(work.session, code)
        judged = list(_judged(work.session, person, code, day))
        plans = [each for each in judged if isinstance(each, CellPlan)]
        if not plans:
            return _undone(None, judged)
        back, method = new_code("ANN", day), EntryMethod(row.method)
        stored.add(work.session, code=back, author=work.actor, method=method, file_name=row.file_name)
        for key, refusal in append_all(work, plans, method, back).items():
            raise Refused(f"{key} : {refusal.message} Rien n'a été annulé.")
        summary = {"annule": code, "ecrites": len(plans), "laissees": len(judged) - len(plans)}
        stored.summarise(work.session, back, summary)
        stored.mark_undone(work.session, code, person.email, datetime.now(UTC))
        work.record(EventCode.IMPORT_UNDONE, code, back, **summary)
        work.commit()
    return _undone(back, judged)


def _undoable(row: stored.BatchRow | None, person: Person, code: str) -> stored.BatchRow:
    if row is None:
        raise Refused(f"L'import « {code} » n'existe pas.")
    leave = rights.allowed(person, Action.UNDO_IMPORT, Subject(author=row.author))
    if not leave:
        raise Refused(leave.reason)
    if row.undone_at is not None:
        raise Refused(f"L'import {code} a déjà été annulé par {row.undone_by} le {date_fr(row.undone_at.date())}.")
    return row


def _judged(session: Session, person: Person, code: str, today: date) -> Iterator[CellPlan | SkippedCell]:
    rows = stored.touched(session, code)
    cells = read_cells(session, {row.series for row in rows})
    before = stored.versions_before(session, code)
    for row in rows:
        key = key_of(row)
        reason = _edited(row) or _forbidden(cells, person, key, row, today)
        if reason:
            yield SkippedCell(key, reason)
            continue
        former = before.get(row.observation_id)
        version_no = row.latest_no + 1
        yield CellPlan(
            CellOutcome(key, Kind.SAVED, "", version_no),
            cells.series[key.series],
            cells.latest[key],
            version_no,
            ValueState.WITHDRAWN if former is None else ValueState(former.state),
            ValueContent() if former is None else content_of(former),
            f"Annulation de l'import {code}",
        )


def _edited(row: stored.TouchedRow) -> str:
    """French sentence naming who edited the cell since the import; empty if nobody did."""
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


def _undone(batch: str | None, judged: list[CellPlan | SkippedCell]) -> Undone:
    reverted = tuple(each.key for each in judged if isinstance(each, CellPlan))
    return Undone(batch, reverted, tuple(each for each in judged if isinstance(each, SkippedCell)))
