"""Texts laid on a chart so that none covers another, at any width from the nominal one up.

A figure stretches with its card while its texts do not. Two texts are held apart either in height, or
in width in the order of their anchors: such texts only draw further apart when the figure widens.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape
from typing import Literal

Segment = tuple[float, float, float, float]
Side = Literal["up", "down", "right", "left"]

LINE_HEIGHT = 1.3
NEAR = 20  # pixels above which a text is tied to its point by a thin line
_TOO_DEAR = 62  # above this cost, a text that can be spared is left to the hover
_GAP = 9  # from the centre of a point to its text
_RINGS = (0, 14, 28, 44, 60, 78, 96, 116, 138, 162, 188, 216, 246)
_TAG = re.compile(r"<[^>]+>")
_NARROW, _WIDE = frozenset("iljftr.,:;'’!|()[] ·\u00a0\u202f"), frozenset("mwMW%@—€◇━╌")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y upwards. ``anchor`` is the x of the point that it moves with."""

    left: float
    bottom: float
    right: float
    top: float
    anchor: float

    def clears(self, box: "Box", gap: float = 2) -> bool:
        """Whether the two stay apart at this width and at every larger one."""
        if self.top + gap <= box.bottom or box.top + gap <= self.bottom:
            return True
        first, second = (self, box) if self.anchor <= box.anchor else (box, self)
        return first.right + gap <= second.left

    def within(self, area: "Box") -> bool:
        """Whether the box lies inside ``area``."""
        return (
            self.left >= area.left and self.right <= area.right and self.bottom >= area.bottom and self.top <= area.top
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text and its point, in pixels of the plot area, y upwards.

    ``x_value`` and ``y_value`` place the same point in data. ``needed`` texts are kept even where they
    must cover something; others are left out when there is no room (hover and table have them).
    """

    text: str
    x: float
    y: float
    x_value: object
    y_value: float
    size: int
    color: str
    prefer: Side = "up"
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label goes: pixel shift from its point, and which side of the text is there.

    ``crossed``: a line runs behind the text.
    """

    label: Label
    dx: float
    dy: float
    xanchor: str
    yanchor: str
    box: Box
    crossed: bool = False


def text_width(text: str, size: float) -> float:
    """Estimated width in pixels of the longest line, in Inter, a little generous."""
    return max(_line_width(line, size) for line in text.split("<br>"))


def text_height(text: str, size: float) -> float:
    """Height in pixels of all the lines."""
    return (text.count("<br>") + 1) * size * LINE_HEIGHT


def fit(text: str, width: float, size: float, lines: int, bold: bool = False) -> list[str]:
    """Words on at most ``lines`` lines of ``width`` pixels; what does not fit ends in « … »."""
    weight = 1.07 if bold else 1.0
    words_on_line: list[str] = []
    for word in text.split(" "):
        longer = f"{words_on_line[-1]} {word}" if words_on_line else word
        if words_on_line and text_width(escape(longer), size) * weight <= width:
            words_on_line[-1] = longer
        else:
            words_on_line.append(word)
    first_lines = words_on_line[:lines]
    if len(words_on_line) > lines:
        first_lines[-1] = f"{first_lines[-1]}…"
    return [_clipped(line, width / weight, size) for line in first_lines]


def _clipped(line: str, width: float, size: float) -> str:
    """A word too long for its line loses its end."""
    while text_width(escape(line), size) > width and len(line) > 2:
        line = f"{line.rstrip('…')[:-1]}…"
    return line


@lru_cache(maxsize=4096)
def _line_width(line: str, size: float) -> float:
    weight = 1.07 if "<b>" in line else 1.0
    return weight * size * sum(_em(character) for character in unescape(_TAG.sub("", line)))


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.9
    return 0.7 if character.isupper() else 0.62 if character.isdigit() else 0.57


def place(
    labels: Sequence[Label],
    area: Box,
    *,
    taken: Iterable[Box] = (),
    points: Sequence[tuple[float, float]] = (),
    lines: Sequence[Segment] = (),
) -> list[Placed]:
    """A place for each label, in the order given: the first ones choose first.

    ``taken`` boxes are forbidden; points and lines are avoided as far as possible.
    """
    placed: list[Placed] = []
    boxes = list(taken)
    for label in labels:
        best = _best(label, area, boxes, points, lines)
        if best is not None:
            placed.append(replace(best, crossed=_is_crossed(best.box, points, lines)))
            boxes.append(best.box)
    return placed


def _best(
    label: Label, area: Box, boxes: list[Box], points: Sequence[tuple[float, float]], lines: Sequence[Segment]
) -> Placed | None:
    best, lowest = None, float("inf")
    for cost, candidate in sorted(_candidates(label), key=lambda pair: pair[0]):
        if cost >= lowest:
            break
        box = candidate.box
        if not box.within(area) or not all(box.clears(neighbour) for neighbour in boxes):
            continue
        total = cost + _clutter(box, points, lines) + _tie_cost(candidate, boxes, points)
        if not label.needed and total > _TOO_DEAR:
            continue
        if total < lowest:
            best, lowest = candidate, total
    if best is None and label.needed:
        return _anywhere(label, area, boxes)
    return best


def _candidates(label: Label) -> Iterator[tuple[float, Placed]]:
    """Around the point, then further up and down: the dearer the less natural."""
    for ring in _RINGS:
        for side in ("up", "down"):
            for xanchor, turn in (("center", 0), ("left", 3), ("right", 4)):
                cost = ring * 0.9 + turn + (0 if label.prefer == side else 8)
                yield cost, _candidate(label, side, xanchor, ring)
            for slant in (-44.0, 44.0) if ring > NEAR else ():
                cost = ring * 0.9 + 9 + (0 if label.prefer == side else 8)
                yield cost, _candidate(label, side, "left" if slant > 0 else "right", ring, slant)
    for turned, xanchor in (("right", "left"), ("left", "right")):
        for rise in (0, 10, -10):
            cost = abs(rise) * 0.3 + (0 if label.prefer == turned else 10)
            yield cost, _beside(label, xanchor, rise)


def _candidate(label: Label, side: str, xanchor: str, ring: float, slant: float = 0) -> Placed:
    height = text_height(label.text, label.size)
    nudge = slant or {"center": 0.0, "left": -6.0, "right": 6.0}[xanchor]
    dy = _GAP + ring if side == "up" else -_GAP - ring
    bottom = label.y + dy if side == "up" else label.y + dy - height
    return _placed(label, nudge, dy, xanchor, "bottom" if side == "up" else "top", bottom)


def _beside(label: Label, xanchor: str, rise: float) -> Placed:
    height = text_height(label.text, label.size)
    dx = _GAP + 3 if xanchor == "left" else -_GAP - 3
    return _placed(label, dx, rise, xanchor, "middle", label.y + rise - height / 2)


def _placed(label: Label, dx: float, dy: float, xanchor: str, yanchor: str, bottom: float) -> Placed:
    width = text_width(label.text, label.size)
    left = label.x + dx - {"left": 0.0, "center": width / 2, "right": width}[xanchor]
    box = Box(left, bottom, left + width, bottom + text_height(label.text, label.size), label.x)
    return Placed(label, dx, dy, xanchor, yanchor, box)


def _anywhere(label: Label, area: Box, boxes: list[Box]) -> Placed | None:
    """Nearest free height, pushed inside the area; as a last resort, over something."""
    width, height = text_width(label.text, label.size), text_height(label.text, label.size)
    left = max(area.left, min(label.x - width / 2, area.right - width))
    choices = [
        _placed(label, left - label.x, bottom - label.y, "left", "bottom", bottom)
        for bottom in range(int(area.bottom), int(area.top - height) + 1, 4)
    ]
    if not choices:
        return None
    free = [choice for choice in choices if all(choice.box.clears(box) for box in boxes)]
    return min(free or choices, key=lambda choice: abs(choice.dy))


def _clutter(box: Box, points: Sequence[tuple[float, float]], lines: Sequence[Segment]) -> float:
    """Cost of covering points (heavy) and lines (light)."""
    covered = sum(1 for x, y in points if box.left - 6 < x < box.right + 6 and box.bottom - 5 < y < box.top + 5)
    return 22 * covered + 9 * sum(1 for line in lines if _crosses(box, line))


def _tie_cost(placed: Placed, boxes: Sequence[Box], points: Sequence[tuple[float, float]]) -> float:
    """Cost of a far text whose thin line would run through other texts or points."""
    if abs(placed.dy) <= NEAR:
        return 0
    label = placed.label
    tie = (label.x, label.y, label.x + placed.dx, label.y + placed.dy)
    near = (Box(x - 5, y - 5, x + 5, y + 5, x) for x, y in points if (x, y) != (label.x, label.y))
    return 30.0 * sum(1 for box in (*boxes, *near) if _crosses(box, tie))


def _is_crossed(box: Box, points: Sequence[tuple[float, float]], lines: Sequence[Segment]) -> bool:
    """Whether only lines run behind the text: a point must never be veiled."""
    veiled = any(box.left - 6 < x < box.right + 6 and box.bottom - 6 < y < box.top + 6 for x, y in points)
    return not veiled and any(_crosses(box, line) for line in lines)


def _crosses(box: Box, line: Segment) -> bool:
    """Whether a segment touches the box (clipping by Liang and Barsky)."""
    x1, y1, x2, y2 = line
    near, far = 0.0, 1.0
    for start, move, low, high in ((x1, x2 - x1, box.left, box.right), (y1, y2 - y1, box.bottom, box.top)):
        if move == 0:
            if not low <= start <= high:
                return False
            continue
        enter, leave = sorted(((low - start) / move, (high - start) / move))
        near, far = max(near, enter), min(far, leave)
        if near > far:
            return False
    return True


def annotation(placed: Placed, line_color: str, veil: str) -> dict[str, object]:
    """The Plotly annotation of a placed label; a thin line ties it to its point when it is far.

    ``veil`` is a translucent colour laid under a text that a line crosses.
    """
    label = placed.label
    common: dict[str, object] = {
        "x": label.x_value,
        "y": label.y_value,
        "text": label.text,
        "font": {"size": label.size, "color": label.color},
        "xanchor": placed.xanchor,
        "yanchor": placed.yanchor,
        "align": "left",
        "borderpad": 0,
        **({"bgcolor": veil} if placed.crossed else {}),
    }
    if abs(placed.dy) <= NEAR:
        return {**common, "showarrow": False, "xshift": placed.dx, "yshift": placed.dy}
    tie = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": line_color, "standoff": 7}
    return {**common, "showarrow": True, "ax": placed.dx, "ay": -placed.dy, **tie}
