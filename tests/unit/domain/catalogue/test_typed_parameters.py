"""Parameters of the method as they are typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.catalogue.typed_parameters import PARAMETERS, typed_of, understand
from indicators.domain.progress.assessment import Parameters

ratios = st.decimals("0.01", "0.99", places=4)


def test_every_parameter_may_be_typed() -> None:
    assert {*PARAMETERS, "version_no"} == set(Parameters.__dataclass_fields__)


@given(ratios, ratios, st.decimals(0, 50, places=3))
def test_what_is_shown_is_read_back(high: Decimal, low: Decimal, trend: Decimal) -> None:
    if high == low:
        return
    shown = Parameters(max(high, low), min(high, low), trend_percent=trend, version_no=4)
    assert understand(typed_of(shown), 4) == (shown, {})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("on_track", "0,95", "entre 1"),
        ("on_track", "95 M€", ""),
        ("accelerate", "96", "décroissant"),
        ("decline", "n.d.", "Écrivez un nombre."),
        ("tolerance", "1", "0,001"),
        ("trend_small", "1.234", "deux façons"),
        ("trend_units", "", "Écrivez un nombre."),
    ],
)
def test_what_is_in_the_way_is_told_by_field(name: str, typed: str, said: str) -> None:
    wanted, problems = understand(typed_of(Parameters()) | {name: typed})
    assert wanted is None and said in problems[name]
