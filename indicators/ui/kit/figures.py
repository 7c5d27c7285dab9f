"""HTML fragments displayed next to a value."""

from indicators.domain.series import Observation
from indicators.reading.progress.figures import cumulative, reserves
from indicators.reading.progress.review import Judged
from indicators.ui.kit.html import Html, html


def cumulative_html(judged: Judged) -> Html:
    """« cumul 53 », for a series whose targets are sums since the baseline."""
    text = cumulative(judged)
    return html('<br><span class="muted">{}</span>', text) if text else Html()


def qualifiers_html(observation: Observation | None) -> Html:
    """The qualifiers of a value (flags, state, confidentiality), in italics."""
    text = reserves(observation)
    return html('<span class="reserve">{}</span>', text) if text else Html()
