"""Texts of a figure: Plotly's small HTML (bold, italics, colour, line breaks) as SVG text."""

import re
from dataclasses import dataclass
from html import escape, unescape

from indicators.charts.labels import LINE_HEIGHT
from indicators.charts.svg import num
from indicators.reports.fonts import FAMILY, face

FAMILIES = f"{FAMILY}, sans-serif"
_TAG = re.compile(r"<(/?)(b|i|span|br)\b([^>]*)>")
_COLOR = re.compile(r"color:\s*([^;\"']+)")
_CENTRE = 0.364  # half of the capital height of Inter: from the middle of a line down to its foot


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    color: str = ""

    def width(self, size: float) -> float:
        """Width in pixels."""
        return face("SemiBold" if self.bold else "Italic" if self.italic else "Regular").width(self.text, size)


@dataclass(frozen=True, slots=True)
class Rich:
    """Lines of runs, all of one type size."""

    lines: tuple[tuple[Run, ...], ...]
    size: float

    @property
    def width(self) -> float:
        """Width of the longest line."""
        return max(self.line_width(line) for line in self.lines)

    @property
    def height(self) -> float:
        """Height of all the lines."""
        return len(self.lines) * self.size * LINE_HEIGHT

    def line_width(self, line: tuple[Run, ...]) -> float:
        """Width of one line."""
        return sum(run.width(self.size) for run in line)


def rich(text: str, size: float) -> Rich:
    """Plotly's text, read."""
    lines: list[list[Run]] = [[]]
    bold = italic = 0
    colors: list[str] = []
    place = 0
    for tag in _TAG.finditer(text):
        _add(lines, text[place : tag.start()], bold > 0, italic > 0, colors)
        place = tag.end()
        step = -1 if tag[1] else 1
        match tag[2]:
            case "br":
                lines.append([])
            case "b":
                bold += step
            case "i":
                italic += step
            case "span" if step > 0:
                color = _COLOR.search(tag[3])
                colors.append(color[1].strip() if color else "")
            case _ if colors:
                colors.pop()
    _add(lines, text[place:], bold > 0, italic > 0, colors)
    return Rich(tuple(map(tuple, lines)), size)


def _add(lines: list[list[Run]], text: str, bold: bool, italic: bool, colors: list[str]) -> None:
    if text:
        lines[-1].append(Run(unescape(text), bold, italic, next(filter(None, reversed(colors)), "")))


def draw_text(text: Rich, x: float, y: float, xanchor: str, yanchor: str, color: str) -> str:
    """The text with its box anchored at a point; several lines start together at the left."""
    left = x - {"left": 0.0, "center": text.width / 2, "right": text.width}[xanchor]
    top = y - {"top": 0.0, "middle": text.height / 2, "bottom": text.height}[yanchor]
    alone = len(text.lines) == 1
    anchor = {"left": "start", "center": "middle", "right": "end"}[xanchor] if alone else "start"
    step = text.size * LINE_HEIGHT
    return "".join(
        _line(line, x if alone else left, top + (index + 0.5) * step + _CENTRE * text.size, anchor, text.size, color)
        for index, line in enumerate(text.lines)
        if line
    )


def veil(text: Rich, x: float, y: float, xanchor: str, yanchor: str, color: str) -> str:
    """A translucent box under a text."""
    left = x - {"left": 0.0, "center": text.width / 2, "right": text.width}[xanchor]
    top = y - {"top": 0.0, "middle": text.height / 2, "bottom": text.height}[yanchor]
    box = f'x="{num(left)}" y="{num(top)}" width="{num(text.width)}" height="{num(text.height)}"'
    return f"<rect {box} {paint('fill', color)}/>"


def paint(name: str, color: str) -> str:
    """A colour as attributes; « rgba(…) » becomes a colour and an opacity."""
    if not color.startswith("rgba("):
        return f'{name}="{escape(color)}"'
    *parts, opacity = color[5:-1].split(",")
    plain = "#" + "".join(f"{int(part):02x}" for part in parts)
    return f'{name}="{plain}" {name}-opacity="{float(opacity):g}"'


def _line(line: tuple[Run, ...], x: float, y: float, anchor: str, size: float, color: str) -> str:
    start = f'x="{num(x)}" y="{num(y)}" font-family="{FAMILIES}" font-size="{num(size)}"'
    return f'<text {start} text-anchor="{anchor}" {paint("fill", color)}>{"".join(map(_run, line))}</text>'


def _run(run: Run) -> str:
    look = ' font-weight="600"' if run.bold else ""
    look += ' font-style="italic"' if run.italic else ""
    look += f" {paint('fill', run.color)}" if run.color else ""
    # A plain space at an end would be folded away: the no-break one has the same width.
    text = escape(re.sub(r"^ | $", "\u00a0", run.text), quote=False)
    return f"<tspan{look}>{text}</tspan>" if look else text
