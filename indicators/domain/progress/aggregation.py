"""Aggregation of areas: values by their rule, then the status of the sum; never an average of statuses."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from db.vocabulary import Aggregation, ObsStatus
from indicators.domain.formatting import number
from indicators.domain.progress.assessment import DEFAULT, Assessment, Parameters, assess
from indicators.domain.progress.evidence import Case, Dated, Number, Point, latest_usable, unsettled_breaks
from indicators.domain.quality import is_usable
from indicators.domain.statuses import ASSESSABLE, STATUS_ORDER, Reason, Status

COVERAGE_FLOOR = Fraction(60, 100)
"""Share of assessable series under which no summary sentence is written (an Eustat note)."""


class AggregationRefused(Exception):
    """The rule of the indicator does not allow this total; the message is in French."""


@dataclass(frozen=True, slots=True)
class Component:
    """The value of one part (an area) for one period. A ratio gives its two terms."""

    name: str
    value: Decimal | None
    flags: frozenset[ObsStatus] = frozenset()
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A total with the flags of its parts; ``value`` is None if a part is missing, and ``missing`` names it."""

    value: Number | None
    flags: frozenset[ObsStatus] = frozenset()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """Counts by status in the fixed order, and how many of the series to assess could be assessed."""

    counts: Mapping[Status, int]
    assessable: int
    total: int

    @property
    def coverage(self) -> Fraction:
        """Share of the series to assess that could be assessed, 0 if there are none."""
        return Fraction(self.assessable, self.total) if self.total else Fraction(0)

    @property
    def allows_summary(self) -> bool:
        """Whether a summary sentence may be written."""
        return self.total > 0 and self.coverage >= COVERAGE_FLOOR


def count_statuses(statuses: Iterable[Status]) -> StatusCounts:
    """Counts and coverage; context series are counted, but not among the series to assess."""
    tally = Counter(statuses)
    counts = {status: tally[status] for status in STATUS_ORDER}
    total = sum(counts.values()) - counts[Status.NOT_APPLICABLE]
    return StatusCounts(counts, sum(counts[status] for status in ASSESSABLE), total)


def aggregate_value(rule: Aggregation, components: Sequence[Component], per: int = 100) -> Total:
    """The total of one period: SOM adds up, RATIO divides the sum of numerators by that of denominators.

    ``per`` is 100 for shares in %, 1 for plain ratios.

    Raises:
        AggregationRefused: for DIST and NA, whose total is entered and never computed; without any part;
            for a ratio whose denominators sum to zero.
    """
    _refuse_unless_computed(rule)
    if not components:
        raise AggregationRefused("Aucune aire à agréger.")
    flags = frozenset[ObsStatus]().union(*(component.flags for component in components))
    missing = tuple(component.name for component in components if not _is_complete(rule, component))
    if missing:
        return Total(None, flags, missing)
    if rule is Aggregation.SUM:
        return Total(sum((Fraction(component.value or 0) for component in components), Fraction(0)), flags)
    return Total(_ratio_of_sums(components, per), flags)


def check_distinct_total(total: Decimal, parts: Sequence[Decimal]) -> None:
    """Check that a total of distinct units lies between the largest part and the sum of the parts.

    Raises:
        AggregationRefused: with the bounds, in French.
    """
    if not parts or max(parts) <= total <= sum(Fraction(part) for part in parts):
        return
    low, high = number(max(parts)), number(sum(Fraction(part) for part in parts))
    raise AggregationRefused(
        f"Le total distinct ({number(total)}) doit se situer entre la plus grande aire ({low}) "
        f"et la somme des aires ({high})."
    )


