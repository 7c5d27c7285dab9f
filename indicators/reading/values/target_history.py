"""Baselines and targets of one series: what stands, what stood, and what the status would be with what stood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from db.engine import Engine
from db.queries import targets as stored
from db.unit_of_work import reading
from db.vocabulary import Direction, Horizon, IndicatorType, TargetMode, ValueState
from indicators.domain.progress.assessment import assess, case_of
from indicators.domain.series import Baseline, SeriesFacts, Target
from indicators.domain.statuses import Status
from indicators.domain.values.target_checks import BASELINE_FIELD
from indicators.reading.progress.review import Judged, Review


@dataclass(frozen=True, slots=True)
class TargetVersion:
    """A version of a baseline (field « baseline ») or of a target (« CT », « MT », « LT »).

    ``value`` is None for a withdrawal; ``status`` is what the series would be today if this version still stood.
    """

    field: str
    version_no: int
    value: Decimal | None
    day: date
    mode: TargetMode | None
    maintained: bool
    decided_on: date | None
    source: str
    reason: str
    recorded_by: str
    recorded_at: datetime
    stands: bool
    status: Status | None


@dataclass(frozen=True, slots=True)
class History:
    """Every version, newest first; ``latest`` gives the number of the last version of each field, 0 where none."""

    versions: tuple[TargetVersion, ...]
    latest: Mapping[str, int]

    def of(self, field: str) -> tuple[TargetVersion, ...]:
        """Versions of a field."""
        return tuple(version for version in self.versions if version.field == field)


def read_history(engine: Engine, judged: Judged, review: Review) -> History:
    """Every version of the baseline and of the targets of a series."""
    with reading(engine) as session:
        baselines = [row for row in stored.baselines(session) if row.series == judged.code]
        targets = [row for row in stored.targets(session) if row.series == judged.code]
    rows = [(BASELINE_FIELD, row) for row in baselines] + [(str(row.horizon), row) for row in targets]
    latest: dict[str, int] = {}
    for field, row in rows:
        latest[field] = max(latest.get(field, 0), row.version_no)
    versions = [_version(field, row, row.version_no == latest[field], judged, review) for field, row in rows]
    order = (BASELINE_FIELD, *map(str, Horizon))
    versions.sort(key=lambda each: order.index(each.field))
    return History(tuple(sorted(versions, key=lambda each: each.recorded_at, reverse=True)), latest)


def status_with(facts: SeriesFacts, review: Review, changed: Baseline | Target) -> Status:
    """What the status would be with another baseline, or with another target at its horizon."""
    if isinstance(changed, Baseline):
        return _status(replace(facts, baseline=changed), review)
    targets = [each for each in facts.targets if each.horizon is not changed.horizon]
    return _status(replace(facts, targets=_by_date([*targets, changed])), review)


def status_without(facts: SeriesFacts, review: Review, field: str) -> Status:
    """What the status would be without the baseline, or without the target of a horizon."""
    if field == BASELINE_FIELD:
        return _status(replace(facts, baseline=None), review)
    return _status(replace(facts, targets=tuple(each for each in facts.targets if each.horizon != field)), review)


def is_judged(judged: Judged) -> bool:
    """Whether baselines and targets mean something for a series: context has none, « même valeur » has another's."""
    is_context = judged.facts.type is IndicatorType.CONTEXT or judged.facts.direction is Direction.NONE
    return not is_context and judged.series.reads_from is None


def missing_horizons(judged: Judged) -> tuple[Horizon, ...]:
    """Horizons of the roadmap at which a series has no target."""
    present = {each.horizon for each in judged.facts.targets}
    return tuple(horizon for horizon, _ in judged.series.horizons if horizon not in present)


def _version(
    field: str, row: stored.BaselineRow | stored.TargetRow, stands: bool, judged: Judged, review: Review
) -> TargetVersion:
    target = row if isinstance(row, stored.TargetRow) else None
    withdrawn = row.state == ValueState.WITHDRAWN
    return TargetVersion(
        field=field,
        version_no=row.version_no,
        value=None if withdrawn else row.value,
        day=row.due if isinstance(row, stored.TargetRow) else row.dated,
        mode=TargetMode(target.mode) if target else None,
        maintained=target.maintained if target else False,
        decided_on=target.decided_on if target else None,
        source=row.source,
        reason=row.reason,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        stands=stands and not withdrawn,
        status=_status_of(field, row, withdrawn, judged, review),
    )


def _status_of(
    field: str, row: stored.BaselineRow | stored.TargetRow, withdrawn: bool, judged: Judged, review: Review
) -> Status | None:
    if withdrawn:
        return status_without(judged.facts, review, field)
    if row.value is None:
        return None
    if isinstance(row, stored.BaselineRow):
        return status_with(judged.facts, review, Baseline(row.dated, row.value, row.flags))
    return status_with(judged.facts, review, Target(Horizon(field), row.due, row.value, TargetMode(row.mode)))


def _by_date(targets: list[Target]) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda each: each.date))


def _status(facts: SeriesFacts, review: Review) -> Status:
    return assess(case_of(facts), review.parameters).status
