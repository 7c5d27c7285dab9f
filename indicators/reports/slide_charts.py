"""Native charts of the slides: people may edit them, they are no pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from indicators.charts import words as chart_words
from indicators.charts.scale import ValueAxis, value_axis
from indicators.charts.story import Spot, Story, story_of
from indicators.domain.periods import decimal_year
from indicators.domain.statuses import SIGNS, STATUS_ORDER, Status
from indicators.reading.progress.review import Judged
from indicators.reports.fonts import readable
from indicators.reports.slide_parts import ACCENT, HAIR, INK, MUTED, OBJECT, describe, rgb

OBSERVED, CONTINUED, ASIDE = "Observé", "Observé (suite)", "Hors de la ligne"
START, PATH, TARGETS, FORMER = "Situation initiale", "Trajectoire vers les cibles", "Cibles", "Anciennes cibles"

_XY: Any = XyChartData  # python-pptx has no types
_CATEGORIES: Any = CategoryChartData
_LEAST = 3  # smallest part of a bar that holds a sign and a number; the matrix gives the others

Dot = tuple[date, chart_words.Number]


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One series of the chart: its points with the texts beside them, and its look."""

    name: str
    dots: tuple[Dot, ...]
    color: str
    marker: Any = None
    size: int = 7
    dash: Any = None
    joined: bool = False
    hollow: frozenset[int] = frozenset()
    labels: tuple[tuple[int, str], ...] = ()
    above: bool = True


def add_trajectory(slide: Any, judged: Judged, alt: str) -> bool:
    """Observed values, path and targets over time, in the placeholder of the slide; False when there is nothing."""
    story = story_of(judged.facts)
    # LibreOffice does not draw a series that comes before a longer one: the longest come first.
    lines = sorted(lines_of(judged, story), key=lambda line: -len(line.dots))
    if not lines:
        return False
    data = _XY(number_format="General")
    for line in lines:
        series = data.add_series(readable(line.name))
        for day, value in line.dots:
            series.add_data_point(float(decimal_year(day)), float(value))
    chart = _placed(slide, XL_CHART_TYPE.XY_SCATTER_LINES, data, alt)
    _axes(chart, judged, story, [day.year for line in lines for day, _ in line.dots])
    for series, line in zip(chart.plots[0].series, lines, strict=True):
        _look(series, line)
    _legend(chart, len(lines))
    return True


def _placed(slide: Any, kind: Any, data: Any, alt: str) -> Any:
    """A chart in the placeholder of the slide, with its alternative text, in French."""
    frame = slide.placeholders[OBJECT].insert_chart(kind, data)
    describe(frame, alt, "Graphique")
    chart = frame.chart
    language = parse_xml(f'<c:lang {nsdecls("c")} val="fr-BE"/>')
    chart._chartSpace.insert_element_before(language, "c:roundedCorners", "c:style", "c:clrMapOvr", "c:chart")
    return chart


def lines_of(judged: Judged, story: Story) -> Iterator[ChartLine]:
    """What the chart of the screens shows, as series of a native chart."""
    facts = judged.facts
    falls = bool(story.path) and story.path[-1][1] < story.path[0][1]
    if story.path:
        yield ChartLine(PATH, story.path, INK, dash=MSO_LINE.DASH, joined=True)
    if story.former:
        former = tuple((target.date, target.value) for target in story.former)
        yield ChartLine(FORMER, former, "78828E", XL_MARKER_STYLE.DIAMOND, 7, hollow=frozenset(range(len(former))))
    for index, run in enumerate(story.runs):
        yield _run(judged, story, run, OBSERVED if index == 0 else CONTINUED, falls)
    if story.aside:
        dots = tuple((spot.day, spot.value) for spot in story.aside)
        yield ChartLine(ASIDE, dots, MUTED, XL_MARKER_STYLE.SQUARE, 6, hollow=frozenset(range(len(dots))))
    if story.start:
        yield ChartLine(START, (story.start,), INK, XL_MARKER_STYLE.DASH, 12)
    if story.targets:
        dots = tuple((target.date, target.value) for target in story.targets)
        texts = (
            f"{each.horizon} · {chart_words.figure(each.value, facts.decimals, facts.unit)}" for each in story.targets
        )
        look = (INK, XL_MARKER_STYLE.DIAMOND, 10)
        hollow = frozenset(range(len(dots)))
        yield ChartLine(TARGETS, dots, *look, hollow=hollow, labels=tuple(enumerate(texts)), above=not falls)


def _run(judged: Judged, story: Story, run: Sequence[Spot], name: str, above: bool) -> ChartLine:
    """Joined points; the latest value is written beside its point, on the other side than the targets' names."""
    lead: tuple[Dot, ...] = (story.start,) if story.is_sum and story.start and name == OBSERVED else ()
    shift = len(lead)
    labels = tuple(
        (
            index + shift,
            f"{chart_words.figure(spot.value, judged.facts.decimals, judged.facts.unit)} {spot.period.label}",
        )
        for index, spot in enumerate(run)
        if spot is story.last
    )
    hollow = frozenset(index + shift for index, spot in enumerate(run) if spot.hollow)
    dots = (*lead, *((spot.day, spot.value) for spot in run))
    return ChartLine(
        name, dots, ACCENT, XL_MARKER_STYLE.CIRCLE, 8, joined=True, hollow=hollow, labels=labels, above=above
    )


