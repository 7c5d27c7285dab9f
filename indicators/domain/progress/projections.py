"""How far earlier projections were right: what was expected, what the pace of then foretold, and what came.

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
    """For one later date ``t``: the value expected on the path of then, the one projected by prolonging the pace of
    then, and the one that came."""

    t: Fraction
    expected: Fraction
    projected: Fraction
    came: Number

    @property
    def gap(self) -> Fraction:
        """What came less what was projected, in the unit of the series."""
        return Fraction(self.came) - self.projected

    @property
    def relative_gap(self) -> Fraction | None:
        """The gap in proportion of what came; None where nothing came (zero)."""
        return self.gap / abs(Fraction(self.came)) if self.came else None

    @property
    def is_right(self) -> bool:
        """Whether the projection was within 5 % of what came."""
        return abs(self.gap) <= NEAR * abs(Fraction(self.came))


def projections(then: SeriesFacts, now: SeriesFacts) -> tuple[Projection, ...]:
    """Each value that came after the last one judged then, against the path and the pace of then, by date.

    Empty where nothing could be projected then, or where what came cannot be compared (another baseline, a break).
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
    """The straight line from the baseline through the last value, prolonged."""
    t0, y0 = start[0], Fraction(start[1])
    return y0 + (Fraction(last.value) - y0) * (t - t0) / (last.t - t0)
