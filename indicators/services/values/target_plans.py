"""What setting a baseline or a target would do: reading, conflict and checks, before anything is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from db.queries import catalogue as stored_catalogue
from db.queries import targets as stored
from db.unit_of_work import Session
from db.vocabulary import Horizon
from indicators.domain import rights
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person
from indicators.domain.series import Baseline, Target
from indicators.domain.values.cells import Kind
from indicators.domain.values.checks import Finding, Severity, blocks, needs_explanation
from indicators.domain.values.target_checks import BASELINE_FIELD, TargetPlan, check_plan
from indicators.domain.values.typed_numbers import Ambiguous, Understood, echo, read_number
from indicators.domain.values.typed_numbers import Refused as NotANumber
from indicators.reading.progress.review import read_baselines, read_targets
from indicators.reading.values.cells import EntrySeries, read_series
from indicators.services.refusals import Refused

BEATEN = "Quelqu'un a enregistré une autre valeur après celle que vous avez vue : rechargez pour la voir."
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class TargetOutcome:
    """What became of a baseline (field « baseline ») or of a target (« CT », « MT », « LT »).

    ``after`` is what stands, or would stand, once saved: None for a withdrawal or where nothing was understood.
    """

    field: str
    kind: Kind
    message: str
    version_no: int | None = None
    candidates: tuple[Decimal, ...] = ()
    findings: tuple[Finding, ...] = ()
    after: Baseline | Target | None = None


def open_series(session: Session, person: Person, action: Action, code: str) -> EntrySeries:
    """The series, once leave is given to do this to it. Raises Refused."""
    found = read_series(session, {code}).get(code)
    if found is None:
        raise Refused(f"La série « {code} » n'existe pas.")
    leave = rights.allowed(person, action, found.subject())
    if not leave or found.closed:
        raise Refused(leave.reason or found.closed)
    return found


def read_value(series: EntrySeries, field: str, typed: str, chosen: Decimal | None) -> Decimal | TargetOutcome:
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


def plan_of(session: Session, series: EntrySeries) -> TargetPlan:
    """The baseline and targets in force."""
    baseline = read_baselines(session).get(series.code)
    targets = read_targets(session)[0].get(series.code, ())
    return TargetPlan(baseline, targets, series.direction, series.unit, series.decimals)


def standing(plan: TargetPlan, horizon: Horizon) -> Target | None:
    """The target of a horizon, None where there is none."""
    return next((one for one in plan.targets if one.horizon is horizon), None)


def identity(target: Target) -> tuple[object, ...]:
    """What makes a target another one."""
    return target.value, target.date, target.mode, target.maintained


def told(one: Baseline | Target) -> dict[str, object]:
    """What the journal keeps of a baseline or a target."""
    if isinstance(one, Baseline):
        return {"value": str(one.value), "dated": one.date.isoformat()}
    return {
        "value": str(one.value),
        "due": one.date.isoformat(),
        "decided_on": one.decided_on.isoformat() if one.decided_on else None,
        "mode": str(one.mode),
        "maintained": one.maintained,
    }


def new_findings(before: TargetPlan, after: TargetPlan) -> tuple[Finding, ...]:
    """What the change brings about: what was already said of the other targets was settled then."""
    known = check_plan(before)
    return tuple(one for one in check_plan(after) if one not in known)


def date_of(session: Session, series: str, horizon: Horizon) -> dt.date:
    """Date of a horizon for a series: its own, else that of the roadmap. Raises Refused where there is neither."""
    own = [one.due for one in stored_catalogue.series_horizons(session) if (one.code, one.horizon) == (series, horizon)]
    common = [one.due for one in stored_catalogue.horizons(session) if one.horizon == horizon]
    if not own and not common:
        raise Refused(f"L'échéance {horizon} n'a pas de date dans la feuille de route : donnez-en une.")
    found: dt.date = (own or common)[0]
    return found


def of_horizon(session: Session, horizon: Horizon) -> list[stored.TargetRow]:
    """Every version of the targets of a horizon."""
    return [one for one in stored.targets(session) if one.horizon == horizon]


def latest_version(rows: Sequence[stored.BaselineRow | stored.TargetRow], series: str) -> int:
    """Number of the last version of a series, whatever its state."""
    return max((row.version_no for row in rows if row.series == series), default=0)


def dated_findings(new: Baseline, today: dt.date) -> tuple[Finding, ...]:
    """A situation initiale is what was observed, not what will be."""
    if new.date <= today:
        return ()
    said = f"La situation initiale est datée du {date_fr(new.date)}, une date à venir."
    return (Finding(Severity.BLOCKING, BASELINE_FIELD, said),)


def long_texts(field: str, *texts: str) -> tuple[Finding, ...]:
    """Texts that belong in a document, given by its link."""
    if max(map(len, texts)) <= _LONGEST:
        return ()
    return (Finding(Severity.BLOCKING, field, f"Un texte dépasse {_LONGEST} caractères."),)


def set_again(field: str, latest: int, former: object, reason: str) -> tuple[Finding, ...]:
    """What was withdrawn may be set again, and says why."""
    if not latest or former is not None or reason:
        return ()
    return (Finding(Severity.BLOCKING, field, "Elle avait été retirée : la fixer de nouveau demande un motif."),)


def stopped(outcome: TargetOutcome, override: str) -> TargetOutcome | None:
    """Refused when something blocks; a warning asks for the reason to override it."""
    said = " ".join(one.message for one in outcome.findings)
    if blocks(outcome.findings):
        return replace(outcome, kind=Kind.REFUSED, message=said, version_no=None)
    if needs_explanation(outcome.findings) and not override.strip():
        asked = f"{said} Donnez le motif pour passer outre."
        return replace(outcome, kind=Kind.EXPLAIN, message=asked, version_no=None)
    return None


def why_not_withdrawn(outcome: TargetOutcome, latest: int, seen: int, reason: str) -> TargetOutcome | None:
    """What stands in the way of a withdrawal; None where nothing does."""
    if latest != seen:
        return replace(outcome, kind=Kind.CONFLICT, message=BEATEN, version_no=latest)
    if not reason.strip():
        return replace(outcome, kind=Kind.REFUSED, message="Retirer demande un motif.", version_no=None)
    if len(reason) > _LONGEST:
        return replace(outcome, kind=Kind.REFUSED, message=f"Un texte dépasse {_LONGEST} caractères.", version_no=None)
    return None


def said(series: EntrySeries, value: Decimal) -> str:
    """The echo of what was saved, in the unit."""
    return f"Enregistré : {echo(value, series.unit, series.decimals)}."
