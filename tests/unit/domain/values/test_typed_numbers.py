"""Numbers as typed: every vector row, every doubt asked about, never another number than the digits say."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.formatting import number, signed
from indicators.domain.quality import MISSING
from indicators.domain.series import Unit
from indicators.domain.values.typed_numbers import (
    ABSENCE_CHOICES,
    ABSENCE_CODES,
    Absent,
    Ambiguous,
    Empty,
    Reading,
    RefusedNumber,
    Understood,
    echo,
    read_number,
)

OUTCOMES = (Understood, Empty, Absent, Ambiguous, RefusedNumber)
PERCENT, COUNT, MONEY = Unit("PC", "pourcentage", "%", True), Unit("NB", "nombre"), Unit("MEUR", "millions", "M€")


def read(typed: str, *, is_percent: bool = False, decimals: int = 1) -> Reading:
    return read_number(typed, is_percent=is_percent, decimals=decimals)


def understood(typed: str, *, is_percent: bool = False, decimals: int = 1) -> Understood:
    reading = read(typed, is_percent=is_percent, decimals=decimals)
    assert isinstance(reading, Understood), reading
    return reading


def refused(typed: str, *, is_percent: bool = False) -> RefusedNumber:
    reading = read(typed, is_percent=is_percent)
    assert isinstance(reading, RefusedNumber), reading
    return reading


def _expected(result: str, is_percent: bool) -> str:
    """The result of a row for one kind of unit: « 45 if unit is % else REJECT » is conditional."""
    conditional = re.fullmatch(r"(\S+) if unit is % else (\S+)", result)
    return result if conditional is None else conditional[1 if is_percent else 2]


def _in_vector_words(reading: Reading) -> str:
    match reading:
        case Understood(value=value, flags=flags):
            names = "".join(f" + flag {flag.name.lower()}" for flag in flags)
            return f"{value}{names}"
        case Empty():
            return "EMPTY"
        case Absent():
            return "MISSING:not_available"
        case Ambiguous():
            return "CONFIRM"
        case RefusedNumber():
            return "REJECT"


@pytest.mark.parametrize("is_percent", [True, False])
def test_every_vector_row(vectors: Path, is_percent: bool) -> None:
    with (vectors / "vectors_entry.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 30
    found = {row["typed"]: _in_vector_words(read(row["typed"], is_percent=is_percent)) for row in rows}
    assert found == {row["typed"]: _expected(row["result"], is_percent) for row in rows}


@pytest.mark.parametrize("separator", [" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019"])
def test_thousands_go_by_three(separator: str) -> None:
    assert understood(f"1{separator}380,5").value == Decimal("1380.5")
    assert understood(f"-1{separator}234{separator}567").value == -1234567
    assert understood(f"1{separator}234.567").value == Decimal("1234.567")
    for wrong in ("1{0}00", "1234{0}567", "12{0}34", "1{0}234{0}5", "0{0}123", "1{0}{0}000"):
        assert refused(wrong.format(separator)).offer is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("1234.567", "1234.567"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        (",5", "0.5"),
        ("007", "7"),
        ("-0", "0"),
        ("\u2212" + "9" * 29, "-" + "9" * 29),
        ("\u20133", "-3"),
        ("\t12\n", "12"),
    ],
)
def test_no_doubt_is_left(typed: str, value: str) -> None:
    assert str(understood(typed).value) == value


def test_a_single_separator_before_three_digits_is_asked_about_in_the_order_of_likelihood() -> None:
    point, comma = read("1.234"), read("1,234", decimals=2)
    assert isinstance(point, Ambiguous)
    assert isinstance(comma, Ambiguous)
    assert point.candidates == (Decimal(1234), Decimal("1.234"))
    assert comma.candidates == (Decimal("1.234"), Decimal(1234))
    assert "« 1\u202f234 » (nombre entier) ou « 1,234 » (nombre à virgule)" in point.question
    assert understood("1,234", decimals=3).value == Decimal("1.234")
    assert isinstance(read("1.234", decimals=3), Ambiguous)


def test_the_answer_keeps_what_was_typed_around_the_number() -> None:
    reading = read("-1.234 p")
    assert isinstance(reading, Ambiguous)
    chosen = reading.choose(Decimal(-1234))
    assert chosen == Understood("-1.234 p", Decimal(-1234), frozenset({ObsStatus.PROVISIONAL}))
    with pytest.raises(ValueError, match="lectures possibles"):
        reading.choose(Decimal(1234))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        *((f"12 {letter}", letter.upper()) for letter in "pebduif"),
        ("12,5 p e", "EP"),
        ("12 P", "P"),
        ("12\u00a0p", "P"),
    ],
)
def test_letters_after_a_space_are_flags(typed: str, codes: str) -> None:
    assert understood(typed).flags == frozenset(map(ObsStatus, codes))


def test_percent_may_carry_flags_and_c_means_confidential() -> None:
    assert understood("45 % p", is_percent=True).flags == {ObsStatus.PROVISIONAL}
    reading = understood("12 c")
    assert (reading.flags, reading.conf) == (frozenset(), ConfStatus.CONFIDENTIAL)


@pytest.mark.parametrize("typed", [*ABSENCE_CODES, "N.D.", "n. d.", ": c", " Confidentiel "])
def test_absence_asks_for_its_reason(typed: str) -> None:
    reading = read(typed)
    assert isinstance(reading, Absent)
    assert reading.typed == typed
    assert "pourquoi" in reading.question
    assert "0" in reading.question


def test_absence_suggests_only_what_the_code_says() -> None:
    assert read(":") == Absent(":")
    assert read("s.o.") == Absent("s.o.", ObsStatus.CANNOT_EXIST)
    assert read(": c") == Absent(": c", ObsStatus.SUPPRESSED)
    assert set(ABSENCE_CHOICES) < MISSING
    assert {hint for hint in ABSENCE_CODES.values() if hint} < set(ABSENCE_CHOICES)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12k", "en entier"),
        ("12 k", "en entier"),
        ("3 mio", "en entier"),
        ("12,5p", "après un espace"),
        ("12 z", "lettre de statut"),
        ("12 M€", "sans unité"),
        ("12 ETP", "sans unité"),
        ("12 bed", "sans unité"),
        ("€ 12", "sans unité"),
        ("45 %", "pas un pourcentage"),
        ("(12)", "parenthèses"),
        ("01/02/2024", "date"),
        ("31.12.2024", "date"),
        ("2024-05", "date"),
        ("12-15", "intervalle"),
        ("1/2", "fraction"),
        ("< 5", "borne"),
        ("~3", "estimé"),
        ("environ 1380", "estimé"),
        ("=A1+B2", "formule"),
        ("#DIV/0!", "tableur"),
        ("NaN", "fini"),
        ("-Infinity", "fini"),
        ("\u221e", "fini"),
        ("1\t2", "plusieurs valeurs"),
        ("1\n2", "plusieurs valeurs"),
        ("\u0663\u0664", "clavier"),
        ("\uff11\uff12", "clavier"),
        ("9" * 31, "30 chiffres"),
        ("0," + "1" * 30, "30 chiffres"),
        ("1" * 5000, "trop long"),
        ("1 234'567", "groupes de trois"),
        ("1.234 567", "groupes de trois"),
        ("01.234", "groupes de trois"),
        ("m²", "pas un nombre"),
        ("²", "pas un nombre"),
        ("12 %%", "pas un nombre"),
        ("--3", "pas un nombre"),
    ],
)
def test_refusals_say_why_and_offer_nothing_doubtful(typed: str, said: str) -> None:
    found = refused(typed)
    assert said in found.reason
    assert (found.typed, found.offer) == (typed, None)


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("1e3", "1000"),
        ("1,5E3", "1500"),
        ("-2e-3", "-0.002"),
        ("12345678901234567890123456789e0", "12345678901234567890123456789"),
        ("1e29", "1" + "0" * 29),
        ("1e30", None),
        ("1e999999999", None),
        ("+12,5", "12.5"),
        ("+1.234", None),
        ("- 3", "-3"),
        ("5,", "5"),
        ("\u200e12", "12"),
        ("1\u00ad2", "12"),
    ],
)
def test_offers_are_exact_and_to_be_confirmed(typed: str, offer: str | None) -> None:
    found = refused(typed)
    assert (None if found.offer is None else str(found.offer)) == offer


def test_a_cell_that_looks_empty_is_empty() -> None:
    for typed in ("", "  ", "\u00a0\u202f", "\u200b", "\ufeff", "\t\r\n"):
        assert read(typed) == Empty(typed)


def test_the_echo_shows_the_unit_and_never_hides_a_digit() -> None:
    assert echo(Decimal("12.5"), PERCENT, 2) == "12,50\u00a0%"
    assert echo(Decimal("12.345"), MONEY, 1) == "12,345\u00a0M€"
    assert echo(Decimal(1380), COUNT, 0) == "1\u202f380"
    assert understood("12,5 e p").echo(MONEY, 1) == "12,5\u00a0M€ (valeur estimée, valeur provisoire)"
    assert understood("12 c").echo(COUNT, 0) == "12 (confidentiel)"


# --- properties ---

numbers = st.decimals(-(10**12), 10**12, places=6, allow_nan=False)
clear_separators = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019", ""])


def written(value: Decimal, decimals: int, thousands: str, point: str) -> str:
    text = f"{abs(value):,.{decimals}f}".replace(",", "T").replace(".", "D")
    return ("-" if value < 0 else "") + text.replace("T", thousands).replace("D", point)


@given(numbers, st.integers(0, 6), clear_separators)
def test_written_in_french_it_reads_back_the_same(value: Decimal, decimals: int, thousands: str) -> None:
    exact = round(value, decimals)
    assert understood(written(exact, decimals, thousands, ","), decimals=decimals).value == exact


@given(numbers, st.integers(0, 6), st.sampled_from([(".", ","), (",", ".")]))
def test_points_and_commas_read_back_the_same_or_are_asked_about(
    value: Decimal, decimals: int, marks: tuple[str, str]
) -> None:
    exact = round(value, decimals)
    thousands, point = marks
    assert understood_or_asked(read(written(exact, decimals, thousands, point), decimals=decimals), exact)


def understood_or_asked(reading: Reading, exact: Decimal) -> bool:
    if isinstance(reading, Understood):
        return reading.value == exact
    return isinstance(reading, Ambiguous) and exact in reading.candidates


@given(numbers, st.integers(0, 6))
def test_what_the_screens_show_may_be_typed_back(value: Decimal, decimals: int) -> None:
    exact = round(value, decimals)
    shown = number(exact, decimals, "%")
    assert understood_or_asked(read(shown, is_percent=True, decimals=decimals), exact)
    change = read(signed(exact, decimals), decimals=decimals)
    assert exact <= 0 or isinstance(change, RefusedNumber)


@given(st.text())
@example("1\ud800")
@example("1e" + "9" * 90)
@example("." * 100)
@example("- " * 50)
def test_any_text_has_exactly_one_outcome(typed: str) -> None:
    for is_percent in (True, False):
        reading = read(typed, is_percent=is_percent)
        assert sum(isinstance(reading, kind) for kind in OUTCOMES) == 1
        assert reading.typed == typed
        if isinstance(reading, RefusedNumber):
            assert reading.reason.endswith(".")


NUMBERLIKE = "0123456789.,'\u2019 \u00a0\u202f\u2009-\u2212\u2013+%()eEkmpbcdu/:\u0663\uff11\u200e"


@settings(max_examples=500)
@given(st.text(st.sampled_from(NUMBERLIKE), max_size=14), st.booleans(), st.integers(0, 6))
@example("1'2345", False, 0)
def test_never_another_number_than_its_digits_say(typed: str, is_percent: bool, decimals: int) -> None:
    reading = read(typed, is_percent=is_percent, decimals=decimals)
    if isinstance(reading, Understood):
        assert same_digits(typed, reading.value)
    if isinstance(reading, Ambiguous):
        assert len(reading.candidates) == 2
        assert all(same_digits(typed, value) for value in reading.candidates)


def same_digits(typed: str, value: Decimal) -> bool:
    written_digits, read_digits = (re.sub("[^0-9]", "", text).lstrip("0") for text in (typed, format(value, "f")))
    negative = typed.strip()[0] in "-\u2212\u2013" and value != 0
    return written_digits == read_digits and value.is_finite() and (value < 0) == negative
