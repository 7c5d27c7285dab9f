"""Baselines and targets: set, revised with a reason, never rewritten."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from db.engine import Engine
from db.errors import StoreError, StoreUnavailable
from db.queries import targets as stored
from db.queries.entries import savepoint
from db.unit_of_work import Session, UnitOfWork, reading, unit_of_work
from db.vocabulary import EntryMethod, EventCode, Horizon, TargetMode, ValueState
from indicators.domain.rights import Action, Person
from indicators.domain.series import Baseline, Target
from indicators.domain.values.cells import Kind
from indicators.domain.values.checks import needs_explanation
from indicators.domain.values.target_checks import BASELINE_FIELD
from indicators.services.clock import day_or_today
from indicators.services.values.target_plans import (
    BEATEN,
    TargetChange,
    TargetOutcome,
    date_of,
    judge,
    judge_withdrawal,
    open_series,
    plan_of,
    read_value,
    standing,
)

__all__ = ["TargetOutcome", "set_baseline", "set_target", "withdraw_baseline", "withdraw_target"]

_RACES = frozenset({"uq_baseline_version_series_id_version_no", "uq_target_version_series_id_horizon_version_no"})


def set_baseline(
    engine: Engine,
    person: Person,
    series: str,
    typed: str,
    dated: dt.date,
    *,
    base_version_no: int = 0,
    source: str = "",
    reason: str = "",
    override: str = "",
    chosen: Decimal | None = None,
    dry_run: bool = False,
    today: dt.date | None = None,
) -> TargetOutcome:
    """Set the baseline. A warning is overridden by a reason, kept with the version.

    With ``dry_run`` nothing is written: the outcome is the one that saving would have now.

    Raises:
        Refused: the person may not, or the series takes no values.
    """

    def change(session: Session) -> TargetChange | TargetOutcome:
        opened = open_series(session, person, Action.SET_BASELINE, series)
        value = read_value(opened, BASELINE_FIELD, typed, chosen)
        if isinstance(value, TargetOutcome):
            return value
        return judge(
            session,
            opened,
            plan_of(session, opened),
            Baseline(dated, value, source=source.strip(), reason=reason.strip()),
            base_version_no=base_version_no,
            source=source,
            reason=reason,
            override=override,
            today=day_or_today(today),
        )

    return _carry_out(engine, person, change, dry_run)


def set_target(
    engine: Engine,
    person: Person,
    series: str,
    horizon: Horizon,
    typed: str,
    *,
    due: dt.date | None = None,
    mode: TargetMode = TargetMode.LEVEL,
    base_version_no: int = 0,
    decided_on: dt.date | None = None,
    source: str = "",
    reason: str = "",
    override: str = "",
    maintained: bool = False,
    chosen: Decimal | None = None,
    dry_run: bool = False,
    today: dt.date | None = None,
) -> TargetOutcome:
    """Set the target of a horizon, by default at its date in the roadmap (or in the series' own calendar).

    A revision needs its reason and the date of the decision; past versions stay, so past statuses do not change.
    With ``dry_run`` nothing is written: the outcome is the one that saving would have now.

    Raises:
        Refused: the person may not, or the series takes no values, or the horizon has no date.
    """

    def change(session: Session) -> TargetChange | TargetOutcome:
        opened = open_series(session, person, Action.SET_TARGET, series)
        value = read_value(opened, horizon, typed, chosen)
        if isinstance(value, TargetOutcome):
            return value
        plan = plan_of(session, opened)
        former = standing(plan, horizon)
        date = due or (former.date if former else date_of(session, series, horizon))
        return judge(
            session,
            opened,
            plan,
            Target(horizon, date, value, mode, decided_on, reason.strip(), person.email, maintained=maintained),
            base_version_no=base_version_no,
            source=source,
            reason=reason,
            override=override,
            today=day_or_today(today),
        )

    return _carry_out(engine, person, change, dry_run)


def withdraw_baseline(
    engine: Engine, person: Person, series: str, reason: str, *, base_version_no: int
) -> TargetOutcome:
    """Withdraw a baseline set by mistake: a new version, without a value. Raises Refused."""

    def change(session: Session) -> TargetChange | TargetOutcome:
        opened = open_series(session, person, Action.SET_BASELINE, series)
        plan = plan_of(session, opened)
        return judge_withdrawal(opened, plan, BASELINE_FIELD, base_version_no=base_version_no, reason=reason)

    return _carry_out(engine, person, change, dry_run=False)


def withdraw_target(
    engine: Engine, person: Person, series: str, horizon: Horizon, reason: str, *, base_version_no: int
) -> TargetOutcome:
    """Withdraw a target set by mistake, or abandoned: a new version, without a value. Raises Refused."""

    def change(session: Session) -> TargetChange | TargetOutcome:
        opened = open_series(session, person, Action.SET_TARGET, series)
        plan = plan_of(session, opened)
        return judge_withdrawal(opened, plan, horizon, base_version_no=base_version_no, reason=reason)

    return _carry_out(engine, person, change, dry_run=False)


def _carry_out(
    engine: Engine, person: Person, judged: Callable[[Session], TargetChange | TargetOutcome], dry_run: bool
) -> TargetOutcome:
    """Plan the change and write it if possible, in one transaction; a dry run only reads."""
    if dry_run:
        with reading(engine) as session:
            change = judged(session)
        return change.outcome if isinstance(change, TargetChange) else change
    with unit_of_work(engine, person.email) as work:
        change = judged(work.session)
        return _save(work, change) if isinstance(change, TargetChange) else change


def _save(work: UnitOfWork, change: TargetChange) -> TargetOutcome:
    outcome = change.outcome
    try:
        with savepoint(work.session):
            version_no = _append(work, change)
    except StoreUnavailable:
        raise
    except StoreError as error:
        if error.rule in _RACES:
            return replace(outcome, kind=Kind.CONFLICT, message=BEATEN)
        return replace(outcome, kind=Kind.REFUSED, message=str(error))
    if version_no != outcome.version_no:
        return replace(outcome, kind=Kind.CONFLICT, message=BEATEN, version_no=version_no - 1)
    is_baseline = isinstance(change.record, Baseline)
    is_withdrawn = change.state is ValueState.WITHDRAWN
    work.record(
        EventCode.BASELINE_SET if is_baseline else EventCode.TARGET_SET,
        f"{change.series.code}/{outcome.field}",
        old=None if change.former is None else _journal_entry(change.former),
        new=None if is_withdrawn else _journal_entry(change.record) | {"override": change.override},
        reason=change.reason,
    )
    work.commit()
    return replace(outcome, kind=Kind.WARNED if needs_explanation(outcome.findings) else Kind.SAVED)


def _append(work: UnitOfWork, change: TargetChange) -> int:
    """Append the version; return its number."""
    record = change.record
    overridden = f"Passé outre : {change.override}" if change.override else ""
    value = None if change.state is ValueState.WITHDRAWN else record.value
    recorded = {
        "source": change.source,
        "state": change.state,
        "method": EntryMethod.FORM,
        "recorded_by": work.actor,
        "reason": " ".join(filter(None, (change.reason, overridden))),
    }
    series_id = change.series.id
    if isinstance(record, Baseline):
        return stored.add_baseline_version(
            work.session, series_id=series_id, dated=record.date, value=value, **recorded
        )
    return stored.add_target_version(
        work.session,
        series_id=series_id,
        horizon=record.horizon,
        due=record.date,
        value=value,
        mode=record.mode,
        maintained=record.maintained,
        decided_on=record.decided_on,
        **recorded,
    )


def _journal_entry(record: Baseline | Target) -> dict[str, object]:
    """A baseline or a target for the journal, in plain JSON."""
    if isinstance(record, Baseline):
        return {"value": str(record.value), "dated": record.date.isoformat()}
    return {
        "value": str(record.value),
        "due": record.date.isoformat(),
        "decided_on": record.decided_on.isoformat() if record.decided_on else None,
        "mode": str(record.mode),
        "maintained": record.maintained,
    }
