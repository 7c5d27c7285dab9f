"""Edges of the two comparison methods: growth rates (CAGR) and the rate of PILOTE."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from db.vocabulary import Direction, ObsStatus, TargetMode
from indicators.domain.progress.assessment import Case, Point
from indicators.domain.progress.cagr import CagrInput, CagrStatus, assess_cagr, cagr_progress, limit_coefficient
from indicators.domain.progress.rate import advancement, assess_rate
from indicators.domain.statuses import Reason, Status


def growth(sign: int, base: str, value: str, target: str | None = None, limit: str | None = None) -> CagrInput:
    """2015 to 2020, target in 2030."""
    return CagrInput(
        sign=sign,
        base=Decimal(base),
        base_t=Fraction(2015),
        value=Decimal(value),
        t=Fraction(2020),
        target=None if target is None else Decimal(target),
        target_t=Fraction(2030),
        limit=None if limit is None else Decimal(limit),
    )


def test_open_sdg_examples() -> None:
    worse = replace(growth(-1, "10", "30", "1"), t=Fraction(2016))
    assert round(cagr_progress(worse).value or 0, 2) == Decimal("-14.05")
    better = replace(growth(1, "5", "6", "9"), t=Fraction(2016))
    assert round(cagr_progress(better).value or 0, 2) == Decimal("5.00")


@pytest.mark.parametrize(
    ("given", "status", "value"),
    [
        (growth(1, "100", "100", "100"), CagrStatus.TARGET_ACHIEVED, None),
        (growth(1, "100", "90", "100"), CagrStatus.DETERIORATION, None),
        (growth(-1, "100", "110", "100"), CagrStatus.DETERIORATION, None),
        (growth(1, "-5", "5", "10"), CagrStatus.NOT_AVAILABLE, None),
        (growth(1, "5", "6", "-5"), CagrStatus.TARGET_ACHIEVED, None),
        (growth(-1, "5", "4", "-5"), CagrStatus.NOT_AVAILABLE, None),
        (growth(1, "0", "0", "10"), CagrStatus.LIMITED, Decimal(0)),
        (growth(1, "5", "0", "10"), CagrStatus.DETERIORATION, Decimal("-21.144")),
    ],
)
def test_edges_never_crash(given: CagrInput, status: CagrStatus, value: Decimal | None) -> None:
    found = cagr_progress(given)
    assert found.status is status
    assert (found.value is None) == (value is None)
    if value is not None and found.value is not None:
        assert round(found.value, 3) == value


def test_zero_base_and_zero_target_are_replaced_by_a_thousandth() -> None:
    assert cagr_progress(growth(1, "0", "1", "10")) == cagr_progress(growth(1, "0.001", "1", "10"))
    assert cagr_progress(growth(-1, "8", "4", "0")).value == cagr_progress(growth(-1, "8", "4", "0.001")).value


def test_negative_values_growing_towards_zero_progress() -> None:
    assert cagr_progress(growth(1, "-10", "-8", "-5")).status is CagrStatus.SUBSTANTIAL
    assert cagr_progress(growth(1, "-10", "-12", "-5")).status is CagrStatus.DETERIORATION


def test_limit_coefficient_shrinks_near_the_limit_and_is_symmetric() -> None:
    assert limit_coefficient(Decimal(200), Decimal(100)) == limit_coefficient(Decimal(250), Decimal(100)) == 1
    assert limit_coefficient(Decimal(100), Decimal(100)) == 0
    assert limit_coefficient(Decimal(90), Decimal(100)) == limit_coefficient(Decimal(110), Decimal(100))
    at_limit = cagr_progress(growth(1, "100", "100", limit="100"))
    assert (at_limit.status, at_limit.score) == (CagrStatus.SUBSTANTIAL, 5)


def one(direction: Direction = Direction.INCREASE, value: str = "128", *flags: ObsStatus) -> Case:
    return Case(
        direction=direction,
        mode=TargetMode.LEVEL,
        baseline=(Fraction(2021), Decimal(100)),
        targets=((Fraction(2023), Decimal(120)), (Fraction(2031), Decimal(200))),
        observations=(Point(Fraction(2026), Decimal(value), frozenset(flags)),),
    )


def test_cagr_judges_towards_the_last_target_only() -> None:
    found = assess_cagr(one(value="145"))
    assert found.status is Status.ON_TRACK
    assert found.pace is not None
    assert round(found.pace, 2) == Fraction("1.07")


def test_cagr_keeps_our_words_and_reasons() -> None:
    assert assess_cagr(replace(one(), is_context=True)).status is Status.NOT_APPLICABLE
    assert assess_cagr(replace(one(), baseline=None)).reason is Reason.BASELINE_MISSING
    assert assess_cagr(one(Direction.INCREASE, "128", ObsStatus.FORECAST)).reason is Reason.NO_OBSERVATION
    assert assess_cagr(one(Direction.INCREASE, "-3")).reason is Reason.OPPOSITE_SIGNS
    assert assess_cagr(one(Direction.INCREASE, "128", ObsStatus.ESTIMATED)).provisional
    without_target = assess_cagr(replace(one(), targets=()))
    assert (without_target.status, without_target.reason) == (Status.ON_TRACK, None)


def test_cagr_sums_cumulative_values() -> None:
    points = tuple(Point(Fraction(year), Decimal("0.1")) for year in (2022, 2023, 2024))
    found = assess_cagr(replace(one(), mode=TargetMode.CUMULATIVE, observations=points))
    assert found.value == Fraction("0.3")


@pytest.mark.parametrize(
    ("sign", "initial", "actual", "target", "bounded", "raw"),
    [
        (1, 69, "83.55", 80, 1, Fraction("1455") / 1100),
        (1, "53.4", "52.9", "61.2", 0, Fraction(-5, 78)),
        (1, 82, "86.26", 82, 1, None),
        (1, 100, 62, 100, 0, None),
        (-1, "3.01", "3.6", 4, 1, None),
        (-1, "3.37", "4.1", 4, 0, None),
        (-1, "4.48", "6", 4, 0, Fraction(-152, 48)),
        (-1, "5.6", "2.7", 4, 1, Fraction(29, 16)),
    ],
)
def test_rate_is_bounded_and_keeps_the_raw_figure(
    sign: int, initial: str, actual: str, target: str, bounded: int, raw: Fraction | None
) -> None:
    found = advancement(sign, Decimal(initial), Decimal(actual), Decimal(target))
    assert (found.bounded, found.raw) == (bounded, raw)


def test_rate_of_a_case_aims_at_the_last_target_in_both_directions() -> None:
    assert assess_rate(one()).bounded == Fraction(28, 100)
    down = replace(one(Direction.DECREASE, "90"), targets=((Fraction(2031), Decimal(60)),))
    assert assess_rate(down).bounded == Fraction(1, 4)


def test_rate_says_why_there_is_none() -> None:
    assert assess_rate(replace(one(), targets=())).reason is Reason.TARGET_MISSING
    context = assess_rate(replace(one(), is_context=True))
    assert (context.bounded, context.reason) == (None, None)
