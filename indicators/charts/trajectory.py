"""The story of one series: observed line, situation initiale, dated targets, time still to come.

Everything is named on the chart itself; the figure stretches with its card from its nominal width up.
"""

from datetime import date

from indicators.charts import words
from indicators.charts.base import Chart, Palette, Spec, draw, hover_text, palette
from indicators.charts.captions import frame_texts, key, mark_names
from indicators.charts.frame import COMPACT_WIDTH, NORMAL_WIDTH, RIGHT, PlotFrame, frame_of
from indicators.charts.readings import alt, reading
from indicators.charts.story import Story, story_of
from indicators.charts.tables import table
from indicators.charts.traces import Look, series_traces
from indicators.domain.progress.assessment import Assessment
from indicators.domain.series import SeriesFacts

__all__ = ["COMPACT_WIDTH", "NORMAL_WIDTH", "trajectory"]

_MANY = 24  # points beyond which they are drawn smaller


def trajectory(
    facts: SeriesFacts, assessment: Assessment, *, today: date, dark: bool = False, compact: bool = False
) -> Chart | None:
    """The chart of a series, or None when it has neither value nor target.

    ``compact`` is for cards under 560 px (down to 340): fewer ticks, shorter texts, all labels kept.
    """
    story = story_of(facts)
    if not (story.spots or story.aside or story.targets or story.former):
        return None
    colors = palette(dark)
    frame = frame_of(facts, story, today, compact, key(story, colors))
    look = Look(colors, point=6 if len(story.spots) > _MANY else 9 if compact else 10)
    traces = [*series_traces(facts, story, look), *missing_marks(story, look, frame.values.low)]
    sentence = reading(facts, story, assessment)
    figure = draw(traces, _layout(facts, story, frame, colors, today), dark)
    return Chart(figure, sentence, table(facts, story), alt(facts, sentence))


def missing_marks(story: Story, look: Look, floor: float) -> list[Spec]:
    """A tick on the axis where a value is missing, with its reason on hover: never a zero."""
    if not story.missing:
        return []
    marks = {
        "name": "valeur manquante",
        "mode": "markers",
        "x": [observation.period.end.isoformat() for observation in story.missing],
        "y": [floor] * len(story.missing),
        "hovertext": [
            hover_text(words.why_missing(observation.flags), observation.period.label, observation.caveat)
            for observation in story.missing
        ],
        "marker": {"symbol": "line-ns", "size": 5, "line": {"color": look.colors.muted, "width": 1.5}},
    }
    return [look.on(marks)]


def _layout(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette, today: date) -> Spec:
    time, values = frame.time, frame.values
    return {
        "height": frame.height + frame.top + frame.bottom,
        "margin": {"l": round(frame.left), "r": RIGHT, "t": frame.top, "b": frame.bottom},
        "xaxis": {
            "type": "date",
            "range": [time.low.isoformat(), time.high.isoformat()],
            "tickmode": "array",
            "tickvals": [tick.isoformat() for tick in time.ticks],
            "ticktext": list(time.texts),
        },
        "yaxis": {
            "range": [values.low, values.high],
            "tickmode": "array",
            "tickvals": list(values.ticks),
            "ticktext": list(values.texts),
        },
        "shapes": [zone(today, frame.time.high, colors), *break_lines(story, colors)],
        "annotations": [*mark_names(facts, story, frame, colors, today), *frame_texts(frame, colors, today)],
    }


def zone(today: date, high: date, colors: Palette, xaxis: str = "x", yaxis: str = "paper") -> Spec:
    """Time still to come, tinted from today to the right edge."""
    return {
        "type": "rect",
        "layer": "below",
        "xref": xaxis,
        "yref": yaxis,
        "x0": today.isoformat(),
        "x1": high.isoformat(),
        "y0": 0,
        "y1": 1,
        "fillcolor": colors.zone,
        "line": {"width": 0},
    }


def break_lines(story: Story, colors: Palette, xaxis: str = "x", yaxis: str = "paper") -> list[Spec]:
    """A dotted vertical line for each break of series."""
    across = {"type": "line", "xref": xaxis, "yref": yaxis, "y0": 0, "y1": 1}
    line = {"color": colors.muted, "width": 1.5, "dash": "2px,3px"}
    days = (broken.day.isoformat() for broken in story.breaks)
    return [{**across, "x0": day, "x1": day, "line": line} for day in days]
