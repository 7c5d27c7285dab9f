"""Baselines and targets as records."""

from collections import defaultdict
from datetime import datetime

from db.queries import targets as stored_targets
from db.unit_of_work import Session
from db.vocabulary import Horizon, TargetMode, ValueState
from indicators.domain.series import Baseline, Target


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
