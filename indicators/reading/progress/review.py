"""Every series with its values, its targets and its status: what all committee screens are drawn from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from operator import itemgetter

from db.engine import Engine
from db.queries import facts as store_facts
from db.queries import observations as stored_observations
from db.queries.entries import CellVersionRow
from db.queries.observations import NearConfidentialRow, ObservationRow
from db.unit_of_work import Session, reading
from db.vocabulary import ConfStatus, IndicatorType, Nature, ObsStatus, StoreKind, ValueState
from indicators.domain.disclosure import DisclosureCell, mask, publicly
from indicators.domain.periods import Period
from indicators.domain.progress.assessment import Assessment, Parameters, assess, case_of
from indicators.domain.progress.staleness import Due, next_due
from indicators.domain.series import Baseline, Observation, SeriesFacts, Target
from indicators.domain.statuses import ASSESSABLE, Status
from indicators.reading.catalogue.catalogue import Catalogue, Definition, Perimeter, Series, read_catalogue
from indicators.reading.progress.targets import read_baselines, read_targets


@dataclass(frozen=True, slots=True)
class Judged:
    """One series, all that is known of it, and what the method says. ``latest`` is as in :func:`latest_of`."""

    series: Series
    definition: Definition
    perimeter: Perimeter
    facts: SeriesFacts
    assessment: Assessment
    due: Due
    latest: Observation | None

    @property
    def code(self) -> str:
        """Code of the series."""
        return self.series.code

    @property
    def status(self) -> Status:
        """Computed status."""
        return self.assessment.status

    @property
    def is_assessable(self) -> bool:
        """Whether the status says something of progress."""
        return self.status in ASSESSABLE

    @property
    def alike(self) -> tuple[Observation, ...]:
        """Totals that can be drawn on one line: of a flow, only those over periods as long as the latest one's."""
        latest = self.latest
        if latest is None or self.definition.nature is not Nature.FLOW:
            return self.facts.observations
        return tuple(
            observation for observation in self.facts.observations if observation.period.kind is latest.period.kind
        )

    @property
    def next_target(self) -> Target | None:
        """The first target that is not past at the date of the latest value, else the last one."""
        if not self.facts.targets:
            return None
        reached = self.latest.period.end if self.latest else date.min
        return next((target for target in self.facts.targets if target.date >= reached), self.facts.targets[-1])


@dataclass(frozen=True)
class Review:
    """A view of the whole store at one data version, for one day."""

    catalogue: Catalogue
    parameters: Parameters
    kind: StoreKind
    today: date
    as_of: datetime | None
    data_version: int
    changed_at: datetime
    judged: dict[str, Judged]

    @cached_property
    def matrix(self) -> tuple[Judged, ...]:
        """The series of the roadmap (251), in catalogue order."""
        return tuple(judged for judged in self.judged.values() if judged.series.in_matrix)

    @cached_property
    def with_values(self) -> tuple[Judged, ...]:
        """Series that have a published total: those of the roadmap before context, newest period first.

        A value that several series show counts once.
        """
        dated = [
            (judged.definition.is_of_roadmap, judged.latest.period.end, judged)
            for judged in self.judged.values()
            if judged.latest and judged.series.reads_from is None
        ]
        return tuple(judged for *_, judged in sorted(dated, key=itemgetter(0, 1), reverse=True))

    @cached_property
    def latest_by_indicator(self) -> tuple[Judged, ...]:
        """The same, one series for each indicator: the one with the newest value."""
        first: dict[str, Judged] = {}
        for with_value in self.with_values:
            first.setdefault(with_value.definition.code, with_value)
        return tuple(first.values())

    @cached_property
    def newest_period_end(self) -> date | None:
        """End of the newest published period."""
        return max((judged.latest.period.end for judged in self.judged.values() if judged.latest), default=None)


def read_review(
    engine: Engine,
    today: date,
    *,
    as_of: datetime | None = None,
    published: bool = True,
    confidential: bool = False,
) -> Review | None:
    """The review of a store for a day; None where no catalogue was loaded. One consistent read.

    Confidential values, and those that would reveal them, are masked unless asked for: not for the public.
    """
    with reading(engine) as session:
        return review_within(session, today, as_of=as_of, published=published, confidential=confidential)


