"""Accuracy of past projections: the expected value, the value projected from the pace then, and the actual one.

All figures are measures in the sense of the method: levels, or sums since the baseline; nothing from beyond a break.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators.domain.progress.assessment import expected_at
from indicators.domain.progress.evidence import Measure, Number, case_of, evidence, measures
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import Reason

NEAR = Fraction(5, 100)
"""A projection is called right within 5 % of what came."""


@dataclass(frozen=True, slots=True)
class Projection:
    """For one later date ``t``: the value expected on the path known then, the one projected by extending the pace of
    then, and the actual value."""

    t: Fraction
    expected: Fraction
    projected: Fraction
    came: Number

    @property
    def gap(self) -> Fraction:
        """Actual minus projected value, in the unit of the series."""
        return Fraction(self.came) - self.projected

    @property
    def relative_gap(self) -> Fraction | None:
        """The gap divided by the actual value; None when that is zero."""
        return self.gap / abs(Fraction(self.came)) if self.came else None

    @property
    def is_right(self) -> bool:
        """Whether the projection was within 5 % of the actual value."""
        return abs(self.gap) <= NEAR * abs(Fraction(self.came))


def projections(then: SeriesFacts, now: SeriesFacts) -> tuple[Projection, ...]:
    """One projection, by date, for each value later than the one assessed then, against the path and pace of then.

    Empty when nothing could be projected then, or when later values cannot be compared (another baseline, a break).
    """
    return tuple(_projections(then, now))


def _projections(then: SeriesFacts, now: SeriesFacts) -> Iterator[Projection]:
    before, after = case_of(then), case_of(now)
    last = evidence(before, target_needed=False)
    if isinstance(last, Reason) or before.start is None or (before.mode, before.start) != (after.mode, after.start):
        return
    path = (before.start, *before.path_targets)
    for came in measures(after):
        if came.t > last.t:
            yield Projection(came.t, expected_at(path, came.t), _prolonged(before.start, last, came.t), came.value)


def _prolonged(start: tuple[Fraction, Number], last: Measure, t: Fraction) -> Fraction:
    """The straight line from the baseline through the last value, extended."""
    t0, y0 = start[0], Fraction(start[1])
    return y0 + (Fraction(last.value) - y0) * (t - t0) / (last.t - t0)
