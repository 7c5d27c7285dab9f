"""Where things stand on a figure: margins, axes, and the four ways in which Plotly names a place."""

from dataclasses import dataclass
from datetime import date
from typing import Any

Spec = dict[str, Any]


class NotDrawn(Exception):
    """A chart uses something that this room does not know how to draw."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: from values (days for dates) to pixels. ``first`` and ``last`` are the ends in pixels."""

    spec: Spec
    low: float
    high: float
    first: float
    last: float

    def at(self, value: Any) -> float:
        """Pixels of a value: a number, or a date as text."""
        return self.share((number(value) - self.low) / (self.high - self.low))

    def share(self, part: float) -> float:
        """Pixels of a share of the axis, from 0 to 1."""
        return self.first + part * (self.last - self.first)


@dataclass(frozen=True, slots=True)
class Plane:
    """A figure of ``width`` × ``height`` pixels, y downwards; its plot area and its axes by reference (« x2 »)."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    axes: dict[str, Axis]

    def x(self, reference: str, value: Any) -> float:
        """Pixels from the left of the figure."""
        if reference == "paper":
            return self.left + float(value) * (self.right - self.left)
        return self._along(reference, value)

    def y(self, reference: str, value: Any) -> float:
        """Pixels from the top of the figure."""
        if reference == "paper":
            return self.bottom - float(value) * (self.bottom - self.top)
        return self._along(reference, value)

    def _along(self, reference: str, value: Any) -> float:
        name, _, kind = reference.partition(" ")
        axis = self.axes[name]
        return axis.share(float(value)) if kind == "domain" else axis.at(value)


def plane_of(layout: Spec, template: Spec, width: float) -> Plane:
    """The plane of a figure's layout at a width; heights and margins are the chart's own."""
    margin, height = layout["margin"], float(layout["height"])
    left, right = float(margin["l"]), width - float(margin["r"])
    top, bottom = float(margin["t"]), height - float(margin["b"])
    axes = {}
    for key, spec in layout.items():
        if key.startswith("xaxis"):
            axes[f"x{key[5:]}"] = _axis(_merged(template["xaxis"], spec), left, right)
        elif key.startswith("yaxis"):
            axes[f"y{key[5:]}"] = _axis(_merged(template["yaxis"], spec), bottom, top)
    return Plane(width, height, left, top, right, bottom, axes)


def number(value: Any) -> float:
    """A place on an axis as a number: days for a date."""
    return float(date.fromisoformat(value).toordinal()) if isinstance(value, str) else float(value)


def _axis(spec: Spec, start: float, end: float) -> Axis:
    low, high = (number(value) for value in spec["range"])
    first, last = (start + float(part) * (end - start) for part in spec.get("domain", (0, 1)))
    return Axis(spec, low, high, first, last)


def _merged(under: Spec, over: Spec) -> Spec:
    """The template's axis with the chart's own words on it."""
    both = {**under, **over}
    return {**both, "tickfont": {**under.get("tickfont", {}), **over.get("tickfont", {})}}
