"""Periods and decimal years."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import PeriodKind
from indicators.domain.periods import Period, add_months, decimal_year, from_decimal_year

any_day = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
any_kind = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    ("code", "kind", "start", "end", "label", "when"),
    [
        ("2024", PeriodKind.YEAR, "2024-01-01", "2024-12-31", "2024", "en 2024"),
        ("2024-S1", PeriodKind.SEMESTER, "2024-01-01", "2024-06-30", "S1 2024", "au S1 2024"),
        ("2024-S2", PeriodKind.SEMESTER, "2024-07-01", "2024-12-31", "S2 2024", "au S2 2024"),
        ("2024-Q3", PeriodKind.QUARTER, "2024-07-01", "2024-09-30", "T3 2024", "au T3 2024"),
        ("2024-02", PeriodKind.MONTH, "2024-02-01", "2024-02-29", "février 2024", "en février 2024"),
        ("2024-05-31", PeriodKind.DAY, "2024-05-31", "2024-05-31", "31/05/2024", "au 31/05/2024"),
    ],
)
def test_the_five_forms(code: str, kind: PeriodKind, start: str, end: str, label: str, when: str) -> None:
    found = Period.parse(f" {code} ")
    assert found == Period(code, kind, dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert (found.label, found.when) == (label, when)


@pytest.mark.parametrize(
    "code", ["", "24", "2024-S3", "2024-Q0", "2024-13", "2024-1", "2024-S1-02", "0024", "2024/05", "٢٠٢٤", "2024-"]
)
def test_other_forms_are_refused_in_french(code: str) -> None:
    with pytest.raises(ValueError, match="non reconnue : écrivez par exemple 2024, 2024-S1"):
        Period.parse(code)


def test_impossible_date_is_refused_in_french() -> None:
    with pytest.raises(ValueError, match="« 2023-06-31 » n'existe pas"):
        Period.parse("2023-06-31")


def test_periods_sort_by_end_then_start() -> None:
    codes = ["2024", "2024-12-31", "2024-S2", "2024-12", "2024-Q4", "2023", "2024-S1"]
    ranked = sorted(Period.parse(code) for code in codes)
    assert [one.code for one in ranked] == ["2023", "2024-S1", "2024", "2024-S2", "2024-Q4", "2024-12", "2024-12-31"]


@given(any_kind, any_day)
def test_a_day_lies_in_its_period_and_the_code_reads_back(kind: PeriodKind, day: dt.date) -> None:
    period = Period.containing(kind, day)
    assert period.start <= day <= period.end
    assert Period.parse(period.code) == period


@given(any_kind, any_day)
def test_the_following_period_begins_the_next_day(kind: PeriodKind, day: dt.date) -> None:
    period = Period.containing(kind, day)
    assert period.following.kind is kind
    assert period.following.start - period.end == dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "t"),
    [
        ("2021-12-31", "2021"),
        ("2022-06-30", "2021.5"),
        ("2022-09-30", "2021.75"),
        ("2024-02-29", "12139/6"),
    ],
)
def test_decimal_year_counts_from_the_end_of_the_year(day: str, t: str) -> None:
    assert decimal_year(dt.date.fromisoformat(day)) == Fraction(t)


@given(any_day)
def test_decimal_years_read_back(day: dt.date) -> None:
    assert from_decimal_year(decimal_year(day)) == day


@given(any_day, any_day)
def test_decimal_years_keep_the_order(one: dt.date, other: dt.date) -> None:
    assert (one < other) == (decimal_year(one) < decimal_year(other))


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        ("2024-12-31", 2, "2025-02-28"),
        ("2025-02-28", 1, "2025-03-31"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-06-15", -7, "2023-11-15"),
        ("2024-12-31", 0, "2024-12-31"),
    ],
)
def test_months_are_added_end_to_end(day: str, months: int, moved: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(moved)
