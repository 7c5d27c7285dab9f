"""Pace required to reach the next target, compared with the best pace observed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from db.vocabulary import Horizon
from indicators.domain.periods import decimal_year
from indicators.domain.progress.evidence import Case, Number, case_of, evidence, measures
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import Reason


@dataclass(frozen=True, slots=True)
class RequiredPace:
    """Changes a year, signed as the values move, in the unit of the series.

    ``needed_per_year`` runs from the latest value to the target, zero when it is met already.
    ``best_per_year`` is the fastest change in the wanted direction between two successive values.
    """

    horizon: Horizon
    target_date: date
    target_value: Number
    needed_per_year: Fraction
    best_per_year: Fraction
    is_within_best: bool


def required_pace(facts: SeriesFacts, today: date) -> RequiredPace | None:
    """Pace needed to reach the first target not yet due; None without a comparable measure or such a target."""
    case = case_of(facts)
    measure = evidence(case)
    coming = [target for target in facts.targets if target.date >= today]
    if isinstance(measure, Reason) or not case.is_judged or not coming:
        return None
    target = min(coming, key=lambda candidate: candidate.date)
    years = decimal_year(target.date) - measure.t
    if years <= 0:
        return None
    missing = max(case.sign * (Fraction(target.value) - Fraction(measure.value)), Fraction(0))
    needed, best = missing / years, _best(case)
    return RequiredPace(
        horizon=target.horizon,
        target_date=target.date,
        target_value=target.value,
        needed_per_year=case.sign * needed,
        best_per_year=case.sign * best,
        is_within_best=needed <= best,
    )


def _best(case: Case) -> Fraction:
    """Fastest change a year towards the target, counted positive in the wanted direction."""
    assert case.start is not None  # evidence() has refused a case without baseline
    path = [case.start, *((measure.t, measure.value) for measure in measures(case))]
    return max(case.sign * (Fraction(y2) - Fraction(y1)) / (t2 - t1) for (t1, y1), (t2, y2) in pairwise(path))
