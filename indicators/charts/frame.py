"""Sizes and axes of the trajectory: from dates and values to pixels, at the narrowest width."""

from dataclasses import dataclass
from datetime import date

from db.vocabulary import PeriodKind
from indicators.charts.base import NOTE_SIZE, TEXT_SIZE, safe
from indicators.charts.labels import Box, text_width
from indicators.charts.scale import TimeAxis, ValueAxis, time_axis, value_axis
from indicators.charts.story import Story
from indicators.charts.words import Number
from indicators.domain.series import SeriesFacts

NORMAL_WIDTH, COMPACT_WIDTH = 560, 340
"""Narrowest cards, in pixels, for which texts are laid out; figures stretch from there up."""
RIGHT, AXIS_HEIGHT, LINE = 10, 30, 19
_NORMAL_PLOT, _COMPACT_PLOT = 320, 270
_TOP = 8


@dataclass(frozen=True, slots=True)
class PlotFrame:
    """The plot area and its margins. Pixels are counted from its lower left corner, y upwards.

    ``note`` and ``keys`` are the lines of text above and below the plot area.
    """

    time: TimeAxis
    values: ValueAxis
    left: float
    compact: bool
    note: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def card(self) -> int:
        """Nominal width of the whole figure."""
        return COMPACT_WIDTH if self.compact else NORMAL_WIDTH

    @property
    def width(self) -> float:
        """Nominal width of the plot area."""
        return self.card - self.left - RIGHT

    @property
    def height(self) -> int:
        """Height of the plot area."""
        return _COMPACT_PLOT if self.compact else _NORMAL_PLOT

    @property
    def top(self) -> int:
        """Upper margin."""
        return _TOP + LINE * len(self.note)

    @property
    def bottom(self) -> int:
        """Lower margin: years, then the key."""
        return AXIS_HEIGHT + LINE * len(self.keys)

    @property
    def size(self) -> int:
        """Type size of the labels."""
        return NOTE_SIZE if self.compact else TEXT_SIZE

    @property
    def area(self) -> Box:
        """The plot area as a box."""
        return Box(0, 0, self.width, self.height, 0)

    def x(self, day: date) -> float:
        """Pixels from the left of the plot area."""
        return self.time.share(day) * self.width

    def y(self, value: Number) -> float:
        """Pixels from the bottom of the plot area."""
        return (float(value) - self.values.low) / (self.values.high - self.values.low) * self.height

    def value_at(self, pixels: float) -> float:
        """The value that stands at a height in the plot area."""
        return self.values.low + pixels / self.height * (self.values.high - self.values.low)


def frame_of(facts: SeriesFacts, story: Story, today: date, compact: bool, keys: list[str]) -> PlotFrame:
    """Axes that hold everything drawn, and today; the length of the texts decides the margins."""
    values = value_axis(story.values, facts.unit, ticks=4 if compact else 5)
    left = round(max(text_width(text, NOTE_SIZE) for text in values.texts)) + 10
    card = COMPACT_WIDTH if compact else NORMAL_WIDTH
    time = time_axis(
        [*story.days, today],
        card - left - RIGHT,
        anchor=story.start[0] if story.start else None,
        by_year=all(observation.period.kind is PeriodKind.YEAR for observation in facts.observations),
        least_months=_least_months(facts),
        today=today,
    )
    note = tuple(pack([safe(part) for part in values.note.split(" · ")], " · ", card - 16)) if values.note else ()
    return PlotFrame(time, values, left, compact, note, tuple(pack(keys, "\u2003", card - 16)))


def _least_months(facts: SeriesFacts) -> int:
    """A lone yearly value needs its neighbours; days and months need less."""
    kinds = {observation.period.kind for observation in facts.observations}
    return 24 if PeriodKind.YEAR in kinds or not kinds else 4


def pack(parts: list[str], joint: str, room: float) -> list[str]:
    """Parts on as few lines as hold them; a part is never cut."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{joint}{part}" if lines else part
        if lines and text_width(longer, NOTE_SIZE) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
