"""Axes of a breakdown, and the names of its items beside their last values."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.charts import words
from indicators.charts.base import NOTE_SIZE, Palette, Spec, safe
from indicators.charts.breakdown_lines import BreakdownLine, positions, total
from indicators.charts.frame import COMPACT_WIDTH, NORMAL_WIDTH, pack
from indicators.charts.labels import LINE_HEIGHT, fit, text_width
from indicators.charts.scale import ValueAxis, value_axis
from indicators.domain.formatting import SPACE
from indicators.domain.periods import Period
from indicators.domain.series import Unit

INCOMPLETE = "incomplet"
_PLOT, _BOTTOM, _LINE, _TIE = 270, 34, 19, 16
_ROW = NOTE_SIZE * LINE_HEIGHT + 1
_SIDE_SHARE = 0.36  # of the card, at most, for names


def layout(
    lines: list[BreakdownLine],
    periods: list[Period],
    unit: Unit,
    decimals: int,
    colors: Palette,
    *,
    stacked: bool,
    holes: Sequence[bool],
    compact: bool,
) -> Spec:
    """Axes, margins and texts. ``holes`` tells the columns that lack an item."""
    card = COMPACT_WIDTH if compact else NORMAL_WIDTH
    axis = _axis(lines, unit, stacked)
    names = _names(lines, unit, decimals, colors, card * _SIDE_SHARE)
    left = max(text_width(text, NOTE_SIZE) for text in axis.texts) + 10
    right = max(text_width(text, NOTE_SIZE) for text in names) + _TIE + 8
    note = pack([safe(part) for part in axis.note.split(" · ")], " · ", card - 16) if axis.note else []
    top = 8 + _LINE * len(note)
    plot = max(_PLOT, round(_ROW * len(names)) + 10)
    places = positions(periods)
    pixels = _heights(lines, axis, plot, stacked)
    texts = [
        *_side(names, pixels, plot, places[-1] + _half(stacked), axis, colors),
        *(_totals(lines, places, unit, decimals, holes, card - left - right, colors) if stacked else []),
        *([_note(note, left, colors)] if note else []),
    ]
    return {
        "height": plot + top + _BOTTOM,
        "margin": {"l": round(left), "r": round(right), "t": top, "b": _BOTTOM},
        "barmode": "stack",
        "bargap": 0.35,
        "xaxis": _time(periods, places, card - left - right, stacked),
        "yaxis": {
            "range": [axis.low, axis.high],
            "tickmode": "array",
            "tickvals": list(axis.ticks),
            "ticktext": list(axis.texts),
        },
        "annotations": texts,
    }


def _half(stacked: bool) -> float:
    return 0.34 if stacked else 0.0


def _axis(lines: list[BreakdownLine], unit: Unit, stacked: bool) -> ValueAxis:
    if not stacked:
        return value_axis([value for line in lines for value in line.values if value is not None], unit, ticks=4)
    return value_axis([Decimal(0), *(total(column) or Decimal(0) for column in _by_period(lines))], unit, ticks=4)


def _by_period(lines: list[BreakdownLine]) -> list[tuple[Decimal | None, ...]]:
    return list(zip(*(line.values for line in lines), strict=True))


def _time(periods: list[Period], places: list[int], room: float, stacked: bool) -> Spec:
    """One text per period, or every second, third… so that they do not touch; the last one is kept."""
    widest = max(text_width(period.label, NOTE_SIZE) for period in periods) + 10
    every = 1
    while len(periods) / every * widest > room and every < len(periods):
        every += 1
    ticks = [index for index in range(len(periods)) if (len(periods) - 1 - index) % every == 0]
    pad = 0.5 + max(0, 2 - places[-1]) * 0.5 if stacked else max(places[-1] * 0.04, 0.25)
    return {
        "type": "linear",
        "range": [-pad, places[-1] + pad],
        "tickmode": "array",
        "tickvals": [places[index] for index in ticks],
        "ticktext": [safe(periods[index].label).replace(" ", SPACE) for index in ticks],
    }


def _names(lines: list[BreakdownLine], unit: Unit, decimals: int, colors: Palette, room: float) -> list[str]:
    """« Item 12 M€ », the name cut to one line where it is too long; hover and table have it whole."""
    labels = []
    for line in lines:
        figure = safe(words.figure(line.values[-1], decimals, unit)).replace(" ", SPACE)
        name = fit(line.name, max(room - text_width(f"<b>{figure}</b> ", NOTE_SIZE), 40), NOTE_SIZE, 1)[0]
        labels.append(f'<span style="color:{colors.ink}">{safe(name)}</span>{SPACE}<b>{figure}</b>')
    return labels


def _heights(lines: list[BreakdownLine], axis: ValueAxis, plot: int, stacked: bool) -> list[float]:
    """Height in pixels of each item's last value: middle of its part, or its point; the axis when missing."""
    scale = plot / (axis.high - axis.low)
    below, heights = 0.0, []
    for line in lines:
        value = float(line.values[-1] or 0)
        middle = below + value / 2 if stacked else value if line.values[-1] is not None else axis.low
        heights.append((middle - axis.low) * scale)
        below += value if stacked else 0
    return heights


def spread(heights: list[float], row: float, top: float) -> list[float]:
    """Heights moved apart so that neighbours are a row away, all within 0 and ``top``, in the same order."""
    order = sorted(range(len(heights)), key=lambda index: (heights[index], index))
    placed = [0.0] * len(heights)
    floor = row / 2
    for index in order:
        placed[index] = floor = max(heights[index], floor)
        floor += row
    ceiling = top - row / 2
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - row
    return placed


def _side(names: list[str], heights: list[float], plot: int, x: float, axis: ValueAxis, colors: Palette) -> list[Spec]:
    """Names at the right, each tied to its value by a thin line."""
    scale = (axis.high - axis.low) / plot
    common = {"x": x, "xanchor": "left", "yanchor": "middle", "align": "left", "borderpad": 0, "showarrow": True}
    tie = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": colors.muted, "ax": _TIE, "standoff": 4}
    font = {"size": NOTE_SIZE, "color": colors.ink}
    return [
        {**common, **tie, "text": name, "y": axis.low + height * scale, "ay": height - moved, "font": font}
        for name, height, moved in zip(names, heights, spread(heights, _ROW, plot), strict=True)
    ]


def _totals(
    lines: list[BreakdownLine],
    places: list[int],
    unit: Unit,
    decimals: int,
    holes: Sequence[bool],
    room: float,
    colors: Palette,
) -> list[Spec]:
    """The total above each column, or « incomplet » when an item is missing; left out where they would touch."""
    sums = [total(column) for column in _by_period(lines)]
    texts = [INCOMPLETE if hole else words.figure(value, decimals) for value, hole in zip(sums, holes, strict=True)]
    slot = room / (places[-1] + 1)
    common = {"showarrow": False, "yanchor": "bottom", "yshift": 2, "font": {"size": NOTE_SIZE, "color": colors.muted}}
    return [
        {**common, "x": place, "y": float(value or 0), "text": safe(text)}
        for place, value, text in zip(places, sums, texts, strict=True)
        if text_width(text, NOTE_SIZE) <= slot
    ]


def _note(lines: list[str], left: float, colors: Palette) -> Spec:
    where = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
    look = {"showarrow": False, "align": "left", "font": {"size": NOTE_SIZE, "color": colors.muted}}
    return {**where, **look, "xshift": 4 - left, "yshift": 4, "borderpad": 0, "text": "<br>".join(lines)}
