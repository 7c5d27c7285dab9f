"""Planning the setting or withdrawal of a baseline or a target, before anything is written."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from db.queries import catalogue as stored_catalogue
from db.queries import targets as stored
from db.unit_of_work import Session
from db.vocabulary import Horizon, ValueState
from indicators.domain import rights
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person
from indicators.domain.series import Baseline, Target
from indicators.domain.values.cells import Kind
from indicators.domain.values.checks import Finding, Severity, blocks, needs_explanation
from indicators.domain.values.target_checks import (
    BASELINE_FIELD,
    TargetPlan,
    check_baseline_revision,
    check_plan,
    check_target_revision,
)
from indicators.domain.values.typed_numbers import Ambiguous, Understood, echo, read_number
from indicators.domain.values.typed_numbers import RefusedNumber as NotANumber
from indicators.reading.progress.targets import read_baselines, read_targets
from indicators.reading.values.cells import EntrySeries, read_series
from indicators.services.refusals import Refused

BEATEN = "Quelqu'un a enregistré une autre valeur après celle que vous avez vue : rechargez pour la voir."
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """Outcome for a baseline (field « baseline ») or a target (« CT », « MT », « LT »).

    ``after`` is the record after saving: None for a withdrawal or an invalid entry.
    """

    field: str
    kind: Kind
    message: str
    version_no: int | None = None
    candidates: tuple[Decimal, ...] = ()
    findings: tuple[Finding, ...] = ()
    after: Baseline | Target | None = None


@dataclass(frozen=True, slots=True)
class TargetChange:
    """The version of a baseline or a target to append, and its outcome once written.

    ``record`` is what is set or withdrawn; ``former`` is the current one.
    """

    outcome: TargetOutcome
    series: EntrySeries
    record: Baseline | Target
    former: Baseline | Target | None
    reason: str
    source: str = ""
    override: str = ""
    state: ValueState = ValueState.PUBLISHED


def open_series(session: Session, person: Person, action: Action, code: str) -> EntrySeries:
    """The series, once the right to do this to it is checked. Raises Refused."""
    series = read_series(session, {code}).get(code)
    if series is None:
        raise Refused(f"La série « {code} » n'existe pas.")
    leave = rights.allowed(person, action, series.subject())
    if not leave or series.closed:
        raise Refused(leave.reason or series.closed)
    return series


def read_value(series: EntrySeries, field: str, typed: str, chosen: Decimal | None) -> Decimal | TargetOutcome:
    """A plain number: a target has no flags, and is withdrawn rather than absent."""
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


def plan_of(session: Session, series: EntrySeries) -> TargetPlan:
    """The baseline and targets in force."""
    baseline = read_baselines(session).get(series.code)
    targets = read_targets(session)[0].get(series.code, ())
    return TargetPlan(baseline, targets, series.direction, series.unit, series.decimals)


def standing(plan: TargetPlan, field: str) -> Baseline | Target | None:
    """The baseline, or the target of a horizon; None if not set."""
    if field == BASELINE_FIELD:
        return plan.baseline
    return next((target for target in plan.targets if target.horizon == field), None)


def date_of(session: Session, series: str, horizon: Horizon) -> dt.date:
    """Date of a horizon for a series: its own, else the roadmap's. Raises Refused if there is neither."""
    own = [row.due for row in stored_catalogue.series_horizons(session) if (row.code, row.horizon) == (series, horizon)]
    common = [row.due for row in stored_catalogue.horizons(session) if row.horizon == horizon]
    if own or common:
        return (own or common)[0]
    raise Refused(f"L'échéance {horizon} n'a pas de date dans la feuille de route : donnez-en une.")


def judge(
    session: Session,
    series: EntrySeries,
    plan: TargetPlan,
    record: Baseline | Target,
    *,
    base_version_no: int,
    source: str,
    reason: str,
    override: str,
    today: dt.date,
) -> TargetChange | TargetOutcome:
    """Plan for setting a baseline or a target, over the version that the person saw."""
    field = field_of(record)
    former = standing(plan, field)
    if former is not None and _is_same(former, record):
        what = "situation initiale" if field == BASELINE_FIELD else "cible"
        message = f"Cette {what} est déjà enregistrée."
        return TargetOutcome(field, Kind.UNCHANGED, message, former.version_no, after=former)
    latest = _latest_version(session, series.code, field)
    if latest != base_version_no:
        return TargetOutcome(field, Kind.CONFLICT, BEATEN, latest)
    findings = (
        *_long_texts(field, source, reason, override),
        *_set_again(field, latest, former, record.reason),
        *_check_revision(former, record, today),
        *_new_findings(plan, record),
    )
    message = f"Enregistré : {echo(record.value, series.unit, series.decimals)}."
    outcome = TargetOutcome(field, Kind.SAVED, message, latest + 1, (), findings, record)
    warnings = " ".join(finding.message for finding in findings)
    if blocks(findings):
        return replace(outcome, kind=Kind.REFUSED, message=warnings, version_no=None)
    if needs_explanation(findings) and not override.strip():
        question = f"{warnings} Donnez le motif pour passer outre."
        return replace(outcome, kind=Kind.EXPLAIN, message=question, version_no=None)
    return TargetChange(outcome, series, record, former, record.reason, source.strip(), override.strip())


