"""Where targets and values must lie for a status: the geometry of the trajectory method, run backwards.

Written apart from the rules of ``indicators.domain``, which then judge its results in the tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from indicators.domain.statuses import Status

Dated = tuple[Fraction, Decimal]

ON_TRACK, ACCELERATE = Fraction(95, 100), Fraction(60, 100)


@dataclass(frozen=True, slots=True)
class ValueGrid:
    """The values that a series may take: multiples of ``step`` from 0 to ``top`` (None: no upper bound)."""

    step: Fraction
    top: int | None = None

    def near(self, value: Fraction) -> Decimal:
        """The nearest value of the grid, within its bounds."""
        return self._at(floor(value / self.step + Fraction(1, 2)))

    def within(self, low: Fraction, high: Fraction) -> Iterator[Decimal]:
        """Values from ``low`` included to ``high`` excluded, from the middle outwards."""
        first, last = max(0, ceil(low / self.step)), ceil(high / self.step) - 1
        if self.top is not None:
            last = min(last, floor(self.top / self.step))
        middle = (first + last) // 2
        for number in sorted(range(first, last + 1)[:400], key=lambda candidate: abs(candidate - middle)):
            yield self._at(number)

    def _at(self, number: int) -> Decimal:
        bounded = max(0, number)
        if self.top is not None:
            bounded = min(bounded, floor(self.top / self.step))
        return exact(bounded * self.step)


def exact(value: Fraction | int) -> Decimal:
    """The decimal of a fraction that has one."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def expected(start: Dated, targets: tuple[Dated, ...], t: Fraction) -> Fraction:
    """Expected value at ``t`` on the straight lines through the start and the targets."""
    for (t1, y1), (t2, y2) in pairwise((start, *targets)):
        if t <= t2:
            return Fraction(y1) + (Fraction(y2) - Fraction(y1)) * (t - t1) / (t2 - t1)
    return Fraction(targets[-1][1])


def room(status: Status, sign: int, start: Dated, targets: tuple[Dated, ...], t: Fraction) -> tuple[Fraction, Fraction]:
    """Values (lowest included, highest excluded) that give a status at ``t``; empty when the lowest is not lower."""
    y0 = Fraction(start[1])
    active = next((target for target in targets if target[0] >= t), targets[-1])
    whole = sign * (Fraction(active[1]) - y0)
    due = sign * (expected(start, targets, t) - y0)
    low, high = _advance(status, due, whole)
    return (y0 + low, y0 + high) if sign > 0 else _mirrored(y0, low, high)


def _advance(status: Status, due: Fraction, whole: Fraction) -> tuple[Fraction, Fraction]:
    """The same in distance from the start, counted positive in the wanted direction."""
    match status:
        case Status.ACHIEVED:
            return whole, whole + max(whole * Fraction(12, 100), Fraction(2))
        case Status.ON_TRACK:
            return due * ON_TRACK, min(whole, due * Fraction(120, 100))
        case Status.TO_ACCELERATE:
            return due * ACCELERATE, min(whole, due * ON_TRACK)
        case Status.LATE:
            return Fraction(0), min(whole, due * ACCELERATE)
        case Status.DECLINE:
            return -due * Fraction(60, 100), -due * Fraction(5, 100)
        case Status.MISSED:
            return whole * Fraction(20, 100), whole * Fraction(90, 100)
        case Status.TOO_EARLY:
            return Fraction(0), whole * Fraction(20, 100)
    raise ValueError(status)


def _mirrored(y0: Fraction, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    # Downwards the included bound is the upper one: a hair more keeps the half-open interval honest.
    hair = Fraction(1, 10**9)
    return y0 - high + hair, y0 - low + hair
