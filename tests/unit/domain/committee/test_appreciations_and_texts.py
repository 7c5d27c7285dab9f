"""When the committee owes its judgement or its reasons; one text for one content; projections."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.types import canonical_decimal
from db.vocabulary import (
    AppreciationLevel,
    Direction,
    Frequency,
    Horizon,
    IndicatorType,
    Nature,
    ObsStatus,
    TargetMode,
)
from indicators.domain.committee.appreciations import ALARMS, GOOD, Matter, required_appreciation, required_for_area
from indicators.domain.committee.fingerprints import canonical, decimal_text, digest, fingerprint
from indicators.domain.periods import Period
from indicators.domain.progress.projections import projections
from indicators.domain.series import Baseline, Observation, SeriesFacts, Target, Unit
from indicators.domain.statuses import Status

SECURED, ATTAINABLE, SUPPORT, COMPROMISED = AppreciationLevel


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("level", [None, *AppreciationLevel])
def test_a_motive_is_owed_where_the_two_judgements_part(status: Status, level: AppreciationLevel | None) -> None:
    alarmed, good = status in ALARMS, status in GOOD
    owed = {
        None: alarmed,
        SECURED: alarmed,
        ATTAINABLE: alarmed,
        SUPPORT: False,
        COMPROMISED: good,
    }
    said = required_appreciation(status, level)
    assert bool(said) is owed[level]
    assert not said or said.endswith(".")


@pytest.mark.parametrize(
    ("statuses", "owed"),
    [
        ([], set()),
        ([Status.NOT_ASSESSABLE, Status.TOO_EARLY], set()),
        ([Status.LATE], {None, SECURED, ATTAINABLE}),
        ([Status.LATE, Status.ON_TRACK, Status.NOT_ASSESSABLE], {None, SECURED, ATTAINABLE}),
        ([Status.LATE, Status.ON_TRACK, Status.ACHIEVED], {COMPROMISED}),
        ([Status.LATE, Status.TO_ACCELERATE, Status.TO_ACCELERATE], set()),
        ([Status.ACHIEVED], {COMPROMISED}),
    ],
)
def test_an_area_is_judged_on_its_counts(statuses: list[Status], owed: set[AppreciationLevel | None]) -> None:
    assert {level for level in (None, *AppreciationLevel) if required_for_area(statuses, level)} == owed


def test_a_matter_is_an_area_or_a_series() -> None:
    assert (str(Matter(area=3)), str(Matter(series="ENT-01-A1"))) == ("aire 3", "ENT-01-A1")
    for wrong in (lambda: Matter(), lambda: Matter(1, "ENT-01-A1")):
        with pytest.raises(ValueError, match="une aire ou sur une série"):
            wrong()


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_have_the_text_that_the_store_gives_them(value: Decimal) -> None:
    assert decimal_text(value) == canonical_decimal(value)


@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.fractions(), st.text(), st.none(), st.booleans())))
def test_the_order_of_keys_changes_nothing(content: dict[str, object]) -> None:
    assert canonical(content) == canonical(dict(reversed(content.items())))


def test_one_content_has_one_text() -> None:
    at = datetime(2026, 3, 12, 9, tzinfo=UTC)
    local = at.astimezone(timezone(timedelta(hours=1)))
    content = {
        "z": (Decimal("12.500"), Fraction(1, 3)),
        "a": frozenset("PB"),
        "d": date(2026, 3, 12),
        "i": at,
        "n": None,
    }
    assert canonical(content) == canonical(content | {"i": local, "z": [Decimal("1.25E+1"), Fraction(2, 6)]})
    assert canonical(content) == (
        '{"a":["B","P"],"d":"2026-03-12","i":"2026-03-12T09:00:00.000000+00:00","n":null,"z":["12.5","1/3"]}'
    )
    for wrong in (1.5, datetime(2026, 3, 12, 9), object()):  # noqa: DTZ001
        with pytest.raises(TypeError):
            canonical({"x": wrong})


def test_a_fingerprint_moves_with_every_line_and_with_nothing_else() -> None:
    lines = {"A": "1", "B": "2"}
    found = fingerprint("{}", lines)
    assert found == fingerprint("{}", dict(reversed(lines.items()))) and len(found) == 64
    others = [fingerprint("", lines), fingerprint("{}", {"A": "1"}), fingerprint("{}", {"A": "2", "B": "1"})]
    assert found not in others and len({*others}) == 3
    assert digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


FACTS = SeriesFacts(
    code="S",
    indicator_code="I",
    indicator_label="",
    label="",
    family="",
    perimeter="",
    perimeter_label="",
    unit=Unit("N", "nombre"),
    decimals=0,
    direction=Direction.INCREASE,
    type=IndicatorType.RESULT,
    nature=Nature.STOCK,
    frequency=Frequency.ANNUAL,
    baseline=Baseline(date(2021, 12, 31), Decimal(100)),
    targets=(Target(Horizon.MEDIUM, date(2026, 12, 31), Decimal(200)),),
)


def observed(**values: int) -> tuple[Observation, ...]:
    return tuple(Observation(Period.parse(year[1:]), Decimal(value)) for year, value in values.items())


def test_what_came_is_told_beside_what_was_expected_and_projected() -> None:
    then = replace(FACTS, observations=observed(y2023=120))
    (first, second) = projections(then, replace(FACTS, observations=observed(y2023=120, y2024=128, y2025=190)))
    assert (first.expected, first.projected, first.came, first.gap) == (160, 130, 128, -2)
    assert (second.expected, second.projected, second.gap) == (180, 140, 50)
    assert first.is_right and not second.is_right
    assert first.relative_gap == Fraction(-2, 128)


def test_sums_are_projected_as_sums() -> None:
    target = Target(Horizon.MEDIUM, date(2026, 12, 31), Decimal(50), TargetMode.CUMULATIVE)
    sums = replace(FACTS, targets=(target,), nature=Nature.FLOW)
    then = replace(sums, observations=observed(y2022=8, y2023=12))
    (one,) = projections(then, replace(sums, observations=observed(y2022=8, y2023=12, y2024=11)))
    assert (one.expected, one.projected, one.came) == (30, 30, 31)


def test_nothing_is_compared_beyond_a_break_or_another_baseline() -> None:
    then = replace(FACTS, observations=observed(y2023=120))
    broken = Observation(Period.parse("2024"), Decimal(130), frozenset({ObsStatus.BREAK}))
    assert projections(then, replace(then, observations=(*then.observations, broken))) == ()
    rebased = replace(FACTS, baseline=Baseline(date(2021, 12, 31), Decimal(90)), observations=observed(y2024=130))
    assert projections(then, rebased) == ()
    assert projections(FACTS, then) == (), "nothing was known then"
    zero = projections(then, replace(FACTS, observations=observed(y2023=120, y2024=0)))
    assert zero[0].relative_gap is None and not zero[0].is_right
