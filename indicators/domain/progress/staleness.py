"""When the next value is due, and since when it is overdue (« donnée attendue depuis le … »)."""

from dataclasses import dataclass
from datetime import date

from db.vocabulary import Frequency, ObsStatus, PeriodKind
from indicators.domain.periods import Period, add_months
from indicators.domain.quality import MISSING
from indicators.domain.series import Observation, SeriesFacts

_KIND = {
    Frequency.BIENNIAL: PeriodKind.YEAR,
    Frequency.ANNUAL: PeriodKind.YEAR,
    Frequency.SEMESTRIAL: PeriodKind.SEMESTER,
    Frequency.QUARTERLY: PeriodKind.QUARTER,
    Frequency.MONTHLY: PeriodKind.MONTH,
}

# « O » gives no reason: it leaves the question open. The other missing codes answer it.
_ANSWERED_EMPTY = MISSING - {ObsStatus.MISSING}


@dataclass(frozen=True, slots=True)
class Due:
    """The oldest period still expected.

    ``due_since`` is the date it was due, set only when that date has passed. ``next_date`` is the first
    due date that has not passed. All are None when nothing can be expected: irregular series, or one
    with neither baseline nor value to count from.
    """

    period_code_expected: str | None = None
    due_since: date | None = None
    next_date: date | None = None


def next_due(facts: SeriesFacts, today: date) -> Due:
    """Due when ``today`` is past the end of the last period + its frequency + the publication delay."""
    anchor = _last_answered(facts)
    if anchor is None or facts.frequency is Frequency.IRREGULAR:
        return Due()
    expected = upcoming = _following(facts.frequency, anchor)
    while _due_date(facts, upcoming) < today:
        upcoming = _following(facts.frequency, upcoming.end)
    is_late = upcoming is not expected
    return Due(expected.code, _due_date(facts, expected) if is_late else None, _due_date(facts, upcoming))


def is_answered(observation: Observation) -> bool:
    """Whether the period has a value or a stated reason for its absence; a forecast does not count."""
    if ObsStatus.FORECAST in observation.flags:
        return False
    return observation.value is not None or bool(observation.flags & _ANSWERED_EMPTY)


def _last_answered(facts: SeriesFacts) -> date | None:
    ends = [
        observation.period.end
        for observation in facts.observations
        if observation.item is None and is_answered(observation)
    ]
    baseline = [facts.baseline.date] if facts.baseline else []
    return max(ends + baseline, default=None)


def _following(frequency: Frequency, after: date) -> Period:
    """First period of the series' length that ends after ``after`` (the second one, when biennial)."""
    period = Period.containing(_KIND[frequency], after)
    period = period if period.end > after else period.following
    return period.following if frequency is Frequency.BIENNIAL else period


def _due_date(facts: SeriesFacts, period: Period) -> date:
    return add_months(period.end, facts.publication_delay_months)
