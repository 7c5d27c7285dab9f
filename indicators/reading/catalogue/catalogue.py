"""The roadmap and the catalogue as records."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from db.queries import catalogue as stored
from db.unit_of_work import Session
from db.vocabulary import (
    Aggregation,
    Applicability,
    Direction,
    EffectKind,
    Frequency,
    Horizon,
    IndicatorType,
    Nature,
    OperationTheme,
    PerimeterKind,
)
from indicators.domain.series import Unit
from indicators.reading.catalogue.as_known import AsKnown, known_at


@dataclass(frozen=True, slots=True)
class Ambition:
    """One of the three ambitions: « A1 »."""

    code: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Family:
    """A family of indicators: « ENT »."""

    code: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Effect:
    """An expected effect of an area."""

    kind: EffectKind
    wording: str
    roadmap_line: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of an area."""

    code: str
    theme: OperationTheme
    wording: str
    roadmap_line: str


@dataclass(frozen=True, slots=True)
class Area:
    """A strategic area with its logic of intervention."""

    number: int
    label: str
    short: str
    complement: str
    focus: str
    ambition: str
    effects: tuple[Effect, ...]
    operations: tuple[Operation, ...]

    @property
    def perimeter(self) -> str:
        """Code of the perimeter that is this area alone."""
        return f"A{self.number}"


@dataclass(frozen=True, slots=True)
class Perimeter:
    """What a series covers; ``areas`` holds area numbers, all of them for the DIS."""

    code: str
    kind: PerimeterKind
    label: str
    short: str
    areas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as defined at the instant asked for."""

    code: str
    family: str
    label: str
    definition: str
    unit: Unit
    decimals: int
    direction: Direction
    type: IndicatorType
    nature: Nature
    nature_text: str
    frequency: Frequency
    frequency_text: str
    publication_delay_months: int
    source: str
    aggregation: Aggregation
    breakdowns_text: str
    roadmap_anchor: str
    caution: str
    core: bool
    added: bool
    version_no: int
    operations: frozenset[OperationTheme]
    effects: frozenset[EffectKind]

    @property
    def is_of_roadmap(self) -> bool:
        """Whether it is one of the roadmap's indicators, and not context beside it."""
        return not self.code.startswith("CTX")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A code list that applies to a series: (item code, item label) in order."""

    code: str
    label: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Indicator × perimeter. ``values_id`` is the identifier of the series that holds its values."""

    id: int
    values_id: int
    code: str
    indicator: str
    perimeter: str
    applicability: Applicability
    precision: str
    unit: Unit
    in_matrix: bool
    is_context: bool
    reads_from: str | None
    horizons: tuple[tuple[Horizon, date], ...]
    breakdowns: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class KnownBreak:
    """A dated event that breaks series."""

    happened_on: date
    ended_on: date | None
    event: str
    note: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """The whole catalogue, each part in the order of the roadmap."""

    roadmap_label: str
    roadmap_note: str
    baseline_date: date
    horizons: tuple[tuple[Horizon, date], ...]
    ambitions: tuple[Ambition, ...]
    families: tuple[Family, ...]
    areas: tuple[Area, ...]
    perimeters: dict[str, Perimeter]
    definitions: dict[str, Definition]
    series: dict[str, Series]
    breaks: tuple[KnownBreak, ...]

    @cached_property
    def areas_by_number(self) -> dict[int, Area]:
        """Areas by number."""
        return {area.number: area for area in self.areas}

    @cached_property
    def area_names(self) -> dict[int, str]:
        """Shortest name that tells each area from the others: « Biothérapies », « Technologies médicales »."""
        shorts = [area.short for area in self.areas]
        return {
            area.number: area.short if shorts.count(area.short) == 1 else f"{area.short} {area.complement}"
            for area in self.areas
        }

    @cached_property
    def families_by_code(self) -> dict[str, Family]:
        """Families by code."""
        return {family.code: family for family in self.families}

    @cached_property
    def series_of_indicator(self) -> dict[str, tuple[Series, ...]]:
        """Series by indicator, areas first in order."""
        grouped: dict[str, list[Series]] = defaultdict(list)
        for each in self.series.values():
            grouped[each.indicator].append(each)
        return {code: tuple(series) for code, series in grouped.items()}


def read_catalogue(session: Session, as_of: datetime | None = None, today: date | None = None) -> Catalogue | None:
    """The catalogue as known at an instant, without what is retired on a day (the present one by default).

    None in a store where nothing was loaded yet.
    """
    roadmap = stored.roadmap(session)
    if roadmap is None:
        return None
    then = known_at(session, as_of)
    day = today or (as_of or datetime.now(UTC)).date()
    common = then.dates("", {Horizon(row.horizon): row.due for row in stored.horizons(session)})
    horizons = tuple(sorted(common.items(), key=lambda pair: pair[1]))
    definitions = _definitions(session, as_of, then, day)
    return Catalogue(
        roadmap_label=roadmap.label,
        roadmap_note=roadmap.note,
        baseline_date=roadmap.baseline_date,
        horizons=horizons,
        ambitions=tuple(Ambition(row.code, row.label, row.short_label) for row in stored.ambitions(session)),
        families=tuple(Family(row.code, row.label, row.short_label) for row in stored.families(session)),
        areas=_areas(session),
        perimeters=_perimeters(session),
        definitions=definitions,
        series=_series(session, common, then, day, definitions),
        breaks=_breaks(session),
    )


