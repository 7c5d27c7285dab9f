"""Lines, points and columns of a figure as SVG, in the sizes that Plotly gives them."""

from collections.abc import Iterator, Sequence
from math import pi, sqrt
from typing import Any

from indicators.charts.svg import num, pairs
from indicators.reports.drawing.plane import NotDrawn, Plane, Spec
from indicators.reports.drawing.texts import paint

_NAMED_DASHES = {
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
    "longdashdot": (5, 2, 1, 2),
}
_STROKED = frozenset({"line-ns", "line-ew"})


def draw_scatter(trace: Spec, plane: Plane) -> str:
    """A line cut at its empty points, then its markers."""
    x, y = plane.axes[trace.get("xaxis", "x")], plane.axes[trace.get("yaxis", "y")]
    dots = [
        None if across is None or up is None else (x.at(across), y.at(up))
        for across, up in zip(trace["x"], trace["y"], strict=True)
    ]
    mode = trace.get("mode", "")
    line = "".join(_polyline(run, trace["line"]) for run in _runs(dots)) if "lines" in mode else ""
    return line + (_markers(dots, trace["marker"]) if "markers" in mode else "")


def _runs(dots: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for dot in [*dots, None]:
        if dot is not None:
            run.append(dot)
        elif run:
            yield run
            run = []


def _polyline(run: list[tuple[float, float]], line: Spec) -> str:
    if len(run) < 2:
        return ""
    return f'<polyline points="{pairs(run)}" fill="none" stroke-linejoin="round" {stroke(line)}/>'


def stroke(line: Spec) -> str:
    """Colour, width and dashes of a line."""
    width = float(line.get("width", 2))
    attributes = f'{paint("stroke", line["color"])} stroke-width="{num(width)}"'
    dash = str(line.get("dash", "solid"))
    if dash == "solid":
        return attributes
    unit = max(width, 3.0)
    lengths = [step * unit for step in _NAMED_DASHES[dash]] if dash in _NAMED_DASHES else _lengths(dash)
    return f'{attributes} stroke-dasharray="{" ".join(num(step) for step in lengths)}"'


def _lengths(dash: str) -> list[float]:
    return [float(step.removesuffix("px")) for step in dash.split(",")]


def _markers(dots: Sequence[tuple[float, float] | None], marker: Spec) -> str:
    drawn = []
    for index, dot in enumerate(dots):
        size = float(_each(marker.get("size", 6), index))
        if dot is not None and size > 0:
            color = _each(marker.get("color", "#000000"), index)
            drawn.append(_marker(dot, size, str(_each(marker["symbol"], index)), str(color), marker.get("line", {})))
    return "".join(drawn)


def _each(value: Any, index: int) -> Any:
    """One word for all points, or one for each."""
    return value[index] if isinstance(value, list | tuple) else value


def _marker(dot: tuple[float, float], size: float, symbol: str, color: str, line: Spec) -> str:
    x, y = (num(value) for value in dot)
    shape, is_open = symbol.removesuffix("-open"), symbol.endswith("-open") or symbol in _STROKED
    edge = color if symbol.endswith("-open") else line.get("color", color)
    look = f"{paint('fill', 'none' if is_open else color)} {paint('stroke', edge)}"
    look += f' stroke-width="{num(float(line.get("width", 0)))}"'
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="{num(size / 2)}" {look}/>'
    return f'<path transform="translate({x} {y})" d="{symbol_path(shape, size / 2)}" {look}/>'


def symbol_path(shape: str, radius: float) -> str:
    """Outline of a marker round the origin."""
    corners = _corners(shape, radius)
    if shape in _STROKED:
        (x1, y1), (x2, y2) = corners
        return f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}"
    return f"M{'L'.join(f'{num(x)} {num(y)}' for x, y in corners)}Z"