def judge_withdrawal(
    series: EntrySeries, plan: TargetPlan, field: str, *, base_version_no: int, reason: str
) -> TargetChange | TargetOutcome:
    """Plan for withdrawing a baseline or a target: a version without a value, with its reason."""
    former = standing(plan, field)
    is_baseline = field == BASELINE_FIELD
    if former is None:
        what = "situation initiale" if is_baseline else f"cible {field}"
        return TargetOutcome(field, Kind.UNCHANGED, f"Cette série n'a pas de {what}.")
    message = "Situation initiale retirée." if is_baseline else f"Cible {field} retirée."
    outcome = TargetOutcome(field, Kind.SAVED, message, former.version_no + 1)
    if former.version_no != base_version_no:
        return replace(outcome, kind=Kind.CONFLICT, message=BEATEN, version_no=former.version_no)
    if not reason.strip():
        return replace(outcome, kind=Kind.REFUSED, message="Retirer demande un motif.", version_no=None)
    if len(reason) > _LONGEST:
        return replace(outcome, kind=Kind.REFUSED, message=f"Un texte dépasse {_LONGEST} caractères.", version_no=None)
    # Where it stood, and no more: a decision and a source were those of the value.
    record: Baseline | Target
    if isinstance(former, Baseline):
        record = Baseline(former.date, former.value)
    else:
        record = Target(former.horizon, former.date, former.value, former.mode)
    return TargetChange(outcome, series, record, former, reason.strip(), state=ValueState.WITHDRAWN)


def field_of(record: Baseline | Target) -> str:
    """« baseline », or the horizon of a target."""
    return BASELINE_FIELD if isinstance(record, Baseline) else record.horizon


def _is_same(former: Baseline | Target, record: Baseline | Target) -> bool:
    if isinstance(former, Baseline) and isinstance(record, Baseline):
        return (former.value, former.date, former.source) == (record.value, record.date, record.source)
    if isinstance(former, Target) and isinstance(record, Target):
        same_path = (former.value, former.date, former.mode) == (record.value, record.date, record.mode)
        return same_path and former.maintained == record.maintained
    return False


def _latest_version(session: Session, series: str, field: str) -> int:
    """Number of the last version, in any state; 0 if there is none."""
    if field == BASELINE_FIELD:
        numbers = [row.version_no for row in stored.baselines(session) if row.series == series]
    else:
        numbers = [row.version_no for row in stored.targets(session) if (row.series, row.horizon) == (series, field)]
    return max(numbers, default=0)


def _long_texts(field: str, *texts: str) -> tuple[Finding, ...]:
    """Findings on texts too long for a field: they belong in a linked document."""
    if max(map(len, texts)) <= _LONGEST:
        return ()
    return (Finding(Severity.BLOCKING, field, f"Un texte dépasse {_LONGEST} caractères."),)


def _set_again(field: str, latest: int, former: object, reason: str) -> tuple[Finding, ...]:
    """A finding when a withdrawn baseline or target is set again without a reason."""
    if not latest or former is not None or reason:
        return ()
    return (Finding(Severity.BLOCKING, field, "Elle avait été retirée : la fixer de nouveau demande un motif."),)


def _check_revision(former: Baseline | Target | None, record: Baseline | Target, today: dt.date) -> tuple[Finding, ...]:
    """Findings on an unexplained revision, and on a decision or an observation dated in the future."""
    if isinstance(record, Target):
        return check_target_revision(former if isinstance(former, Target) else None, record, today)
    findings = check_baseline_revision(former if isinstance(former, Baseline) else None, record)
    if record.date <= today:
        return findings
    message = f"La situation initiale est datée du {date_fr(record.date)}, une date à venir."
    return (*findings, Finding(Severity.BLOCKING, BASELINE_FIELD, message))


def _new_findings(plan: TargetPlan, record: Baseline | Target) -> tuple[Finding, ...]:
    """Findings caused by the change; those already present on the other targets are dropped."""
    if isinstance(record, Baseline):
        after = replace(plan, baseline=record)
    else:
        targets = tuple(target for target in plan.targets if target.horizon is not record.horizon)
        after = replace(plan, targets=(*targets, record))
    before = check_plan(plan)
    return tuple(finding for finding in check_plan(after) if finding not in before)
