"""From areas to the domain: what adds up, what does not, and what is then judged."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from db.vocabulary import Aggregation, Direction, ObsStatus, TargetMode
from indicators.domain.progress.aggregation import (
    AggregationRefused,
    Component,
    aggregate_value,
    assess_aggregate,
    check_distinct_total,
    count_statuses,
)
from indicators.domain.progress.assessment import Case, Point
from indicators.domain.statuses import STATUS_ORDER, Reason, Status

E, B, F = ObsStatus.ESTIMATED, ObsStatus.BREAK, ObsStatus.FORECAST


def area(base: str, target: str, value: str, *flags: ObsStatus) -> Case:
    return Case(
        direction=Direction.INCREASE,
        mode=TargetMode.LEVEL,
        baseline=(Fraction(2021), Decimal(base)),
        targets=((Fraction(2031), Decimal(target)),),
        observations=(Point(Fraction(2026), Decimal(value), frozenset(flags)),),
    )


AREAS = {"Aire 3": area("10", "20", "15"), "Aire 4": area("30", "60", "33")}


def judged(**changes: object) -> tuple[Status, Reason | None]:
    """Areas 3 and 4, the latter changed."""
    changed = AREAS | {"Aire 4": replace(AREAS["Aire 4"], **changes)}  # type: ignore[arg-type]
    found = assess_aggregate(Aggregation.SUM, changed)
    return found.status, found.reason


class TestStatusOfASum:
    def test_published_vector(self) -> None:
        found = assess_aggregate(Aggregation.SUM, AREAS)
        assert (found.value, found.expected, found.pace, found.status) == (48, 60, Fraction(2, 5), Status.LATE)
        assert found.active_target == (2031, 80)

    @pytest.mark.parametrize(
        "changes",
        [
            {"targets": ()},
            {"baseline": None},
            {"baseline": (Fraction(2022), Decimal(30))},
            {"targets": ((Fraction(2030), Decimal(60)),)},
            {"observations": ()},
            {"observations": (Point(Fraction(2025), Decimal(33)),)},
            {"observations": (Point(Fraction(2026), Decimal(33), frozenset({F})),)},
        ],
    )
    def test_incomplete_as_soon_as_one_area_is(self, changes: dict[str, object]) -> None:
        assert judged(**changes) == (Status.NOT_ASSESSABLE, Reason.AGGREGATE_INCOMPLETE)

    def test_no_area_observed_is_said_as_such(self) -> None:
        empty = {name: replace(case, observations=()) for name, case in AREAS.items()}
        assert assess_aggregate(Aggregation.SUM, empty).reason is Reason.NO_OBSERVATION

    def test_a_break_in_one_area_breaks_the_sum_unless_that_area_settled_it(self) -> None:
        broken = (Point(Fraction(2026), Decimal(33), frozenset({B})),)
        assert judged(observations=broken) == (Status.NOT_ASSESSABLE, Reason.BREAK)
        assert judged(observations=broken, breaks_cleared_until=Fraction(2027)) == (Status.LATE, None)

    def test_a_baseline_recomputed_in_one_area_does_not_settle_the_break_of_another(self) -> None:
        settled = replace(AREAS["Aire 3"], breaks_cleared_until=Fraction(2027))
        areas = {"Aire 3": settled, "Aire 4": area("30", "60", "33", B)}
        assert assess_aggregate(Aggregation.SUM, areas).reason is Reason.BREAK

    def test_latest_period_known_everywhere_is_judged(self) -> None:
        later = replace(
            AREAS["Aire 3"], observations=(*AREAS["Aire 3"].observations, Point(Fraction(2027), Decimal(19)))
        )
        assert assess_aggregate(Aggregation.SUM, AREAS | {"Aire 3": later}).t == 2026

    def test_one_provisional_area_makes_the_status_provisional(self) -> None:
        estimated = AREAS | {"Aire 3": area("10", "20", "15", E)}
        assert assess_aggregate(Aggregation.SUM, estimated).provisional

    def test_context_is_never_judged(self) -> None:
        context = {name: replace(case, is_context=True, targets=()) for name, case in AREAS.items()}
        assert assess_aggregate(Aggregation.SUM, context).status is Status.NOT_APPLICABLE

    @pytest.mark.parametrize("rule", [Aggregation.RATIO, Aggregation.DISTINCT, Aggregation.NOT_ADDITIVE])
    def test_only_sums_are_judged_from_their_parts(self, rule: Aggregation) -> None:
        with pytest.raises(AggregationRefused):
            assess_aggregate(rule, AREAS)

    @pytest.mark.parametrize(
        "changes", [{"direction": Direction.DECREASE}, {"mode": TargetMode.CUMULATIVE}, {"is_context": True}]
    )
    def test_unlike_series_do_not_add_up(self, changes: dict[str, object]) -> None:
        with pytest.raises(AggregationRefused, match="Les séries à agréger"):
            judged(**changes)

    def test_nothing_to_add_up(self) -> None:
        with pytest.raises(AggregationRefused, match="Aucune aire"):
            assess_aggregate(Aggregation.SUM, {})


class TestValues:
    def test_sum_keeps_decimals_exact_and_unites_flags(self) -> None:
        found = aggregate_value(
            Aggregation.SUM, [Component("1", Decimal("0.1")), Component("2", Decimal("0.2"), frozenset({E}))]
        )
        assert (found.value, found.flags, found.missing) == (Fraction(3, 10), {E}, ())

    def test_zero_is_a_value_and_empty_is_not(self) -> None:
        zero = aggregate_value(Aggregation.SUM, [Component("1", Decimal(0)), Component("2", Decimal(4))])
        assert zero.value == 4
        empty = aggregate_value(Aggregation.SUM, [Component("1", None), Component("2", Decimal(4))])
        assert (empty.value, empty.missing) == (None, ("1",))

    def test_forecast_is_missing(self) -> None:
        assert aggregate_value(Aggregation.SUM, [Component("1", Decimal(1), frozenset({F}))]).missing == ("1",)

    def test_ratio_divides_the_sums_and_never_averages(self) -> None:
        parts = [
            Component("1", Decimal(50), numerator=Decimal(1), denominator=Decimal(2)),
            Component("2", Decimal(10), numerator=Decimal(10), denominator=Decimal(100)),
        ]
        assert aggregate_value(Aggregation.RATIO, parts).value == Fraction(1100, 102)
        assert aggregate_value(Aggregation.RATIO, parts, per=1).value == Fraction(11, 102)

    def test_ratio_without_its_terms_is_incomplete(self) -> None:
        assert aggregate_value(Aggregation.RATIO, [Component("1", Decimal(50))]).missing == ("1",)

    def test_ratio_over_zero_is_refused(self) -> None:
        part = Component("1", None, numerator=Decimal(0), denominator=Decimal(0))
        with pytest.raises(AggregationRefused, match="dénominateurs est nulle"):
            aggregate_value(Aggregation.RATIO, [part])

    @pytest.mark.parametrize(
        ("rule", "message"), [(Aggregation.DISTINCT, "se saisit"), (Aggregation.NOT_ADDITIVE, "n'est pas additif")]
    )
    def test_entered_totals_are_not_computed(self, rule: Aggregation, message: str) -> None:
        with pytest.raises(AggregationRefused, match=message):
            aggregate_value(rule, [Component("1", Decimal(1))])

    def test_without_parts(self) -> None:
        with pytest.raises(AggregationRefused, match="Aucune aire"):
            aggregate_value(Aggregation.SUM, [])

    @pytest.mark.parametrize("total", ["9.9", "15.1"])
    def test_distinct_total_out_of_bounds_is_refused(self, total: str) -> None:
        with pytest.raises(AggregationRefused, match=r"\(10\) et la somme des aires \(15\)"):
            check_distinct_total(Decimal(total), [Decimal(10), Decimal(5)])

    @pytest.mark.parametrize("total", ["10", "12", "15"])
    def test_distinct_total_within_bounds_is_accepted(self, total: str) -> None:
        assert check_distinct_total(Decimal(total), [Decimal(10), Decimal(5)]) is None  # type: ignore[func-returns-value]


class TestCounts:
    def test_counts_come_in_order_with_coverage(self) -> None:
        found = count_statuses([Status.LATE, Status.ACHIEVED, Status.LATE, Status.TOO_EARLY, Status.NOT_APPLICABLE])
        assert list(found.counts) == list(STATUS_ORDER)
        assert (found.counts[Status.LATE], found.assessable, found.total) == (2, 3, 4)
        assert found.coverage == Fraction(3, 4)

    @pytest.mark.parametrize(("assessable", "allowed"), [(3, True), (2, False)])
    def test_summary_needs_sixty_percent(self, assessable: int, allowed: bool) -> None:
        statuses = [Status.ON_TRACK] * assessable + [Status.NOT_ASSESSABLE] * (5 - assessable)
        assert count_statuses(statuses).allows_summary is allowed

    def test_nothing_to_judge(self) -> None:
        found = count_statuses([Status.NOT_APPLICABLE])
        assert (found.total, found.coverage, found.allows_summary) == (0, 0, False)
