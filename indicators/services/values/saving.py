"""Saving cells in one transaction: each is refused on its own, and nothing is overwritten unseen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.engine import Engine
from db.queries import drafts as stored_drafts
from db.queries import entries as stored
from db.unit_of_work import UnitOfWork, reading, unit_of_work
from db.vocabulary import EntryMethod, EventCode, ValueState
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.reading.values.cells import Cells, content_of, read_cells
from indicators.services.clock import day_or_today
from indicators.services.values.plans import plan_cells
from indicators.services.values.versions import CellPlan, append_all, journal_entry

__all__ = ["CellInput", "CellKey", "CellOutcome", "Kind", "save_cells"]

_NOT_ALONE = "Cette case est correcte, mais rien n'est enregistré tant qu'une autre case du même envoi ne l'est pas."
_ACCEPTED = frozenset({Kind.SAVED, Kind.WARNED, Kind.UNCHANGED})


def save_cells(
    engine: Engine,
    person: Person,
    inputs: Sequence[CellInput],
    method: EntryMethod,
    *,
    batch: str | None = None,
    all_or_nothing: bool = False,
    dry_run: bool = False,
    today: date | None = None,
) -> tuple[CellOutcome, ...]:
    """Save cells and return the outcome of each, in the order given.

    Args:
        batch: code of the import that the cells come from; kept on each version.
        all_or_nothing: write nothing unless every cell is saved or unchanged.
        dry_run: write nothing; the outcomes are those that saving would have now.
        today: the day on which locks and periods are checked; the present one by default.

    Raises:
        StoreError: when the store cannot be reached; nothing was then written.
    """
    day = day_or_today(today)
    if dry_run:
        with reading(engine) as session:
            cells = read_cells(session, {cell.key.series for cell in inputs})
        planned = plan_cells(cells, person, inputs, day)
        return _unless_all([_outcome(each) for each in planned], all_or_nothing)
    with unit_of_work(engine, person.email) as work:
        return save_within(work, person, inputs, method, batch=batch, all_or_nothing=all_or_nothing, today=day)


def save_within(
    work: UnitOfWork,
    person: Person,
    inputs: Sequence[CellInput],
    method: EntryMethod,
    *,
    batch: str | None = None,
    all_or_nothing: bool = False,
    today: date,
    commit: bool = True,
) -> tuple[CellOutcome, ...]:
    """Save cells within an open transaction. Without ``commit``, the caller commits.

    With ``all_or_nothing`` and a refused cell, what was written must not be committed: ``commit`` sees to it.
    """
    keys = [cell.key for cell in inputs]
    stored.hold_observations(work.session, sorted({key.series for key in keys}), sorted({key.period for key in keys}))
    cells = read_cells(work.session, {key.series for key in keys})
    planned = plan_cells(cells, person, inputs, today)
    outcomes = [_outcome(each) for each in planned]
    if not _may_write(outcomes, all_or_nothing):
        return _unless_all(outcomes, all_or_nothing)
    plans = [each for each in planned if isinstance(each, CellPlan)]
    # Somebody who was faster meanwhile is a conflict of that cell alone.
    refused = append_all(work, plans, method, batch)
    settled = [outcome.key for outcome in outcomes if outcome.kind in _ACCEPTED and outcome.key not in refused]
    _forget_drafts(work, person, cells, settled)
    for plan in sorted((plan for plan in plans if plan.key not in refused), key=lambda plan: plan.key):
        _record(work, plan, method, batch)
    outcomes = [refused.get(outcome.key, outcome) for outcome in outcomes]
    if commit and _may_write(outcomes, all_or_nothing):
        # Committee screens start anew only where a version was made.
        is_changed = any(outcome.is_written for outcome in outcomes)
        if is_changed or any(outcome.kind is Kind.UNCHANGED for outcome in outcomes):
            work.commit(changes_data=is_changed)
    return _unless_all(outcomes, all_or_nothing)


def _outcome(planned: CellPlan | CellOutcome) -> CellOutcome:
    return planned.outcome if isinstance(planned, CellPlan) else planned


def _may_write(outcomes: Sequence[CellOutcome], all_or_nothing: bool) -> bool:
    return not all_or_nothing or all(outcome.kind in _ACCEPTED for outcome in outcomes)


def _unless_all(outcomes: Sequence[CellOutcome], all_or_nothing: bool) -> tuple[CellOutcome, ...]:
    """The outcomes; with a refused cell among them, those of valid cells say that nothing was saved."""
    if _may_write(outcomes, all_or_nothing):
        return tuple(outcomes)
    return tuple(
        replace(outcome, kind=Kind.REFUSED, message=_NOT_ALONE, version_no=None) if outcome.is_written else outcome
        for outcome in outcomes
    )


def _forget_drafts(work: UnitOfWork, person: Person, cells: Cells, keys: Sequence[CellKey]) -> None:
    """Delete the person's drafts of the cells just saved."""
    series = cells.series
    places = {(series[key.series].id, series[key.series].item_id(key), key.period) for key in keys}
    stored_drafts.forget_many(work.session, person.email, places)


def _record(work: UnitOfWork, plan: CellPlan, method: EntryMethod, batch: str | None) -> None:
    former = plan.former
    is_correction = former is not None and former.state == ValueState.PUBLISHED
    work.record(
        EventCode.VALUE_CORRECTED if is_correction else EventCode.VALUE_ENTERED,
        str(plan.key),
        batch,
        method=str(method),
        motive=plan.reason,
        old=None if former is None else journal_entry(former.version_no, former.state, content_of(former)),
        new=journal_entry(plan.version_no, plan.state, plan.content),
    )
