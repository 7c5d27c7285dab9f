"""Advancement rate of PILOTE (French State), shown beside the default method for comparison.

Source: docs/method.md, Advancement rate (documentation and published results of PILOTE).
The method has a rate and no classes of status. The unbounded rate is kept: bounding it between 0 and
100 hides both a collapse and a success far beyond the target.
"""

from dataclasses import dataclass
from fractions import Fraction

from indicators.domain.progress.evidence import Case, Number, evidence
from indicators.domain.statuses import Reason


@dataclass(frozen=True, slots=True)
class RateResult:
    """``bounded`` (0 to 1) is what PILOTE publishes, ``raw`` the same without bounds.

    ``raw`` is None when the initial value met the target already; both are None when ``reason`` is set,
    or for series never assessed.
    """

    bounded: Fraction | None
    raw: Fraction | None = None
    reason: Reason | None = None


def advancement(sign: int, initial: Number, actual: Number, target: Number) -> RateResult:
    """Share of the way from the initial value to the target; ``sign`` -1 when a decrease is wanted.

    An initial value that already met the target gives 1 while the target is still met, else 0.
    """
    way = sign * (Fraction(target) - Fraction(initial))
    done = sign * (Fraction(actual) - Fraction(initial))
    if way <= 0:
        return RateResult(Fraction(int(done >= way)))
    raw = done / way
    return RateResult(min(max(raw, Fraction(0)), Fraction(1)), raw)


def assess_rate(case: Case) -> RateResult:
    """Advancement of a case towards its last target (« taux d'avancement global »)."""
    if not case.is_judged:
        return RateResult(None)
    measure = evidence(case)
    if isinstance(measure, Reason):
        return RateResult(None, reason=measure)
    assert case.start is not None  # evidence() has refused a case without baseline
    return advancement(case.sign, case.start[1], measure.value, case.path_targets[-1][1])
