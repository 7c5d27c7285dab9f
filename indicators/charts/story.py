"""What a series has to show: points joined or not, breaks, path, targets. No colours, no pixels.

A line never crosses a break, a missing value or a period that was skipped; forecasts and values not
yet validated are shown aside, never joined.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.vocabulary import Frequency, Nature, ObsStatus, PeriodKind, TargetMode
from indicators.charts.words import RESERVED, Number
from indicators.domain.periods import Period, decimal_year, from_decimal_year
from indicators.domain.progress.evidence import Case, case_of, is_comparable_period, measures
from indicators.domain.quality import is_usable
from indicators.domain.series import Observation, SeriesFacts, Target

_MONTHS = {
    Frequency.BIENNIAL: 24,
    Frequency.ANNUAL: 12,
    Frequency.SEMESTRIAL: 6,
    Frequency.QUARTERLY: 3,
    Frequency.MONTHLY: 1,
}
_LENGTH = {PeriodKind.YEAR: 12, PeriodKind.SEMESTER: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1, PeriodKind.DAY: 0}
_NEVER_JOINED = frozenset({ObsStatus.FORECAST, ObsStatus.UNVALIDATED})


@dataclass(frozen=True, slots=True)
class Spot:
    """One value on the chart, at the end of its period. ``value`` is a running sum for cumulative targets."""

    day: date
    value: Number
    observation: Observation
    flags: frozenset[ObsStatus]

    @property
    def period(self) -> Period:
        """The period of the observation."""
        return self.observation.period

    @property
    def hollow(self) -> bool:
        """Provisional, estimated, or not fit to be judged."""
        return bool(self.flags & RESERVED) or not is_usable(self.value, self.flags)


@dataclass(frozen=True, slots=True)
class DrawnBreak:
    """A break of series: where its line is drawn, and the first period in the new definition."""

    day: date
    period: Period


@dataclass(frozen=True, slots=True)
class Story:
    """All that is drawn of one series.

    ``runs`` are joined points; ``aside`` are never joined. ``start`` is the situation initiale (zero for
    a sum), ``path`` the expected line. ``undrawn`` are targets in another measure than the line.
    ``is_sum``: the line is the running sum since the situation initiale.
    """

    runs: tuple[tuple[Spot, ...], ...] = ()
    aside: tuple[Spot, ...] = ()
    missing: tuple[Observation, ...] = ()
    breaks: tuple[DrawnBreak, ...] = ()
    start: tuple[date, Number] | None = None
    path: tuple[tuple[date, Number], ...] = ()
    targets: tuple[Target, ...] = ()
    former: tuple[Target, ...] = ()
    undrawn: tuple[Target, ...] = ()
    is_sum: bool = False

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Points of the line, by date."""
        return tuple(spot for run in self.runs for spot in run)

    @property
    def last(self) -> Spot | None:
        """The latest value that may be judged, else the latest of all."""
        spots = self.spots or self.aside
        usable = [spot for spot in spots if is_usable(spot.value, spot.flags)]
        return max(usable or spots, key=lambda spot: spot.day, default=None)

    @property
    def segment(self) -> tuple[Spot, ...]:
        """Points of the line in the definition of the latest one (since the last break)."""
        since = [broken.period for broken in self.breaks]
        spots = [spot for spot in self.spots if is_usable(spot.value, spot.flags)] or list(self.spots)
        return tuple(spot for spot in spots if not since or spot.period >= since[-1])

    @property
    def days(self) -> list[date]:
        """Every date that the time axis must hold."""
        spots = [spot.day for spot in (*self.spots, *self.aside)]
        missing = [observation.period.end for observation in self.missing]
        marks = [target.date for target in (*self.targets, *self.former)]
        breaks = [broken.day for broken in self.breaks]
        return [*spots, *missing, *breaks, *marks, *([self.start[0]] if self.start else [])]

    @property
    def values(self) -> list[Number]:
        """Every value that the value axis must hold."""
        spots: list[Number] = [spot.value for spot in (*self.spots, *self.aside)]
        marks: list[Number] = [target.value for target in (*self.targets, *self.former)]
        return [*spots, *marks, *([self.start[1]] if self.start else [])]


def story_of(facts: SeriesFacts) -> Story:
    """What to draw of a series: levels, or the running sum when the targets are sums."""
    case = case_of(facts)
    is_sum = case.mode is TargetMode.CUMULATIVE and case.baseline is not None
    mode = TargetMode.CUMULATIVE if is_sum else TargetMode.LEVEL
    totals = tuple(
        sorted(
            (observation for observation in facts.observations if observation.item is None),
            key=lambda observation: observation.period,
        )
    )
    line, aside = _split(facts, totals, mode)
    runs = _sum_runs(case, line) if is_sum else tuple(_runs(facts, line))
    drawn = tuple(target for target in facts.targets if target.mode is mode)
    return Story(
        runs=runs,
        aside=() if is_sum else aside,
        missing=tuple(observation for observation in line if observation.value is None),
        breaks=tuple(_breaks(line)),
        start=_dated(case.start) if is_sum or facts.baseline else None,
        path=_path(case, drawn, mode),
        targets=drawn,
        former=_former(facts, drawn, mode),
        undrawn=tuple(target for target in facts.targets if target.mode is not mode),
        is_sum=is_sum,
    )


