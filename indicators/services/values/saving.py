"""Saving what people enter: one transaction, a cell refused alone, nothing lost and nothing overwritten unseen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from db.engine import Engine
from db.queries import drafts as stored_drafts
from db.queries import entries as stored
from db.unit_of_work import Session, UnitOfWork, reading, unit_of_work
from db.vocabulary import EntryMethod, EventCode
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.reading.values.cells import read_cells
from indicators.services.clock import day_or_today
from indicators.services.values.plans import Plan, plan_cells
from indicators.services.values.versions import Addition, append_all, content_of, told

__all__ = ["CellInput", "CellKey", "CellOutcome", "Kind", "save_cells"]

_HELD_BACK = "Cette case est correcte, mais rien n'est enregistré tant qu'une autre case du même envoi ne l'est pas."
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
    """Save cells and say what became of each, in the order given.

    Args:
        batch: code of the import that the cells come from; kept on each version.
        all_or_nothing: write nothing unless every cell is saved or unchanged.
        dry_run: write nothing; the outcomes are those that saving would have now.
        today: the day that locks and periods are judged on; the present one by default.

    Raises:
        StoreError: when the store cannot be reached; nothing was then written.
    """
    day = day_or_today(today)
    if dry_run:
        with reading(engine) as session:
            return _held_back([plan.outcome for plan in _plans(session, person, inputs, day)], all_or_nothing)
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
    """The same within a transaction already open. Without ``commit``, the caller commits what it wants kept.

    With ``all_or_nothing`` and a cell in the way, what was written must be left uncommitted: ``commit`` sees to it.
    """
    _hold(work.session, inputs)
    plans = _plans(work.session, person, inputs, today)
    outcomes = [plan.outcome for plan in plans]
    if not _may_write(outcomes, all_or_nothing):
        return _held_back(outcomes, all_or_nothing)
    # Somebody who was faster meanwhile is a conflict of that cell alone.
    refused = append_all(work, [_addition(plan) for plan in plans if plan.outcome.is_written], method, batch)
    outcomes = [refused.get(plan.given.key, plan.outcome) for plan in plans]
    kept = [plan for plan in plans if plan.given.key not in refused]
    _forget_drafts(work, person, kept)
    for plan in sorted((plan for plan in kept if plan.outcome.is_written), key=lambda one: one.given.key):
        _record(work, plan, method, batch)
    if commit and _may_write(outcomes, all_or_nothing):
        _commit(work, outcomes)
    return _held_back(outcomes, all_or_nothing)


def _plans(session: Session, person: Person, inputs: Sequence[CellInput], today: date) -> list[Plan]:
    cells = read_cells(session, {one.key.series for one in inputs})
    return plan_cells(cells, person, inputs, today)


def _hold(session: Session, inputs: Sequence[CellInput]) -> None:
    keys = [one.key for one in inputs]
    stored.hold_observations(session, sorted({key.series for key in keys}), sorted({key.period for key in keys}))


def _may_write(outcomes: Sequence[CellOutcome], all_or_nothing: bool) -> bool:
    return not all_or_nothing or all(one.kind in _ACCEPTED for one in outcomes)


def _held_back(outcomes: Sequence[CellOutcome], all_or_nothing: bool) -> tuple[CellOutcome, ...]:
    """Cells that were right among others that were not: nothing of them was kept, and they say so."""
    if _may_write(outcomes, all_or_nothing):
        return tuple(outcomes)
    return tuple(
        replace(one, kind=Kind.REFUSED, message=_HELD_BACK, version_no=None) if one.is_written else one
        for one in outcomes
    )


def _addition(plan: Plan) -> Addition:
    """The version that a plan writes."""
    assert plan.series is not None and plan.state is not None and plan.content is not None
    stood = None if plan.former is None else plan.former.observation_id
    motive = plan.given.motive.strip()
    return Addition(plan.series, plan.given.key, plan.version_no, plan.state, plan.content, motive, stood)


def _forget_drafts(work: UnitOfWork, person: Person, plans: Sequence[Plan]) -> None:
    """Drop what the person was typing in cells that now hold it."""
    settled = {
        (plan.series.id, plan.item_id, plan.given.key.period)
        for plan in plans
        if plan.series is not None and plan.outcome.kind in _ACCEPTED
    }
    stored_drafts.forget_many(work.session, person.email, settled)


def _record(work: UnitOfWork, plan: Plan, method: EntryMethod, batch: str | None) -> None:
    former = plan.former
    work.record(
        EventCode.VALUE_ENTERED if former is None or not plan.corrects else EventCode.VALUE_CORRECTED,
        str(plan.given.key),
        batch,
        method=str(method),
        motive=plan.given.motive.strip(),
        old=None if former is None else told(former.version_no, former.state, content_of(former)),
        new=told(plan.version_no, str(plan.state), plan.content or {}),
    )


def _commit(work: UnitOfWork, outcomes: Sequence[CellOutcome]) -> None:
    """Committee screens start anew only where a version was made."""
    written = any(one.is_written for one in outcomes)
    if written or any(one.kind is Kind.UNCHANGED for one in outcomes):
        work.commit(changes_data=written)
