"""Trend of a series, for those without a target: annual change, no status.

Source: docs/method.md, Trend (thresholds of Eurostat without target, ±1 % a year). Shares change in points, never in %
of a percentage; small values (under 20) are compared in their own unit.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from db.vocabulary import Direction, Nature, TargetMode
from indicators.domain.formatting import date_fr
from indicators.domain.periods import from_decimal_year
from indicators.domain.progress.assessment import DEFAULT, Parameters
from indicators.domain.progress.evidence import Dated, case_of, latest_segment
from indicators.domain.series import SeriesFacts


class TrendWord(StrEnum):
    """Evolution of the series relative to the wanted direction."""

    FAVOURABLE = "favorable"
    STABLE = "stable"
    UNFAVOURABLE = "defavorable"
    UNDETERMINED = "indeterminee"


TREND_LABELS = {
    TrendWord.FAVOURABLE: "Tendance favorable",
    TrendWord.STABLE: "Tendance stable",
    TrendWord.UNFAVOURABLE: "Tendance défavorable",
    TrendWord.UNDETERMINED: "Tendance indéterminée",
}


@dataclass(frozen=True, slots=True)
class Trend:
    """``annual_change`` is signed as the values move, in ``unit_of_change`` (« % », « points », « ETP »…)."""

    word: TrendWord
    annual_change: Fraction | None = None
    unit_of_change: str = ""
    span: str = ""


def trend(facts: SeriesFacts, parameters: Parameters = DEFAULT) -> Trend:
    """Mean annual change from the baseline, or from the last break, to the latest usable value.

    Undetermined with less than one year between the two, or when no direction is wanted.
    """
    segment = latest_segment(case_of(_as_levels(facts)))
    if len(segment) < 2 or segment[-1][0] - segment[0][0] < 1:
        return Trend(TrendWord.UNDETERMINED)
    first, last = segment[0], segment[-1]
    change, unit, threshold = _annual_change(facts, first, last, parameters)
    span = f"du {date_fr(from_decimal_year(first[0]))} au {date_fr(from_decimal_year(last[0]))}"
    word = _word(facts.direction, change, threshold)
    return Trend(word, change, unit, span)


def _as_levels(facts: SeriesFacts) -> SeriesFacts:
    """Yearly values as entered: without targets, and without a baseline that only starts a sum."""
    is_sum = facts.nature is Nature.CUMULATIVE or any(t.mode is TargetMode.CUMULATIVE for t in facts.targets)
    return replace(facts, targets=(), baseline=None if is_sum else facts.baseline)


def _annual_change(
    facts: SeriesFacts, first: Dated, last: Dated, parameters: Parameters
) -> tuple[Fraction, str, Fraction]:
    """Change per year, its unit, and the threshold below which the trend is stable."""
    (t0, y0), (t, y) = first, last
    change = (Fraction(y) - Fraction(y0)) / (t - t0)
    if facts.unit.is_percent:
        return change, "points", Fraction(parameters.trend_units)
    if abs(Fraction(y0)) < Fraction(parameters.trend_small):
        return change, facts.unit.symbol or "unités", Fraction(parameters.trend_units)
    return change / abs(Fraction(y0)) * 100, "%", Fraction(parameters.trend_percent)


def _word(direction: Direction, change: Fraction, threshold: Fraction) -> TrendWord:
    if direction is Direction.NONE:
        return TrendWord.UNDETERMINED
    if abs(change) < threshold:
        return TrendWord.STABLE
    is_wanted = (change > 0) == (direction is Direction.INCREASE)
    return TrendWord.FAVOURABLE if is_wanted else TrendWord.UNFAVOURABLE