def _areas(session: Session) -> tuple[Area, ...]:
    effects: dict[int, list[Effect]] = defaultdict(list)
    for effect in stored.effects(session):
        effects[effect.number].append(Effect(EffectKind(effect.kind), effect.wording, effect.roadmap_line))
    operations: dict[int, list[Operation]] = defaultdict(list)
    for operation in stored.operations(session):
        operations[operation.number].append(
            Operation(operation.code, OperationTheme(operation.theme), operation.wording, operation.roadmap_line)
        )
    return tuple(
        Area(
            number=row.number,
            label=row.label,
            short=row.short_label,
            complement=row.complement,
            focus=row.focus,
            ambition=row.ambition,
            effects=tuple(effects[row.number]),
            operations=tuple(operations[row.number]),
        )
        for row in stored.areas(session)
    )


def _perimeters(session: Session) -> dict[str, Perimeter]:
    perimeters: dict[str, Perimeter] = {}
    for row in stored.perimeters(session):
        perimeter = perimeters.get(row.code)
        areas = (*(perimeter.areas if perimeter else ()), *((row.number,) if row.number is not None else ()))
        perimeters[row.code] = Perimeter(row.code, PerimeterKind(row.kind), row.label, row.short_label, areas)
    return perimeters


def _definitions(session: Session, as_of: datetime | None, then: AsKnown, day: date) -> dict[str, Definition]:
    operations: dict[str, set[OperationTheme]] = defaultdict(set)
    for operation in stored.operation_links(session):
        operations[operation.code].add(OperationTheme(operation.theme))
    effects: dict[str, set[EffectKind]] = defaultdict(set)
    for effect in stored.effect_links(session):
        effects[effect.code].add(EffectKind(effect.kind))
    return {
        row.code: Definition(
            code=row.code,
            family=row.family,
            label=row.label,
            definition=row.definition,
            unit=_unit(row),
            decimals=row.decimals,
            direction=Direction(row.direction),
            type=IndicatorType(row.type),
            nature=Nature(row.nature),
            nature_text=row.nature_text,
            frequency=Frequency(row.frequency),
            frequency_text=row.frequency_text,
            publication_delay_months=row.publication_delay_months,
            source=row.source,
            aggregation=Aggregation(row.aggregation),
            breakdowns_text=row.breakdowns_text,
            roadmap_anchor=row.roadmap_anchor,
            caution=row.caution,
            core=row.core,
            added=row.added,
            version_no=row.version_no,
            operations=frozenset(operations[row.code]),
            effects=frozenset(effects[row.code]),
        )
        for row in stored.definitions(session, as_of)
        if _is_there(then.indicators.get(row.code, row.retired_on), day)
    }


def _series(
    session: Session, horizons: dict[Horizon, date], then: AsKnown, day: date, defined: Collection[str]
) -> dict[str, Series]:
    own: dict[str, dict[Horizon, date]] = defaultdict(dict)
    for row in stored.series_horizons(session):
        own[row.code][Horizon(row.horizon)] = row.due
    breakdowns = _breakdowns(session)
    return {
        row.code: Series(
            id=row.id,
            values_id=row.values_id,
            code=row.code,
            indicator=row.indicator,
            perimeter=row.perimeter,
            applicability=Applicability(row.applicability),
            precision=row.precision,
            unit=_unit(row),
            in_matrix=row.in_matrix,
            is_context=row.is_context,
            reads_from=row.reads_from,
            horizons=tuple(sorted((horizons | then.dates(row.code, own[row.code])).items(), key=lambda pair: pair[1])),
            breakdowns=tuple(breakdowns.get(row.code, ())),
        )
        for row in stored.series(session)
        # An indicator leaves with its series, and what was not yet defined then had none.
        if row.indicator in defined and _is_there(then.series.get(row.code, row.retired_on), day)
    }


def _is_there(retired_on: date | None, day: date) -> bool:
    """Whether something is still in the catalogue on a day: it leaves on the day of its retirement."""
    return retired_on is None or day < retired_on


def _breakdowns(session: Session) -> dict[str, list[Breakdown]]:
    items: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in stored.breakdowns(session):
        items[(row.series, row.list, row.list_label)].append((row.item, row.item_label))
    breakdowns: dict[str, list[Breakdown]] = defaultdict(list)
    for (series, code, label), pairs in items.items():
        breakdowns[series].append(Breakdown(code, label, tuple(pairs)))
    return breakdowns


def _breaks(session: Session) -> tuple[KnownBreak, ...]:
    touched: dict[tuple[date, date | None, str, str], list[str]] = defaultdict(list)
    for row in stored.known_breaks(session):
        touched[(row.happened_on, row.ended_on, row.event, row.note)].append(row.indicator)
    return tuple(KnownBreak(day, end, event, note, tuple(codes)) for (day, end, event, note), codes in touched.items())


def _unit(row: stored.DefinitionRow | stored.SeriesRow) -> Unit:
    return Unit(row.unit_code, row.unit_label, row.unit_symbol, row.is_percent)
