"""Where a series stands in the roadmap: its area, the ambitions that it serves."""

from db.vocabulary import PerimeterKind
from indicators.reading.progress.review import Judged, Review

DIS = "DIS"
GROUP = "groupe"


def area_of(series: Judged) -> str:
    """« 1 »… « 6 » for a series of one area, « DIS » for the domain, « groupe » for a named group."""
    if series.perimeter.kind is PerimeterKind.AREA:
        return str(series.perimeter.areas[0])
    return DIS if series.perimeter.kind is PerimeterKind.DIS else GROUP


def ambitions_of(series: Judged, review: Review) -> set[str]:
    """Ambitions that a series serves: those of its areas; the domain serves all."""
    areas = series.perimeter.areas if series.perimeter.kind is not PerimeterKind.DIS else ()
    if not areas:
        return {each.code for each in review.catalogue.ambitions}
    return {review.catalogue.areas_by_number[number].ambition for number in areas}
