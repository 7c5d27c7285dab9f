"""Situations initiales and cibles: set, revised with a reason, never rewritten."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from db.engine import Engine
from db.errors import StoreError, StoreUnavailable
from db.queries import catalogue as stored_catalogue
from db.queries import targets as stored
from db.queries.entries import savepoint
from db.unit_of_work import Session, UnitOfWork, unit_of_work
from db.vocabulary import EntryMethod, Horizon, TargetMode, ValueState
from indicators.domain import rights
from indicators.domain.cells import Kind
from indicators.domain.checks import Finding, Severity, blocks, needs_explanation
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person
from indicators.domain.series import Baseline, Target
from indicators.domain.target_checks import (
    BASELINE_FIELD,
    TargetPlan,
    check_baseline_revision,
    check_plan,
    check_target_revision,
)
from indicators.domain.typed_numbers import Ambiguous, Understood, echo, read_number
from indicators.domain.typed_numbers import Refused as NotANumber
from indicators.reading.cells import EntrySeries, read_series
from indicators.reading.review import read_baselines, read_targets
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused

_RACES = frozenset({"uq_baseline_version_series_id_version_no", "uq_target_version_series_id_horizon_version_no"})
_BEATEN = "Quelqu'un a enregistré une autre valeur après celle que vous avez vue : rechargez pour la voir."


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """What became of a baseline (field « baseline ») or of a target (« CT », « MT », « LT »)."""

    field: str
    kind: Kind
    message: str
    version_no: int | None = None
    candidates: tuple[Decimal, ...] = ()
    findings: tuple[Finding, ...] = ()


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
    today: dt.date | None = None,
) -> TargetOutcome:
    """Set the situation initiale. A warning is overridden by a reason, kept with the version.

    Raises:
        Refused: the person may not, or the series takes no values.
    """
    day = day_or_today(today)
    with unit_of_work(engine, person.email) as work:
        found = _open(work.session, person, Action.SET_BASELINE, series)
        value = _read(found, BASELINE_FIELD, typed, chosen)
        if isinstance(value, TargetOutcome):
            return value
        former = read_baselines(work.session).get(series)
        new = Baseline(dated, value, source=source.strip(), reason=reason.strip())
        if former is not None and (former.value, former.date, former.source) == (value, dated, new.source):
            return TargetOutcome(BASELINE_FIELD, Kind.UNCHANGED, "Cette situation initiale est déjà enregistrée.")
        latest = _latest(stored.baselines(work.session), series)
        if latest != base_version_no:
            return TargetOutcome(BASELINE_FIELD, Kind.CONFLICT, _BEATEN, latest)
        plan = _plan(work.session, found, frozenset())
        findings = (
            *check_baseline_revision(former, new),
            *_dated(new, day),
            *_new_findings(plan, replace(plan, baseline=new)),
        )
        stop = _stopped(BASELINE_FIELD, findings, override)
        return stop or _save(
            work,
            TargetOutcome(BASELINE_FIELD, Kind.SAVED, _echo(found, value), latest + 1, findings=findings),
            f"{series}/{BASELINE_FIELD}",
            Action.SET_BASELINE,
            lambda: stored.add_baseline_version(
                work.session,
                series_id=found.id,
                dated=dated,
                value=value,
                source=new.source,
                **_recorded(person, new.reason, override),
            ),
            old=None if former is None else {"value": str(former.value), "dated": former.date.isoformat()},
            new={"value": str(value), "dated": dated.isoformat(), "reason": new.reason, "override": override.strip()},
        )


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
    today: dt.date | None = None,
) -> TargetOutcome:
    """Set the cible of a horizon, by default at its date in the roadmap (or in the series' own calendar).

    A revision needs its reason and the date of the decision; past versions stay, so past statuses do not change.

    Raises:
        Refused: the person may not, or the series takes no values, or the horizon has no date.
    """
    day = day_or_today(today)
    with unit_of_work(engine, person.email) as work:
        found = _open(work.session, person, Action.SET_TARGET, series)
        value = _read(found, horizon, typed, chosen)
        if isinstance(value, TargetOutcome):
            return value
        plan = _plan(work.session, found, frozenset({horizon}) if maintained else frozenset())
        former = next((one for one in plan.targets if one.horizon is horizon), None)
        when = due or (former.date if former else _date_of(work.session, series, horizon))
        new = Target(horizon, when, value, mode, decided_on, reason.strip(), person.email)
        if former is not None and (former.value, former.date, former.mode) == (value, when, mode):
            return TargetOutcome(horizon, Kind.UNCHANGED, "Cette cible est déjà enregistrée.", former.version_no)
        latest = _latest([one for one in stored.targets(work.session) if one.horizon == horizon], series)
        if latest != base_version_no:
            return TargetOutcome(horizon, Kind.CONFLICT, _BEATEN, latest)
        others = tuple(one for one in plan.targets if one.horizon is not horizon)
        findings = (
            *check_target_revision(former, new, day),
            *_new_findings(plan, replace(plan, targets=(*others, new))),
        )
        stop = _stopped(horizon, findings, override)
        return stop or _save(
            work,
            TargetOutcome(horizon, Kind.SAVED, _echo(found, value), latest + 1, findings=findings),
            f"{series}/{horizon}",
            Action.SET_TARGET,
            lambda: stored.add_target_version(
                work.session,
                series_id=found.id,
                horizon=horizon,
                due=when,
                value=value,
                mode=mode,
                decided_on=decided_on,
                source=source.strip(),
                **_recorded(person, new.reason, override),
            ),
            old=None if former is None else {"value": str(former.value), "due": former.date.isoformat()},
            new={
                "value": str(value),
                "due": when.isoformat(),
                "decided_on": decided_on.isoformat() if decided_on else None,
                "reason": new.reason,
                "override": override.strip(),
            },
        )


def _open(session: Session, person: Person, action: Action, code: str) -> EntrySeries:
    found = read_series(session, {code}).get(code)
    if found is None:
        raise Refused(f"La série « {code} » n'existe pas.")
    leave = rights.allowed(person, action, found.subject())
    if not leave or found.closed:
        raise Refused(leave.reason or found.closed)
    return found


def _read(series: EntrySeries, field: str, typed: str, chosen: Decimal | None) -> Decimal | TargetOutcome:
    """A number and nothing else: a target has no flags, and its absence is its withdrawal."""
    reading = read_number(typed, is_percent=series.unit.is_percent, decimals=series.decimals)
    match reading:
        case Understood() if not reading.flags:
            return reading.value
        case Ambiguous() if chosen in reading.candidates and chosen is not None:
            return chosen
        case Ambiguous():
            return TargetOutcome(field, Kind.QUESTION, reading.question, candidates=reading.candidates)
        case NotANumber():
            return TargetOutcome(field, Kind.REFUSED, reading.reason)
        case _:
            return TargetOutcome(field, Kind.REFUSED, "Écrivez un nombre seul, sans lettre de statut.")


def _plan(session: Session, series: EntrySeries, maintained: frozenset[Horizon]) -> TargetPlan:
    """The baseline and targets in force. Targets equal to the baseline were accepted as « maintien » in their time."""
    baseline = read_baselines(session).get(series.code)
    targets = read_targets(session)[0].get(series.code, ())
    kept = {one.horizon for one in targets if baseline is not None and one.value == baseline.value}
    return TargetPlan(baseline, targets, series.direction, series.unit, series.decimals, maintained | kept)


def _new_findings(before: TargetPlan, after: TargetPlan) -> tuple[Finding, ...]:
    """What the change brings about: what was already said of the other targets was settled then."""
    known = check_plan(before)
    return tuple(one for one in check_plan(after) if one not in known)


def _date_of(session: Session, series: str, horizon: Horizon) -> dt.date:
    own = [one.due for one in stored_catalogue.series_horizons(session) if (one.code, one.horizon) == (series, horizon)]
    common = [one.due for one in stored_catalogue.horizons(session) if one.horizon == horizon]
    if not own and not common:
        raise Refused(f"L'échéance {horizon} n'a pas de date dans la feuille de route : donnez-en une.")
    found: dt.date = (own or common)[0]
    return found


def _latest(rows: list[Any], series: str) -> int:
    """Number of the last version of a series, whatever its state."""
    return max((row.version_no for row in rows if row.series == series), default=0)


def _dated(new: Baseline, today: dt.date) -> tuple[Finding, ...]:
    if new.date <= today:
        return ()
    said = f"La situation initiale est datée du {date_fr(new.date)}, une date à venir."
    return (Finding(Severity.BLOCKING, BASELINE_FIELD, said),)


def _stopped(field: str, findings: tuple[Finding, ...], override: str) -> TargetOutcome | None:
    """Refused when something blocks; a warning asks for the reason to override it."""
    said = " ".join(one.message for one in findings)
    if blocks(findings):
        return TargetOutcome(field, Kind.REFUSED, said, findings=findings)
    if needs_explanation(findings) and not override.strip():
        return TargetOutcome(field, Kind.EXPLAIN, f"{said} Donnez le motif pour passer outre.", findings=findings)
    return None


def _save(
    work: UnitOfWork,
    outcome: TargetOutcome,
    subject: str,
    action: Action,
    append: Callable[[], int],
    **told: Any,
) -> TargetOutcome:
    try:
        with savepoint(work.session):
            version_no = append()
    except StoreUnavailable:
        raise
    except StoreError as error:
        beaten = error.rule in _RACES
        return replace(
            outcome, kind=Kind.CONFLICT if beaten else Kind.REFUSED, message=_BEATEN if beaten else str(error)
        )
    if version_no != outcome.version_no:
        return replace(outcome, kind=Kind.CONFLICT, message=_BEATEN, version_no=version_no - 1)
    work.record(str(action), subject, **told)
    work.commit()
    return replace(outcome, kind=Kind.WARNED if needs_explanation(outcome.findings) else Kind.SAVED)


def _recorded(person: Person, reason: str, override: str) -> dict[str, Any]:
    """Who, how, why; the reason to override a warning is part of the why."""
    overridden = f"Passé outre : {override.strip()}" if override.strip() else ""
    return {
        "state": ValueState.PUBLISHED,
        "method": EntryMethod.FORM,
        "recorded_by": person.email,
        "reason": " ".join(filter(None, (reason, overridden))),
    }


def _echo(series: EntrySeries, value: Decimal) -> str:
    return f"Enregistré : {echo(value, series.unit, series.decimals)}."
