"""Charts for a projector: the same figure with larger text and marks."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from indicators.charts.base import Chart
from indicators.charts.trajectory import trajectory
from indicators.ui import store

FACTOR = 1.4
"""How much larger than on a sheet. Texts are laid out for 560 pixels: this one holds from 784 pixels up."""
_SIZES = frozenset(
    ("size", "width", "height", "xshift", "yshift", "ax", "ay", "standoff", "borderpad", "arrowwidth", "gridwidth")
)
_MARGIN = frozenset("lrtb")


def figures(code: str, dark: bool) -> tuple[Chart, Chart] | None:
    """The large figure of a series and the one for a narrow window; None if there is nothing to draw."""
    review = store.present()
    judged = review.judged[code]
    wide, narrow = (
        trajectory(judged.facts, judged.assessment, today=review.today, dark=dark, compact=compact)
        for compact in (False, True)
    )
    if wide is None or narrow is None:
        return None
    return Chart(enlarged(wide.figure), wide.reading, wide.table, wide.alt), narrow


def enlarged(figure: go.Figure, factor: float = FACTOR) -> go.Figure:
    """A figure with every length in pixels multiplied by a factor: labels stay next to their points."""
    return go.Figure(_larger(figure.to_plotly_json(), factor))


def _larger(value: object, factor: float, name: str = "", parent: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _larger(each, factor, key, name) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_larger(each, factor, name, parent) for each in value]
    is_length = name in _SIZES or (parent == "margin" and name in _MARGIN)
    if is_length and isinstance(value, int | float) and not isinstance(value, bool):
        return value * factor
    return value
