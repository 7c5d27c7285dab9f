"""Charts on screen: caption, a figure for wide and one for narrow windows, and the same data as a table."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from indicators.charts.base import CONFIG, Chart
from indicators.reports import pictures
from indicators.reports.cover import Cover
from indicators.ui import store
from indicators.ui.kit.html import details, esc, html, show, table


def draw(key: str, caption: str, wide: Chart, narrow: Chart | None = None, *, has_files: bool = True) -> None:
    """Draw a chart with its table and, if ``has_files``, its downloads.

    The server does not know the width of the window, and a figure of six panels does not fit a phone: both figures are
    sent, and the style sheet shows the one that fits (``wide_…``, ``narrow_…``).
    """
    show(html('<p class="note">{}</p>', wide.reading))
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
    if has_files:
        _files(key, caption, wide)


def both(build: Callable[[bool], Chart | None]) -> tuple[Chart, Chart] | None:
    """The wide and the compact figure from a builder, or None if there is nothing to draw."""
    wide, narrow = build(False), build(True)
    return (wide, narrow) if wide is not None and narrow is not None else None


def _files(key: str, title: str, chart: Chart) -> None:
    """Draw the downloads of the chart, as an image or as data; files are made when requested."""
    review, is_draft = store.present(), bool(store.present_view().unpublished)

    def caption() -> pictures.Caption:
        return pictures.caption_of(review, Cover(title, datetime.now(UTC), is_draft=is_draft), title)

    kinds: tuple[tuple[str, str, str, Callable[[], str | bytes]], ...] = (
        ("Image (SVG)", "svg", "image/svg+xml", lambda: pictures.svg(chart, caption())),
        ("Image (PNG)", "png", "image/png", lambda: pictures.png(chart, caption())),
        ("Chiffres (CSV)", "csv", "text/csv", lambda: pictures.csv(chart, caption())),
    )
    # A chart drawn for the dark theme could not be read on the white of an image.
    offered = kinds[2:] if st.context.theme.type == "dark" else kinds
    with st.container(horizontal=True, key=f"files_{key}"):
        for label, end, mime, make in offered:
            st.download_button(
                label,
                make,
                file_name=f"graphique-{key}.{end}",
                mime=mime,
                key=f"{key}_{end}",
                type="tertiary",
                on_click="ignore",
            )


def _plot(chart: Chart, key: str) -> None:
    st.plotly_chart(chart.figure, config=CONFIG, theme=None, alt=chart.alt, key=key)
