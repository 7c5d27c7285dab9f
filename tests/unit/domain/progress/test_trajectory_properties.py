"""Laws that the trajectory method must obey whatever the figures."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Direction, TargetMode
from indicators.domain.progress.assessment import Case, Point, assess
from indicators.domain.progress.evidence import Dated
from indicators.domain.statuses import ASSESSABLE, STATUS_ORDER, Status

hundredths = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
directions = st.sampled_from([Direction.INCREASE, Direction.DECREASE])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any baseline, one to three targets in any order of value, one value at any quarter."""
    years = sorted(draw(st.sets(st.integers(2022, 2035), min_size=1, max_size=3)))
    t = 2021 + Fraction(draw(st.integers(1, 60)), 4)
    return Case(
        direction=draw(directions),
        mode=TargetMode.LEVEL,
        baseline=(Fraction(2021), draw(hundredths)),
        targets=tuple((Fraction(year), draw(hundredths)) for year in years),
        observations=(Point(t, draw(hundredths)),),
    )


def turned(case: Case, scale: Decimal, shift: Decimal) -> Case:
    """The same story with every value y written as scale * y + shift."""

    def dated(pair: Dated) -> Dated:
        return pair[0], scale * Decimal(str(pair[1])) + shift

    assert case.baseline is not None
    point = case.observations[0]
    return replace(
        case,
        baseline=dated(case.baseline),
        targets=tuple(dated(target) for target in case.targets),
        observations=(replace(point, value=dated((point.t, point.value or Decimal(0)))[1]),),
    )


def opposite(case: Case) -> Case:
    other = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}
    return replace(case, direction=other[case.direction])


def verdict(case: Case) -> tuple[object, ...]:
    found = assess(case)
    return found.status, found.rule, found.progress, found.expected_progress, found.pace


@given(cases())
def test_a_share_and_its_complement_get_the_same_status(case: Case) -> None:
    assert verdict(case) == verdict(opposite(turned(case, Decimal(-1), Decimal(100))))


@given(cases())
def test_decreasing_mirrors_increasing(case: Case) -> None:
    assert verdict(case) == verdict(opposite(turned(case, Decimal(-1), Decimal(0))))


@given(cases(), st.sampled_from(["0.01", "0.5", "3", "1000"]), st.integers(-500, 500))
def test_unit_and_origin_do_not_matter(case: Case, scale: str, shift: int) -> None:
    assert verdict(case) == verdict(turned(case, Decimal(scale), Decimal(shift)))


# From worst to best. « Missed » never meets the others: it depends on the date alone.
BETTER = [Status.DECLINE, Status.LATE, Status.TO_ACCELERATE, Status.ON_TRACK, Status.TOO_EARLY, Status.MISSED]
RANK = {status: rank for rank, status in enumerate([*BETTER, Status.ACHIEVED])}


@given(cases(), hundredths)
def test_a_better_value_never_gets_a_worse_status(case: Case, gain: Decimal) -> None:
    point = case.observations[0]
    better = replace(point, value=(point.value or Decimal(0)) + case.sign * gain)
    before, after = assess(case).status, assess(replace(case, observations=(better,))).status
    assert RANK[before] <= RANK[after]


@given(cases())
def test_pace_is_the_ratio_of_the_two_progresses(case: Case) -> None:
    found = assess(case)
    if found.progress is not None and found.pace is not None and found.expected_progress is not None:
        assert found.pace * found.expected_progress == found.progress


@given(cases())
def test_every_complete_case_gets_a_status_with_its_figures(case: Case) -> None:
    found = assess(case)
    assert found.status in ASSESSABLE | {Status.TOO_EARLY}
    assert found.status in STATUS_ORDER
    assert found.reason is None
    assert found.expected is not None
