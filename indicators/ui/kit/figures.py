"""Figures beside their series, as pieces of a page."""

from indicators.domain.series import Observation
from indicators.reading.progress.figures import cumulative, reserves
from indicators.reading.progress.review import Judged
from indicators.ui.kit.html import Html, html


def cumulative_html(one: Judged) -> Html:
    """« cumul 53 » under the value of a series whose targets are sums since the baseline."""
    text = cumulative(one)
    return html('<br><span class="muted">{}</span>', text) if text else Html()


def reserve_html(observation: Observation | None) -> Html:
    """What must be known of a value, in italics."""
    text = reserves(observation)
    return html('<span class="reserve">{}</span>', text) if text else Html()
