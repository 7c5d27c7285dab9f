"""One chart to take away: as SVG, as PNG, and its figures as CSV. All three say where they come from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from indicators.charts.base import Chart
from indicators.charts.svg import num
from indicators.domain.formatting import date_fr
from indicators.exchange import writers
from indicators.reading.instants import LOCAL
from indicators.reading.progress.review import Review
from indicators.reports import words
from indicators.reports.cover import Cover
from indicators.reports.drawing.figure import document, drawing
from indicators.reports.drawing.texts import FAMILIES
from indicators.reports.fonts import face, printable
from indicators.reports.typesetting import typeset_picture

WIDTH = 760
_PAD = 24
_INK, _MUTED, _ACCENT = "#1b2430", "#5b6572", "#0b5d62"
_TITLE, _TEXT, _NOTE = 17, 13, 11


@dataclass(frozen=True, slots=True)
class Caption:
    """Words round a chart: title, line under it, notes at the foot, marks that must be seen."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of text, ready to stand at a height."""

    text: str
    size: float
    color: str = _INK
    bold: bool = False


def caption_of(review: Review, cover: Cover, title: str, sources: Sequence[str] = ()) -> Caption:
    """The caption of a chart of this review: filters, sources, date of the data, marks."""
    notes = [f"Source : {' ; '.join(dict.fromkeys(filter(None, sources)))}"] if any(sources) else []
    dated = f"Données au {words.data_day(review)} ; image faite le {date_fr(cover.made_at.astimezone(LOCAL).date())}."
    return Caption(title, cover.filters, (*notes, f"{words.DIS_NAME}. {dated}"), words.marks(review, cover))


def svg(chart: Chart, caption: Caption, width: int = WIDTH) -> str:
    """The chart with its title, its reading, its notes and its marks, as one drawing whose texts are texts.

    Its typeface is Inter where it is installed, any sans-serif elsewhere.
    """
    room = width - 2 * _PAD
    body, height = drawing(chart.figure, room)
    above = [
        *_wrapped(caption.title, _TITLE, room, bold=True),
        *(_wrapped(caption.subtitle, _TEXT, room, color=_MUTED) if caption.subtitle else []),
        *_wrapped(chart.reading, _TEXT, room),
    ]
    below = [line for text in caption.notes for line in _wrapped(text, _NOTE, room, color=_MUTED)]
    marks = [_Text(mark.upper(), _NOTE, bold=True) for mark in caption.marks]
    top, head = _stacked([*marks, *above], _PAD)
    end, foot = _stacked(below, top + height + 10)
    total = end + _PAD / 2
    back = f'<rect width="{width}" height="{num(total)}" fill="#ffffff"/>'
    placed = f'<svg x="{_PAD}" y="{num(top)}" width="{room}" height="{num(height)}">{body}</svg>'
    rule = f'<path d="M{_PAD} {_PAD / 2}h32" stroke="{_ACCENT}" stroke-width="2.5"/>'
    return document(f"{back}{rule}{head}{placed}{foot}", width, total, chart.alt)


def png(chart: Chart, caption: Caption, width: int = WIDTH, scale: float = 2) -> bytes:
    """The same drawing in pixels, ``scale`` for each of the drawing's."""
    return typeset_picture(svg(chart, caption, width), scale)


def drawing_svg(content: str, caption: Caption, size: tuple[float, float], alt: str, width: int = WIDTH) -> str:
    """The same for a small drawing that is SVG already (a bullet), of a size in pixels: it is scaled to the width."""
    room = width - 2 * _PAD
    scale = min(room / size[0], 2.5)
    top, head = _stacked([_Text(mark.upper(), _NOTE, bold=True) for mark in caption.marks], _PAD)
    top, title = _stacked(_wrapped(caption.title, _TITLE, room, bold=True) + _wrapped(alt, _TEXT, room), top)
    inner = content.replace("<svg ", f'<svg x="{_PAD}" y="{num(top + 4)}" ', 1)
    inner = inner.replace(f'width="{num(size[0])}"', f'width="{num(size[0] * scale)}"', 1)
    inner = inner.replace(f'height="{num(size[1])}"', f'height="{num(size[1] * scale)}"', 1)
    below = [line for text in caption.notes for line in _wrapped(text, _NOTE, room, color=_MUTED)]
    end, foot = _stacked(below, top + size[1] * scale + 14)
    back = f'<rect width="{width}" height="{num(end + 12)}" fill="#ffffff"/>'
    return document(f"{back}{head}{title}{printable(inner)}{foot}", width, end + 12, alt)


def csv(chart: Chart, caption: Caption, *, spreadsheet: bool = True) -> str:
    """The figures of the chart as they are shown, with what they are in the last columns of each row."""
    head = {"Graphique": caption.title, "Mention": " ; ".join(caption.marks), "Provenance": " ".join(caption.notes)}
    rows = [{**{str(name): value for name, value in row.items()}, **head} for row in chart.table.to_dict("records")]
    return writers.to_spreadsheet_csv(rows) if spreadsheet else writers.to_csv(rows)


def _wrapped(text: str, size: float, room: float, color: str = _INK, bold: bool = False) -> list[_Text]:
    """Words on lines that fit; no-break spaces hold."""
    typeface = face("SemiBold" if bold else "Regular")
    lines: list[str] = []
    for word in re.split(r"[ \n]+", printable(text).strip(" \n")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_Text(line, size, color, bold) for line in lines]


def _stacked(lines: Sequence[_Text], top: float) -> tuple[float, str]:
    """Lines one under the other from a height: where they end, and their SVG."""
    drawn = []
    for line in lines:
        step = line.size * 1.4
        weight = ' font-weight="600"' if line.bold else ""
        place = f'x="{_PAD}" y="{num(top + step / 2 + 0.364 * line.size)}"'
        look = f'font-family="{FAMILIES}" font-size="{num(line.size)}" fill="{line.color}"{weight}'
        drawn.append(f"<text {place} {look}>{escape(printable(line.text), quote=False)}</text>")
        top += step
    return top, "".join(drawn)