def aggregate_case(rule: Aggregation, cases: Mapping[str, Case]) -> Case | None:
    """The case of the sum of several series; None when one of them lacks a baseline or a target.

    Raises:
        AggregationRefused: unless the rule is SOM, or when directions or modes differ.
    """
    _refuse_unless_computed(rule)
    if rule is Aggregation.RATIO:
        raise AggregationRefused(
            "La situation initiale et les cibles d'un rapport ne s'additionnent pas : saisissez-les pour l'ensemble."
        )
    parts = list(cases.values())
    if not parts:
        raise AggregationRefused("Aucune aire à agréger.")
    if len({(part.direction, part.is_context) for part in parts}) > 1:
        raise AggregationRefused("Les séries à agréger diffèrent par leur sens ou leur type.")
    if len({part.mode for part in parts if part.targets}) > 1:
        raise AggregationRefused("Les séries à agréger n'ont pas toutes le même mode de cible.")
    baseline = _sum_at_same_dates([() if part.baseline is None else (part.baseline,) for part in parts])
    targets = _sum_at_same_dates([part.targets for part in parts])
    if not baseline or not targets:
        return None
    return replace(
        parts[0],
        baseline=baseline[0],
        targets=targets,
        observations=_sum_observations(parts),
        breaks_cleared_until=None,
        countable=all(part.countable for part in parts),
    )


def assess_aggregate(
    rule: Aggregation,
    cases: Mapping[str, Case],
    parameters: Parameters = DEFAULT,
) -> Assessment:
    """Status of a sum of series, assessed on the summed values, or AGREGAT_INCOMPLET.

    Raises:
        AggregationRefused: as :func:`aggregate_case`.
    """
    incomplete = Assessment(Status.NOT_ASSESSABLE, Reason.AGGREGATE_INCOMPLETE, 1)
    never_judged = Assessment(Status.NOT_APPLICABLE, None, 0)
    whole = aggregate_case(rule, cases)
    if whole is None:
        return incomplete if all(case.is_judged for case in cases.values()) else never_judged
    judged = assess(whole, parameters)
    some_part_observed = any(latest_usable(case) for case in cases.values())
    return incomplete if judged.reason is Reason.NO_OBSERVATION and some_part_observed else judged


def _refuse_unless_computed(rule: Aggregation) -> None:
    if rule is Aggregation.DISTINCT:
        raise AggregationRefused(
            "Une même unité peut compter dans plusieurs aires : le total distinct se saisit, il ne se calcule pas."
        )
    if rule is Aggregation.NOT_ADDITIVE:
        raise AggregationRefused("Cet indicateur n'est pas additif : aucun total des aires n'a de sens.")


def _is_complete(rule: Aggregation, component: Component) -> bool:
    terms = (component.value,) if rule is Aggregation.SUM else (component.numerator, component.denominator)
    return all(is_usable(term, component.flags) for term in terms)


def _ratio_of_sums(components: Sequence[Component], per: int) -> Fraction:
    above = sum((Fraction(component.numerator or 0) for component in components), Fraction(0))
    below = sum((Fraction(component.denominator or 0) for component in components), Fraction(0))
    if below == 0:
        raise AggregationRefused("La somme des dénominateurs est nulle : le rapport n'existe pas.")
    return per * above / below


def _sum_at_same_dates(parts: Sequence[Sequence[Dated]]) -> tuple[Dated, ...]:
    """Sums date by date; empty unless every part has exactly the same dates."""
    by_date = [dict(part) for part in parts]
    if any(part.keys() != by_date[0].keys() for part in by_date):
        return ()
    return tuple((t, sum((Fraction(part[t]) for part in by_date), Fraction(0))) for t in sorted(by_date[0]))


def _sum_observations(parts: Sequence[Case]) -> tuple[Point, ...]:
    """One point per period present in any part, without value unless all parts have a usable one."""
    by_period = [{(point.t, point.start): point for point in _without_settled_breaks(part)} for part in parts]
    periods = sorted(set().union(*by_period), key=lambda key: (key[0], key[1] or key[0] - 1))
    return tuple(_sum_points([part.get(period) for part in by_period], *period) for period in periods)


def _without_settled_breaks(part: Case) -> Iterator[Point]:
    """Points of a part without the break flags that its recomputed baseline settles."""
    unsettled = unsettled_breaks(part)
    for point in part.observations:
        yield point if point.t in unsettled else replace(point, flags=point.flags - {ObsStatus.BREAK})


def _sum_points(points: Sequence[Point | None], t: Fraction, start: Fraction | None) -> Point:
    present = [point for point in points if point is not None]
    flags = frozenset[ObsStatus]().union(*(point.flags for point in present))
    label = present[0].label
    if len(present) < len(points) or not all(point.usable for point in present):
        return Point(t, None, flags, label, start)
    return Point(t, sum((Fraction(point.value or 0) for point in present), Fraction(0)), flags, label, start)
