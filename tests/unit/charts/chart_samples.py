"""Series to draw in the tests, and the geometry of a drawn figure in pixels."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import plotly.graph_objects as go

from db.vocabulary import Direction, Frequency, Horizon, IndicatorType, Nature, ObsStatus, TargetMode
from indicators.charts.labels import text_height, text_width
from indicators.domain.periods import Period
from indicators.domain.progress.assessment import Assessment, assess, case_of
from indicators.domain.series import Baseline, Observation, SeriesFacts, Target, Unit

TODAY = date(2025, 11, 21)
PERCENT = Unit("PC", "pourcentage", "%", is_percent=True)
COUNT = Unit("NB", "nombre")
MONEY = Unit("MEUR", "millions d’euros", "M€")

# Text, left, bottom, right, top.
Placed = tuple[str, float, float, float, float]


def obs(code: str, value: object, flags: str = "", **more: Any) -> Observation:
    exact = None if value is None else Decimal(str(value))
    return Observation(Period.parse(code), exact, frozenset(ObsStatus(flag) for flag in flags), **more)


def target(horizon: str, day: str, value: object, **more: Any) -> Target:
    return Target(Horizon(horizon), date.fromisoformat(day), Decimal(str(value)), **more)


def baseline(day: str, value: object, **more: Any) -> Baseline:
    return Baseline(date.fromisoformat(day), Decimal(str(value)), **more)


GOALS = (target("CT", "2023-12-31", 75), target("MT", "2026-12-31", 85), target("LT", "2031-12-31", 95))


def series(
    observations: tuple[Observation, ...] = (),
    targets: tuple[Target, ...] = (),
    start: Baseline | None = None,
    **more: Any,
) -> SeriesFacts:
    given: dict[str, Any] = {
        "unit": PERCENT,
        "decimals": 1,
        "direction": Direction.INCREASE,
        "type": IndicatorType.RESULT,
        "nature": Nature.STOCK,
        "frequency": Frequency.ANNUAL,
        **more,
    }
    label = "Population inscrite au Réseau Santé Wallon"
    names = ("SNU-01-A5", "SNU-01", label, label, "SNU", "A5", "Aire 5")
    return SeriesFacts(*names, **given, baseline=start, targets=targets, observations=observations)


RSW = series(
    (
        obs("2017-02", 28),
        obs("2018-03", 40),
        obs("2019-08", 50),
        obs("2020-07", 56),
        obs("2021-07", 64),
        obs("2022-04", 72, "E", source="FRATEM", caveat="Part <b>rapportée</b> à la population"),
    ),
    GOALS,
    baseline("2020-12-31", 60, source="e-santé Wallonie"),
)


def judged(facts: SeriesFacts) -> Assessment:
    return assess(case_of(facts))


def sums(*values: tuple[str, object], start: Baseline | None = None) -> SeriesFacts:
    """A flow with targets as sums since the situation initiale."""
    goals = tuple(
        target(horizon, day, value, mode=TargetMode.CUMULATIVE)
        for horizon, day, value in (("CT", "2023-12-31", 10), ("MT", "2026-12-31", 35), ("LT", "2031-12-31", 80))
    )
    line = tuple(obs(code, value) for code, value in values)
    return series(line, goals, start, unit=COUNT, decimals=0, nature=Nature.FLOW)


def trace(figure: go.Figure, name: str) -> Any:
    """The trace of that name; fails when there is none."""
    return next(one for one in figure.data if one.name == name)


def texts(figure: go.Figure) -> list[str]:
    return [one.text for one in figure.layout.annotations]


def boxes(figure: go.Figure, card: float) -> Iterator[Placed]:
    """Text boxes of the plot area, on a card of that width."""
    layout = figure.layout
    width = card - layout.margin.l - layout.margin.r
    height = layout.height - layout.margin.t - layout.margin.b
    first, last = (date.fromisoformat(day) for day in layout.xaxis.range)
    low, high = layout.yaxis.range
    for one in layout.annotations:
        if one.xref == "paper":
            continue  # unit and key stand outside of the plot area
        x = (date.fromisoformat(one.x) - first) / (last - first) * width
        y = height * (one.y if one.yref == "paper" else (one.y - low) / (high - low))
        x, y = (x + one.ax, y - one.ay) if one.showarrow else (x + (one.xshift or 0), y + (one.yshift or 0))
        w, h = text_width(one.text, one.font.size), text_height(one.text, one.font.size)
        left = x - {"left": 0, "center": w / 2, "right": w}[one.xanchor]
        bottom = y - {"bottom": 0, "middle": h / 2, "top": h}[one.yanchor]
        yield one.text, left, bottom, left + w, bottom + h


def overlaps(placed: Sequence[Placed]) -> list[tuple[str, str]]:
    """Pairs of texts that cover one another."""
    return [
        (first[0], second[0])
        for first, second in combinations(placed, 2)
        if first[1] < second[3] and second[1] < first[3] and first[2] < second[4] and second[2] < first[4]
    ]


def outside(placed: Sequence[Placed], figure: go.Figure, card: float) -> list[str]:
    """Texts that leave the plot area."""
    layout = figure.layout
    width = card - layout.margin.l - layout.margin.r
    height = layout.height - layout.margin.t - layout.margin.b
    return [
        text
        for text, left, bottom, right, top in placed
        if left < -0.5 or right > width + 0.5 or bottom < -0.5 or top > height + 0.5
    ]
