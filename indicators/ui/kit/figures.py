"""Figures beside their series, as pieces of a page."""

from indicators.domain.series import Observation
from indicators.reading.progress.figures import cumulative, reserves
from indicators.reading.progress.review import Judged
from indicators.ui.kit.html import esc


def cumulative_html(one: Judged) -> str:
    """« cumul 53 » under the value of a series whose targets are sums since the baseline."""
    text = cumulative(one)
    return f'<br><span class="muted">{esc(text)}</span>' if text else ""


def reserve_html(observation: Observation | None) -> str:
    """What must be known of a value, in italics."""
    text = reserves(observation)
    return f'<span class="reserve">{esc(text)}</span>' if text else ""
