"""The totals of a series over the years: a plausible way through its start and its judged value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from db.vocabulary import Frequency
from indicators.domain.periods import Period
from seeds.demo.plans import LAST_YEAR, SeriesPlan, grid_of
from seeds.demo.slopes import ValueGrid, exact
from seeds.demo.subjects import DemoSubject

FIRST_YEAR = 2019
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of one period; a ratio brings its two terms."""

    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def years_of(subject: DemoSubject) -> tuple[int, ...]:
    """Years that have a value, as often as the card says; irregular ones lack a few."""
    match subject.card.frequency:
        case Frequency.BIENNIAL:
            return YEARS[::2]
        case Frequency.IRREGULAR:
            years = [year for year in YEARS if subject.chance.happens(65, "irrégulier", year)]
            return tuple(years) or YEARS[-1:]
        case _:
            return YEARS


def totals(subject: DemoSubject, plan: SeriesPlan, break_year: int | None = None) -> list[Figure]:
    """Totals by period. From ``break_year`` on, values are in another definition."""
    levels = _flows(subject, plan) if plan.is_sum else _levels(subject, plan, break_year)
    figures = [figure_of(subject, plan, year, value) for year, value in levels.items()]
    if subject.card.frequency is Frequency.SEMESTRIAL:
        return _by_semester(subject, plan, figures)
    return figures


def figure_of(subject: DemoSubject, plan: SeriesPlan, year: int, value: Decimal) -> Figure:
    """The figure of a year; a ratio takes the nearest value that its denominator of that year gives exactly."""
    period = Period.parse(str(year))
    if not subject.is_ratio:
        return Figure(period, value)
    fixed = year in (plan.dated.year, plan.last_year)
    base = plan.base if fixed else subject.chance.pick((*subject.profile.base, plan.base), "base", year)
    return ratio_of(period, grid_of(subject, base).near(Fraction(value)), base)


def ratio_of(period: Period, value: Decimal, base: int) -> Figure:
    """A percentage with its terms: exactly 100 x numerator / denominator."""
    return Figure(period, value, exact(Fraction(value) * base / 100), Decimal(base))


def old_definition(subject: DemoSubject, grid: ValueGrid, value: Decimal) -> Decimal:
    """A value of the new definition, as the old one counted it: narrower."""
    return grid.near(Fraction(value) * subject.chance.between(78, 90, "rupture") / 100)


def _levels(subject: DemoSubject, plan: SeriesPlan, break_year: int | None) -> dict[int, Decimal]:
    levels = {}
    for year in years_of(subject):
        value = _level(subject, plan, year)
        is_old = break_year is not None and year < break_year
        levels[year] = old_definition(subject, plan.grid, value) if is_old else value
    return levels


def _level(subject: DemoSubject, plan: SeriesPlan, year: int) -> Decimal:
    start, level, way = Fraction(plan.start), Fraction(plan.level), Fraction(plan.way)
    if year == plan.last_year:
        return plan.level
    if year == plan.dated.year and plan.dated.month == 12:
        return plan.start
    noise = subject.chance.swing("bruit", year) * way / 40
    if year < plan.dated.year or plan.dated.year == plan.last_year:
        return plan.grid.near(start - subject.sign * way * (plan.dated.year - year) / 40 + noise)
    if year > plan.last_year:
        return plan.grid.near(level + subject.sign * way / 25 + noise)
    share = Fraction(year - plan.dated.year, plan.last_year - plan.dated.year)
    return plan.grid.near(start + (level - start) * share + noise)


def _flows(subject: DemoSubject, plan: SeriesPlan) -> dict[int, Decimal]:
    """Amounts of each year; those after the start add up to the judged sum, exactly."""
    summed = range(plan.dated.year + 1, plan.last_year + 1)
    weights = [subject.chance.between(70, 130, "part", year) for year in summed]
    flows = dict(zip(summed, split(plan.level, weights, subject.grain), strict=True))
    for year in YEARS:
        if year not in flows:
            usual = plan.yearly * (1 + subject.chance.swing("bruit", year) / 4)
            flows[year] = plan.grid.near(usual)
    return dict(sorted(flows.items()))


def split(total: Decimal, weights: Sequence[int], grain: Decimal) -> list[Decimal]:
    """Parts of a total by weight, each a multiple of ``grain``, that add up to it exactly (largest remainders)."""
    units, whole = int(total / grain), sum(weights)
    parts = [units * weight // whole for weight in weights]
    left = units - sum(parts)
    order = sorted(range(len(weights)), key=lambda place: (-(units * weights[place] % whole), place))
    for one in order[:left]:
        parts[one] += 1
    return [part * grain for part in parts]


def _by_semester(subject: DemoSubject, plan: SeriesPlan, figures: Sequence[Figure]) -> list[Figure]:
    """Half-years beside their year; for a sum, in place of it, since the same amount may not count twice."""
    halves: list[Figure] = []
    for figure in figures:
        halves.extend(_halves(subject, figure))
        if not plan.is_sum:
            halves.append(figure)
    return halves


def _halves(subject: DemoSubject, year: Figure) -> Iterator[Figure]:
    codes = [Period.parse(f"{year.period.code}-S{half}") for half in (1, 2)]
    value = year.value or Decimal(0)
    if subject.is_flow:
        first = subject.chance.between(35, 65, "semestre", year.period.code)
        values = split(value, (first, 100 - first), subject.grain)
    else:
        values = [grid_of(subject).near(Fraction(value) * share / 100) for share in (98, 102)]
    for period, half in zip(codes, values, strict=True):
        yield replace(year, period=period, value=half)