def _split(
    facts: SeriesFacts, totals: tuple[Observation, ...], mode: TargetMode
) -> tuple[tuple[Observation, ...], tuple[Spot, ...]]:
    """Values of the line, and those beside it: forecasts, half-years of a flow that is counted by year."""
    whole = [total for total in totals if is_comparable_period(facts, total, mode)] or list(totals)
    by_day: dict[date, Observation] = {}
    for one in whole:  # the longest of the periods that end together comes first and is kept
        if not one.flags & _NEVER_JOINED:
            by_day.setdefault(one.period.end, one)
    codes = {observation.period.code for observation in by_day.values()}
    covered = set(by_day) if facts.nature is not Nature.FLOW else set()
    aside = [total for total in totals if total.period.code not in codes and total.period.end not in covered]
    return tuple(by_day.values()), tuple(_spot(observation) for observation in aside if observation.value is not None)


def _spot(observation: Observation) -> Spot:
    assert observation.value is not None
    return Spot(observation.period.end, observation.value, observation, observation.flags)


def _runs(facts: SeriesFacts, line: tuple[Observation, ...]) -> Iterator[tuple[Spot, ...]]:
    run: list[Spot] = []
    for observation in line:
        is_cut = observation.value is None or ObsStatus.BREAK in observation.flags
        if run and (is_cut or not _follows(facts.frequency, run[-1].period, observation.period)):
            yield tuple(run)
            run = []
        if observation.value is not None:
            run.append(_spot(observation))
    if run:
        yield tuple(run)


def _follows(frequency: Frequency, before: Period, after: Period) -> bool:
    """Whether no period of the series was skipped; irregular series have none to skip."""
    if frequency is Frequency.IRREGULAR:
        return True
    step = max(_MONTHS[frequency], _LENGTH[before.kind], _LENGTH[after.kind])
    bucket = min(step, 12)
    return _month(after.end) // bucket - _month(before.end) // bucket <= max(1, step // 12)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _sum_runs(case: Case, line: tuple[Observation, ...]) -> tuple[tuple[Spot, ...], ...]:
    """The running sum, one run: it stops at the first gap or break."""
    by_end = {decimal_year(observation.period.end): observation for observation in reversed(line)}
    pairs = ((measure, by_end.get(measure.t)) for measure in measures(case))
    run = tuple(
        Spot(from_decimal_year(measure.t), measure.value, observation, measure.flags)
        for measure, observation in pairs
        if observation
    )
    return (run,) if run else ()


def _breaks(line: tuple[Observation, ...]) -> Iterator[DrawnBreak]:
    """Half way between the values that cannot be compared, so that the line touches neither."""
    before: Observation | None = None
    for observation in line:
        if ObsStatus.BREAK in observation.flags:
            start = before.period.end if before else observation.period.start
            yield DrawnBreak(start + (observation.period.end - start) / 2 if before else start, observation.period)
        if observation.value is not None:
            before = observation


def _path(case: Case, drawn: tuple[Target, ...], mode: TargetMode) -> tuple[tuple[date, Number], ...]:
    """From the situation initiale through the targets that follow it; through the targets alone without it."""
    after = [target for target in drawn if case.baseline is None or decimal_year(target.date) > case.baseline[0]]
    start = _dated(case.start) if case.mode is mode else _dated(case.baseline)
    dated = [(target.date, target.value) for target in sorted(after, key=lambda target: target.date)]
    if len(dated) + bool(start) < 2:
        return ()
    return (*([start] if start else []), *dated)


def _dated(dated: tuple[Fraction, Number] | None) -> tuple[date, Number] | None:
    return (from_decimal_year(dated[0]), dated[1]) if dated else None


def _former(facts: SeriesFacts, drawn: tuple[Target, ...], mode: TargetMode) -> tuple[Target, ...]:
    """Earlier targets that differ from those in force, each (date, value) once, the latest decided first."""
    current = {(target.date, target.value) for target in drawn}
    targets: list[Target] = []
    for target in sorted(facts.former_targets, key=lambda former_target: former_target.version_no, reverse=True):
        if target.mode is mode and (target.date, target.value) not in current:
            current.add((target.date, target.value))
            targets.append(target)
    return tuple(targets)
