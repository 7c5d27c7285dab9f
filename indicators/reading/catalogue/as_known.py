"""Dates of the catalogue as they were known at a past instant: every change made since then is undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from db.queries import administration as stored
from db.unit_of_work import Session
from db.vocabulary import Horizon


@dataclass(frozen=True, slots=True)
class AsKnown:
    """What stood at the instant, for what was changed since; all the rest is as it is now.

    ``horizons`` are by series (empty: the roadmap) and horizon; retirements by code.
    """

    indicators: Mapping[str, date | None] = field(default_factory=dict)
    series: Mapping[str, date | None] = field(default_factory=dict)
    horizons: Mapping[tuple[str, Horizon], date | None] = field(default_factory=dict)

    def dates(self, series: str, now: Mapping[Horizon, date]) -> dict[Horizon, date]:
        """Dates of the roadmap, or those that a series has of its own, at the instant."""
        then = {horizon: due for (code, horizon), due in self.horizons.items() if code == series}
        return {horizon: due for horizon, due in (dict(now) | then).items() if due is not None}


NOW = AsKnown()


def known_at(session: Session, as_of: datetime | None) -> AsKnown:
    """What must be undone to see the catalogue of an instant; nothing for the present."""
    if as_of is None:
        return NOW
    indicators: dict[str, date | None] = {}
    series: dict[str, date | None] = {}
    for retirement in stored.retirements(session, since=as_of):
        if retirement.indicator:
            indicators.setdefault(retirement.indicator, retirement.former)
        elif retirement.series:
            series.setdefault(retirement.series, retirement.former)
    horizons: dict[tuple[str, Horizon], date | None] = {}
    for change in stored.horizon_changes(session, since=as_of):
        horizons.setdefault((change.series or "", Horizon(change.horizon)), change.former)
    return AsKnown(indicators, series, horizons)
