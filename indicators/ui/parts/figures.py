"""Figures in words: the value of a series with its unit, its period and its reserves."""

from db.vocabulary import TargetMode, ValueState
from indicators.domain.formatting import number
from indicators.domain.quality import LABELS, by_precedence
from indicators.domain.series import Observation
from indicators.domain.wording import label
from indicators.reading.review import Judged
from indicators.ui.parts.html import esc


def value_of(one: Judged, observation: Observation | None) -> str:
    """« 72 % », « 1 380 M€ »; « n.d. » with its reason where the value is missing."""
    if observation is None:
        return "n.d."
    # Its own digits: « 1 380 M€ » was published without a decimal, and none is made up for it.
    return number(observation.value, None, one.series.unit)


def cumulative_html(one: Judged) -> str:
    """« cumul 53 » beside the value of a series whose targets are sums since the baseline."""
    total = one.assessment.value
    if total is None or not any(target.mode is TargetMode.CUMULATIVE for target in one.facts.targets):
        return ""
    return f'<br><span class="muted">cumul {esc(number(total, None, one.series.unit))}</span>'


def reserves(observation: Observation | None) -> str:
    """Quality flags in lower-case words: « estimée, comprend une autre catégorie »; empty for a normal value."""
    if observation is None:
        return ""
    words = [_SHORT.get(flag.value, LABELS[flag].lower()) for flag in by_precedence(observation.flags)]
    if observation.state not in (ValueState.PUBLISHED, ValueState.WITHDRAWN):
        words.append(f"{label(observation.state).lower()}, non publiée")
    return ", ".join(words)


def reserve_html(observation: Observation | None) -> str:
    """The same, in italics."""
    text = reserves(observation)
    return f'<span class="reserve">{esc(text)}</span>' if text else ""


_SHORT = {
    "E": "estimée",
    "P": "provisoire",
    "I": "imputée",
    "U": "fiabilité faible",
    "F": "prévision",
    "B": "rupture de série",
    "D": "définition différente",
    "W": "comprend une autre catégorie",
}
