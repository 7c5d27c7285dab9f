"""Checks on a baseline and its targets: side, order, natural limits, « maintien », revisions.

Meaningless figures block; unlikely ones are a warning that a reason overrides, since a committee may decide so, and
the path is drawn all the same. Source: docs/method.md, Checks on targets.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from db.vocabulary import Direction, Horizon, TargetMode
from indicators.domain.formatting import date_fr, number
from indicators.domain.series import Baseline, Target, Unit
from indicators.domain.values.checks import Finding, Severity, bound_passed, natural_bounds

_ORDER = tuple(Horizon)  # CT, MT, LT

BASELINE_FIELD = "baseline"


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """The baseline and all current targets of a series, as they would be after saving."""

    baseline: Baseline | None
    targets: tuple[Target, ...]
    direction: Direction
    unit: Unit
    decimals: int

    @property
    def in_order(self) -> tuple[Target, ...]:
        """Targets in the order CT, MT, LT, whatever their dates."""
        return tuple(sorted(self.targets, key=lambda target: _ORDER.index(target.horizon)))

    @property
    def sign(self) -> int:
        """+1 when an increase is wanted, -1 when a decrease is, 0 when neither is."""
        return {Direction.INCREASE: 1, Direction.DECREASE: -1, Direction.NONE: 0}[self.direction]


def check_plan(plan: TargetPlan) -> tuple[Finding, ...]:
    """Findings about a baseline and its targets, blocking ones first; fields are « baseline », « CT », « MT », « LT »."""
    findings = (*_limits(plan), *_dates(plan), *_modes(plan), *_sides(plan), *_value_order(plan))
    return tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.BLOCKING))


def check_target_revision(former: Target | None, new: Target, today: dt.date) -> tuple[Finding, ...]:
    """Findings on a revised value, date or mode without a reason and a decision date; a first setting needs none."""
    findings = []
    revised = former is not None and _revised_fields(former) != _revised_fields(new)
    if revised and not new.reason.strip():
        findings.append(_blocking(new.horizon, f"Réviser la cible {new.horizon} demande un motif."))
    if revised and new.decided_on is None:
        message = f"Réviser la cible {new.horizon} demande la date de la décision du comité."
        findings.append(_blocking(new.horizon, message))
    if new.decided_on is not None and new.decided_on > today:
        message = f"La décision est datée du {date_fr(new.decided_on)}, une date à venir."
        findings.append(_blocking(new.horizon, message))
    return tuple(findings)


def _revised_fields(target: Target) -> tuple[object, ...]:
    """Fields whose change makes a revision."""
    return target.value, target.date, target.mode, target.maintained


def check_baseline_revision(former: Baseline | None, new: Baseline) -> tuple[Finding, ...]:
    """A finding when the value or date of the baseline changes without a reason."""
    if former is None or (former.value, former.date) == (new.value, new.date) or new.reason.strip():
        return ()
    return (_blocking(BASELINE_FIELD, "Réviser la situation initiale demande un motif."),)


def _limits(plan: TargetPlan) -> Iterator[Finding]:
    """Findings on natural limits: a share between 0 and 100 %, a count not negative."""
    bounds = natural_bounds(plan.unit, plan.decimals)
    stated: list[tuple[str, str, Decimal]] = []
    if plan.baseline is not None:
        stated.append((BASELINE_FIELD, "La situation initiale", plan.baseline.value))
    stated += [(target.horizon, f"La cible {target.horizon}", target.value) for target in plan.in_order]
    for field, what, value in stated:
        passed = bound_passed(value, bounds, plan.unit, plan.decimals)
        if passed:
            yield _blocking(field, f"{what} doit être {passed}.")


def _dates(plan: TargetPlan) -> Iterator[Finding]:
    """Findings on dates: every target after the baseline, and CT before MT before LT."""
    for target in plan.in_order:
        if plan.baseline is not None and target.date <= plan.baseline.date:
            yield _blocking(
                target.horizon,
                f"La cible {target.horizon} est datée du {date_fr(target.date)} : elle doit suivre la situation"
                f" initiale ({date_fr(plan.baseline.date)}).",
            )
    for earlier, later in pairwise(plan.in_order):
        if later.date <= earlier.date:
            yield _blocking(
                later.horizon,
                f"L'échéance {later.horizon} ({date_fr(later.date)}) doit suivre l'échéance"
                f" {earlier.horizon} ({date_fr(earlier.date)}).",
            )


def _modes(plan: TargetPlan) -> Iterator[Finding]:
    """A warning when targets mix levels and sums: no status could be computed."""
    if len({target.mode for target in plan.targets}) > 1:
        last = plan.in_order[-1]
        message = "Les cibles mêlent niveau et cumul : aucun statut ne pourra être calculé."
        yield Finding(Severity.WARNING, last.horizon, message)


def _sides(plan: TargetPlan) -> Iterator[Finding]:
    """Warnings for targets on the wrong side of the start, or equal to it without being declared « maintien »."""
    for target in plan.in_order:
        start = _start(plan, target)
        if start is None:
            continue
        way = plan.sign * (Fraction(target.value) - Fraction(start))
        is_unchanged = target.value == start
        if way < 0:
            yield Finding(Severity.WARNING, target.horizon, _wrong_side(plan, target, start))
        elif is_unchanged and plan.sign and not target.maintained:
            message = (
                f"La cible {target.horizon} est égale à la situation initiale : déclarez un maintien ou changez-la."
            )
            yield Finding(Severity.WARNING, target.horizon, message)
        elif not is_unchanged and target.maintained:
            message = f"La cible {target.horizon} est déclarée « maintien » mais diffère de la situation initiale."
            yield Finding(Severity.WARNING, target.horizon, message)


def _start(plan: TargetPlan, target: Target) -> Decimal | None:
    """Where the path of a target starts: the baseline, or zero for a sum since the baseline."""
    if plan.baseline is None:
        return None
    return Decimal(0) if target.mode is TargetMode.CUMULATIVE else plan.baseline.value


def _wrong_side(plan: TargetPlan, target: Target, start: Decimal) -> str:
    side, direction = ("inférieure", "une hausse") if plan.sign > 0 else ("supérieure", "une baisse")
    target_text, from_ = number(target.value, None, plan.unit), number(start, None, plan.unit)
    return (
        f"La cible {target.horizon} ({target_text}) est {side} au point de départ ({from_}) alors qu'{direction} est"
        " recherchée : elle serait déjà atteinte."
    )


def _value_order(plan: TargetPlan) -> Iterator[Finding]:
    """Warnings for targets that go less far than the previous one, in the wanted direction."""
    for earlier, later in pairwise(plan.in_order):
        if earlier.mode is later.mode and plan.sign * (later.value - earlier.value) < 0:
            yield Finding(
                Severity.WARNING,
                later.horizon,
                f"La cible {later.horizon} ({number(later.value, None, plan.unit)}) est moins ambitieuse que la cible"
                f" {earlier.horizon} ({number(earlier.value, None, plan.unit)}).",
            )


def _blocking(field: str, message: str) -> Finding:
    return Finding(Severity.BLOCKING, field, message)
