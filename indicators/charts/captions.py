"""Names of the marks of a trajectory, written beside them, and the texts of its frame."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from db.vocabulary import ObsStatus
from indicators.charts import words
from indicators.charts.base import NOTE_SIZE, Palette, Spec, safe
from indicators.charts.frame import AXIS_HEIGHT, PlotFrame
from indicators.charts.labels import LINE_HEIGHT, Box, Label, Segment, Side, annotation, place, text_width
from indicators.charts.story import Spot, Story
from indicators.charts.traces import decided
from indicators.domain.formatting import SPACE
from indicators.domain.progress.assessment import expected_at
from indicators.domain.series import SeriesFacts, Target

TO_COME = "à venir"
FORMER_NAMED = 3  # further former targets are told by hover and table
BREAKS_NAMED = 2  # further breaks are named where there is room


def mark_names(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette, today: date) -> list[Spec]:
    """Annotations of the marks, laid out together; the most important ones choose their place first."""
    labels = [
        *_last(facts, story, frame, colors),
        *_targets(facts, story, frame, colors),
        *_later(facts, story, frame, colors),
        *_start(facts, story, frame, colors),
        *_breaks(story, frame, colors),
        *_former(facts, story, frame, colors),
        *_missing(story, frame, colors),
    ]
    zone = zone_box(frame, today)
    placed = place(
        labels, frame.area, taken=[zone] if zone else [], points=_points(story, frame), lines=_lines(story, frame)
    )
    return [annotation(label, colors.muted, colors.veil) for label in placed]


def frame_texts(frame: PlotFrame, colors: Palette, today: date) -> list[Spec]:
    """Unit above the axis, « à venir » in its zone, key under the years."""
    side: Spec = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "align": "left", "showarrow": False}
    small = {**side, "font": {"size": NOTE_SIZE, "color": colors.muted}, "xshift": 4 - frame.left, "borderpad": 0}
    texts: list[Spec] = []
    if frame.note:
        texts.append({**small, "y": 1, "yanchor": "bottom", "yshift": 4, "text": "<br>".join(frame.note)})
    if frame.keys:
        place_under = {"y": 0, "yanchor": "top", "yshift": -AXIS_HEIGHT}
        texts.append({**small, **place_under, "text": "<br>".join(frame.keys)})
    if zone_box(frame, today):
        zone = {"xref": "x", "x": today.isoformat(), "y": 1, "yanchor": "top", "xshift": 7, "yshift": -5}
        texts.append({**small, **zone, "text": TO_COME})
    return texts


def zone_box(frame: PlotFrame, today: date) -> Box | None:
    """Where « à venir » is written; None when the zone is too narrow for it."""
    left, width = frame.x(today) + 7, text_width(TO_COME, NOTE_SIZE)
    if left + width + 4 > frame.width:
        return None
    top = frame.height - 5.0
    return Box(left, top - NOTE_SIZE * LINE_HEIGHT, left + width, top, left - 7)


def key(story: Story, colors: Palette) -> list[str]:
    """What each kind of mark means: only those present."""
    line, path = f'<span style="color:{colors.accent}">', f'<span style="color:{colors.ink}">'
    spots = story.spots
    items = [
        (bool(spots), f"{line}—●—</span>", "cumul observé" if story.is_sum else "observé"),
        (any(spot.hollow for spot in spots), f"{line}○</span>", _hollow_words(story)),
        (bool(story.aside), "□", _aside_words(story)),
        (bool(story.path), f"{path}--◇</span>", "trajectoire vers les cibles"),
        (bool(story.targets) and not story.path, f"{path}◇</span>", "cible"),
        (bool(story.former), f'<span style="color:{colors.former}">◇</span>', "ancienne cible"),
    ]
    return [f"{sign}{SPACE}{text.replace(' ', SPACE)}" for present, sign, text in items if present]


def _hollow_words(story: Story) -> str:
    reserved = any(spot.flags & words.RESERVED for spot in story.spots if spot.hollow)
    return "estimé ou provisoire" if reserved else "avec réserve"


def _aside_words(story: Story) -> str:
    if all(spot.flags & {ObsStatus.FORECAST} for spot in story.aside):
        return "prévision"
    if all(not spot.flags & {ObsStatus.FORECAST, ObsStatus.UNVALIDATED} for spot in story.aside):
        return "partie d’année"
    return "valeur hors de la ligne"


def _label(frame: PlotFrame, colors: Palette, text: str, day: date, value: words.Number, **more: object) -> Label:
    font: Spec = {"size": frame.size, "color": colors.ink, **more}
    return Label(text, frame.x(day), frame.y(value), day.isoformat(), float(value), **font)


def _targets(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    """« CT · 75 % », above the path when it rises, below when it falls."""
    falls = bool(story.path) and story.path[-1][1] < story.path[0][1]
    side: Side = "down" if falls else "up"
    for target in story.targets:
        text = f"<b>{target.horizon} · {safe(words.figure(target.value, facts.decimals, facts.unit))}</b>"
        yield _label(frame, colors, text.replace(" ", SPACE), target.date, target.value, prefer=side)


def _last(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    """« 72 % avril 2022, estimée », on the side of the path where the point is."""
    if story.last is not None:
        side: Side = "up" if _is_above_path(story, story.last) else "down"
        text = _spot_text(facts, story.last, frame, colors)
        yield _label(frame, colors, text, story.last.day, story.last.value, prefer=side)


def _later(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    """The latest value beside the line, when it is more recent: a half-year, a forecast."""
    last, latest = story.last, max(story.aside, key=lambda spot: spot.day, default=None)
    if last is not None and latest is not None and latest.day > last.day:
        text = _spot_text(facts, latest, frame, colors).replace("<b>", "").replace("</b>", "")
        yield _label(frame, colors, text, latest.day, latest.value, prefer="down", color=colors.muted, needed=False)


def _spot_text(facts: SeriesFacts, spot: Spot, frame: PlotFrame, colors: Palette) -> str:
    reserve = words.reserve(spot.flags)
    figure = safe(words.figure(spot.value, facts.decimals, facts.unit))
    parts = [keep(safe(part)) for part in (spot.period.label, reserve) if part]
    joint = f",{SPACE}"
    if len(parts) > 1 and text_width(f"{figure} {joint.join(parts)}", frame.size) > frame.width * 0.55:
        joint = ",<br>"
    return f'<b>{keep(figure)}</b>{SPACE}<span style="color:{colors.muted}">{joint.join(parts)}</span>'


def _is_above_path(story: Story, spot: Spot) -> bool:
    if len(story.path) < 2:
        return False
    path = tuple((Fraction(day.toordinal()), Fraction(value)) for day, value in story.path)
    return spot.value >= expected_at(path, Fraction(spot.day.toordinal()))


def keep(text: str) -> str:
    """Text without tags, kept on one line."""
    return text.replace(" ", SPACE)


def _start(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    if story.start is None:
        return
    day, value = story.start
    if story.is_sum:
        text = "départ du cumul"
    else:
        text = f"situation initiale, {safe(words.figure(value, facts.decimals, facts.unit))}".replace(" ", SPACE)
    yield _label(frame, colors, text, day, value, prefer="down", color=colors.muted, size=NOTE_SIZE)


def _breaks(story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    """At the top of each dotted line; a second one falls below the first."""
    height = frame.height - 12.0
    for rank, broken in enumerate(story.breaks):
        more: Spec = {"size": NOTE_SIZE, "color": colors.muted, "prefer": "right", "needed": rank < BREAKS_NAMED}
        yield Label("rupture", frame.x(broken.day), height, broken.day.isoformat(), frame.value_at(height), **more)


def _former(facts: SeriesFacts, story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    """« ancienne cible 70 % (12/03/2022) »: the date is that of the decision."""
    for target in story.former[:FORMER_NAMED]:
        figure = safe(words.figure(target.value, facts.decimals, facts.unit))
        since = decided(target)
        text = f"ancienne cible {figure}" + (f" ({since})" if since else "")
        text = text.replace(" ", SPACE)
        if frame.compact and since:
            text = text.replace(f"{SPACE}(", "<br>(")
        more = {"size": NOTE_SIZE - 1, "color": colors.muted, "needed": False, "prefer": "down"}
        yield _label(frame, colors, text, target.date, target.value, **more)


def _missing(story: Story, frame: PlotFrame, colors: Palette) -> Iterator[Label]:
    """« n.d. » above the axis, never a zero."""
    for observation in story.missing:
        more: Spec = {"size": NOTE_SIZE - 1, "color": colors.muted, "needed": False}
        yield Label(
            "n.d.", frame.x(observation.period.end), 0, observation.period.end.isoformat(), frame.values.low, **more
        )


def _points(story: Story, frame: PlotFrame) -> list[tuple[float, float]]:
    """Marks that texts should not cover."""
    spots = [(frame.x(spot.day), frame.y(spot.value)) for spot in (*story.spots, *story.aside)]
    goals = [(frame.x(goal.date), frame.y(goal.value)) for goal in _goals(story)]
    start = [(frame.x(story.start[0]), frame.y(story.start[1]))] if story.start else []
    return [*spots, *goals, *start]


def _goals(story: Story) -> tuple[Target, ...]:
    return (*story.targets, *story.former)


def _lines(story: Story, frame: PlotFrame) -> list[Segment]:
    """Observed line, path and break lines in pixels."""
    segments: list[Segment] = []
    for run in [[(spot.day, spot.value) for spot in run] for run in story.runs] + [list(story.path)]:
        dots = [(frame.x(day), frame.y(value)) for day, value in run]
        segments += [(*start, *two) for start, two in pairwise(dots)]
    return segments + [(frame.x(break_.day), 0, frame.x(break_.day), frame.height) for break_ in story.breaks]
