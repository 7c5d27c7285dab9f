"""Figures in words: the value of a series with its unit and its reserves, the same on screens and in documents."""

from db.vocabulary import ConfStatus, TargetMode, ValueState
from indicators.domain.formatting import number
from indicators.domain.quality import LABELS, MISSING, by_precedence
from indicators.domain.series import Observation
from indicators.domain.wording import label
from indicators.reading.progress.review import Judged

NO_VALUE = "n.d."

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


def value_of(judged: Judged, observation: Observation | None) -> str:
    """« 72 % », « 1 380 M€ »; « n.d. » where the value is missing. Its own digits: no decimal is made up."""
    return NO_VALUE if observation is None else number(observation.value, None, judged.series.unit)


def cumulative(judged: Judged) -> str:
    """« cumul 53 » beside the value of a series whose targets are sums since the baseline."""
    total = judged.assessment.value
    if total is None or not any(target.mode is TargetMode.CUMULATIVE for target in judged.facts.targets):
        return ""
    return f"cumul {number(total, None, judged.series.unit)}"


def reserves(observation: Observation | None) -> str:
    """Quality flags in lower-case words: « estimée, comprend une autre catégorie »; empty for a normal value.

    Then what only some may read: its state while it is not published, its confidentiality.
    """
    if observation is None:
        return ""
    qualifiers = [_SHORT.get(flag.value, LABELS[flag].lower()) for flag in by_precedence(observation.flags)]
    if is_unpublished(observation):
        qualifiers.append(f"{label(observation.state).lower()}, non publiée")
    if observation.conf is not ConfStatus.FREE and not observation.flags & MISSING:
        qualifiers.append(label(observation.conf).lower())
    return ", ".join(qualifiers)


def is_unpublished(observation: Observation) -> bool:
    """Whether a value has not been published yet."""
    return observation.state not in (ValueState.PUBLISHED, ValueState.WITHDRAWN)
