"""One indicator by item over time: stacked columns when items add up to the total, lines otherwise.

Items are named beside their last value and differ by pattern, or by dash and marker, besides colour.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from db.vocabulary import ObsStatus
from indicators.charts import words
from indicators.charts.base import Chart, Palette, Spec, draw, hover_text, palette, safe
from indicators.charts.breakdown_frame import layout
from indicators.charts.breakdown_lines import (
    MAX_ITEMS,
    BreakdownLine,
    Item,
    incomplete,
    lines_of,
    periods_of,
    positions,
    total,
)
from indicators.charts.readings import COLON
from indicators.domain.formatting import percent
from indicators.domain.periods import Period
from indicators.domain.quality import NORMAL_LABEL, describe
from indicators.domain.series import Unit

_PATTERNS = ("", "/", ".", "\\", "x", "|", "-", "+")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "6px,2px", "2px,5px")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "pentagon", "star")


def breakdown_over_time(
    label: str,
    unit: Unit,
    decimals: int,
    items: Sequence[Item],
    *,
    additive: bool = False,
    dark: bool = False,
    compact: bool = False,
) -> Chart | None:
    """The items of a breakdown by period, or None when none has a value.

    ``additive``: items sum to the total; columns are then stacked, the smallest items beyond eight being
    joined as « autres ». Without it, or with negative values, lines; beyond eight, the table has the rest.
    """
    periods = periods_of(items)
    if not periods:
        return None
    colors = palette(dark)
    stacked = additive and not any(
        observation.value is not None and observation.value < 0 for _, line in items for observation in line
    )
    lines = lines_of(items, periods, colors, stacked)
    holes = incomplete(items, periods)
    frame = layout(lines, periods, unit, decimals, colors, stacked=stacked, holes=holes, compact=compact)
    drawn = _column if stacked else _curve
    traces = [drawn(line, periods, unit, decimals, colors) for line in lines]
    sentence = _reading(items, lines, periods, unit, decimals, stacked and not holes[-1])
    alt = f"Graphique par poste{COLON} {label}. {sentence}"
    return Chart(draw(traces, frame, dark), sentence, _table(items, unit), alt)


def _column(line: BreakdownLine, periods: list[Period], unit: Unit, decimals: int, colors: Palette) -> Spec:
    shape = _PATTERNS[line.rank % MAX_ITEMS]
    pattern = {"shape": shape, "fillmode": "overlay", "fgcolor": colors.surface, "size": 8, "solidity": 0.2}
    return {
        "type": "bar",
        "name": safe(line.name),
        "x": positions(periods),
        "y": [None if value is None else float(value) for value in line.values],
        "hovertext": _hovers(line, periods, unit, decimals),
        "hoverinfo": "text",
        "textposition": "none",
        "marker": {"color": line.color, "line": {"color": colors.surface, "width": 1}, "pattern": pattern},
    }


def _curve(line: BreakdownLine, periods: list[Period], unit: Unit, decimals: int, colors: Palette) -> Spec:
    """A line cut at missing values, at skipped periods and at breaks."""
    places, hovers = positions(periods), _hovers(line, periods, unit, decimals)
    rows = _with_cuts(line, places)
    marked = [index is not None and _is_reserved(line, index) for index in rows]
    values = [None if index is None else line.values[index] for index in rows]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(line.name),
        "x": [None if index is None else places[index] for index in rows],
        "y": [None if value is None else float(value) for value in values],
        "hovertext": ["" if index is None else hovers[index] for index in rows],
        "hoverinfo": "text",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": line.color, "width": 2, "dash": _DASHES[line.rank]},
        "marker": {
            "symbol": _SYMBOLS[line.rank],
            "size": 8,
            "color": [colors.surface if hollow else line.color for hollow in marked],
            "line": {"color": line.color, "width": 1.75},
        },
    }


def _with_cuts(line: BreakdownLine, places: list[int]) -> list[int | None]:
    """Indices of the periods, with None where the line must not join two of them."""
    rows: list[int | None] = []
    for index, observation in enumerate(line.observations):
        is_break = observation is not None and ObsStatus.BREAK in observation.flags
        if rows and (is_break or places[index] - places[index - 1] > 1):
            rows.append(None)
        rows.append(index)
    return rows


def _is_reserved(line: BreakdownLine, index: int) -> bool:
    observation = line.observations[index]
    return observation is not None and bool(observation.flags & words.RESERVED)


def _hovers(line: BreakdownLine, periods: list[Period], unit: Unit, decimals: int) -> list[str]:
    return [
        hover_text(
            f"{line.name}{COLON} {words.figure(value, decimals, unit)}",
            period.label,
            describe(observation.flags) if observation else "",
            f"Source : {observation.source}" if observation and observation.source else "",
            observation.caveat if observation else "",
        )
        for value, period, observation in zip(line.values, periods, line.observations, strict=True)
    ]


def _reading(
    items: Sequence[Item], lines: list[BreakdownLine], periods: list[Period], unit: Unit, decimals: int, is_total: bool
) -> str:
    """« En 2024, total de 120 M€ : A 50 M€ (41,7 %), B… » or « En 2024, de 12 % (A) à 45 % (B). »"""
    when = words.when(periods[-1])
    when = when[:1].upper() + when[1:]
    count = sum(1 for _, line in items if any(observation.value is not None for observation in line))
    if is_total:
        return _shares(when, lines, unit, decimals, count)
    ranked = _ranked(lines)
    phrases = [f"{words.figure(value, decimals, unit)} ({name})" for name, value in ranked]
    sentence = f"{when}, {phrases[0]}." if len(phrases) == 1 else f"{when}, de {phrases[0]} à {phrases[-1]}."
    drawn = sum(1 for line in lines if line.rank < MAX_ITEMS)
    rest = f"Le tableau donne {words.more(count - drawn, 'autre poste', 'autres postes')}." if count > drawn else ""
    return " ".join(part for part in (sentence, rest, _breaks(lines, periods)) if part)


def _ranked(lines: list[BreakdownLine]) -> list[tuple[str, Decimal]]:
    """Named items that have a value in the last period, the smallest first."""
    latest = [(line.name, line.values[-1]) for line in lines if line.rank < MAX_ITEMS]
    return sorted(((name, value) for name, value in latest if value is not None), key=lambda pair: pair[1])


def _shares(when: str, lines: list[BreakdownLine], unit: Unit, decimals: int, count: int) -> str:
    """The total and its three largest parts."""
    whole = total([line.values[-1] for line in lines]) or Decimal(0)
    parts = [_part(name, value, whole, unit, decimals) for name, value in reversed(_ranked(lines)[-3:])]
    if count > len(parts):
        parts.append(words.more(count - len(parts), "autre poste", "autres postes"))
    return f"{when}, total de {words.figure(whole, decimals, unit)}{COLON} {words.listed(parts)}."


def _part(name: str, value: Decimal, whole: Decimal, unit: Unit, decimals: int) -> str:
    share = f" ({percent(Fraction(value) / Fraction(whole))})" if whole else ""
    return f"{name} {words.figure(value, decimals, unit)}{share}"


def _breaks(lines: list[BreakdownLine], periods: list[Period]) -> str:
    """A break in any item: values before and after it do not compare."""
    rows = zip(periods, zip(*(line.observations for line in lines), strict=True), strict=True)
    broken = [
        period
        for period, row in rows
        if any(observation and ObsStatus.BREAK in observation.flags for observation in row)
    ]
    return words.break_sentence(broken[-1]) if broken else ""


def _table(items: Sequence[Item], unit: Unit) -> pd.DataFrame:
    """Every value of every item, drawn or not."""
    rows = [
        [
            observation.period.label,
            name,
            words.exact(observation.value) if observation.value is not None else words.why_missing(observation.flags),
            unit.symbol or unit.label,
            describe(observation.flags) or NORMAL_LABEL,
            observation.source,
        ]
        for name, line in items
        for observation in sorted(line, key=lambda item: item.period)
    ]
    return pd.DataFrame(rows, columns=["Période", "Poste", "Valeur", "Unité", "Drapeaux", "Source"])
