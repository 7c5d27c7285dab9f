"""A chart on screen: its sentence, its figure for a wide and for a narrow window, its table twin."""

from collections.abc import Callable

import streamlit as st

from indicators.charts.base import CONFIG, Chart
from indicators.ui.parts.html import details, esc, show, table


def draw(key: str, caption: str, wide: Chart, narrow: Chart | None = None) -> None:
    """Put a chart on the screen.

    The server does not know the width of the window, and a figure of six panels does not shrink to a phone: both
    figures are sent and the style sheet shows the one that fits (``wide_…``, ``narrow_…``).
    """
    show(f'<p class="note">{esc(wide.reading)}</p>')
    if narrow is None:
        _plot(wide, key)
    else:
        with st.container(key=f"wide_{key}"):
            _plot(wide, f"{key}_wide")
        with st.container(key=f"narrow_{key}"):
            _plot(narrow, f"{key}_narrow")
    heads = [str(name) for name in wide.table.columns]
    rows = [[esc(cell) for cell in row] for row in wide.table.itertuples(index=False)]
    show(details("Tableau des valeurs", table(caption, heads, rows)))


def both(build: Callable[[bool], Chart | None]) -> tuple[Chart, Chart] | None:
    """The wide and the compact figure of a builder, or None where there is nothing to draw."""
    wide, narrow = build(False), build(True)
    return (wide, narrow) if wide is not None and narrow is not None else None


def _plot(chart: Chart, key: str) -> None:
    st.plotly_chart(chart.figure, config=CONFIG, theme=None, alt=chart.alt, key=key)
