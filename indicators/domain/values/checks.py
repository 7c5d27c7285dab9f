"""Checks on entered values: one value, a breakdown against its total, rules between indicators.

A blocking finding prevents saving; a warning requires an explanation; a note is for information.
Source: docs/method.md, Checks on a value. Arithmetic is exact.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from db.vocabulary import Nature, ObsStatus, ValueState
from indicators.domain.formatting import beside, number, signed, with_unit
from indicators.domain.periods import Period
from indicators.domain.series import Observation, Unit

MAX_CHANGE = Decimal(30)
"""In % of the previous value: a larger change asks for an explanation."""

MAX_POINTS = Decimal(10)
"""The same for percentages, in points: growth of a percentage means nothing."""

_NOT_SUMMED = (Nature.AVERAGE, Nature.MEDIAN, Nature.SURVEY)


class Severity(StrEnum):
    """Effect of a finding on saving."""

    BLOCKING = "bloquante"
    WARNING = "avertissement"
    NOTE = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """One French message about one field (« value », « numerator », « items », « CT »…)."""

    severity: Severity
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest value, both inclusive; None if unbounded."""

    low: Decimal | None = None
    high: Decimal | None = None


UNBOUNDED = Bounds()


@dataclass(frozen=True, slots=True)
class ValueRules:
    """Bounds that a value must respect (``hard``) or usually does (``plausible``), and thresholds of change."""

    unit: Unit
    decimals: int
    hard: Bounds = UNBOUNDED
    plausible: Bounds = UNBOUNDED
    max_change: Decimal = MAX_CHANGE
    max_points: Decimal = MAX_POINTS
    is_integer: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to save, with the two terms of a ratio when they are known."""

    value: Decimal | None
    flags: frozenset[ObsStatus] = frozenset()
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BreakdownPart:
    """The value of one breakdown item; ``parent`` names the item that already includes it."""

    item: str
    value: Decimal | None
    parent: str | None = None
    label: str = ""


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings prevents saving, explained or not."""
    return any(finding.severity is Severity.BLOCKING for finding in findings)


