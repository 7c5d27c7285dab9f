"""Choosing series: by area, family, ambition, type, core, status, or what needs attention."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from db.vocabulary import IndicatorType, PerimeterKind
from indicators.domain.statuses import Status
from indicators.reading.progress.attention import BY_CODE
from indicators.reading.progress.review import Judged, Review

DIS = "DIS"
GROUP = "groupe"


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of a view; an empty one keeps everything. Each is a word of the address."""

    area: str = ""
    family: str = ""
    ambition: str = ""
    type: str = ""
    core: bool = False
    roadmap: bool = False
    status: str = ""
    attention: str = ""

    def without(self, *names: str) -> "Selection":
        """The same selection with some filters lifted."""
        lifted: dict[str, Any] = {name: type(getattr(self, name))() for name in names}
        return replace(self, **lifted)


def select(review: Review, selection: Selection, series: Iterable[Judged] | None = None) -> list[Judged]:
    """Series that all filters keep, in catalogue order (by default among the roadmap's and the context ones)."""
    candidates = review.judged.values() if series is None else series
    tests = _tests(review, selection)
    return [one for one in candidates if all(test(one) for test in tests)]


def area_of(one: Judged) -> str:
    """« 1 »… « 6 » for a series of one area, « DIS » for the domain, « groupe » for a named group."""
    if one.perimeter.kind is PerimeterKind.AREA:
        return str(one.perimeter.areas[0])
    return DIS if one.perimeter.kind is PerimeterKind.DIS else GROUP


def ambitions_of(one: Judged, review: Review) -> set[str]:
    """Ambitions that a series serves: those of its areas; the domain serves all."""
    areas = one.perimeter.areas if one.perimeter.kind is not PerimeterKind.DIS else ()
    if not areas:
        return {each.code for each in review.catalogue.ambitions}
    return {review.catalogue.areas_by_number[number].ambition for number in areas}


def _tests(review: Review, wanted: Selection) -> list[Callable[[Judged], bool]]:
    tests: list[Callable[[Judged], bool]] = []
    if wanted.area:
        tests.append(lambda one: area_of(one) == wanted.area)
    if wanted.family:
        tests.append(lambda one: one.definition.family == wanted.family)
    if wanted.ambition:
        tests.append(lambda one: wanted.ambition in ambitions_of(one, review))
    if wanted.type:
        tests.append(lambda one: one.facts.type is IndicatorType(wanted.type))
    if wanted.core:
        tests.append(lambda one: one.definition.core)
    if wanted.roadmap:
        tests.append(lambda one: one.series.in_matrix)
    if wanted.status:
        tests.append(lambda one: one.status is Status(wanted.status))
    if wanted.attention:
        tests.append(lambda one: BY_CODE[wanted.attention].concerns(one, review))
    return tests
