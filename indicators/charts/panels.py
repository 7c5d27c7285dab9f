"""One panel of small multiples: where it stands, its header with sign and word, its line and names."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from indicators.charts import words
from indicators.charts.base import NOTE_SIZE, TEXT_SIZE, Palette, Spec, safe
from indicators.charts.glyphs import sign_svg
from indicators.charts.labels import Box, Label, Segment, annotation, fit, place, text_width
from indicators.charts.scale import TimeAxis, ValueAxis
from indicators.charts.story import Story
from indicators.charts.svg import data_uri
from indicators.charts.traces import Look, series_traces
from indicators.charts.trajectory import break_lines, missing_marks, zone
from indicators.domain.formatting import SPACE
from indicators.domain.progress.assessment import Assessment
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import SIGNS

AWAITED, NOT_APPLICABLE = "donnée attendue", "sans objet"
GAP, LINE, SIGN = 20, 17, 14
_PLOT, _TICKS, _BELOW = 130, 24, 16
_WIDE = 300  # panels from this width on name all their targets


@dataclass(frozen=True, slots=True)
class Panel:
    """What one panel shows. Without ``facts`` the indicator does not apply there."""

    index: int
    title: str
    facts: SeriesFacts | None
    assessment: Assessment | None
    story: Story
    values: ValueAxis

    @property
    def axis(self) -> str:
        """Suffix of its axes: Plotly calls the first ones « x » and « y »."""
        return "" if self.index == 0 else str(self.index + 1)

    @property
    def judged(self) -> bool:
        """Whether it has a sign: not where the indicator does not apply."""
        return self.facts is not None and self.assessment is not None


@dataclass(frozen=True, slots=True)
class PanelGrid:
    """Panels in rows, in pixels at the nominal width.

    ``inner`` is the room of own tick texts, ``headers`` the height of the headers of each row.
    """

    columns: int
    width: float
    inner: float
    headers: tuple[float, ...]
    shared: bool
    time: TimeAxis

    @property
    def height(self) -> float:
        """Height of all the rows."""
        return self.top(len(self.headers)) - _BELOW

    def top(self, row: int) -> float:
        """Pixels above a row: the rows before, each with its header and years."""
        return sum(self.headers[:row]) + row * (_PLOT + _TICKS + _BELOW)

    def header(self, panel: Panel) -> float:
        """Height of title, status, value and note."""
        return self.headers[panel.index // self.columns]

    @property
    def plot_width(self) -> float:
        """Width of the plot area of one panel."""
        return self.width - GAP - self.inner

    def across(self, panel: Panel, pixels: float = 0) -> float:
        """Share of the figure's width, ``pixels`` right of the panel's left edge."""
        return min((panel.index % self.columns * self.width + pixels) / (self.columns * self.width - GAP), 1.0)

    def up(self, panel: Panel, pixels: float) -> float:
        """Share of the figure's height, ``pixels`` under the panel's top."""
        return 1 - (self.top(panel.index // self.columns) + pixels) / self.height

    def line(self, panel: Panel, above: float) -> float:
        """Share of the figure's height, ``above`` lines of text over the foot of the header."""
        return self.up(panel, self.header(panel) - 6 - above * LINE)


def draw_panel(panel: Panel, grid: PanelGrid, colors: Palette, today: date) -> tuple[list[Spec], Spec]:
    """Traces of the panel, and its part of the layout (lists are to be joined)."""
    layout: Spec = {
        f"xaxis{panel.axis}": _time_axis(panel, grid),
        f"yaxis{panel.axis}": _value_axis(panel, grid),
        "annotations": [*_header(panel, grid, colors), *_inside(panel, grid, colors)],
        "images": _sign(panel, grid),
        "shapes": _shapes(panel, grid, colors, today),
    }
    if panel.facts is None:
        return [_nothing(panel)], layout
    look = Look(colors, f"x{panel.axis}", f"y{panel.axis}", point=6.5, line=2, diamond=9)
    marks = missing_marks(panel.story, look, panel.values.low)
    return [*series_traces(panel.facts, panel.story, look), *marks, _nothing(panel)], layout


