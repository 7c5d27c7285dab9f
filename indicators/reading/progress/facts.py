"""The facts of each series: values, baseline and targets, as published or as known at a past instant."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache

from db.queries import observations as stored_observations
from db.queries import targets as stored_targets
from db.queries.entries import CellVersionRow
from db.queries.observations import NearConfidentialRow, ObservationRow
from db.unit_of_work import Session
from db.vocabulary import ConfStatus, Horizon, TargetMode, ValueState
from indicators.domain.disclosure import DisclosureCell, mask, publicly
from indicators.domain.periods import Period
from indicators.domain.series import Baseline, Observation, Target

Place = tuple[str, str, str | None, str | None]
"""Series, period, code list and item: where a figure stands."""


@lru_cache(maxsize=4096)
def _period(code: str) -> Period:
    """A stored period; a whole store has few different ones."""
    return Period.parse(code)


def observation_of(row: ObservationRow | CellVersionRow) -> Observation:
    """A stored row as a record."""
    return Observation(
        period=_period(row.period_code),
        value=row.value,
        flags=row.flags,
        item=row.item,
        numerator=row.numerator,
        denominator=row.denominator,
        source=row.source,
        source_url=row.source_url,
        caveat=row.caveat,
        comment=row.comment,
        conf=ConfStatus(row.conf_status),
        state=ValueState(row.state),
        version_no=row.version_no,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        reason=row.reason,
    )


def read_observations(
    session: Session,
    series_ids: Collection[int] | None = None,
    periods: Collection[str] | None = None,
    *,
    as_of: datetime | None = None,
    published: bool = True,
    confidential: bool = False,
) -> dict[str, list[Observation]]:
    """Totals by series (of all series and periods, or some), masked where they are, or would reveal what is, confidential."""
    totals: dict[str, list[Observation]] = defaultdict(list)
    rows = stored_observations.observations(session, series_ids, published=published, as_of=as_of, periods=periods)
    for row in rows:
        totals[row.series].append(observation_of(row))
    if not confidential:
        for series, masked in _masked(session, series_ids, periods, as_of, published).items():
            totals[series] = [masked.get(total.period, total) for total in totals[series]]
    return totals


def _masked(
    session: Session,
    series_ids: Collection[int] | None,
    periods: Collection[str] | None,
    as_of: datetime | None,
    published: bool,
) -> dict[str, dict[Period, Observation]]:
    """Totals as the public reads them, by series, in the periods in which something is or was confidential."""
    rows = stored_observations.observations(
        session,
        series_ids,
        totals_only=False,
        near_confidential=True,
        published=published,
        as_of=as_of,
        periods=periods,
    )
    also = masked_today(session, series_ids) if as_of is not None else frozenset()
    return {
        series: {observation.period: observation for row, observation in pairs if row.item is None}
        for series, pairs in by_series(rows, confidential=False, also=also).items()
    }


def masked_today(session: Session, series_ids: Iterable[int] | None = None) -> frozenset[Place]:
    """Figures that the public may not read today: what became confidential has no public past either."""
    periods: dict[tuple[str, str], list[NearConfidentialRow]] = defaultdict(list)
    for row in stored_observations.near_confidential(session, series_ids):
        periods[(row.series, row.period_code)].append(row)
    return frozenset(
        _place(row)
        for rows in periods.values()
        if any(row.conf_status != ConfStatus.FREE for row in rows)
        for row, observation in zip(rows, publicly([_cell(row) for row in rows]), strict=True)
        if observation.conf is not ConfStatus.FREE
    )


def _cell(row: NearConfidentialRow) -> DisclosureCell:
    figure = Observation(_period(row.period_code), row.value, conf=ConfStatus(row.conf_status))
    return DisclosureCell(row.list or "", row.item or "", figure, row.parent)


def _place(row: ObservationRow | NearConfidentialRow) -> Place:
    return row.series, row.period_code, row.list, row.item


def by_series(
    rows: Iterable[ObservationRow], confidential: bool, also: Collection[Place] = ()
) -> dict[str, list[tuple[ObservationRow, Observation]]]:
    """Rows and their records by series. The parts of a total must be among the rows for it to be masked with them.

    ``also`` are figures to mask whatever the rows say of them.
    """
    found: dict[str, list[tuple[ObservationRow, Observation]]] = defaultdict(list)
    periods: dict[tuple[str, str], list[tuple[ObservationRow, Observation]]] = defaultdict(list)
    for row in rows:
        pair = row, observation_of(row)
        found[row.series].append(pair)
        periods[(row.series, row.period_code)].append(pair)
    if confidential:
        return found
    masked: dict[int, Observation] = {}
    for pairs in periods.values():
        if any(observation.conf is not ConfStatus.FREE for _, observation in pairs):
            observations = publicly(
                [DisclosureCell(row.list or "", row.item or "", observation, row.parent) for row, observation in pairs]
            )
            masked |= {id(row): observation for (row, _), observation in zip(pairs, observations, strict=True)}
    for pairs in found.values() if also else ():
        masked |= {id(row): mask(masked.get(id(row), observation)) for row, observation in pairs if _place(row) in also}
    return {
        series: [(row, masked.get(id(row), observation)) for row, observation in pairs]
        for series, pairs in found.items()
    }


def read_baselines(session: Session, as_of: datetime | None = None) -> dict[str, Baseline]:
    """Baselines in force (at an instant), by series."""
    baselines: dict[str, Baseline] = {}
    for row in stored_targets.baselines(session, as_of):
        if row.state == ValueState.WITHDRAWN:
            baselines.pop(row.series, None)
        elif row.state == ValueState.PUBLISHED and row.value is not None:
            baselines[row.series] = Baseline(
                row.dated,
                row.value,
                row.flags,
                row.source,
                row.reason,
                row.version_no,
                row.recorded_at,
                row.recorded_by,
            )
    return baselines


def read_targets(
    session: Session, as_of: datetime | None = None
) -> tuple[dict[str, tuple[Target, ...]], dict[str, tuple[Target, ...]]]:
    """Current targets by date, and the former versions, by series."""
    current: dict[str, dict[Horizon, Target]] = defaultdict(dict)
    former: dict[str, list[Target]] = defaultdict(list)
    for row in stored_targets.targets(session, as_of):
        horizon = Horizon(row.horizon)
        if row.state not in (ValueState.PUBLISHED, ValueState.WITHDRAWN):
            continue
        replaced = current[row.series].pop(horizon, None)
        if replaced is not None:
            former[row.series].append(replaced)
        if row.state == ValueState.PUBLISHED and row.value is not None:
            current[row.series][horizon] = Target(
                horizon=horizon,
                date=row.due,
                value=row.value,
                mode=TargetMode(row.mode),
                decided_on=row.decided_on,
                reason=" ".join(filter(None, (row.source, row.reason))),
                author=row.recorded_by,
                version_no=row.version_no,
                recorded_at=row.recorded_at,
                maintained=row.maintained,
            )
    by_date: dict[str, tuple[Target, ...]] = defaultdict(tuple)
    for series, targets in current.items():
        by_date[series] = tuple(sorted(targets.values(), key=lambda target: target.date))
    past: dict[str, tuple[Target, ...]] = defaultdict(tuple)
    past.update({series: tuple(replaced) for series, replaced in former.items()})
    return by_date, past
