"""Checks on a baseline and its targets, in both directions."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from db.vocabulary import Direction, Horizon, TargetMode
from indicators.domain.series import Baseline, Target, Unit
from indicators.domain.values.checks import Finding, Severity, blocks, may_save
from indicators.domain.values.target_checks import (
    TargetPlan,
    check_baseline_revision,
    check_plan,
    check_target_revision,
)

UP, DOWN, NONE = Direction
CT, MT, LT = Horizon
PERCENT, COUNT, MONEY = Unit("PC", "pourcentage", "%", True), Unit("NB", "nombre"), Unit("MEUR", "millions", "M€")
YEARS = {CT: 2023, MT: 2026, LT: 2031}
TODAY = dt.date(2026, 3, 1)


def target(horizon: Horizon, value: str, year: int | None = None, **fields: object) -> Target:
    day = dt.date(year or YEARS[horizon], 12, 31)
    return Target(horizon, day, Decimal(value), **fields)  # type: ignore[arg-type]


def plan(
    base: str | None,
    *values: str,
    direction: Direction = UP,
    unit: Unit = MONEY,
    maintained: frozenset[Horizon] = frozenset(),
) -> TargetPlan:
    baseline = None if base is None else Baseline(dt.date(2021, 12, 31), Decimal(base))
    targets = tuple(
        target(horizon, value, maintained=horizon in maintained)
        for horizon, value in zip(Horizon, values, strict=False)
    )
    return TargetPlan(baseline, targets, direction, unit, 0 if unit is COUNT else 1)


def brief(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(str(finding.severity), finding.field) for finding in findings]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (plan("100", "120", "150", "200"), []),
        (plan("60", "50", "40", "36", direction=DOWN), []),
        (plan("100"), []),
        (plan(None, "120", "150"), []),
        # wrong side of the baseline
        (plan("58.2", "50"), [("avertissement", "CT")]),
        (plan("70", "100", direction=DOWN), [("avertissement", "CT")]),
        (plan("100", "90", "120"), [("avertissement", "CT")]),
        # order of the values
        (plan("100", "150", "120"), [("avertissement", "MT")]),
        (plan("60", "40", "50", "36", direction=DOWN), [("avertissement", "MT")]),
        (plan("100", "120", "120"), []),
        # equal to the baseline
        (plan("95", "95"), [("avertissement", "CT")]),
        (plan("95", "95", direction=DOWN), [("avertissement", "CT")]),
        (plan("95", "95", maintained=frozenset({CT})), []),
        (plan("95", "97", maintained=frozenset({CT})), [("avertissement", "CT")]),
        (plan("10", "10", "20", maintained=frozenset({CT})), []),
        # no direction: nothing is better than anything
        (plan("100", "90", "120", "80", direction=NONE), []),
        (plan("100", "100", direction=NONE), []),
        # natural limits
        (plan("20", "60", "101", unit=PERCENT), [("bloquante", "MT")]),
        (plan("20", "60", "100", unit=PERCENT), []),
        (plan("5", "-1", unit=COUNT, direction=DOWN), [("bloquante", "CT")]),
        (plan("-1", "4", unit=COUNT), [("bloquante", "baseline")]),
        (plan("-5", "-1"), []),
    ],
)
def test_sides_order_and_limits(found: TargetPlan, expected: list[tuple[str, str]]) -> None:
    assert brief(check_plan(found)) == expected


def dated(*years: int, base: int = 2021) -> list[tuple[str, str]]:
    targets = tuple(target(horizon, str(100 + year), year) for horizon, year in zip(Horizon, years, strict=False))
    return brief(check_plan(TargetPlan(Baseline(dt.date(base, 12, 31), Decimal(1)), targets, UP, MONEY, 1)))


def test_dates_follow_the_baseline_and_one_another() -> None:
    assert dated(2023, 2026, 2031) == []
    assert dated(2023, 2023) == [("bloquante", "MT")]
    assert ("bloquante", "MT") in dated(2026, 2023, 2031)
    assert dated(2023, 2026, base=2023) == [("bloquante", "CT")]


def test_a_sum_since_the_baseline_starts_from_zero() -> None:
    targets = (target(CT, "8", mode=TargetMode.CUMULATIVE), target(MT, "20", mode=TargetMode.CUMULATIVE))
    baseline = Baseline(dt.date(2021, 12, 31), Decimal(30))
    assert check_plan(TargetPlan(baseline, targets, UP, COUNT, 0)) == ()
    mixed = (*targets, target(LT, "40"))
    assert brief(check_plan(TargetPlan(baseline, mixed, UP, COUNT, 0))) == [("avertissement", "LT")]


def test_what_blocks_comes_first_and_a_reason_overrides_the_rest() -> None:
    findings = check_plan(plan("20", "10", "101", unit=PERCENT))
    assert [finding.severity for finding in findings] == [Severity.BLOCKING, Severity.WARNING]
    assert not may_save(findings, "Décision du comité")
    unlikely = check_plan(plan("82", "80"))
    assert not blocks(unlikely)
    assert not may_save(unlikely)
    assert may_save(unlikely, "Décision du comité du 12/03/2026")


def test_messages_show_the_figures() -> None:
    (finding,) = check_plan(plan("82", "80", unit=PERCENT))
    assert finding.message == (
        "La cible CT (80\u00a0%) est inférieure au point de départ (82\u00a0%) alors qu'une hausse est recherchée : "
        "elle serait déjà atteinte."
    )
    (finding,) = check_plan(plan("20", "60", "101", unit=PERCENT))
    assert finding.message == "La cible MT doit être au maximum de 100\u00a0% (saisi : 101\u00a0%)."


DECIDED: dict[str, Any] = {"reason": "Décision du comité", "decided_on": dt.date(2026, 2, 1)}


@pytest.mark.parametrize(
    ("former", "new", "count"),
    [
        (None, target(CT, "10"), 0),
        (target(CT, "10"), target(CT, "10"), 0),
        (target(CT, "10"), target(CT, "12", **DECIDED), 0),
        (target(CT, "10"), target(CT, "12"), 2),
        (target(CT, "10"), target(CT, "12", reason="Révision"), 1),
        (target(CT, "10"), target(CT, "12", reason="  ", decided_on=dt.date(2026, 2, 1)), 1),
        (target(CT, "10"), target(CT, "10", 2024), 2),
        (target(CT, "10"), target(CT, "10", mode=TargetMode.CUMULATIVE), 2),
        (None, target(CT, "10", decided_on=dt.date(2026, 3, 2)), 1),
        (None, target(CT, "10", decided_on=TODAY), 0),
    ],
)
def test_a_revision_needs_a_reason_and_the_date_of_the_decision(former: Target | None, new: Target, count: int) -> None:
    findings = check_target_revision(former, new, TODAY)
    assert [finding.severity for finding in findings] == [Severity.BLOCKING] * count


def test_a_baseline_is_revised_with_a_reason() -> None:
    former = Baseline(dt.date(2021, 12, 31), Decimal(10))
    silent = Baseline(dt.date(2021, 12, 31), Decimal(11))
    assert brief(check_baseline_revision(former, silent)) == [("bloquante", "baseline")]
    assert check_baseline_revision(former, Baseline(former.date, Decimal(11), reason="Rupture 2024")) == ()
    assert check_baseline_revision(former, Baseline(former.date, Decimal("10.0"))) == ()
    assert check_baseline_revision(None, silent) == ()