def _nothing(panel: Panel) -> Spec:
    """Plotly only draws axes that hold a trace."""
    axes = {"xaxis": f"x{panel.axis}", "yaxis": f"y{panel.axis}"}
    return {"type": "scatter", "x": [None], "y": [None], "hoverinfo": "skip", **axes}


def _time_axis(panel: Panel, grid: PanelGrid) -> Spec:
    time, has_axis = grid.time, panel.facts is not None
    return {
        "type": "date",
        "anchor": f"y{panel.axis}",
        "domain": [grid.across(panel, grid.inner), grid.across(panel, grid.width - GAP)],
        "range": [time.low.isoformat(), time.high.isoformat()],
        "tickmode": "array",
        "tickvals": [tick.isoformat() for tick in time.ticks],
        "ticktext": list(time.texts),
        "tickfont": {"size": NOTE_SIZE - 1},
        "showticklabels": has_axis,
    }


def _value_axis(panel: Panel, grid: PanelGrid) -> Spec:
    values, has_axis = panel.values, panel.facts is not None
    is_named = not grid.shared or panel.index % grid.columns == 0
    return {
        "anchor": f"x{panel.axis}",
        "domain": [max(grid.up(panel, grid.header(panel) + _PLOT), 0), grid.up(panel, grid.header(panel))],
        "range": [values.low, values.high],
        "tickmode": "array",
        "tickvals": list(values.ticks),
        "ticktext": list(values.texts),
        "tickfont": {"size": NOTE_SIZE - 1},
        "showticklabels": is_named and (has_axis or grid.shared),
        "showgrid": has_axis,
    }


def title_lines(title: str, grid_width: float) -> list[str]:
    """A panel's title on three lines at most."""
    return fit(title, grid_width - GAP, TEXT_SIZE, 3, bold=True)


def header_height(panels: list[Panel], width: float, shared: bool) -> float:
    """Height of the tallest header of a row: title, status, value, and the unit where the axis is its own."""
    titles = max((len(title_lines(panel.title, width)) for panel in panels), default=1)
    return (titles + 2 + (not shared)) * LINE + 6


def _header(panel: Panel, grid: PanelGrid, colors: Palette) -> list[Spec]:
    """Title, sign and word, last value, note: each on its line, from the bottom of the header up."""
    under = 2 + (not grid.shared)
    title = "<br>".join(safe(line) for line in title_lines(panel.title, grid.width))
    shift = SIGN + 6 if panel.judged else 0
    lines = [
        (f"<b>{title}</b>", "bottom", float(under), TEXT_SIZE, colors.ink, 0),
        (_status_word(panel), "middle", under - 0.5, NOTE_SIZE, colors.ink, shift),
        (_last_value(panel, grid, colors), "middle", under - 1.5, NOTE_SIZE, colors.ink, 0),
        (safe(panel.values.note), "middle", 0.5, NOTE_SIZE - 1, colors.muted, 0),
    ]
    common: Spec = {"xref": "paper", "yref": "paper", "x": grid.across(panel), "xanchor": "left", "showarrow": False}
    common |= {"align": "left", "borderpad": 0}
    return [
        {**common, "text": text, "yanchor": anchor, "y": grid.line(panel, above), "xshift": dx, "font": font}
        for text, anchor, above, size, color, dx in lines[: under + 1]
        for font in [{"size": size, "color": color}]
        if text
    ]


def _status_word(panel: Panel) -> str:
    """The word of the status; an indicator that does not apply has none."""
    return SIGNS[panel.assessment.status].short if panel.judged and panel.assessment else ""


def _last_value(panel: Panel, grid: PanelGrid, colors: Palette) -> str:
    """« 72 % avril 2022, estimée »; the reserve goes to the hollow point alone where there is no room."""
    last, facts = panel.story.last, panel.facts
    if last is None or facts is None:
        return ""
    figure = safe(words.figure(last.value, facts.decimals, facts.unit))
    reserve = words.reserve(last.flags)
    when = f"{last.period.label}, {reserve}" if reserve else last.period.label
    if text_width(f"<b>{figure}</b> {when}", NOTE_SIZE) > grid.width - GAP / 2:
        when = last.period.label
    return f'<b>{figure}</b>{SPACE}<span style="color:{colors.muted}">{safe(when)}</span>'


