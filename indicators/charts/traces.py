"""Plotly traces of one series, as plain dicts: shared by the trajectory and the small multiples."""

from dataclasses import dataclass

from indicators.charts import words
from indicators.charts.base import Palette, Spec, hover_text
from indicators.charts.story import Spot, Story
from indicators.domain.formatting import date_fr
from indicators.domain.quality import describe
from indicators.domain.series import SeriesFacts, Target


@dataclass(frozen=True, slots=True)
class Look:
    """Axes and sizes of one panel; ``point`` is the diameter of a point in pixels."""

    colors: Palette
    xaxis: str = "x"
    yaxis: str = "y"
    point: float = 10
    line: float = 2.25
    diamond: float = 12

    def on(self, trace: Spec) -> Spec:
        """The trace on this panel's axes, hovered with its own text."""
        hover = {"hoverinfo": "text"} if "hovertext" in trace else {"hoverinfo": "skip"}
        return {"type": "scatter", "xaxis": self.xaxis, "yaxis": self.yaxis, "cliponaxis": False, **hover, **trace}


def series_traces(facts: SeriesFacts, story: Story, look: Look) -> list[Spec]:
    """Path under former targets, under the line, under the marks."""
    traces = [
        *_path(story, look),
        *_former(facts, story, look),
        *_observed(facts, story, look),
        *_aside(facts, story, look),
        *_start(facts, story, look),
        *_targets(facts, story, look),
    ]
    return [look.on(trace) for trace in traces]


def _path(story: Story, look: Look) -> list[Spec]:
    if len(story.path) < 2:
        return []
    return [
        {
            "name": "trajectoire vers les cibles",
            "mode": "lines",
            "x": [day.isoformat() for day, _ in story.path],
            "y": [float(value) for _, value in story.path],
            "line": {"color": look.colors.ink, "width": 1.5, "dash": "5px,4px"},
        }
    ]


def _observed(facts: SeriesFacts, story: Story, look: Look) -> list[Spec]:
    """One trace; an empty point between two runs cuts the line."""
    if not story.runs:
        return []
    rows: list[Spot | None] = []
    for run in story.runs:
        rows += [None, *run] if rows else list(run)
    lead = [story.start] if story.is_sum and story.start else []  # a sum leaves from zero, without a point there
    return [
        {
            "name": "observé",
            "mode": "lines+markers",
            "x": [day.isoformat() for day, _ in lead] + [row.day.isoformat() if row else None for row in rows],
            "y": [float(value) for _, value in lead] + [float(row.value) if row else None for row in rows],
            "hovertext": ["" for _ in lead] + [spot_hover(facts, story, row) if row else "" for row in rows],
            "connectgaps": False,
            "line": {"color": look.colors.accent, "width": look.line},
            "marker": _markers(rows, len(lead), look),
        }
    ]


def _markers(rows: list[Spot | None], leading: int, look: Look) -> Spec:
    """Full points, hollow ones where the value has reserves."""
    colors = look.colors
    return {
        "symbol": "circle",
        "size": [0] * leading + [look.point] * len(rows),
        "color": [colors.accent] * leading + [colors.surface if row and row.hollow else colors.accent for row in rows],
        "line": {"color": colors.accent, "width": 2},
        "opacity": 1,
    }


def _aside(facts: SeriesFacts, story: Story, look: Look) -> list[Spec]:
    """Forecasts, and half-years of a yearly flow: small hollow squares that no line joins."""
    if not story.aside:
        return []
    return [
        {
            "name": "hors de la ligne",
            "mode": "markers",
            "x": [spot.day.isoformat() for spot in story.aside],
            "y": [float(spot.value) for spot in story.aside],
            "hovertext": [spot_hover(facts, story, spot) for spot in story.aside],
            "marker": {
                "symbol": "square",
                "size": look.point - 2,
                "color": look.colors.surface,
                "line": {"color": look.colors.muted, "width": 1.5},
            },
        }
    ]


def _start(facts: SeriesFacts, story: Story, look: Look) -> list[Spec]:
    if story.start is None:
        return []
    day, value = story.start
    title = f"Situation initiale : {words.figure(value, facts.decimals, facts.unit)}"
    source = facts.baseline.source if facts.baseline else ""
    return [
        {
            "name": "situation initiale",
            "mode": "markers",
            "x": [day.isoformat()],
            "y": [float(value)],
            "hovertext": [hover_text(title, words.on(day), f"Source : {source}" if source else "")],
            "marker": {"symbol": "line-ew", "size": look.point + 1, "line": {"color": look.colors.ink, "width": 3.5}},
        }
    ]


def _targets(facts: SeriesFacts, story: Story, look: Look) -> list[Spec]:
    if not story.targets:
        return []
    return [
        {
            "name": "cibles",
            "mode": "markers",
            "x": [target.date.isoformat() for target in story.targets],
            "y": [float(target.value) for target in story.targets],
            "hovertext": [_target_hover(facts, target, "Cible") for target in story.targets],
            "marker": {
                "symbol": "diamond",
                "size": look.diamond,
                "color": look.colors.surface,
                "line": {"color": look.colors.ink, "width": 1.75},
            },
        }
    ]


def _former(facts: SeriesFacts, story: Story, look: Look) -> list[Spec]:
    if not story.former:
        return []
    return [
        {
            "name": "anciennes cibles",
            "mode": "markers",
            "x": [target.date.isoformat() for target in story.former],
            "y": [float(target.value) for target in story.former],
            "hovertext": [_target_hover(facts, target, "Ancienne cible") for target in story.former],
            "marker": {
                "symbol": "diamond-open",
                "size": look.diamond - 3,
                "opacity": 0.99,
                "line": {"color": look.colors.former, "width": 1.25},
                "color": look.colors.former,
            },
        }
    ]


def spot_hover(facts: SeriesFacts, story: Story, spot: Spot) -> str:
    """What a value says when pointed at: figure, period, flags in words, source, caveat."""
    observation = spot.observation
    head = words.figure(spot.value, facts.decimals, facts.unit)
    kind = "cumul " if story.is_sum else ""
    own = (
        f"Valeur de la période : {words.figure(observation.value, facts.decimals, facts.unit)}" if story.is_sum else ""
    )
    source = f"Source : {observation.source}" if observation.source else ""
    return hover_text(f"{head} {kind}{observation.period.when}", own, describe(spot.flags), source, observation.caveat)


def decided(target: Target) -> str:
    """When a target was set, JJ/MM/AAAA: the decision, else its recording; empty when neither is known."""
    if target.decided_on:
        return date_fr(target.decided_on)
    return date_fr(target.recorded_at.date()) if target.recorded_at else ""


def _target_hover(facts: SeriesFacts, target: Target, word: str) -> str:
    title = f"{word} {target.horizon} : {words.figure(target.value, facts.decimals, facts.unit)}"
    since = decided(target)
    return hover_text(title, words.on(target.date), f"Fixée le {since}" if since else "", target.reason)
