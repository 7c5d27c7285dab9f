"""What the sheet of one indicator needs beside the review: breakdowns over time and the history of its values."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from db.engine import Engine
from db.queries import observations as stored
from db.unit_of_work import reading
from indicators.domain.series import Observation
from indicators.reading.catalogue.catalogue import Breakdown, Series
from indicators.reading.progress.review import by_series, masked_today, observation_of


@dataclass(frozen=True, slots=True)
class BrokenDown:
    """A code list with the published observations of each item that has any, in the order of the list."""

    breakdown: Breakdown
    items: tuple[tuple[str, tuple[Observation, ...]], ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of one observation, as it was recorded."""

    item_label: str
    observation: Observation
    reason: str
    method: str


def read_breakdowns(
    engine: Engine,
    series: Series,
    as_of: datetime | None = None,
    *,
    confidential: bool = False,
    published: bool = True,
) -> tuple[BrokenDown, ...]:
    """Published breakdowns of a series, in the order of its code lists; lists without any value are left out.

    Those not yet published are there too where ``published`` is false. Confidential values are masked, and those that
    would reveal them, unless asked for.
    """
    values: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    with reading(engine) as session:
        rows = stored.observations(session, [series.values_id], totals_only=False, published=published, as_of=as_of)
        today = masked_today(session, [series.values_id]) if as_of is not None and not confidential else frozenset()
        for pairs in by_series(rows, confidential, today).values():
            for row, observation in pairs:
                if row.list is not None and row.item is not None:
                    values[(row.list, row.item)].append(observation)
    broken_downs = []
    for breakdown in series.breakdowns:
        items = [
            (label, tuple(values[(breakdown.code, item)]))
            for item, label in breakdown.items
            if (breakdown.code, item) in values
        ]
        if items:
            broken_downs.append(BrokenDown(breakdown, tuple(items)))
    return tuple(broken_downs)


def read_revisions(
    engine: Engine, series: Series, as_of: datetime | None = None, *, confidential: bool = False
) -> tuple[Revision, ...]:
    """Every published version (until an instant) of the totals that were revised at least once, oldest first.

    A period that the public may not read has no public history, even of the time when it was free.
    """
    versions: dict[str, list[Revision]] = defaultdict(list)
    with reading(engine) as session:
        for row in stored.revised_totals(session, series.values_id):
            if row.state in ("publiee", "retiree") and (as_of is None or row.recorded_at <= as_of):
                versions[row.period_code].append(Revision("", observation_of(row), row.reason, row.method))
        hidden = frozenset() if confidential else masked_today(session, [series.values_id])
        masked = {period for _, period, _, item in hidden if item is None}
    versions = {period: revisions for period, revisions in versions.items() if period not in masked}
    return tuple(revision for version in versions.values() if len(version) > 1 for revision in version)