def _axes(chart: Any, judged: Judged, story: Story, years: list[int]) -> None:
    values = value_axis(story.values, judged.facts.unit)
    chart.font.size = Pt(11)
    chart.font.color.rgb = rgb(MUTED)
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = min(years) - 1, max(years) + 1
    across.major_unit = max(1, -(-(max(years) - min(years) + 2) // 8))
    across.has_major_gridlines = False
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    across.tick_label_position = up.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    up.minimum_scale, up.maximum_scale = values.ticks[0], _top(values, max(map(float, story.values)))
    if len(values.ticks) > 1:
        up.major_unit = values.ticks[1] - values.ticks[0]
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = number_format(judged, values), False
    up.major_gridlines.format.line.color.rgb = rgb(HAIR)
    for axis in (across, up):
        axis.format.line.color.rgb = rgb(HAIR)
    chart.has_title = False
    _name_axis(up, "" if judged.facts.unit.is_percent else judged.facts.unit.symbol or judged.facts.unit.label)


def _top(values: ValueAxis, largest: float) -> float:
    """The first tick that holds everything drawn."""
    step = values.ticks[1] - values.ticks[0] if len(values.ticks) > 1 else 1.0
    return values.ticks[-1] if values.ticks[-1] >= largest else values.ticks[-1] + step


def number_format(judged: Judged, values: ValueAxis) -> str:
    """The spreadsheet format of the axis: its separators are those of the reader's program."""
    step = values.ticks[1] - values.ticks[0] if len(values.ticks) > 1 else 1.0
    decimals = next((places for places in range(7) if abs(step - round(step, places)) < 1e-9), 6)
    digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return f'{digits}" %"' if judged.facts.unit.is_percent else digits


def _name_axis(axis: Any, name: str) -> None:
    axis.has_title = bool(name)
    if name:
        frame = axis.axis_title.text_frame
        frame.text = readable(name)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(11), False


def _look(series: Any, line: ChartLine) -> None:
    """Line, markers and texts of one series."""
    color = rgb(line.color)
    series.smooth = False
    if line.joined:
        series.format.line.color.rgb = color
        series.format.line.width = Pt(1.5 if line.dash else 2.25)
        if line.dash:
            series.format.line.dash_style = line.dash
    else:
        series.format.line.fill.background()
    _marker(series.marker, line, color, hollow=False)
    for index in sorted(line.hollow):
        _marker(series.points[index].marker, line, color, hollow=True)
    for index, text in line.labels:
        _label(series.points[index].data_label, text, line.above)


def _marker(marker: Any, line: ChartLine, color: Any, hollow: bool) -> None:
    marker.style = XL_MARKER_STYLE.NONE if line.marker is None else line.marker
    if line.marker is None:
        return
    marker.size = line.size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb("FFFFFF") if hollow else color
    marker.format.line.color.rgb = color


def _label(label: Any, text: str, above: bool) -> None:
    frame = label.text_frame
    frame.text = readable(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(11), True
    font.color.rgb = rgb(INK)
    label.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.BELOW


def _legend(chart: Any, count: int) -> None:
    chart.has_legend = count > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(11)


def add_counts(slide: Any, rows: Sequence[tuple[str, dict[Status, int]]], alt: str) -> None:
    """Counts by status, stacked in the one order, a row for each area. Each part carries its sign and number."""
    data = _CATEGORIES(number_format="0")
    data.categories = [readable(name) for name, _ in rows]
    statuses = [status for status in STATUS_ORDER if any(tally.get(status) for _, tally in rows)]
    for status in statuses:
        data.add_series(SIGNS[status].word, [tally.get(status, 0) for _, tally in rows])
    chart = _placed(slide, XL_CHART_TYPE.BAR_STACKED, data, alt)
    chart.font.size = Pt(11)
    chart.has_title = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(HAIR)
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.maximum_scale = max(sum(tally.values()) for _, tally in rows)
    chart.value_axis.has_major_gridlines = False
    for series, status in zip(plot.series, statuses, strict=True):
        _part(series, status)
    _legend(chart, len(statuses))


def _part(series: Any, status: Status) -> None:
    """One status: its colour, a dark outline, its sign beside its number where there is room for them."""
    status_sign = SIGNS[status]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(status_sign.color.lstrip("#").upper())
    series.format.line.color.rgb = rgb(INK)
    series.format.line.width = Pt(0.75)
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = f'[>={_LEAST}]"{status_sign.glyph} "0;""', False
    labels.font.size = Pt(10)
    labels.font.color.rgb = rgb(status_sign.ink.lstrip("#").upper())
