"""Numbers, dates and plurals as people read them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain import formatting as f
from indicators.domain.series import Unit

THIN, HARD, MINUS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        (Decimal("1380.5"), 1, "M€", f"1{THIN}380,5{HARD}M€"),
        (Decimal("1234567"), 0, "", f"1{THIN}234{THIN}567"),
        (Decimal("78.5"), None, "%", f"78,5{HARD}%"),
        (Decimal("72.50"), None, "", "72,5"),
        (Decimal("72"), 1, "", "72,0"),
        (Decimal("-3.2"), 1, "", f"{MINUS}3,2"),
        (Decimal("-0.04"), 1, "", "0,0"),
        (Decimal("0.5"), 0, "", "1"),
        (Decimal("2.5"), 0, "", "3"),
        (Decimal("-2.5"), 0, "", f"{MINUS}3"),
        (Decimal("2.675"), 2, "", "2,68"),
        (Fraction(2, 3), None, "", "0,666667"),
        (Fraction(2, 3), 2, "", "0,67"),
        (Decimal("0.05"), 2, "", "0,05"),
        (0, None, "", "0"),
        (None, 1, "M€", "n.d."),
    ],
)
def test_number(value: f.Exact | None, decimals: int | None, unit: str, text: str) -> None:
    assert f.number(value, decimals, unit) == text


def test_unit_may_be_a_record_with_or_without_symbol() -> None:
    assert f.number(Decimal(3), None, Unit("MEUR", "millions d'euros", "M€")) == f"3{HARD}M€"
    assert f.number(Decimal(3), None, Unit("NB", "nombre")) == "3"


@pytest.mark.parametrize(
    ("value", "text"), [("12.5", "+12,5"), ("-3", f"{MINUS}3,0"), ("0", "0,0"), ("0.04", "0,0"), ("-0.04", "0,0")]
)
def test_signed_change(value: str, text: str) -> None:
    assert f.signed(Decimal(value), 1) == text
    assert f.signed(None) == "n.d."


def test_short_drops_trailing_zeros_only() -> None:
    texts = [f.short(Decimal(v), 1, "%") for v in ("72", "69.83", "70.04", "100")]
    assert texts == [f"{digits}{HARD}%" for digits in ("72", "69,8", "70", "100")]
    assert f.short(None, 1) == "n.d."


def test_percent_of_a_ratio() -> None:
    assert f.percent(Fraction(9, 16)) == f"56,3{HARD}%"
    assert f.percent(None) == "—"


@pytest.mark.parametrize(
    ("ratio", "digits"),
    [("0.95", "95,0"), ("0.9496", "94,96"), ("0.94996", "94,996"), ("0.9494", "94,9"), ("0.5999", "59,99")],
)
def test_rounding_never_crosses_a_threshold(ratio: str, digits: str) -> None:
    assert f.percent_beside(Fraction(ratio), (Decimal("0.95"), Decimal("0.60"))) == f"{digits}{HARD}%"


def test_two_different_values_never_look_alike() -> None:
    assert f.beside(Fraction("69.8333"), Fraction("69.83"), 2) == "69,833"
    assert f.beside(Fraction("69.83"), Fraction("69.83"), 2) == "69,83"
    assert f.beside(Fraction(235, 3), Fraction(74), 1) == "78,3"


def test_dates_and_counts() -> None:
    assert f.date_fr(dt.date(2025, 3, 5)) == "05/03/2025"
    assert [f.plural(n, "point") for n in (0, 1, Decimal("1.9"), 2, -2)] == ["point"] * 3 + ["points"] * 2
    assert f.plural(2, "aire évaluable", "aires évaluables") == "aires évaluables"
    assert f.count_of(1380, "série") == f"1{THIN}380{HARD}séries"


def read_back(text: str) -> Decimal:
    return Decimal(text.replace(THIN, "").replace(MINUS, "-").replace(",", "."))


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 6))
def test_displayed_numbers_read_back_within_half_a_unit(value: Decimal, decimals: int) -> None:
    shown = read_back(f.number(value, decimals))
    assert abs(shown - value) <= Decimal(5).scaleb(-decimals - 1)
    assert read_back(f.number(value)) == value
