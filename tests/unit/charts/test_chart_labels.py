"""Texts on the chart never cover one another nor leave it, whatever the data and the width."""

from datetime import date
from decimal import Decimal

import pytest
from chart_samples import (
    COUNT,
    GOALS,
    RSW,
    TODAY,
    baseline,
    boxes,
    judged,
    obs,
    outside,
    overlaps,
    series,
    sums,
    target,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.charts.labels import Box, fit, text_width
from indicators.charts.trajectory import COMPACT_WIDTH, NORMAL_WIDTH, trajectory
from indicators.domain.series import SeriesFacts

WIDTHS = [(True, COMPACT_WIDTH), (True, 480), (False, NORMAL_WIDTH), (False, 720), (False, 900), (False, 1300)]


def check(facts: SeriesFacts) -> None:
    for compact, card in WIDTHS:
        found = trajectory(facts, judged(facts), today=TODAY, compact=compact)
        assert found is not None
        placed = list(boxes(found.figure, card))
        assert overlaps(placed) == [], (compact, card)
        assert outside(placed, found.figure, card) == [], (compact, card)


CLOSE = (target("CT", "2023-12-31", 75), target("MT", "2024-06-30", "75.1"), target("LT", "2024-12-31", "75.2"))
SAME_DAY = tuple(target(name, "2024-12-31", 75) for name in ("CT", "MT", "LT"))
FORMER = tuple(target("LT", "2031-12-31", 80 + n, decided_on=date(2020 + n, 1, 1), version_no=n) for n in range(1, 5))

ADVERSARIAL = {
    "reference": RSW,
    "close targets": series((obs("2023", 75), obs("2024", "75.1", "P")), CLOSE, baseline("2023-06-30", "74.9")),
    "one date": series((obs("2024", 75, "E"),), SAME_DAY, baseline("2023-12-31", 75)),
    "former": series((obs("2021", 60), obs("2024", 64, "P")), GOALS, baseline("2021-12-31", 60), former_targets=FORMER),
    "all equal": series(tuple(obs(str(y), 50) for y in range(2019, 2025)), (), baseline("2018-12-31", 50)),
    "many breaks": series(tuple(obs(str(y), y, "B") for y in range(2012, 2025)), (), unit=COUNT),
    "long numbers": series((obs("2023", 10**15 + 1), obs("2024", 10**15 + 2)), (), unit=COUNT, decimals=6),
    "at the top": series((obs("2024", 100),), (target("LT", "2025-12-31", 100),), baseline("2023-12-31", 100)),
    "sum": sums(("2022", 4), ("2023", 7), start=baseline("2021-12-31", 0)),
    "missing": series((*(obs(str(y), None, "O") for y in range(2010, 2025)), obs("2009", 3)), unit=COUNT),
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_labels_hold_apart(name: str) -> None:
    check(ADVERSARIAL[name])


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.integers(-1000, 1000), min_size=1, max_size=12),
    goals=st.lists(st.integers(-1000, 1000), min_size=0, max_size=3),
    days=st.lists(st.dates(date(2019, 1, 1), date(2033, 12, 31)), min_size=3, max_size=3),
    start=st.integers(-1000, 1000),
)
def test_labels_hold_apart_for_any_data(values: list[int], goals: list[int], days: list[date], start: int) -> None:
    line = tuple(obs(str(2013 + i), value, "P" if value % 7 == 0 else "") for i, value in enumerate(values))
    dated = zip(("CT", "MT", "LT"), sorted(days), goals, strict=False)
    targets = tuple(target(name, day.isoformat(), value) for name, day, value in dated)
    check(series(line, targets, baseline("2018-12-31", start), unit=COUNT, decimals=0))


def test_needed_names_are_all_there() -> None:
    for compact in (False, True):
        found = trajectory(RSW, judged(RSW), today=TODAY, compact=compact)
        assert found is not None
        said = " ".join(str(one.text) for one in found.figure.layout.annotations).replace("\u00a0", " ")
        assert all(word in said for word in ("CT · 75", "MT · 85", "LT · 95", "72 %", "situation initiale, 60 %"))


def test_boxes_apart_by_width_must_be_in_the_order_of_their_anchors() -> None:
    left, right = Box(0, 0, 10, 10, anchor=0), Box(20, 0, 30, 10, anchor=50)
    assert left.clears(right)
    assert not Box(0, 0, 10, 10, anchor=60).clears(right)  # they would meet when the figure widens
    assert Box(0, 20, 10, 30, anchor=60).clears(right)


def test_fit_wraps_then_cuts_and_measures_html_as_text() -> None:
    assert fit("Biothérapies préventives et curatives", 120, 13, 3) == ["Biothérapies", "préventives et", "curatives"]
    assert fit("un deux trois quatre cinq", 40, 13, 2)[-1].endswith("…")
    assert all(text_width(line.replace("<", "&lt;"), 13) <= 80 for line in fit("<script>alert(1)</script>", 80, 13, 2))


def test_no_label_text_is_lost_to_exact_decimals() -> None:
    facts = series((obs("2024", Decimal("0.004")),), unit=COUNT, decimals=0)
    found = trajectory(facts, judged(facts), today=TODAY)
    assert found is not None
    assert any("0,004" in str(one.text) for one in found.figure.layout.annotations)