def review_within(
    session: Session,
    today: date,
    *,
    as_of: datetime | None = None,
    published: bool = True,
    confidential: bool = False,
) -> Review | None:
    """The same in a transaction already open."""
    catalogue = read_catalogue(session, as_of, today)
    if catalogue is None:
        return None
    parameters = read_parameters(session, as_of)
    observations = read_observations(session, as_of=as_of, published=published, confidential=confidential)
    return assemble(session, catalogue, parameters, observations, today, as_of)


def assemble(
    session: Session,
    catalogue: Catalogue,
    parameters: Parameters,
    observations: Mapping[str, Sequence[Observation]],
    today: date,
    as_of: datetime | None = None,
    known: Mapping[str, Judged] | None = None,
) -> Review:
    """The review of a catalogue and the totals of its series.

    ``known`` are series judged by the same catalogue and parameters on the same day: those whose facts are still the
    same are not judged again.
    """
    baselines, targets, former = read_baselines(session, as_of), *read_targets(session, as_of)
    judged = {}
    for series in catalogue.series.values():
        if series.indicator not in catalogue.definitions:
            continue  # retired, or not yet defined at that instant
        source = series.reads_from or series.code
        totals = observations.get(source, ())
        facts = _facts(catalogue, series, totals, baselines.get(source), targets[source], former[source])
        before = known.get(series.code) if known else None
        judged[series.code] = (
            before if before and before.facts == facts else _judge(catalogue, parameters, series, facts, today)
        )
    return Review(
        catalogue=catalogue,
        parameters=parameters,
        kind=store_facts.store_kind(session),
        today=today,
        as_of=as_of,
        data_version=store_facts.data_version(session),
        changed_at=store_facts.data_changed_at(session),
        judged=judged,
    )


def _judge(catalogue: Catalogue, parameters: Parameters, series: Series, facts: SeriesFacts, today: date) -> Judged:
    return Judged(
        series=series,
        definition=catalogue.definitions[series.indicator],
        perimeter=catalogue.perimeters[series.perimeter],
        facts=facts,
        assessment=assess(case_of(facts), parameters),
        due=next_due(facts, today),
        latest=latest_of(facts),
    )


def latest_of(facts: SeriesFacts) -> Observation | None:
    """Newest total that has a value, a forecast not being one; a whole year before the half that ends with it."""
    observations = [observation for observation in facts.observations if is_known(observation)]
    return max(
        observations,
        key=lambda observation: (observation.period.end, -observation.period.start.toordinal()),
        default=None,
    )


def is_known(observation: Observation) -> bool:
    """Whether an observation tells what was, and not what is foreseen."""
    return observation.value is not None and ObsStatus.FORECAST not in observation.flags


def read_data_version(engine: Engine) -> int:
    """Counter of the last committed write: the key of every cache."""
    with reading(engine) as session:
        return store_facts.data_version(session)


def read_parameters(session: Session, as_of: datetime | None = None) -> Parameters:
    """Method parameters in force at an instant; the defaults in a store that has none."""
    row = store_facts.method_parameters(session, as_of)
    if row is None:
        return Parameters()
    names = Parameters.__dataclass_fields__
    return Parameters(**{name: getattr(row, name) for name in names})


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


Place = tuple[str, str, str | None, str | None]
"""Series, period, code list and item: where a figure stands."""


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


def _facts(
    catalogue: Catalogue,
    series: Series,
    values: Iterable[Observation],
    baseline: Baseline | None,
    targets: tuple[Target, ...],
    former: tuple[Target, ...],
) -> SeriesFacts:
    definition, perimeter = catalogue.definitions[series.indicator], catalogue.perimeters[series.perimeter]
    return SeriesFacts(
        code=series.code,
        indicator_code=definition.code,
        indicator_label=definition.label,
        label=f"{definition.label} – {perimeter.short}",
        family=definition.family,
        perimeter=perimeter.code,
        perimeter_label=perimeter.label,
        unit=series.unit,
        decimals=definition.decimals,
        direction=definition.direction,
        type=IndicatorType.CONTEXT if series.is_context else definition.type,
        nature=definition.nature,
        frequency=definition.frequency,
        publication_delay_months=definition.publication_delay_months,
        core=definition.core,
        baseline=baseline,
        targets=targets,
        former_targets=former,
        observations=tuple(values),
        horizons=series.horizons,
    )
