"""Dates as people type them."""

from datetime import date

import pytest

from indicators.domain.values.typed_dates import read_date


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        (" 5/1/2026 ", date(2026, 1, 5)),
        ("31.12.2026", date(2026, 12, 31)),
        ("31-12-2026", date(2026, 12, 31)),
        ("31 12 2026", date(2026, 12, 31)),
        ("2026-12-31", date(2026, 12, 31)),
        ("29/02/2024", date(2024, 2, 29)),
        ("", None),
        ("   ", None),
    ],
)
def test_a_date_is_day_month_year(typed: str, read: date | None) -> None:
    assert read_date(typed) == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/06/2023", "n'existe pas dans le calendrier"),
        ("29/02/2023", "n'existe pas"),
        ("12/31/2026", "n'existe pas"),
        ("31/12/26", "n'est pas une date"),
        ("fin 2026", "n'est pas une date"),
        ("2026", "n'est pas une date"),
        ("31/12/0026", "vraisemblable"),
        ("٣١/١٢/٢٠٢٦x", "n'est pas une date"),
        ("<b>", "n'est pas une date"),
    ],
)
def test_what_is_no_date_is_refused_in_french(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_date(typed)
