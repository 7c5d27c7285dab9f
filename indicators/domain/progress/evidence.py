"""Values comparable with the baseline: usable, in one definition, complete when summed.

Shared by the three progress methods, the balances, the trend and the pace, so that none of them uses a forecast or
a value from beyond a break.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from db.vocabulary import Direction, IndicatorType, Nature, ObsStatus, PeriodKind, TargetMode
from indicators.domain.periods import decimal_year
from indicators.domain.quality import is_usable
from indicators.domain.series import Baseline, Observation, SeriesFacts
from indicators.domain.statuses import Reason

Number = Decimal | Fraction
Dated = tuple[Fraction, Number]


@dataclass(frozen=True, slots=True)
class Point:
    """One observation for the rules. ``t`` and ``start`` bound its period, in decimal years.

    Without ``start`` the value is taken as that of the year ending at ``t``.
    """

    t: Fraction
    value: Number | None
    flags: frozenset[ObsStatus] = frozenset()
    label: str = ""
    start: Fraction | None = None

    @property
    def usable(self) -> bool:
        """Whether this value may be assessed."""
        return is_usable(self.value, self.flags)


@dataclass(frozen=True, slots=True)
class Case:
    """Input of the progress methods: baseline and targets are (decimal year, value) pairs.

    ``mode`` is None when the targets do not agree on one. Breaks up to ``breaks_cleared_until`` are
    settled by a recomputed baseline. ``countable`` is False for shares, where « 1 sur 2 » means nothing.
    """

    direction: Direction
    mode: TargetMode | None
    baseline: Dated | None
    targets: tuple[Dated, ...]
    observations: tuple[Point, ...]
    is_context: bool = False
    breaks_cleared_until: Fraction | None = None
    countable: bool = True

    @property
    def sign(self) -> int:
        """+1 when an increase is wanted, -1 when a decrease is."""
        return -1 if self.direction is Direction.DECREASE else 1

    @property
    def is_judged(self) -> bool:
        """Whether the series is assessed: False for context indicators and those without direction (rule 0)."""
        return not self.is_context and self.direction is not Direction.NONE

    @property
    def start(self) -> Dated | None:
        """Start of the path; zero for a sum since the baseline, whatever the stored value."""
        if self.baseline is None or self.mode is not TargetMode.CUMULATIVE:
            return self.baseline
        return self.baseline[0], Decimal(0)

    @property
    def path_targets(self) -> tuple[Dated, ...]:
        """Targets dated after the baseline, by date."""
        if self.baseline is None:
            return ()
        return tuple(sorted((t, value) for t, value in self.targets if t > self.baseline[0]))


@dataclass(frozen=True, slots=True)
class Measure:
    """A value comparable with the baseline: the level at ``t``, or the sum since the baseline."""

    t: Fraction
    value: Number
    flags: frozenset[ObsStatus]


def case_of(facts: SeriesFacts) -> Case:
    """The case of a series, from its current baseline, targets and totals."""
    modes = {target.mode for target in facts.targets} or {TargetMode.LEVEL}
    mode = modes.pop() if len(modes) == 1 else None
    baseline = facts.baseline
    return Case(
        direction=facts.direction,
        mode=mode,
        baseline=(decimal_year(baseline.date), baseline.value) if baseline else None,
        targets=tuple((decimal_year(target.date), target.value) for target in facts.targets),
        observations=tuple(_points(facts, mode)),
        is_context=facts.type is IndicatorType.CONTEXT,
        breaks_cleared_until=_cleared_until(baseline),
        countable=not facts.unit.is_percent,
    )


def is_comparable_period(facts: SeriesFacts, observation: Observation, mode: TargetMode | None) -> bool:
    """Whether a period may be compared: a yearly flow is assessed on whole years only."""
    if facts.nature is not Nature.FLOW or mode is TargetMode.CUMULATIVE:
        return True
    return observation.period.kind is PeriodKind.YEAR


def latest_usable(case: Case) -> Point | None:
    """Latest usable observation after the baseline; the longest period among those that end together."""
    return max(_usable_since_baseline(case), key=lambda point: point.t, default=None)


def unsettled_breaks(case: Case) -> tuple[Fraction, ...]:
    """Dates of the breaks after the baseline that no recomputed baseline has settled, earliest first."""
    settled = [case.baseline[0]] if case.baseline else []
    if case.breaks_cleared_until is not None:
        settled.append(case.breaks_cleared_until)
    breaks = (point.t for point in case.observations if ObsStatus.BREAK in point.flags)
    return tuple(sorted(t for t in breaks if all(t > limit for limit in settled)))


def measures(case: Case) -> tuple[Measure, ...]:
    """Measures comparable with the baseline, by date: up to the first break, or the first gap of a sum."""
    broken = next(iter(unsettled_breaks(case)), None)
    points = [point for point in _usable_since_baseline(case) if broken is None or point.t < broken]
    if case.mode is TargetMode.CUMULATIVE:
        return tuple(_running_total(case, points))
    return tuple(_levels(points))


def latest_segment(case: Case) -> tuple[Dated, ...]:
    """Dated levels in the definition of the latest one: from the baseline, or from the last break."""
    points = _usable_since_baseline(case)
    breaks = [t for t in unsettled_breaks(case) if points and t <= points[-1].t]
    segment = [point for point in points if not breaks or point.t >= breaks[-1]]
    start = [case.baseline] if case.baseline and not breaks else []
    return (*start, *((measure.t, measure.value) for measure in _levels(segment)))


def evidence(case: Case, target_needed: bool = True) -> Measure | Reason:
    """The measure to assess, or the reason why there is none (rule 1, reasons in their order)."""
    if case.baseline is None:
        return Reason.BASELINE_MISSING
    if case.mode is None:
        return Reason.MIXED_MODES
    if target_needed and not case.path_targets:
        return Reason.TARGET_MISSING
    latest = latest_usable(case)
    if latest is None:
        return Reason.NO_OBSERVATION
    if any(t <= latest.t for t in unsettled_breaks(case)):
        return Reason.BREAK
    comparable_measures = measures(case)
    return (
        comparable_measures[-1]
        if comparable_measures and comparable_measures[-1].t == latest.t
        else Reason.CUMULATIVE_INCOMPLETE
    )


def _points(facts: SeriesFacts, mode: TargetMode | None) -> Iterator[Point]:
    for observation in sorted(facts.observations, key=lambda observation: observation.period):
        if observation.item is None and is_comparable_period(facts, observation, mode):
            period = observation.period
            start = decimal_year(period.start - timedelta(days=1))
            yield Point(decimal_year(period.end), observation.value, observation.flags, period.label, start)


def _cleared_until(baseline: Baseline | None) -> Fraction | None:
    """Date until which breaks are settled: the recording of a baseline flagged B; None without one."""
    if baseline is None or ObsStatus.BREAK not in baseline.flags:
        return None
    return decimal_year(baseline.recorded_at.date() if baseline.recorded_at else date.max)


def _usable_since_baseline(case: Case) -> list[Point]:
    since = case.baseline[0] if case.baseline else None
    points = [point for point in case.observations if point.usable and (since is None or point.t > since)]
    return sorted(points, key=lambda point: point.t)


def _levels(points: Iterable[Point]) -> Iterator[Measure]:
    """One level per date: the longest of the periods that end together, which comes first."""
    reached: Fraction | None = None
    for point in points:
        if point.value is not None and point.t != reached:
            reached = point.t
            yield Measure(point.t, point.value, point.flags)


def _running_total(case: Case, points: Iterable[Point]) -> Iterator[Measure]:
    """Cumulative sums, as long as each period follows the previous one without gap or overlap."""
    if case.baseline is None:
        return
    reached, total, flags = case.baseline[0], Fraction(0), frozenset[ObsStatus]()
    for point in points:
        start = max(reached, point.t - 1) if point.start is None else point.start
        if start != reached or point.value is None:
            return
        reached, total, flags = point.t, total + Fraction(point.value), flags | point.flags
        yield Measure(reached, total, flags)
