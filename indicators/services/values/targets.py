"""Situations initiales and cibles: set, revised with a reason, never rewritten."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

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
from indicators.domain.values.target_checks import BASELINE_FIELD, check_baseline_revision, check_target_revision
from indicators.reading.progress.review import read_baselines
from indicators.services.clock import day_or_today
from indicators.services.values.target_plans import (
    BEATEN,
    TargetOutcome,
    date_of,
    dated_findings,
    identity,
    latest_version,
    long_texts,
    new_findings,
    of_horizon,
    open_series,
    plan_of,
    read_value,
    said,
    set_again,
    standing,
    stopped,
    told,
    why_not_withdrawn,
)

__all__ = ["TargetOutcome", "set_baseline", "set_target", "withdraw_baseline", "withdraw_target"]

_RACES = frozenset({"uq_baseline_version_series_id_version_no", "uq_target_version_series_id_horizon_version_no"})


@dataclass(frozen=True, slots=True)
class _Write:
    """A version that may be appended: the outcome if it works, how to append it, what the journal keeps."""

    outcome: TargetOutcome
    subject: str
    code: EventCode
    append: Callable[[Session], int]
    told: dict[str, Any]


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
    """Set the situation initiale. A warning is overridden by a reason, kept with the version.

    With ``dry_run`` nothing is written: the outcome is the one that saving would have now.

    Raises:
        Refused: the person may not, or the series takes no values.
    """
    day = day_or_today(today)

    def judge(session: Session) -> TargetOutcome | _Write:
        found = open_series(session, person, Action.SET_BASELINE, series)
        value = read_value(found, BASELINE_FIELD, typed, chosen)
        if isinstance(value, TargetOutcome):
            return value
        former = read_baselines(session).get(series)
        new = Baseline(dated, value, source=source.strip(), reason=reason.strip())
        if former is not None and (former.value, former.date, former.source) == (value, dated, new.source):
            known = "Cette situation initiale est déjà enregistrée."
            return TargetOutcome(BASELINE_FIELD, Kind.UNCHANGED, known, former.version_no, after=former)
        latest = latest_version(stored.baselines(session), series)
        if latest != base_version_no:
            return TargetOutcome(BASELINE_FIELD, Kind.CONFLICT, BEATEN, latest)
        plan = plan_of(session, found)
        findings = (
            *long_texts(BASELINE_FIELD, source, reason, override),
            *set_again(BASELINE_FIELD, latest, former, new.reason),
            *check_baseline_revision(former, new),
            *dated_findings(new, day),
            *new_findings(plan, replace(plan, baseline=new)),
        )
        outcome = TargetOutcome(BASELINE_FIELD, Kind.SAVED, said(found, value), latest + 1, (), findings, new)
        return stopped(outcome, override) or _Write(
            outcome,
            f"{series}/{BASELINE_FIELD}",
            EventCode.BASELINE_SET,
            lambda writing: stored.add_baseline_version(
                writing,
                series_id=found.id,
                dated=dated,
                value=value,
                source=new.source,
                **_recorded(person, new.reason, override),
            ),
            {
                "old": None if former is None else told(former),
                "new": told(new) | {"override": override.strip()},
                "reason": new.reason,
            },
        )

    return _carry_out(engine, person, judge, dry_run)


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
    """Set the cible of a horizon, by default at its date in the roadmap (or in the series' own calendar).

    A revision needs its reason and the date of the decision; past versions stay, so past statuses do not change.
    With ``dry_run`` nothing is written: the outcome is the one that saving would have now.

    Raises:
        Refused: the person may not, or the series takes no values, or the horizon has no date.
    """
    day = day_or_today(today)

    def judge(session: Session) -> TargetOutcome | _Write:
        found = open_series(session, person, Action.SET_TARGET, series)
        value = read_value(found, horizon, typed, chosen)
        if isinstance(value, TargetOutcome):
            return value
        plan = plan_of(session, found)
        former = standing(plan, horizon)
        when = due or (former.date if former else date_of(session, series, horizon))
        new = Target(horizon, when, value, mode, decided_on, reason.strip(), person.email, maintained=maintained)
        if former is not None and identity(former) == identity(new):
            known = "Cette cible est déjà enregistrée."
            return TargetOutcome(horizon, Kind.UNCHANGED, known, former.version_no, after=former)
        latest = latest_version(of_horizon(session, horizon), series)
        if latest != base_version_no:
            return TargetOutcome(horizon, Kind.CONFLICT, BEATEN, latest)
        others = tuple(one for one in plan.targets if one.horizon is not horizon)
        findings = (
            *long_texts(horizon, source, reason, override),
            *set_again(horizon, latest, former, new.reason),
            *check_target_revision(former, new, day),
            *new_findings(plan, replace(plan, targets=(*others, new))),
        )
        outcome = TargetOutcome(horizon, Kind.SAVED, said(found, value), latest + 1, (), findings, new)
        return stopped(outcome, override) or _Write(
            outcome,
            f"{series}/{horizon}",
            EventCode.TARGET_SET,
            lambda writing: stored.add_target_version(
                writing,
                series_id=found.id,
                horizon=horizon,
                due=when,
                value=value,
                mode=mode,
                maintained=maintained,
                decided_on=decided_on,
                source=source.strip(),
                **_recorded(person, new.reason, override),
            ),
            {
                "old": None if former is None else told(former),
                "new": told(new) | {"override": override.strip()},
                "reason": new.reason,
            },
        )

    return _carry_out(engine, person, judge, dry_run)


def withdraw_baseline(
    engine: Engine, person: Person, series: str, reason: str, *, base_version_no: int
) -> TargetOutcome:
    """Take back a situation initiale set by mistake: a new version, without a value. Raises Refused."""

    def judge(session: Session) -> TargetOutcome | _Write:
        found = open_series(session, person, Action.SET_BASELINE, series)
        former = read_baselines(session).get(series)
        if former is None:
            return TargetOutcome(BASELINE_FIELD, Kind.UNCHANGED, "Cette série n'a pas de situation initiale.")
        outcome = TargetOutcome(BASELINE_FIELD, Kind.SAVED, "Situation initiale retirée.", former.version_no + 1)
        return why_not_withdrawn(outcome, former.version_no, base_version_no, reason) or _Write(
            outcome,
            f"{series}/{BASELINE_FIELD}",
            EventCode.BASELINE_SET,
            lambda writing: stored.add_baseline_version(
                writing,
                series_id=found.id,
                dated=former.date,
                value=None,
                **_recorded(person, reason.strip(), "", ValueState.WITHDRAWN),
            ),
            {"old": told(former), "new": None, "reason": reason.strip()},
        )

    return _carry_out(engine, person, judge, dry_run=False)


def withdraw_target(
    engine: Engine, person: Person, series: str, horizon: Horizon, reason: str, *, base_version_no: int
) -> TargetOutcome:
    """Take back a cible set by mistake, or given up: a new version, without a value. Raises Refused."""

    def judge(session: Session) -> TargetOutcome | _Write:
        found = open_series(session, person, Action.SET_TARGET, series)
        former = standing(plan_of(session, found), horizon)
        if former is None:
            return TargetOutcome(horizon, Kind.UNCHANGED, f"Cette série n'a pas de cible {horizon}.")
        outcome = TargetOutcome(horizon, Kind.SAVED, f"Cible {horizon} retirée.", former.version_no + 1)
        return why_not_withdrawn(outcome, former.version_no, base_version_no, reason) or _Write(
            outcome,
            f"{series}/{horizon}",
            EventCode.TARGET_SET,
            lambda writing: stored.add_target_version(
                writing,
                series_id=found.id,
                horizon=horizon,
                due=former.date,
                value=None,
                mode=former.mode,
                **_recorded(person, reason.strip(), "", ValueState.WITHDRAWN),
            ),
            {"old": told(former), "new": None, "reason": reason.strip()},
        )

    return _carry_out(engine, person, judge, dry_run=False)


def _carry_out(
    engine: Engine, person: Person, judge: Callable[[Session], TargetOutcome | _Write], dry_run: bool
) -> TargetOutcome:
    """Judge, and write what may be, in one transaction; a dry run only reads."""
    if dry_run:
        with reading(engine) as session:
            found = judge(session)
        return found.outcome if isinstance(found, _Write) else found
    with unit_of_work(engine, person.email) as work:
        found = judge(work.session)
        return _save(work, found) if isinstance(found, _Write) else found


def _save(work: UnitOfWork, write: _Write) -> TargetOutcome:
    outcome = write.outcome
    try:
        with savepoint(work.session):
            version_no = write.append(work.session)
    except StoreUnavailable:
        raise
    except StoreError as error:
        beaten = error.rule in _RACES
        return replace(
            outcome, kind=Kind.CONFLICT if beaten else Kind.REFUSED, message=BEATEN if beaten else str(error)
        )
    if version_no != outcome.version_no:
        return replace(outcome, kind=Kind.CONFLICT, message=BEATEN, version_no=version_no - 1)
    work.record(write.code, write.subject, **write.told)
    work.commit()
    return replace(outcome, kind=Kind.WARNED if needs_explanation(outcome.findings) else Kind.SAVED)


def _recorded(
    person: Person, reason: str, override: str, state: ValueState = ValueState.PUBLISHED
) -> dict[str, object]:
    """Who, how, why; the reason to override a warning is part of the why."""
    overridden = f"Passé outre : {override.strip()}" if override.strip() else ""
    return {
        "state": state,
        "method": EntryMethod.FORM,
        "recorded_by": person.email,
        "reason": " ".join(filter(None, (reason, overridden))),
    }
