"""A series as the generator sees it: what its card and its unit allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from db.vocabulary import Aggregation, Direction, Frequency, Horizon, IndicatorType, Nature, PerimeterKind
from seeds.demo.chance import Chance
from seeds.demo.profiles import RATES, DemoProfile, profile_of
from seeds.schema import CatalogueFiles, CodeList, ContextIndicator, IndicatorEntry, SeriesEntry


@dataclass(frozen=True)
class DemoSubject:
    """One series that holds values of its own. ``parts`` are the series that a group of areas sums up."""

    series: SeriesEntry
    card: IndicatorEntry | ContextIndicator
    is_percent: bool
    lists: tuple[CodeList, ...]
    horizons: dict[Horizon, date]
    normative: dict[Horizon, Decimal]
    break_years: tuple[int, ...]
    parts: tuple[str, ...] = ()
    is_part: bool = False

    @property
    def code(self) -> str:
        """Code of the series."""
        return self.series.code

    @cached_property
    def chance(self) -> Chance:
        """Draws about this series."""
        return Chance(self.code)

    @cached_property
    def profile(self) -> DemoProfile:
        """Orders of magnitude."""
        return profile_of(self.card.code, self.is_percent)

    @property
    def is_context(self) -> bool:
        """Shown, never judged."""
        return self.series.context

    @property
    def is_core(self) -> bool:
        """Of the core proposed for the first page (★)."""
        return isinstance(self.card, IndicatorEntry) and self.card.core

    @property
    def is_ratio(self) -> bool:
        """Stored with its two terms."""
        return self.card.aggregation is Aggregation.RATIO

    @property
    def is_additive(self) -> bool:
        """Whether the values of a breakdown add up to the total: counts and amounts do, shares and rates do not."""
        return not self.is_percent and self.series.unit not in RATES

    @property
    def is_small_count(self) -> bool:
        """Plain whole numbers that start low."""
        return self.is_additive and self.card.decimals == 0 and self.profile.low <= 12

    @property
    def is_flow(self) -> bool:
        """What happens in a period, which may be summed over the years."""
        return self.card.nature in (Nature.FLOW, Nature.CUMULATIVE) and self.is_additive

    @property
    def is_yearly(self) -> bool:
        """One value a year."""
        return self.card.frequency is Frequency.ANNUAL

    @cached_property
    def is_cumulative(self) -> bool:
        """Targets are sums since the baseline: always for what the card calls so, sometimes for other flows."""
        if self.card.nature is Nature.CUMULATIVE:
            return True
        is_work = self.card.decimals == 0 or self.card.type is IndicatorType.OUTPUT
        allowed = self.is_flow and is_work and not (self.is_part or self.parts or self.normative)
        return allowed and self.chance.happens(20, "cumul")

    @property
    def sign(self) -> int:
        """+1 when an increase is wanted, -1 when a decrease is."""
        return -1 if self.card.direction is Direction.DECREASE else 1

    @property
    def grain(self) -> Decimal:
        """Smallest step that the card shows."""
        return Decimal(1).scaleb(-self.card.decimals)


def subjects(catalogue: CatalogueFiles) -> list[DemoSubject]:
    """Every series that holds values, in catalogue order; those that read another's are left out."""
    cards: dict[str, IndicatorEntry | ContextIndicator] = {
        indicator.code: indicator for indicator in catalogue.indicators
    }
    cards.update({context_indicator.code: context_indicator for context_indicator in catalogue.context_indicators})
    percents = {unit.code for unit in catalogue.units if unit.is_percent}
    lists = {code_list.code: code_list for code_list in catalogue.code_lists}
    parts = _parts(catalogue)
    summed = {code for codes in parts.values() for code in codes}
    return [
        DemoSubject(
            series=series,
            card=cards[series.indicator],
            is_percent=series.unit in percents,
            lists=tuple(lists[code] for code in series.breakdowns),
            horizons=dict(catalogue.version.horizons),
            normative={target.horizon: target.value for target in catalogue.targets if target.series == series.code},
            break_years=tuple(_break_years(catalogue, series.indicator)),
            parts=parts.get(series.code, ()),
            is_part=series.code in summed,
        )
        for series in catalogue.series
        if series.reads is None
    ]


def _parts(catalogue: CatalogueFiles) -> dict[str, tuple[str, ...]]:
    """Series of a group of areas → the series of its areas, where the indicator has them all."""
    groups = {
        perimeter.code: [f"A{area}" for area in perimeter.areas]
        for perimeter in catalogue.perimeters
        if _is_group(perimeter.kind)
    }
    by_place = {
        (series.indicator, series.perimeter): series.code for series in catalogue.series if series.reads is None
    }
    found = {}
    for each in catalogue.series:
        parts = [by_place.get((each.indicator, area)) for area in groups.get(each.perimeter, ())]
        if parts and None not in parts:
            found[each.code] = tuple(part for part in parts if part is not None)
    return found


def _is_group(kind: PerimeterKind) -> bool:
    return kind is PerimeterKind.GROUP


def _break_years(catalogue: CatalogueFiles, indicator: str) -> Iterator[int]:
    """Years whose value a known event breaks, among those that a committee would look at."""
    for series_break in catalogue.breaks:
        if indicator in series_break.indicators and 2022 <= series_break.day.year <= 2025:
            yield series_break.day.year
