"""Checks on one value and on a breakdown: what blocks, what asks for an explanation, what is only said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Nature, ObsStatus, ValueState
from indicators.domain.periods import Period
from indicators.domain.series import Observation, Unit
from indicators.domain.values.checks import (
    Bounds,
    BreakdownPart,
    Entry,
    Finding,
    Severity,
    ValueRules,
    blocks,
    check_breakdown,
    check_value,
    may_save,
    natural_bounds,
    needs_explanation,
    previous_comparable,
)

PERCENT, COUNT, MONEY = Unit("PC", "pourcentage", "%", True), Unit("NB", "nombre"), Unit("MEUR", "millions", "M€")
COUNTS, SHARES, EUROS = ValueRules(COUNT, 0), ValueRules(PERCENT, 1), ValueRules(MONEY, 1)
B, D, F = ObsStatus.BREAK, ObsStatus.DEFINITION_DIFFERS, ObsStatus.FORECAST


def seen(code: str, value: str | None, *flags: ObsStatus, **fields: object) -> Observation:
    exact = None if value is None else Decimal(value)
    return Observation(Period.parse(code), exact, frozenset(flags), **fields)  # type: ignore[arg-type]


def found(value: str, rules: ValueRules, previous: str | None = None) -> list[tuple[str, str]]:
    before = None if previous is None else seen("2023", previous)
    findings = check_value(Entry(Decimal(value)), rules, before)
    return [(str(finding.severity), finding.message) for finding in findings]


def severities(value: str, rules: ValueRules, previous: str | None = None) -> list[str]:
    return [severity for severity, _ in found(value, rules, previous)]


@pytest.mark.parametrize(
    ("value", "rules", "blocked"),
    [
        ("0", SHARES, False),
        ("100", SHARES, False),
        ("100.01", SHARES, True),
        ("-0.1", SHARES, True),
        ("0", COUNTS, False),
        ("-1", COUNTS, True),
        ("12.5", COUNTS, True),
        ("12.0", COUNTS, False),
        ("12.5", ValueRules(COUNT, 1), False),
        ("-12.5", EUROS, False),
        ("4", ValueRules(MONEY, 1, hard=Bounds(Decimal(5), Decimal(10))), True),
        ("5", ValueRules(MONEY, 1, hard=Bounds(Decimal(5), Decimal(10))), False),
        ("10.1", ValueRules(MONEY, 1, hard=Bounds(Decimal(5), Decimal(10))), True),
        ("-1", ValueRules(COUNT, 0, hard=Bounds(Decimal(-5))), True),
        ("60", ValueRules(PERCENT, 1, hard=Bounds(high=Decimal(50))), True),
    ],
)
def test_hard_limits_block(value: str, rules: ValueRules, blocked: bool) -> None:
    assert blocks(check_value(Entry(Decimal(value)), rules)) is blocked


def test_messages_name_the_limit_and_what_was_typed() -> None:
    assert found("100.04", SHARES) == [
        ("bloquante", "La valeur doit être au maximum de 100\u00a0% (saisi : 100,04\u00a0%).")
    ]
    assert found("12.5", COUNTS)[0][1] == "Un nombre entier est attendu : 12,5 a des décimales."


def test_plausible_limits_only_warn() -> None:
    rules = ValueRules(MONEY, 1, plausible=Bounds(Decimal(5), Decimal(10)))
    assert severities("4", rules) == ["avertissement"]
    assert severities("7", rules) == []
    assert "d'ordinaire au maximum de 10\u00a0M€ (saisi : 12\u00a0M€)" in found("12", rules)[0][1]


@pytest.mark.parametrize(
    ("value", "previous", "rules", "warned"),
    [
        ("130", "100", EUROS, False),
        ("130.0001", "100", EUROS, True),
        ("70", "100", EUROS, False),
        ("69.9", "100", EUROS, True),
        ("-20", "-10", EUROS, True),
        ("10", "-10", EUROS, True),
        ("-11", "-10", EUROS, False),
        ("5", "0", COUNTS, True),
        ("0", "0", COUNTS, False),
        ("0", "5", COUNTS, True),
        ("30", "20", SHARES, False),
        ("30.1", "20", SHARES, True),
        ("2", "1", SHARES, False),
        ("1", "0", SHARES, False),
        ("115", "100", ValueRules(COUNT, 0, max_change=Decimal(10)), True),
    ],
)
def test_a_large_change_asks_for_an_explanation(value: str, previous: str, rules: ValueRules, warned: bool) -> None:
    assert severities(value, rules, previous) == ["avertissement"] * warned


def test_the_change_is_told_in_percent_in_points_or_in_words() -> None:
    start = "Variation inhabituelle depuis 2023"
    assert found("150", EUROS, "100")[0][1].startswith(f"{start} (100\u00a0M€) : +50,0\u00a0%.")
    assert found("35.5", SHARES, "20")[0][1].startswith(f"{start} (20\u00a0%) : +15,5 points.")
    assert "la valeur précédente était nulle" in found("5", COUNTS, "0")[0][1]


def test_what_blocks_comes_first_and_a_missing_value_says_nothing() -> None:
    assert severities("150", SHARES, "20") == ["bloquante", "avertissement"]
    assert check_value(Entry(None), SHARES, seen("2023", "20")) == ()
    assert severities("150", EUROS, None) == []
    assert check_value(Entry(Decimal(150)), EUROS, seen("2023", None)) == ()


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "field"),
    [
        ("3", "4", PERCENT, ""),
        ("4", "4", PERCENT, ""),
        ("5", "4", PERCENT, "numerator"),
        ("-1", "4", PERCENT, "numerator"),
        ("5", "4", MONEY, ""),
        ("0", "0", PERCENT, "denominator"),
        ("1", "-4", MONEY, "denominator"),
        ("1", None, PERCENT, "denominator"),
        (None, "4", PERCENT, "numerator"),
        (None, None, PERCENT, ""),
    ],
)
def test_the_two_terms_of_a_ratio(numerator: str | None, denominator: str | None, unit: Unit, field: str) -> None:
    top, bottom = (None if text is None else Decimal(text) for text in (numerator, denominator))
    findings = check_value(Entry(None, numerator=top, denominator=bottom), ValueRules(unit, 1))
    assert [(finding.severity, finding.field) for finding in findings] == (
        [(Severity.BLOCKING, field)] if field else []
    )


def test_a_value_that_contradicts_its_terms_is_told() -> None:
    def check(value: str) -> tuple[Finding, ...]:
        return check_value(Entry(Decimal(value), numerator=Decimal(1), denominator=Decimal(3)), SHARES)

    assert check("33.3") == check("33.33") == check("33") == ()
    (finding,) = check("34")
    assert (finding.severity, finding.field) == (Severity.WARNING, "value")
    assert "33,3\u00a0%" in finding.message


def test_the_previous_value_is_the_latest_of_the_same_kind() -> None:
    past = [seen("2021", "1"), seen("2022", "2"), seen("2023-S1", "9"), seen("2023", None, ObsStatus.NOT_COLLECTED)]
    past += [seen("2025", "7"), seen("2022", "5", item="PME"), seen("2023", "8", state=ValueState.WITHDRAWN)]
    previous = previous_comparable(past, Period.parse("2024"))
    assert previous is not None
    assert (previous.period.code, previous.value) == ("2022", Decimal(2))
    part = previous_comparable(past, Period.parse("2024"), item="PME")
    assert part is not None
    assert part.value == 5
    assert previous_comparable(past, Period.parse("2021")) is None


@pytest.mark.parametrize(
    ("past", "flags", "comparable"),
    [
        ([seen("2023", "1", B)], (), True),
        ([seen("2023", "1")], (B,), False),
        ([seen("2022", "1"), seen("2023", None, B)], (), False),
        ([seen("2023", "1", D)], (), False),
        ([seen("2023", "1")], (D,), False),
        ([seen("2023", "1", D)], (D,), True),
        ([seen("2023", "1", F)], (), False),
        ([seen("2023", "1", ObsStatus.PROVISIONAL)], (), True),
    ],
)
def test_breaks_and_definitions_end_the_comparison(
    past: list[Observation], flags: tuple[ObsStatus, ...], comparable: bool
) -> None:
    found_one = previous_comparable(past, Period.parse("2024"), frozenset(flags))
    assert (found_one is not None) is comparable


def breakdown(total: str | None, *values: str | None, unit: Unit = COUNT, decimals: int = 0) -> tuple[Finding, ...]:
    parts = [
        BreakdownPart(f"I{n}", None if v is None else Decimal(v), label=f"item {n}") for n, v in enumerate(values, 1)
    ]
    return check_breakdown(None if total is None else Decimal(total), parts, unit, decimals, Nature.STOCK)


def test_a_breakdown_that_does_not_add_up_is_told() -> None:
    assert breakdown("100", "60", "40") == ()
    (finding,) = breakdown("100", "60", "43")
    assert (finding.severity, finding.field) == (Severity.WARNING, "items")
    assert finding.message == "La somme de la ventilation (103) diffère du total (100) : écart de +3."


def test_rounded_values_may_miss_the_total_by_their_rounding_only() -> None:
    assert breakdown("10.1", "3.3", "3.4", "3.3", unit=MONEY, decimals=1) == ()
    assert len(breakdown("10.3", "3.3", "3.4", "3.3", unit=MONEY, decimals=1)) == 1
    assert len(breakdown("11", "3", "4", "3")) == 1


def test_an_incomplete_breakdown_is_not_checked_and_it_is_said() -> None:
    (finding,) = breakdown("100", "60", None, None)
    assert finding.severity is Severity.NOTE
    assert finding.message == "Somme de la ventilation non vérifiée : il manque item 2, item 3."
    assert "il manque le total" in breakdown(None, "60", "40")[0].message
    assert breakdown("100", None, None) == breakdown(None) == ()


def test_items_included_in_others_are_not_added_twice() -> None:
    parts = [
        BreakdownPart("A", Decimal(60)),
        BreakdownPart("B", Decimal(40)),
        BreakdownPart("B1", Decimal(25), "B"),
        BreakdownPart("B2", None, "B"),
    ]
    assert check_breakdown(Decimal(100), parts, COUNT, 0, Nature.FLOW) == ()


@pytest.mark.parametrize(("unit", "nature"), [(PERCENT, Nature.STOCK), (MONEY, Nature.MEDIAN), (COUNT, Nature.AVERAGE)])
def test_what_does_not_add_up_is_not_compared(unit: Unit, nature: Nature) -> None:
    assert check_breakdown(Decimal(50), [BreakdownPart("A", Decimal(60))], unit, 0, nature) == ()


def test_only_warnings_ask_and_only_blocking_findings_stop() -> None:
    warning, blocking, note = (
        Finding(severity, "value", "…") for severity in (Severity.WARNING, Severity.BLOCKING, Severity.NOTE)
    )
    assert may_save([])
    assert may_save([note])
    assert not may_save([warning], "  ")
    assert may_save([warning, note], "Nouvelle usine")
    assert not may_save([blocking, warning], "Nouvelle usine")
    assert (needs_explanation([warning]), needs_explanation([blocking, note])) == (True, False)


def test_natural_bounds() -> None:
    assert natural_bounds(PERCENT, 1) == Bounds(Decimal(0), Decimal(100))
    assert natural_bounds(COUNT, 0) == Bounds(Decimal(0), None)
    assert natural_bounds(MONEY, 1) == natural_bounds(COUNT, 1) == Bounds()


exact = st.decimals(-(10**9), 10**9, places=4)


@given(exact, exact, st.sampled_from([COUNTS, SHARES, EUROS]))
def test_any_value_gets_sentences_and_equal_values_never_jump(
    value: Decimal, previous: Decimal, rules: ValueRules
) -> None:
    for finding in check_value(Entry(value), rules, seen("2023", str(previous))):
        assert finding.message.endswith(".")
    assert not needs_explanation(check_value(Entry(value), rules, seen("2023", str(value))))