def _corners(shape: str, r: float) -> list[tuple[float, float]]:
    match shape:
        case "line-ns":
            return [(0, 1.4 * r), (0, -1.4 * r)]
        case "line-ew":
            return [(1.4 * r, 0), (-1.4 * r, 0)]
        case "square":
            return [(-r, -r), (r, -r), (r, r), (-r, r)]
        case "diamond":
            return [(0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)]
        case "triangle-up":
            return [(-2 * r / sqrt(3), r / 2), (2 * r / sqrt(3), r / 2), (0, -r)]
        case "triangle-down":
            return [(-2 * r / sqrt(3), -r / 2), (2 * r / sqrt(3), -r / 2), (0, r)]
        case "cross":
            a, b = 0.4 * r, 1.2 * r
            return [
                (b, a),
                (a, a),
                (a, b),
                (-a, b),
                (-a, a),
                (-b, a),
                (-b, -a),
                (-a, -a),
                (-a, -b),
                (a, -b),
                (a, -a),
                (b, -a),
            ]
        case "pentagon":
            return [
                (0.951 * r, -0.309 * r),
                (0.588 * r, 0.809 * r),
                (-0.588 * r, 0.809 * r),
                (-0.951 * r, -0.309 * r),
                (0, -r),
            ]
        case "star":
            return _star(1.4 * r)
        case _:
            raise NotDrawn(f"marker {shape}")


def _star(r: float) -> list[tuple[float, float]]:
    right = [(0.225, -0.309), (0.951, -0.309), (0.363, 0.118), (0.588, 0.809)]
    left = [(-x, y) for x, y in reversed(right)]
    return [(x * r, y * r) for x, y in [*right, (0, 0.382), *left, (0, -1)]]


def draw_bars(traces: Sequence[Spec], plane: Plane, gap: float) -> str:
    """Columns stacked in the order of the traces, with their patterns."""
    feet: dict[float, float] = {}
    drawn, patterns = [], []
    for rank, trace in enumerate(traces):
        marker = trace["marker"]
        pattern = _pattern(f"motif{rank}", marker["pattern"])
        patterns.append(pattern)
        for place, value in zip(trace["x"], trace["y"], strict=True):
            if value is not None:
                foot = feet.get(place, 0.0)
                box = _column(plane, float(place), foot, foot + value, (1 - gap) / 2)
                feet[place] = foot + value
                drawn.append(f"<rect {box} {paint('fill', marker['color'])} {stroke(marker['line'])}/>")
                drawn += [f'<rect {box} fill="url(#motif{rank})"/>'] if pattern else []
    return f"<defs>{''.join(patterns)}</defs>{''.join(drawn)}"


def _column(plane: Plane, place: float, low: float, high: float, half: float) -> str:
    x, y = plane.axes["x"], plane.axes["y"]
    left, right, top, bottom = x.at(place - half), x.at(place + half), y.at(high), y.at(low)
    return f'x="{num(left)}" y="{num(top)}" width="{num(right - left)}" height="{num(bottom - top)}"'


def _pattern(name: str, pattern: Spec) -> str:
    """A motif that tells columns apart without colour; nothing for the plain one."""
    if not pattern.get("shape"):
        return ""
    size, share = float(pattern["size"]), float(pattern["solidity"])
    color = pattern["fgcolor"]
    if pattern["shape"] == ".":
        radius = sqrt(share * size * size / pi)
        body = f'<circle cx="{num(size / 2)}" cy="{num(size / 2)}" r="{num(radius)}" {paint("fill", color)}/>'
    else:
        body = (
            f'<path d="{_lines(pattern["shape"], size)}" {stroke({"color": color, "width": share * size / sqrt(2)})}/>'
        )
    box = f'width="{num(size)}" height="{num(size)}" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{name}" {box}>{body}</pattern>'


def _lines(shape: str, size: float) -> str:
    """Lines of a motif, running over the edges of the tile so that tiles join."""
    q, h, s = num(size / 4), num(size / 2), num(size)
    rising = (
        f"M-{q} {q}L{q} -{q}M0 {s}L{s} 0M{num(size * 0.75)} {num(size * 1.25)}L{num(size * 1.25)} {num(size * 0.75)}"
    )
    falling = (
        f"M{num(size * 0.75)} -{q}L{num(size * 1.25)} {q}M0 0L{s} {s}M-{q} {num(size * 0.75)}L{q} {num(size * 1.25)}"
    )
    across, down = f"M0 {h}H{s}", f"M{h} 0V{s}"
    patterns = {"/": rising, "\\": falling, "x": rising + falling, "-": across, "|": down, "+": across + down}
    if shape not in patterns:
        raise NotDrawn(f"pattern {shape}")
    return patterns[shape]
