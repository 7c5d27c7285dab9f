"""The situation of each series: its start, its targets and the value that will be judged."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from db.vocabulary import Horizon, TargetMode
from indicators.domain.periods import decimal_year
from indicators.domain.statuses import ASSESSABLE, Status
from seeds.demo.scenarios import Intent, Scenario
from seeds.demo.slopes import Dated, ValueGrid, exact, expected, room
from seeds.demo.subjects import DemoSubject

BASELINE = date(2021, 12, 31)
LAST_YEAR = 2025

_STARTS = {Scenario.OLD_VALUE: date(2019, 12, 31), Scenario.TOO_EARLY: date(2025, 6, 30)}
_PAST = {Horizon.SHORT: date(2022, 12, 31), Horizon.MEDIUM: date(2023, 12, 31), Horizon.LONG: date(2025, 12, 31)}
_ONLY = {
    Scenario.SHORT_TERM_ONLY: (Horizon.SHORT,),
    Scenario.SMALL_TARGET: (Horizon.MEDIUM,),
    Scenario.TOO_EARLY: (Horizon.MEDIUM, Horizon.LONG),
}
_ON_THRESHOLD = (Scenario.AT_95, Scenario.AT_60)
# How ambitious the targets become until a value of the grid gives the wanted status.
_STRETCHES = tuple(Fraction(number, 4) for number in (4, 5, 6, 8, 10, 12, 16, 24, 32, 48))
_STEPS = tuple(Fraction(number, 10) for number in (10000, 5000, 1000, 500, 100, 50, 10, 5, 1))
_WIDER_BASES = (100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: what, when, as a level or as a sum."""

    horizon: Horizon
    due: date
    value: Decimal
    mode: TargetMode


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """``level`` is the value judged at the end of ``last_year`` (the sum since the start, for a sum).

    ``way`` is what the long-term target asks for, in the unit; ``base`` the denominator of the judged ratio;
    ``yearly`` the usual amount of one year, for sums.
    """

    dated: date
    start: Decimal
    aims: tuple[Aim, ...]
    level: Decimal
    last_year: int
    way: Decimal
    grid: ValueGrid
    base: int = 0
    yearly: int = 0
    own_horizons: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether values are added up since the start."""
        return self.yearly > 0


class NoPlan(ValueError):
    """No start, targets and value give the wanted status for this series."""


def plan_of(subject: DemoSubject, intent: Intent, last_year: int = LAST_YEAR) -> SeriesPlan:
    """The plan of a series. Raises NoPlan."""
    last_year = 2021 if intent.scenario is Scenario.OLD_VALUE else last_year
    for stretch in _STRETCHES:
        for base in _bases(subject, stretch):
            draft = _draft(subject, intent.scenario, stretch, base, last_year)
            level = _level(subject, intent, draft)
            if level is not None:
                return replace(draft, level=level)
    raise NoPlan(f"{subject.code} : {intent.scenario}")


def grid_of(subject: DemoSubject, base: int = 0) -> ValueGrid:
    """Values of a series: steps of its decimals, or those that its denominator can give exactly."""
    top = 100 if subject.is_percent else None
    grain = Fraction(subject.grain)
    if not base:
        return ValueGrid(grain, top)
    return ValueGrid(max(grain, Fraction(100, base)), top)


def _bases(subject: DemoSubject, stretch: Fraction) -> tuple[int, ...]:
    if not subject.is_ratio:
        return (0,)
    bases = subject.profile.base
    first = subject.chance.below(len(bases), "dénominateur")
    usual = (*bases[first:], *bases[:first])
    return usual if stretch < 2 else tuple(wider_base for wider_base in _WIDER_BASES if wider_base >= max(bases))


def _draft(subject: DemoSubject, scenario: Scenario, stretch: Fraction, base: int, last_year: int) -> SeriesPlan:
    grid = grid_of(subject, base)
    is_sum = subject.is_cumulative and scenario is not Scenario.CONTEXT
    yearly = subject.chance.between(subject.profile.low, subject.profile.high, "par an") if is_sum else 0
    start = Decimal(0) if is_sum else _start(subject, scenario, grid)
    way = _way(subject, scenario, start, yearly) * stretch
    dated = _STARTS.get(scenario, BASELINE)
    dates = _PAST if scenario is Scenario.HORIZONS_PAST else subject.horizons
    horizons = _ONLY.get(scenario, tuple(dates))
    values = dict(_targets(subject, scenario, start, way))
    aims = tuple(
        Aim(horizon, dates[horizon], values[horizon], _mode(scenario, horizon, is_sum))
        for horizon in horizons
        if horizon in dates
    )
    return SeriesPlan(
        dated, start, aims, start, last_year, _rounded(way), grid, base, yearly, scenario is Scenario.HORIZONS_PAST
    )


def _start(subject: DemoSubject, scenario: Scenario, grid: ValueGrid) -> Decimal:
    if scenario is Scenario.ZERO_BASELINE:
        return Decimal(0)
    if scenario is Scenario.SMALL_TARGET:
        return Decimal(1)
    low, high = subject.profile.low, subject.profile.high
    return grid.near(low + (high - low) * subject.chance.share("départ"))


def _way(subject: DemoSubject, scenario: Scenario, start: Decimal, yearly: int) -> Fraction:
    """Size of the change that the long-term target asks for, before stretching."""
    profile = subject.profile
    if yearly:
        return Fraction(yearly * 10 * (100 + profile.change // 2), 100)
    if scenario is Scenario.ZERO_BASELINE:
        return Fraction(profile.high * 2)
    size = Fraction(profile.change) if subject.is_percent else Fraction(start) * profile.change / 100
    grain = Fraction(subject.grain)
    if scenario in _ON_THRESHOLD:
        # With the shares of these stories, 95 % and 60 % of what is due then fall on a value of the grid.
        return max(1, round(size / grain / 50)) * 50 * grain
    return max(size, 8 * grain)


def _mode(scenario: Scenario, horizon: Horizon, is_sum: bool) -> TargetMode:
    if scenario is Scenario.MIXED_MODES:
        return TargetMode.CUMULATIVE if horizon is Horizon.MEDIUM else TargetMode.LEVEL
    return TargetMode.CUMULATIVE if is_sum else TargetMode.LEVEL


def _targets(
    subject: DemoSubject, scenario: Scenario, start: Decimal, way: Fraction
) -> Iterator[tuple[Horizon, Decimal]]:
    long_term = subject.normative.get(Horizon.LONG)
    if long_term is not None:
        way = abs(Fraction(long_term) - Fraction(start))
    step = _step(subject, scenario, way)
    top = 100 if subject.is_percent else None
    for horizon, share in _shares(subject, scenario).items():
        value = ValueGrid(step, top).near(Fraction(start) + subject.sign * way * share)
        yield horizon, subject.normative.get(horizon, value)


def _shares(subject: DemoSubject, scenario: Scenario) -> dict[Horizon, Fraction]:
    """Share of the way that each horizon asks for."""
    match scenario:
        case Scenario.MAINTAINED | Scenario.NOT_MAINTAINED:
            shares = (0, 0, 0)
        case Scenario.NON_MONOTONE:
            shares = (60, 40, 100)
        case _ if scenario in _ON_THRESHOLD:
            shares = (16, 52, 100)
        case Scenario.SMALL_TARGET:
            shares = (0, 25, 100)
        case _:
            draw = subject.chance.between
            shares = (draw(15, 25, "part CT"), draw(44, 56, "part MT"), 100)
    return {horizon: Fraction(share, 100) for horizon, share in zip(Horizon, shares, strict=True)}


def _step(subject: DemoSubject, scenario: Scenario, way: Fraction) -> Fraction:
    """Targets are round numbers; those of a few stories must stay exactly where they are."""
    grain = Fraction(subject.grain)
    if scenario in (*_ON_THRESHOLD, Scenario.MAINTAINED, Scenario.NOT_MAINTAINED):
        return grain
    return max(grain, next((step for step in _STEPS if step <= way / 20), grain))


def _rounded(way: Fraction) -> Decimal:
    return exact(Fraction(round(way * 100), 100))


def _level(subject: DemoSubject, intent: Intent, plan: SeriesPlan) -> Decimal | None:
    """The value that gives the wanted status, None when the grid has none."""
    scenario, sign = intent.scenario, subject.sign
    start = (decimal_year(plan.dated), plan.start)
    targets: tuple[Dated, ...] = tuple((decimal_year(aim.due), aim.value) for aim in plan.aims)
    t = decimal_year(date(plan.last_year, 12, 31))
    if not _is_time(intent.status, t >= targets[-1][0]):
        return None
    if scenario in (Scenario.MAINTAINED, Scenario.NOT_MAINTAINED):
        return _beside(subject, plan, scenario is Scenario.MAINTAINED)
    if scenario in _ON_THRESHOLD:
        pace = Fraction(95 if scenario is Scenario.AT_95 else 60, 100)
        return _on_grid(plan.grid, plan.start, pace * (expected(start, targets, t) - Fraction(plan.start)))
    low, high = room(_wanted(subject, intent), sign, start, targets, t)
    if plan.is_sum:
        # The middle of « en retard » would be years of almost nothing.
        low = max(low, high * 2 / 3)
    return next(plan.grid.within(low, high), None)


def _is_time(status: Status, is_over: bool) -> bool:
    """Whether a status is possible: once the last target is past there is only reached or missed."""
    if status not in ASSESSABLE or status is Status.ACHIEVED:
        return True
    return is_over is (status is Status.MISSED)


def _wanted(subject: DemoSubject, intent: Intent) -> Status:
    """The status to aim at; a series that is not judged gets plausible values of some other one."""
    if intent.status in ASSESSABLE or intent.status is Status.TOO_EARLY:
        return intent.status
    return subject.chance.pick((Status.ON_TRACK, Status.TO_ACCELERATE, Status.LATE), "allure")


def _beside(subject: DemoSubject, plan: SeriesPlan, is_kept: bool) -> Decimal:
    """A little better than the start, or clearly worse."""
    step = plan.grid.step
    apart = Fraction(plan.start) * subject.chance.between(3, 9, "écart") / 100
    way = subject.sign * (apart / 3 if is_kept else -max(apart, step))
    return plan.grid.near(Fraction(plan.start) + way)


def _on_grid(grid: ValueGrid, start: Decimal, change: Fraction) -> Decimal | None:
    value = Fraction(start) + change
    return grid.near(value) if grid.near(value) == value else None
