"""One indicator of an edition: what its half page, its slide and its row say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.charts.base import Chart
from indicators.charts.trajectory import trajectory
from indicators.charts.words import exact
from indicators.domain.formatting import date_fr
from indicators.domain.progress.explanation import explain
from indicators.domain.series import Observation
from indicators.domain.statuses import SIGNS
from indicators.reading.progress import figures
from indicators.reading.progress.review import Judged, Review
from indicators.reports import words
from indicators.reports.cover import NOTE_LABELS, Note
from indicators.reports.drawing.figure import figure_svg

CHART_WIDTH = 520
"""Pixels for which the compact chart is stretched: its texts then measure 7.2 points on the page."""
_COLUMN = 62  # characters of a line in half a page's width


@dataclass(frozen=True, slots=True)
class HorizonLine:
    """One horizon: « CT », « 31/12/2023 », « 75 % », « Atteinte : 78 % »."""

    horizon: str
    date: str
    target: str
    state: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as printed: its kind in words, its text, who and when."""

    kind: str
    subject: str
    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class Card:
    """One series in words, ready to print. Empty texts are left out by who prints."""

    code: str
    indicator: str
    label: str
    perimeter: str
    kind: str
    status: str
    word: str
    under: str
    value: str
    cumulative: str
    unit: str
    period: str
    reserve: str
    caveat: str
    awaited: str
    source: str
    source_url: str
    horizons: tuple[HorizonLine, ...]
    why: tuple[str, ...]
    pace: str
    columns: tuple[tuple[str, ...], ...]
    reading: str
    svg: str
    alt: str
    notes: tuple[NoteLine, ...]


def card_of(judged: Judged, review: Review, notes: Iterable[Note] = (), *, drawn: bool = True) -> Card:
    """The card of a series. ``drawn`` False leaves the picture out, for editions that draw their own chart."""
    latest, definition = judged.latest, judged.definition
    why = tuple(words.typographic(text) for text in explain(judged.facts, judged.assessment, review.parameters))
    chart = chart_of(judged, review.today) if drawn else None
    return Card(
        code=judged.code,
        indicator=definition.code,
        label=definition.label,
        perimeter=words.perimeter(judged),
        kind=words.kind_of(judged),
        status=judged.status.value,
        word=SIGNS[judged.status].word,
        under=words.under_status(judged),
        value=figures.value_of(judged, latest),
        cumulative=figures.cumulative(judged),
        unit="" if judged.series.unit.symbol else judged.series.unit.label,
        period=latest.period.label if latest else "",
        reserve=figures.reserves(latest),
        caveat=latest.caveat if latest else "",
        awaited=words.awaited(judged, review),
        source=(latest.source if latest and latest.source else definition.source),
        source_url=words.web_address(latest.source_url) if latest else "",
        horizons=horizons_of(judged, review),
        why=why,
        pace=words.pace_of(judged, review),
        columns=columns_of(why),
        reading=chart.reading if chart else "",
        svg=figure_svg(chart.figure, CHART_WIDTH) if chart else "",
        alt=alternative(judged, chart) if chart else "",
        notes=note_lines(notes, judged.code),
    )


def columns_of(sentences: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Sentences in two columns of about the same height, in order; few of them stay in one."""
    if len(sentences) < 4:
        return (sentences,)
    heights = [-(-len(sentence) // _COLUMN) for sentence in sentences]
    cut = min(range(1, len(sentences)), key=lambda place: max(sum(heights[:place]), sum(heights[place:])))
    return sentences[:cut], sentences[cut:]


def chart_of(judged: Judged, today: date) -> Chart | None:
    """The compact chart of a series; None when there is nothing to draw."""
    return trajectory(judged.facts, judged.assessment, today=today, compact=True)


def alternative(judged: Judged, chart: Chart) -> str:
    """The text that stands for the chart: its reading, then every figure that it draws."""
    return " ".join(filter(None, (chart.alt, _values(judged), _targets(judged))))


def _values(judged: Judged) -> str:
    values = ", ".join(f"{each.period.label} : {_figure(judged, each)}" for each in judged.facts.observations)
    return f"Valeurs : {values}." if values else ""


def _figure(judged: Judged, observation: Observation) -> str:
    text = exact(observation.value, judged.series.unit) if observation.value is not None else figures.NO_VALUE
    reserve = figures.reserves(observation)
    return f"{text} ({reserve})" if reserve else text


def _targets(judged: Judged) -> str:
    targets = [
        f"{each.horizon} {exact(each.value, judged.series.unit)} au {date_fr(each.date)}"
        for each in judged.facts.targets
    ]
    return f"Cibles : {', '.join(targets)}." if targets else ""


def horizons_of(judged: Judged, review: Review) -> tuple[HorizonLine, ...]:
    """The three horizons in words."""
    return tuple(
        HorizonLine(each.horizon.value, date_fr(each.date), words.target_of(judged, each), words.state_of(judged, each))
        for each in words.balances(judged, review)
    )


def note_lines(notes: Iterable[Note], subject: str) -> tuple[NoteLine, ...]:
    """The notes on a subject, as printed, in the order given."""
    return tuple(note_line(note) for note in notes if note.subject == subject)


def note_line(note: Note) -> NoteLine:
    """« Décision », its text, « Comité, 12/03/2026 »."""
    signed = (note.author, date_fr(note.date) if note.date else "")
    return NoteLine(NOTE_LABELS[note.kind], note.subject, note.text, ", ".join(filter(None, signed)))
