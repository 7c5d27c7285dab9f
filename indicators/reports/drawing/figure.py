"""A whole figure as one SVG document."""

import re
from base64 import b64decode
from html import escape
from math import hypot
from typing import Any

import plotly.graph_objects as go

from indicators.charts.svg import num
from indicators.reports.drawing.marks import draw_bars, draw_scatter, stroke
from indicators.reports.drawing.plane import Axis, NotDrawn, Plane, Spec, plane_of
from indicators.reports.drawing.texts import Rich, draw_text, paint, rich, veil
from indicators.reports.fonts import printable

_SVG_IMAGE = "data:image/svg+xml;base64,"
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_TICK_GAP = 4


def drawing(figure: go.Figure, width: float) -> tuple[str, float]:
    """The body of an SVG document, and its height. The figure stretches to ``width`` as it does on a screen.

    Raises ``NotDrawn`` for what our charts do not use.
    """
    spec: Spec = figure.to_plotly_json()
    layout = spec["layout"]
    template = layout["template"]["layout"] if isinstance(layout["template"], dict) else _plain(layout["template"])
    plane = plane_of(layout, template, width)
    font = {**template["font"], **layout.get("font", {})}
    body = [
        *(_shape(mark, plane) for mark in layout.get("shapes", ()) if mark.get("layer") == "below"),
        *(_axis_marks(name, axis, plane) for name, axis in plane.axes.items()),
        _traces(spec["data"], layout, plane),
        *(_shape(mark, plane) for mark in layout.get("shapes", ()) if mark.get("layer") != "below"),
        *(_image(mark, plane) for mark in layout.get("images", ())),
        *(_annotation(mark, plane, font) for mark in layout.get("annotations", ())),
    ]
    return printable("".join(body)), plane.height


def document(body: str, width: float, height: float, alt: str = "") -> str:
    """A standalone drawing; ``alt`` is its title for assistive technology."""
    box = f'width="{num(width)}" height="{num(height)}" viewBox="0 0 {num(width)} {num(height)}"'
    named = f' role="img"><title>{escape(printable(alt), quote=False)}</title>' if alt else ' aria-hidden="true">'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}{named}{body}</svg>'


def figure_svg(figure: go.Figure, width: float, alt: str = "") -> str:
    """A figure alone as a document."""
    body, height = drawing(figure, width)
    return document(body, width, height, alt)


def _plain(template: Any) -> Spec:
    return dict(template.to_plotly_json()["layout"])


def _traces(traces: list[Spec], layout: Spec, plane: Plane) -> str:
    bars = [trace for trace in traces if trace["type"] == "bar"]
    lines = [trace for trace in traces if trace["type"] != "bar"]
    unknown = {trace["type"] for trace in lines} - {"scatter"}
    if unknown or (bars and layout.get("barmode") != "stack"):
        raise NotDrawn(f"traces {unknown or 'bar'}")
    columns = draw_bars(bars, plane, float(layout["bargap"])) if bars else ""
    return columns + "".join(draw_scatter(trace, plane) for trace in lines)


def _axis_marks(name: str, axis: Axis, plane: Plane) -> str:
    """Grid lines and the texts of the ticks."""
    across = name.startswith("x")
    anchor = plane.axes[axis.spec.get("anchor", f"{'y' if across else 'x'}{name[1:]}")]
    font = axis.spec["tickfont"]
    drawn = []
    for value, text in zip(axis.spec["tickvals"], axis.spec["ticktext"], strict=True):
        place = axis.at(value)
        if not across and axis.spec.get("showgrid", True):
            line = stroke({"color": axis.spec["gridcolor"], "width": axis.spec.get("gridwidth", 1)})
            drawn.append(f'<path d="M{num(anchor.first)} {num(place)}H{num(anchor.last)}" {line}/>')
        if axis.spec.get("showticklabels", True):
            words = rich(str(text), float(font["size"]))
            at = (place, anchor.first + _TICK_GAP, "center", "top") if across else _left_of(anchor, place)
            drawn.append(draw_text(words, *at, font["color"]))
    return "".join(drawn)


def _left_of(axis: Axis, place: float) -> tuple[float, float, str, str]:
    return axis.first - _TICK_GAP, place, "right", "middle"


def _shape(shape: Spec, plane: Plane) -> str:
    x1, x2 = (plane.x(shape["xref"], shape[name]) for name in ("x0", "x1"))
    y1, y2 = (plane.y(shape["yref"], shape[name]) for name in ("y0", "y1"))
    line = shape["line"]
    if shape["type"] == "line":
        return f'<path d="M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}" {stroke(line)}/>'
    if shape["type"] != "rect":
        raise NotDrawn(f"shape {shape['type']}")
    box = f'x="{num(min(x1, x2))}" y="{num(min(y1, y2))}" width="{num(abs(x2 - x1))}" height="{num(abs(y2 - y1))}"'
    edge = f" {stroke(line)}" if line.get("width") else ""
    return f"<rect {box} {paint('fill', shape.get('fillcolor', 'none'))}{edge}/>"


def _image(image: Spec, plane: Plane) -> str:
    """A drawing of ours, laid in as such: nothing is fetched."""
    if not image["source"].startswith(_SVG_IMAGE):
        raise NotDrawn("image")
    svg = b64decode(image["source"].removeprefix(_SVG_IMAGE)).decode()
    size = _SIZE.search(svg)
    if size is None:
        raise NotDrawn("image without size")
    width, height = float(size[1]), float(size[2])
    x = plane.x(image["xref"], image["x"]) - {"left": 0.0, "center": width / 2, "right": width}[image["xanchor"]]
    y = plane.y(image["yref"], image["y"]) - {"top": 0.0, "middle": height / 2, "bottom": height}[image["yanchor"]]
    return svg.replace("<svg ", f'<svg x="{num(x)}" y="{num(y)}" ', 1)


def _annotation(note: Spec, plane: Plane, font: Spec) -> str:
    """A text at its place; with an arrow, a thin line ties it to its point."""
    look = {**font, **note.get("font", {})}
    words = rich(note["text"], float(look["size"]))
    x, y = plane.x(note.get("xref", "x"), note["x"]), plane.y(note.get("yref", "y"), note["y"])
    tied = note.get("showarrow", True)
    tie = _tie(note, x, y) if tied else ""
    dx, dy = (note["ax"], note["ay"]) if tied else (note.get("xshift", 0), -note.get("yshift", 0))
    at = (x + dx, y + dy, note.get("xanchor", "center"), note.get("yanchor", "middle"))
    under = veil(words, *at, note["bgcolor"]) if note.get("bgcolor") else ""
    return tie + under + draw_text(words, *at, look["color"])


def _tie(note: Spec, x: float, y: float) -> str:
    dx, dy = float(note["ax"]), float(note["ay"])
    length = hypot(dx, dy)
    if length <= note["standoff"]:
        return ""
    start = note["standoff"] / length
    line = stroke({"color": note["arrowcolor"], "width": note["arrowwidth"]})
    return f'<path d="M{num(x + dx)} {num(y + dy)}L{num(x + dx * start)} {num(y + dy * start)}" {line}/>'


__all__ = ["Rich", "document", "drawing", "figure_svg"]
