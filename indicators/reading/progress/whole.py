"""The areas of an indicator taken together, by its own rule; groups of areas and context never enter a total."""

from dataclasses import dataclass

from db.vocabulary import Aggregation, PerimeterKind
from indicators.domain.periods import Period
from indicators.domain.progress.aggregation import (
    AggregationRefused,
    Component,
    Total,
    aggregate_value,
    assess_aggregate,
)
from indicators.domain.progress.assessment import Assessment, case_of
from indicators.domain.series import Observation
from indicators.reading.progress.review import Judged, Review


@dataclass(frozen=True, slots=True)
class Whole:
    """Total of the areas for the newest period that any of them has.

    ``refusal`` says in French why there is none; ``assessment`` is None where the rule gives a value but no status.
    """

    period: Period | None = None
    total: Total | None = None
    assessment: Assessment | None = None
    refusal: str = ""


def area_series(review: Review, indicator: str) -> tuple[Judged, ...]:
    """The series of an indicator that are about one area."""
    return tuple(
        review.judged[series.code]
        for series in review.catalogue.series_of_indicator.get(indicator, ())
        if review.catalogue.perimeters[series.perimeter].kind is PerimeterKind.AREA
    )


def whole_of(review: Review, indicator: str) -> Whole | None:
    """The whole of an indicator that exists in several areas; None where nothing is known yet or there is one area."""
    parts = area_series(review, indicator)
    periods = [part.latest.period for part in parts if part.latest]
    if len(parts) < 2 or not periods:
        return None
    rule, period = parts[0].definition.aggregation, max(periods, key=lambda each: each.end)
    try:
        if len({part.series.unit.code for part in parts}) > 1:
            raise AggregationRefused("Les aires n’ont pas la même unité : aucun total n’a de sens.")
        total = aggregate_value(rule, [_component(part, period) for part in parts])
        return Whole(period, total, _assessment(review, rule, parts))
    except AggregationRefused as refused:
        return Whole(period, refusal=str(refused))


def _assessment(review: Review, rule: Aggregation, parts: tuple[Judged, ...]) -> Assessment | None:
    if rule is not Aggregation.SUM:
        return None
    return assess_aggregate(rule, {part.perimeter.short: case_of(part.facts) for part in parts}, review.parameters)


def _component(judged: Judged, period: Period) -> Component:
    observation: Observation | None = next((each for each in judged.facts.observations if each.period == period), None)
    if observation is None:
        return Component(judged.perimeter.short, None)
    return Component(
        judged.perimeter.short, observation.value, observation.flags, observation.numerator, observation.denominator
    )
