"""Status signs on screen: shape, colour and word from their one definition."""

from collections import Counter
from collections.abc import Iterable

from indicators.domain.statuses import SIGNS, STATUS_ORDER, Status
from indicators.ui.kit.html import esc

# Statuses counted in a matrix cell; the others are in the coverage line.
COUNTED = STATUS_ORDER[:6]


def mark(status: Status, alt: str = "") -> str:
    """The sign alone; give ``alt`` where no word stands beside it."""
    return f'<img class="sg" src="app/static/signs/{status.value}.svg" alt="{esc(alt)}" width="14" height="14">'


def badge(status: Status, note: str = "") -> str:
    """Sign and word."""
    extra = f'<br><span class="muted">{esc(note)}</span>' if note else ""
    return f'<span class="badge">{mark(status)}<span>{esc(SIGNS[status].word)}{extra}</span></span>'


def counts(statuses: Iterable[Status]) -> str:
    """Signs with their counts, in the one order; zeros are left out."""
    tally = Counter(statuses)
    return "".join(
        f'<span class="count">{mark(status, SIGNS[status].word)}<b>{tally[status]}</b></span>'
        for status in COUNTED
        if tally[status]
    )


def sentence(statuses: Iterable[Status]) -> str:
    """The same counts in words, for screen readers and titles."""
    tally = Counter(statuses)
    return ", ".join(f"{SIGNS[status].word.lower()} {tally[status]}" for status in STATUS_ORDER if tally[status])


def legend() -> str:
    """The signs and their words, once for a screen."""
    shown = (*COUNTED, Status.NOT_ASSESSABLE)
    words = "".join(f"<li>{mark(status)}<span>{esc(SIGNS[status].word)}</span></li>" for status in shown)
    return (
        f'<ul class="legend" aria-label="Légende">{words}'
        '<li><span class="swatch hatched"></span><span>Sans objet</span></li>'
        '<li><span class="swatch dotted"></span><span>Aucune valeur</span></li></ul>'
    )
