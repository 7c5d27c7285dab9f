"""What every chart shares: its four parts, its colours in light and dark, its frame.

Figures are built from plain dicts with graph objects. Plotly interprets a little HTML in its texts:
everything that comes from people or from the catalogue passes through :func:`safe`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

Spec = dict[str, Any]

FONT = "Inter, sans-serif"
TEXT_SIZE = 13
NOTE_SIZE = 12
HOVER_WIDTH = 56
_WHITE = re.compile(r"[ \t\n\r\f\v]+")

CONFIG: Spec = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
}
"""Figure configuration for every chart. No button bar: its texts are English and cannot be replaced."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure and what it says without being seen.

    ``reading`` is one French sentence or two, ``table`` holds the figure's numbers as French text,
    ``alt`` is the description for assistive technology.
    """

    figure: go.Figure
    reading: str
    table: pd.DataFrame
    alt: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme. Lines hold 3:1 and texts 4.5:1 against ``surface`` and ``zone``.

    ``series`` are for breakdowns: they differ in lightness too, and are always doubled by a dash and a
    marker, or by a pattern.
    """

    surface: str
    zone: str
    ink: str
    muted: str
    accent: str
    former: str
    grid: str
    veil: str
    series: tuple[str, ...]


LIGHT = Palette(
    surface="#ffffff",
    zone="#f0f1ed",
    ink="#1b2430",
    muted="#5b6572",
    accent="#0b5d62",
    former="#78828e",
    grid="#e6e8ea",
    veil="rgba(255,255,255,0.78)",
    series=("#0b5d62", "#c25400", "#0072b2", "#a2458f", "#7a6200", "#4a5563", "#00865f", "#b3365b"),
)
DARK = Palette(
    surface="#151b22",
    zone="#1f2730",
    ink="#e8ebee",
    muted="#aab3bd",
    accent="#63bcc1",
    former="#8b96a2",
    grid="#2d3640",
    veil="rgba(21,27,34,0.78)",
    series=("#63bcc1", "#f0863f", "#6fb4e8", "#d991c4", "#d3b445", "#b4bec9", "#3fcf9f", "#f08aa5"),
)


def palette(dark: bool) -> Palette:
    """The colours of the light theme, or of the dark one."""
    return DARK if dark else LIGHT


@lru_cache(maxsize=2)
def template(dark: bool) -> go.layout.Template:
    """Type, colours and quiet axes; backgrounds are transparent so that the card shows through."""
    colors = palette(dark)
    axis = {"showline": False, "zeroline": False, "fixedrange": True, "automargin": False}
    tick_font = {"color": colors.muted, "size": NOTE_SIZE}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colors.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(colors.series),
            "separators": ",\u202f",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "align": "left",
                "bgcolor": colors.surface,
                "bordercolor": colors.muted,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": colors.ink},
            },
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colors.muted, "activecolor": colors.accent},
            "xaxis": {**axis, "showgrid": False, "tickfont": tick_font, "ticks": ""},
            "yaxis": {**axis, "gridcolor": colors.grid, "gridwidth": 1, "tickfont": tick_font, "ticks": ""},
        }
    )


def draw(data: list[Spec], layout: Spec, dark: bool) -> go.Figure:
    """A figure in our template."""
    return go.Figure({"data": data, "layout": {"template": template(dark), **layout}})


def safe(text: str) -> str:
    """Text from people or from the catalogue, made harmless in Plotly's small HTML and put on one line."""
    return escape(one_line(text), quote=False)


def one_line(text: str) -> str:
    """Ordinary white space folded to single spaces; no-break spaces of figures are kept."""
    return _WHITE.sub(" ", text).strip(" ")


def hover_text(title: str, *lines: str) -> str:
    """Hover box: a bold first line, then the others, wrapped; empty ones are left out."""
    rest = [safe(part) for line in lines if line for part in wrap(one_line(line), HOVER_WIDTH)]
    return "<br>".join([f"<b>{safe(title)}</b>", *rest])


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
