"""Periods that a series must fill when a year or another period is requested."""

from collections.abc import Mapping
from types import MappingProxyType

from db.vocabulary import Frequency, PeriodKind
from indicators.domain.periods import Period

_KINDS: Mapping[Frequency, PeriodKind] = MappingProxyType(
    {
        Frequency.SEMESTRIAL: PeriodKind.SEMESTER,
        Frequency.QUARTERLY: PeriodKind.QUARTER,
        Frequency.MONTHLY: PeriodKind.MONTH,
    }
)


def periods_due(period: Period, frequency: Frequency) -> tuple[Period, ...]:
    """The series' own shorter periods within the requested one, in order; else the requested period itself."""
    kind = _KINDS.get(frequency)
    if kind is None:
        return (period,)
    periods = []
    shorter = Period.containing(kind, period.start)
    while shorter.start >= period.start and shorter.end <= period.end:
        periods.append(shorter)
        shorter = shorter.following
    return tuple(periods) or (period,)


def years_before(period: Period, years: int) -> Period:
    """The same period of an earlier year; the end of February stays in February."""
    code = f"{int(period.code[:4]) - years:04d}{period.code[4:]}"
    return Period.parse(code.replace("-02-29", "-02-28"))
