"""Status signs on screen: shape, colour and word, from their single definition."""

from collections import Counter
from collections.abc import Iterable

from indicators.domain.statuses import SIGNS, STATUS_ORDER, Status
from indicators.ui.kit.html import Html, html, join

# Statuses counted in a matrix cell; the others are in the coverage line.
COUNTED = STATUS_ORDER[:6]


def mark(status: Status, alt: str = "") -> Html:
    """The sign without its word; pass ``alt`` if no word is next to it."""
    return html('<img class="sg" src="app/static/signs/{}.svg" alt="{}" width="14" height="14">', status.value, alt)


def badge(status: Status, note: str = "") -> Html:
    """Sign and word."""
    extra = html('<br><span class="muted">{}</span>', note) if note else Html()
    return html('<span class="badge">{}<span>{}{}</span></span>', mark(status), SIGNS[status].word, extra)


def counts(statuses: Iterable[Status]) -> Html:
    """Signs with their counts, in the standard order; zeros are omitted."""
    tally = Counter(statuses)
    return join(
        html('<span class="count">{}<b>{}</b></span>', mark(status, SIGNS[status].word), tally[status])
        for status in COUNTED
        if tally[status]
    )


def sentence(statuses: Iterable[Status]) -> str:
    """Counts of statuses in words, for screen readers and titles."""
    tally = Counter(statuses)
    return ", ".join(f"{SIGNS[status].word.lower()} {tally[status]}" for status in STATUS_ORDER if tally[status])


def legend() -> Html:
    """The signs and their words, once for a screen."""
    statuses = (*COUNTED, Status.NOT_ASSESSABLE)
    words = join(html("<li>{}<span>{}</span></li>", mark(status), SIGNS[status].word) for status in statuses)
    return html(
        '<ul class="legend" aria-label="Légende">{}'
        '<li><span class="swatch hatched"></span><span>Sans objet</span></li>'
        '<li><span class="swatch dotted"></span><span>Aucune valeur</span></li></ul>',
        words,
    )