def needs_explanation(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings requires an explanation."""
    return any(finding.severity is Severity.WARNING for finding in findings)


def may_save(findings: Sequence[Finding], explanation: str = "") -> bool:
    """Whether the value may be saved: nothing blocks, and every warning is explained."""
    return not blocks(findings) and (bool(explanation.strip()) or not needs_explanation(findings))


def is_count(unit: Unit, decimals: int) -> bool:
    """Whether values are counts: a unit without symbol, and no decimals."""
    return decimals == 0 and not unit.is_percent and not unit.symbol


def natural_bounds(unit: Unit, decimals: int) -> Bounds:
    """Natural limits: a share lies between 0 and 100 %, a count is not negative."""
    if unit.is_percent:
        return Bounds(Decimal(0), Decimal(100))
    return Bounds(Decimal(0)) if is_count(unit, decimals) else UNBOUNDED


def check_value(entry: Entry, rules: ValueRules, previous: Observation | None = None) -> tuple[Finding, ...]:
    """Findings about one value, blocking ones first; ``previous`` is from :func:`previous_comparable`.

    A missing value raises no finding: its reason is asked where it is read.
    """
    blocking = (*_term_findings(entry, rules.unit), *_hard_findings(entry, rules))
    if entry.value is None:
        return tuple(blocking)
    soft = (_mismatch(entry, rules), _implausible(entry.value, rules), _jump(entry.value, rules, previous))
    return (*blocking, *(finding for finding in soft if finding))


def previous_comparable(
    observations: Iterable[Observation],
    period: Period,
    flags: frozenset[ObsStatus] = frozenset(),
    item: str | None = None,
) -> Observation | None:
    """The latest earlier value of the same kind of period and item, or None if none is comparable.

    Missing and withdrawn values and forecasts are skipped. A break since then, or a definition of its own
    on one side only, makes the new value incomparable.
    """
    earlier = sorted(
        (
            observation
            for observation in observations
            if observation.item == item
            and observation.period.kind is period.kind
            and observation.period.end < period.start
        ),
        key=lambda observation: observation.period,
        reverse=True,
    )
    for candidate in earlier:
        if ObsStatus.BREAK in flags:
            return None
        if _is_comparable(candidate):
            differs = ObsStatus.DEFINITION_DIFFERS
            return candidate if (differs in flags) == (differs in candidate.flags) else None
        flags |= candidate.flags & {ObsStatus.BREAK}  # a missing value may carry the break
    return None


def _is_comparable(observation: Observation) -> bool:
    return (
        observation.value is not None
        and observation.state is not ValueState.WITHDRAWN
        and ObsStatus.FORECAST not in observation.flags
    )


def check_breakdown(
    total: Decimal | None, parts: Sequence[BreakdownPart], unit: Unit, decimals: int, nature: Nature, name: str = ""
) -> tuple[Finding, ...]:
    """Compare a total with the sum of its top-level items.

    ``parts`` holds every expected item, with None for a missing value: a partial sum is not compared, and a note
    names the breakdown (``name``). Shares, averages and medians do not add up and are not compared.
    """
    tops = [part for part in parts if part.parent is None]
    if unit.is_percent or nature in _NOT_SUMMED or all(part.value is None for part in tops):
        return ()
    missing = [part.label or part.item for part in tops if part.value is None]
    if total is None or missing:
        listed = ", ".join(missing) if total is not None else "le total"
        message = f"Somme de la ventilation{_quoted(name)} non vérifiée : il manque {listed}."
        return (Finding(Severity.NOTE, "items", message),)
    parts_sum = sum((Fraction(part.value) for part in tops if part.value is not None), Fraction(0))
    if abs(parts_sum - Fraction(total)) <= _rounding_allowance(len(tops), unit, decimals):
        return ()
    return (Finding(Severity.WARNING, "items", _sum_message(parts_sum, total, unit, name)),)


def _term_findings(entry: Entry, unit: Unit) -> tuple[Finding, ...]:
    """Findings on the terms of a ratio: both or none, denominator positive, share within its whole."""
    top, bottom = entry.numerator, entry.denominator
    if top is None and bottom is None:
        return ()
    if top is None or bottom is None:
        field = "numerator" if top is None else "denominator"
        return (Finding(Severity.BLOCKING, field, "Le numérateur et le dénominateur vont ensemble."),)
    if bottom <= 0:
        return (Finding(Severity.BLOCKING, "denominator", "Le dénominateur doit être plus grand que zéro."),)
    if unit.is_percent and not 0 <= top <= bottom:
        message = f"Le numérateur ({number(top)}) doit être compris entre 0 et le dénominateur ({number(bottom)})."
        return (Finding(Severity.BLOCKING, "numerator", message),)
    return ()


def _hard_findings(entry: Entry, rules: ValueRules) -> tuple[Finding, ...]:
    value = entry.value
    if value is None:
        return ()
    natural = natural_bounds(rules.unit, rules.decimals)
    tightest = Bounds(_pick(max, natural.low, rules.hard.low), _pick(min, natural.high, rules.hard.high))
    passed = bound_passed(value, tightest, rules.unit, rules.decimals)
    messages = [f"La valeur doit être {passed}."] if passed else []
    if (rules.is_integer or is_count(rules.unit, rules.decimals)) and Fraction(value).denominator != 1:
        messages.append(f"Un nombre entier est attendu : {number(value)} a des décimales.")
    return tuple(Finding(Severity.BLOCKING, "value", message) for message in messages)


def _pick(
    choose: Callable[[Decimal, Decimal], Decimal], first: Decimal | None, second: Decimal | None
) -> Decimal | None:
    if first is None or second is None:
        return second if first is None else first
    return choose(first, second)


def bound_passed(value: Decimal, bounds: Bounds, unit: Unit, decimals: int) -> str:
    """The bound that a value exceeds: « au maximum de 100 % (saisi : 101 %) »; empty if within bounds."""
    if bounds.low is not None and value < bounds.low:
        limit, side = bounds.low, "au minimum"
    elif bounds.high is not None and value > bounds.high:
        limit, side = bounds.high, "au maximum"
    else:
        return ""
    displayed = with_unit(beside(Fraction(value), Fraction(limit), decimals), unit)
    return f"{side} de {number(limit, None, unit)} (saisi : {displayed})"


def _mismatch(entry: Entry, rules: ValueRules) -> Finding | None:
    """A finding when a value differs from the ratio of its terms by more than its own rounding."""
    if entry.value is None or entry.numerator is None or not entry.denominator:
        return None
    ratio = Fraction(entry.numerator) / Fraction(entry.denominator) * (100 if rules.unit.is_percent else 1)
    exponent = entry.value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if abs(ratio - Fraction(entry.value)) <= Fraction(1, 2 * 10**places):
        return None
    computed = number(ratio, max(places, rules.decimals), rules.unit)
    message = f"La valeur ne correspond pas au rapport du numérateur au dénominateur, qui donne {computed}."
    return Finding(Severity.WARNING, "value", message)


def _implausible(value: Decimal, rules: ValueRules) -> Finding | None:
    passed = bound_passed(value, rules.plausible, rules.unit, rules.decimals)
    if not passed:
        return None
    message = f"Valeur inhabituelle : elle est d'ordinaire {passed}. Vérifiez-la et expliquez-la."
    return Finding(Severity.WARNING, "value", message)


def _jump(value: Decimal, rules: ValueRules, previous: Observation | None) -> Finding | None:
    """A finding when the change since the previous comparable value is unusually large."""
    if previous is None or previous.value is None:
        return None
    change = Fraction(value) - Fraction(previous.value)
    before = f"{previous.period.label} ({number(previous.value, None, rules.unit)})"
    if rules.unit.is_percent:
        variation = f"{signed(change, 1)} points" if abs(change) > rules.max_points else ""
    elif previous.value == 0:
        variation = "la valeur précédente était nulle" if change else ""
    else:
        relative = change / abs(Fraction(previous.value)) * 100
        variation = signed(relative, 1, "%") if abs(relative) > rules.max_change else ""
    if not variation:
        return None
    message = f"Variation inhabituelle depuis {before} : {variation}. Vérifiez la valeur et expliquez-la."
    return Finding(Severity.WARNING, "value", message)


def _rounding_allowance(count: int, unit: Unit, decimals: int) -> Fraction:
    """Allowed gap between a total and its parts: none for counts, else half a last digit each."""
    return Fraction(0) if is_count(unit, decimals) else Fraction(count + 1, 2 * 10**decimals)


def _quoted(name: str) -> str:
    return f" « {name} »" if name else ""


def _sum_message(parts_sum: Fraction, total: Decimal, unit: Unit, name: str) -> str:
    gap, summed, whole = (
        signed(parts_sum - Fraction(total), None, unit),
        number(parts_sum, None, unit),
        number(total, None, unit),
    )
    return f"La somme de la ventilation{_quoted(name)} ({summed}) diffère du total ({whole}) : écart de {gap}."
