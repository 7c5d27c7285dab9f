"""Small multiples: one panel per area, or per series to compare, over the same time.

The value axis of areas is shared by default, so that panels compare; a line above them says which it is.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from db.vocabulary import PeriodKind
from indicators.charts import words
from indicators.charts.base import NOTE_SIZE, Chart, Palette, Spec, draw, palette, safe
from indicators.charts.captions import TO_COME, key
from indicators.charts.frame import pack
from indicators.charts.labels import text_width
from indicators.charts.panels import AWAITED, GAP, LINE, NOT_APPLICABLE, Panel, PanelGrid, draw_panel, header_height
from indicators.charts.readings import COLON, SEMICOLON
from indicators.charts.scale import TimeAxis, ValueAxis, time_axis, value_axis
from indicators.charts.story import Story, story_of
from indicators.charts.tables import table
from indicators.domain.formatting import SPACE
from indicators.domain.progress.assessment import Assessment
from indicators.domain.series import SeriesFacts
from indicators.domain.statuses import SIGNS

SHARED_NOTE = "même échelle dans tous les cadres"
OWN_NOTE = "échelle propre à chaque cadre"
_WIDTHS = {1: 340.0, 2: 190.0, 3: 290.0}  # nominal width of a panel by number of columns
_NARROW = 172.0

Entry = tuple[str, SeriesFacts | None, Assessment | None]


def area_multiples(
    areas: Sequence[Entry], *, today: date, shared_axis: bool = True, columns: int = 6, dark: bool = False
) -> Chart:
    """One indicator in every area: (title, facts, assessment), in the order of the areas.

    Without facts the panel says « sans objet »; with facts but no value, « donnée attendue ». The value
    axis is shared unless ``shared_axis`` is False or units differ. ``columns``: 6 on a wide screen, 1 or 2 on a phone.
    """
    units = {facts.unit.code for _, facts, _ in areas if facts is not None}
    return _multiples(areas, "Aire", today, shared_axis and len(units) <= 1, columns, dark)


def compare_multiples(entries: Sequence[Entry], *, today: date, columns: int = 3, dark: bool = False) -> Chart:
    """Any series side by side, each with its own value axis, over the same time."""
    return _multiples(entries, "Série", today, False, columns, dark)


def _multiples(entries: Sequence[Entry], heading: str, today: date, shared: bool, columns: int, dark: bool) -> Chart:
    colors = palette(dark)
    panels = _panels(entries, shared)
    grid = _grid(panels, columns, shared, today)
    traces: list[Spec] = []
    layout: Spec = {"annotations": [], "images": [], "shapes": []}
    for panel in panels:
        drawn, part = draw_panel(panel, grid, colors, today)
        traces += drawn
        for name, value in part.items():
            layout[name] = layout[name] + value if name in layout else value
    layout |= _outer(panels, grid, colors, layout["annotations"])
    sentence = _reading(panels)
    return Chart(draw(traces, layout, dark), sentence, _table(panels, heading), f"Petits graphiques{COLON} {sentence}")


def _panels(entries: Sequence[Entry], shared: bool) -> list[Panel]:
    stories = [story_of(facts) if facts is not None else Story() for _, facts, _ in entries]
    common = _shared_axis(entries, stories) if shared else None
    return [
        Panel(index, title, facts, assessment, story, common or _own_axis(facts, story))
        for index, ((title, facts, assessment), story) in enumerate(zip(entries, stories, strict=True))
    ]


def _shared_axis(entries: Sequence[Entry], stories: list[Story]) -> ValueAxis | None:
    unit = next((facts.unit for _, facts, _ in entries if facts is not None), None)
    values = [value for story in stories for value in story.values]
    return value_axis(values, unit, ticks=3) if unit is not None else None


def _own_axis(facts: SeriesFacts | None, story: Story) -> ValueAxis:
    if facts is None or not story.values:
        return ValueAxis(0, 1, (), (), "")
    return value_axis(story.values, facts.unit, ticks=3)


def _grid(panels: list[Panel], asked: int, shared: bool, today: date) -> PanelGrid:
    """Fewer panels than columns share the whole width: each is drawn for the width that it will have."""
    columns = max(1, min(asked, len(panels)))
    width = _WIDTHS.get(asked, _NARROW) * max(asked, 1) / columns
    inner = 0.0 if shared else _tick_width(panels)
    rows = [panels[first : first + columns] for first in range(0, len(panels), columns)]
    headers = tuple(header_height(row, width, shared) for row in rows) or (0.0,)
    room = (width - GAP - inner) * 1.12  # the years are written smaller than in the big chart
    return PanelGrid(columns, width, inner, headers, shared, _time(panels, today, room))


def _tick_width(panels: list[Panel]) -> float:
    return max((text_width(text, NOTE_SIZE - 1) for panel in panels for text in panel.values.texts), default=0) + 8


def _time(panels: list[Panel], today: date, room: float) -> TimeAxis:
    days = [day for panel in panels for day in panel.story.days]
    observations = [observation for panel in panels if panel.facts for observation in panel.facts.observations]
    by_year = all(observation.period.kind is PeriodKind.YEAR for observation in observations)
    return time_axis([*days, today], room, by_year=by_year, least_months=24)


def _outer(panels: list[Panel], grid: PanelGrid, colors: Palette, annotations: list[Spec]) -> Spec:
    """Margins, the line above that names the scale, the key under the panels."""
    left = round(_tick_width(panels)) if grid.shared else 4
    room = grid.columns * grid.width - GAP
    above, below = (
        pack([safe(part) for part in _scale_note(panels, grid)], " · ", room),
        pack(_keys(panels, colors), "\u2003", room),
    )
    side = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "align": "left"}
    small = {**side, "font": {"size": NOTE_SIZE, "color": colors.muted}, "xshift": 2 - left, "borderpad": 0}
    top, bottom = 10 + LINE * len(above), 14 + LINE * len(below)
    note = {**small, "y": 1, "yanchor": "bottom", "yshift": 8, "text": "<br>".join(above)}
    keys = {**small, "y": 0, "yanchor": "top", "yshift": -8, "text": "<br>".join(below)}
    return {
        "annotations": [*annotations, note, *([keys] if below else [])],
        "height": round(grid.height + top + bottom),
        "margin": {"l": left, "r": 10, "t": top, "b": bottom},
    }


def _scale_note(panels: list[Panel], grid: PanelGrid) -> list[str]:
    if not grid.shared:
        return [OWN_NOTE]
    return [SHARED_NOTE, *(panels[0].values.note.split(" · ") if panels and panels[0].values.note else [])]


def _keys(panels: list[Panel], colors: Palette) -> list[str]:
    """One key for all the panels: what is present in any of them."""
    keys: dict[str, None] = {}
    for panel in panels:
        keys |= dict.fromkeys(key(panel.story, colors))
    tint = f'<span style="color:{colors.former}">▒</span>{SPACE}{TO_COME.replace(" ", SPACE)}'
    return [*keys, tint] if keys else []


def _reading(panels: list[Panel]) -> str:
    """Latest values with their status in words, then the panels that have none."""
    informed = [panel for panel in panels if panel.facts is not None and panel.story.last is not None]
    awaited = [panel.title for panel in panels if panel.facts is not None and panel.story.last is None]
    without = [panel.title for panel in panels if panel.facts is None]
    sentences = [f"Dernières valeurs{COLON} {f'{SEMICOLON} '.join(map(_said, informed))}."] if informed else []
    for word, titles in ((AWAITED, awaited), (NOT_APPLICABLE, without)):
        if titles:
            sentences.append(f"{word.capitalize()}{COLON} {words.listed(titles)}.")
    return " ".join(sentences) or "Aucune série à montrer."


def _said(panel: Panel) -> str:
    last, facts = panel.story.last, panel.facts
    assert last is not None and facts is not None
    value = f"{panel.title}, {words.figure(last.value, facts.decimals, facts.unit)} {words.when(last.period)}"
    if panel.assessment is None:
        return value
    word = SIGNS[panel.assessment.status].word
    return f"{value} ({word[:1].lower()}{word[1:]})"


def _table(panels: list[Panel], heading: str) -> pd.DataFrame:
    """The table twins of all the panels, one under the other."""
    frames = []
    for panel in panels:
        if panel.facts is None:
            frame = pd.DataFrame({"Valeur": [NOT_APPLICABLE]})
        else:
            frame = table(panel.facts, panel.story)
            if panel.story.last is None:
                frame = pd.concat([pd.DataFrame({"Valeur": [AWAITED]}), frame])
        frame.insert(0, heading, panel.title)
        frames.append(frame)
    data_frames = [frame for frame in frames if not frame.empty]
    return pd.concat(data_frames, ignore_index=True).fillna("") if data_frames else pd.DataFrame({heading: []})