def _sign(panel: Panel, grid: PanelGrid) -> list[Spec]:
    """The sign as a picture of fixed height: Plotly texts cannot have an outline."""
    if panel.assessment is None or not panel.judged:
        return []
    return [
        {
            "source": data_uri(sign_svg(panel.assessment.status, SIGN)),
            "xref": "paper",
            "yref": "paper",
            "x": grid.across(panel),
            "y": grid.line(panel, 1.5 + (not grid.shared)),
            "sizex": SIGN / (grid.columns * grid.width - GAP),
            "sizey": SIGN / grid.height,
            "xanchor": "left",
            "yanchor": "middle",
            "sizing": "contain",
        }
    ]


def _shapes(panel: Panel, grid: PanelGrid, colors: Palette, today: date) -> list[Spec]:
    """Time to come, breaks; a quiet frame where the indicator does not apply."""
    x, y = f"x{panel.axis}", f"y{panel.axis} domain"
    if panel.facts is None:
        box = {"type": "rect", "layer": "below", "xref": f"{x} domain", "yref": y, "x0": 0, "x1": 1, "y0": 0, "y1": 1}
        return [{**box, "line": {"color": colors.grid, "width": 1, "dash": "dot"}}]
    return [zone(today, grid.time.high, colors, x, y), *break_lines(panel.story, colors, x, y)]


def _inside(panel: Panel, grid: PanelGrid, colors: Palette) -> list[Spec]:
    """Names of the targets, or what is missing, in words."""
    if panel.facts is None or not panel.story.spots:
        return [_absence(panel, colors)]
    labels = _goals(panel, panel.facts, grid, colors)
    area = Box(0, 0, grid.plot_width, _PLOT, 0)
    placed = place(labels, area, points=_points(panel, grid), lines=_lines(panel, grid))
    return [{**annotation(label, colors.muted, colors.veil), **_axes(panel)} for label in placed]


def _axes(panel: Panel) -> Spec:
    return {"xref": f"x{panel.axis}", "yref": f"y{panel.axis}"}


def _absence(panel: Panel, colors: Palette) -> Spec:
    """« donnée attendue » or « sans objet », in the middle, or under the path."""
    height = 0.18 if panel.story.path else 0.5
    where = {"xref": f"x{panel.axis} domain", "yref": f"y{panel.axis} domain", "x": 0.5, "y": height}
    text = AWAITED if panel.facts is not None else NOT_APPLICABLE
    return {**where, "text": f"<i>{text}</i>", "showarrow": False, "font": {"size": NOTE_SIZE, "color": colors.muted}}


def _x(panel: Panel, grid: PanelGrid, day: date) -> float:
    return grid.time.share(day) * grid.plot_width


def _y(panel: Panel, value: words.Number) -> float:
    return (float(value) - panel.values.low) / (panel.values.high - panel.values.low) * _PLOT


def _goals(panel: Panel, facts: SeriesFacts, grid: PanelGrid, colors: Palette) -> list[Label]:
    """All targets in a wide panel, the last one in a narrow one; the others are told by hover."""
    goals = panel.story.targets if grid.width >= _WIDE else panel.story.targets[-1:]
    return [
        Label(
            f"{goal.horizon}{SPACE}·{SPACE}{safe(words.figure(goal.value, facts.decimals, facts.unit))}",
            _x(panel, grid, goal.date),
            _y(panel, goal.value),
            goal.date.isoformat(),
            float(goal.value),
            NOTE_SIZE,
            colors.ink,
        )
        for goal in goals
    ]


def _points(panel: Panel, grid: PanelGrid) -> list[tuple[float, float]]:
    story = panel.story
    dated = [(spot.day, spot.value) for spot in (*story.spots, *story.aside)]
    goals = [(goal.date, goal.value) for goal in story.targets]
    return [(_x(panel, grid, day), _y(panel, value)) for day, value in (*dated, *goals)]


def _lines(panel: Panel, grid: PanelGrid) -> list[Segment]:
    segments: list[Segment] = []
    for run in [[(spot.day, spot.value) for spot in run] for run in panel.story.runs] + [list(panel.story.path)]:
        dots = [(_x(panel, grid, day), _y(panel, value)) for day, value in run]
        segments += [(*start, *two) for start, two in pairwise(dots)]
    return segments
