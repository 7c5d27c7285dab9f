"""Items of a breakdown, ready to draw: which periods, which items, in which order, with which marks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from db.vocabulary import PeriodKind
from indicators.charts.base import Palette
from indicators.domain.formatting import SPACE
from indicators.domain.periods import Period
from indicators.domain.series import Observation

MAX_ITEMS = 8
OTHERS = "autres"
_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.SEMESTER: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}

Item = tuple[str, tuple[Observation, ...]]


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """One item over the periods drawn; None where it has no value. Colour, pattern and dash go by ``rank``."""

    name: str
    values: tuple[Decimal | None, ...]
    observations: tuple[Observation | None, ...]
    color: str
    rank: int


def periods_of(items: Sequence[Item]) -> list[Period]:
    """Periods with a value, of the commonest length: others would not stand side by side."""
    periods = {observation.period for _, line in items for observation in line if observation.value is not None}
    if not periods:
        return []
    kind = Counter(period.kind for period in sorted(periods)).most_common(1)[0][0]
    return sorted(period for period in periods if period.kind is kind)


def positions(periods: list[Period]) -> list[int]:
    """Places on the axis, a skipped period leaving its place empty; days stand side by side."""
    length = _MONTHS.get(periods[0].kind)
    if length is None:
        return list(range(len(periods)))
    first = _month(periods[0])
    return [(_month(period) - first) // length for period in periods]


def _month(period: Period) -> int:
    return period.end.year * 12 + period.end.month


def lines_of(items: Sequence[Item], periods: list[Period], colors: Palette, joined: bool) -> list[BreakdownLine]:
    """Eight items at most, the largest of the last period, in the order given; then « autres » if ``joined``."""
    rows = [_line(name, observations, periods) for name, observations in items]
    informed = [row for row in rows if any(value is not None for value in row[1])]
    order = sorted(range(len(informed)), key=lambda index: informed[index][1][-1] or Decimal(0), reverse=True)
    drawn = sorted(order[:MAX_ITEMS])
    lines = [BreakdownLine(*informed[index], colors.series[rank], rank) for rank, index in enumerate(drawn)]
    rest = [informed[index][1] for index in order[MAX_ITEMS:]]
    return [*lines, _others(rest, colors)] if rest and joined else lines


def _line(
    name: str, observations: tuple[Observation, ...], periods: list[Period]
) -> tuple[str, tuple[Decimal | None, ...], tuple[Observation | None, ...]]:
    by_code = {observation.period.code: observation for observation in observations}
    row = tuple(by_code.get(period.code) for period in periods)
    return name, tuple(observation.value if observation else None for observation in row), row


def _others(rest: list[tuple[Decimal | None, ...]], colors: Palette) -> BreakdownLine:
    sums = tuple(total(column) for column in zip(*rest, strict=True))
    return BreakdownLine(f"{OTHERS}{SPACE}({len(rest)})", sums, tuple(None for _ in sums), colors.former, MAX_ITEMS)


def total(values: Sequence[Decimal | None]) -> Decimal | None:
    """Sum of the known values; None when none is known."""
    numbers = [value for value in values if value is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def incomplete(items: Sequence[Item], periods: list[Period]) -> list[bool]:
    """For each period, whether an item that has values elsewhere has none there: its column is no total."""
    rows = [_line(name, observations, periods)[1] for name, observations in items]
    informed = [row for row in rows if any(value is not None for value in row)]
    return [any(value is None for value in column) for column in zip(*informed, strict=True)]
