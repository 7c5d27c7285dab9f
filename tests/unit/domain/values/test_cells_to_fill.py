"""Cells to fill: which periods are due, what a draft says beside its text, shares made of their terms, states in words."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from db.vocabulary import ConfStatus, Frequency, ObsStatus
from indicators.domain.periods import Period
from indicators.domain.series import Unit
from indicators.domain.values.cell_states import SIGNS, CellState, in_words, typed_state
from indicators.domain.values.cells import CellInput, CellKey, CellOutcome, Kind
from indicators.domain.values.due_periods import periods_due, years_before
from indicators.domain.values.typed_cells import Meaning, rounded_share, understand
from indicators.domain.values.typed_details import details_of, retyped, with_details

KEY = CellKey("ENT-01-A1", "2024")
PERCENT, COUNT = Unit("PC", "pour cent", "%", True), Unit("NB", "nombre")


@pytest.mark.parametrize(
    ("asked", "frequency", "due"),
    [
        ("2024", Frequency.ANNUAL, ["2024"]),
        ("2024", Frequency.IRREGULAR, ["2024"]),
        ("2024", Frequency.BIENNIAL, ["2024"]),
        ("2024", Frequency.SEMESTRIAL, ["2024-S1", "2024-S2"]),
        ("2024", Frequency.QUARTERLY, ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        ("2024-S2", Frequency.MONTHLY, [f"2024-{month:02d}" for month in range(7, 13)]),
        ("2024-S2", Frequency.ANNUAL, ["2024-S2"]),
        ("2024-Q2", Frequency.SEMESTRIAL, ["2024-Q2"]),
        ("2024-S1", Frequency.SEMESTRIAL, ["2024-S1"]),
    ],
)
def test_the_periods_due_lie_within_what_is_asked(asked: str, frequency: Frequency, due: list[str]) -> None:
    assert [one.code for one in periods_due(Period.parse(asked), frequency)] == due


@pytest.mark.parametrize(
    ("code", "before"), [("2024", "2022"), ("2024-S1", "2022-S1"), ("2024-02-29", "2022-02-28"), ("2024-12", "2022-12")]
)
def test_the_same_period_of_an_earlier_year(code: str, before: str) -> None:
    assert years_before(Period.parse(code), 2).code == before


words = some.text(max_size=20)
cells = some.builds(
    CellInput,
    some.just(KEY),
    words,
    some.integers(0, 9),
    flags=some.frozensets(some.sampled_from(ObsStatus)),
    absence=some.none() | some.sampled_from(ObsStatus),
    comment=words,
    motive=words,
    source=words,
    source_url=words,
    numerator=words,
    denominator=words,
    chosen=some.none() | some.decimals(allow_nan=False, allow_infinity=False),
    confidential=some.sampled_from(ConfStatus),
)


@given(cells)
def test_a_draft_gives_back_exactly_what_was_said(one: CellInput) -> None:
    assert with_details(KEY, one.typed, one.base_version_no, details_of(one)) == one


@pytest.mark.parametrize(
    "details",
    [
        {"flags": "PE", "absence": 3, "chosen": "NaN", "comment": ["x"], "confidential": None},
        {"flags": ["?", 1], "absence": "?", "chosen": 12, "confidential": "?"},
        {"chosen": "douze", "autre": True},
    ],
)
def test_details_that_mean_nothing_count_as_not_said(details: dict[str, Any]) -> None:
    assert with_details(KEY, "12", 1, details) == CellInput(KEY, "12", 1)


def test_another_text_takes_answers_back_and_keeps_the_rest() -> None:
    one = CellInput(
        KEY, "1.234", chosen=Decimal(1234), comment="Vérifié", absence=None, flags=frozenset({ObsStatus.ESTIMATED})
    )
    assert retyped(one, "1.235") == replace(one, typed="1.235", chosen=None)


# Shares ---------------------------------------------------------------------------------------------------------------


def share(top: str, bottom: str, unit: Unit = PERCENT, typed: str = "", **more: Any) -> Meaning | CellOutcome | None:
    return understand(CellInput(KEY, typed, numerator=top, denominator=bottom, **more), unit, 1)


def test_a_share_is_computed_when_only_its_terms_are_given() -> None:
    found = share("1", "3", flags=frozenset({ObsStatus.ESTIMATED}))
    assert found == Meaning(
        Decimal("33.33"), frozenset({ObsStatus.ESTIMATED}), numerator=Decimal(1), denominator=Decimal(3)
    )
    ratio = share("5", "2", COUNT)
    assert isinstance(ratio, Meaning) and ratio.value == Decimal("2.5")
    typed = share("1", "3", typed="34")
    assert isinstance(typed, Meaning) and typed.value == Decimal(34)


@pytest.mark.parametrize(
    ("top", "bottom", "kind"),
    [("1", "0", Kind.REFUSED), ("1", "-2", Kind.REFUSED), ("abc", "2", Kind.REFUSED), ("1.234", "2", Kind.QUESTION)],
)
def test_terms_that_make_no_share_are_said(top: str, bottom: str, kind: Kind) -> None:
    found = share(top, bottom)
    assert isinstance(found, CellOutcome) and found.kind is kind and found.message


def test_one_term_alone_says_nothing_and_a_reason_comes_first() -> None:
    assert share("1", "") is None and share("", "") is None
    absent = share("", "", absence=ObsStatus.NOT_COLLECTED)
    assert absent == Meaning(None, frozenset({ObsStatus.NOT_COLLECTED}))


@given(
    some.decimals(min_value=0, max_value=10**12, places=3),
    some.decimals(min_value=Decimal("0.001"), max_value=10**12, places=3),
    some.integers(0, 6),
)
def test_a_share_is_rounded_by_half_its_last_digit_at_most(top: Decimal, bottom: Decimal, decimals: int) -> None:
    from fractions import Fraction

    found = rounded_share(top, bottom, True, decimals)
    assert abs(Fraction(found) - 100 * Fraction(top) / Fraction(bottom)) <= Fraction(1, 2 * 10**decimals)


# States ---------------------------------------------------------------------------------------------------------------


def test_every_state_is_said_with_a_word_and_no_emoji() -> None:
    assert SIGNS.keys() == set(CellState)
    for state in CellState:
        assert str(state) in in_words(state)
        assert all(ord(sign) < 0x1F000 for sign in SIGNS[state])
    assert in_words(CellState.WARNED, commented=True) == "⚠ avertissement, commentée ✉"
    assert [typed_state(kind) for kind in Kind] == [
        CellState.TYPED,
        CellState.WARNED,
        CellState.TO_EXPLAIN,
        CellState.TO_CLARIFY,
        CellState.REFUSED,
        CellState.CONFLICT,
        CellState.TYPED,
        CellState.LOCKED,
    ]
