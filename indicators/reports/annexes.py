"""The annexes: what cannot be judged and why, where figures come from, what breaks series."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from db.vocabulary import PerimeterKind
from indicators.domain.formatting import date_fr
from indicators.domain.progress.explanation import REMEDY
from indicators.domain.statuses import REASON_TEXT, Reason
from indicators.reading.progress.review import Judged, Review
from indicators.reports import words


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One indicator that cannot be judged somewhere: where, in words."""

    indicator: str
    label: str
    is_core: bool
    places: str


@dataclass(frozen=True, slots=True)
class UnjudgedGroup:
    """A reason, what would lift it, and the indicators concerned. ``count`` is in series."""

    title: str
    remedy: str
    count: int
    rows: tuple[Unjudged, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source and the codes of the indicators that rest on it. ``url`` is empty or a web address."""

    name: str
    url: str
    indicators: str


@dataclass(frozen=True, slots=True)
class ListedBreak:
    """A dated event that breaks series."""

    date: str
    event: str
    note: str
    indicators: str


def unjudged(series: Iterable[Judged]) -> tuple[UnjudgedGroup, ...]:
    """Series that cannot be judged, by reason, one line for each indicator."""
    by_reason: dict[Reason, dict[str, list[Judged]]] = defaultdict(lambda: defaultdict(list))
    for judged in series:
        if judged.assessment.reason is not None:
            by_reason[judged.assessment.reason][judged.definition.code].append(judged)
    return tuple(_group(reason, by_reason[reason]) for reason in Reason if reason in by_reason)


def _group(reason: Reason, by_reason: dict[str, list[Judged]]) -> UnjudgedGroup:
    rows = [
        Unjudged(code, judged_series[0].definition.label, judged_series[0].definition.core, places(judged_series))
        for code, judged_series in by_reason.items()
    ]
    text, remedy = REASON_TEXT[reason], REMEDY[reason]
    title, lift = (f"{sentence[:1].upper()}{sentence[1:]}" for sentence in (text, remedy))
    return UnjudgedGroup(title, f"{lift}.", sum(map(len, by_reason.values())), tuple(rows))


def places(series: Iterable[Judged]) -> str:
    """« aires 1, 3 et 5 ; DIS entier »."""
    numbers = [str(judged.perimeter.areas[0]) for judged in series if judged.perimeter.kind is PerimeterKind.AREA]
    elsewhere = [words.perimeter(judged) for judged in series if judged.perimeter.kind is not PerimeterKind.AREA]
    if not numbers:
        return " ; ".join(elsewhere)
    listed = f"{', '.join(numbers[:-1])} et {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    return " ; ".join([f"aire{'s' if len(numbers) > 1 else ''} {listed}", *elsewhere])


def planned_sources(series: Iterable[Judged]) -> tuple[Source, ...]:
    """Where the values of the indicators are to come from, as the catalogue says."""
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    for judged in series:
        sources[judged.definition.source][judged.definition.code] = None
    return tuple(Source(name, "", ", ".join(codes)) for name, codes in sources.items())


def published_sources(series: Iterable[Judged]) -> tuple[Source, ...]:
    """Where the values shown do come from, by name."""
    sources: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for judged in series:
        for each in judged.facts.observations:
            if each.value is not None and each.source:
                sources[(each.source, words.web_address(each.source_url))][judged.definition.code] = None
    return tuple(Source(name, url, ", ".join(codes)) for (name, url), codes in sorted(sources.items()))


def breaks(review: Review) -> tuple[ListedBreak, ...]:
    """Known breaks, as recorded."""
    return tuple(
        ListedBreak(
            date_fr(break_.happened_on) + (f" – {date_fr(break_.ended_on)}" if break_.ended_on else ""),
            break_.event,
            break_.note,
            ", ".join(break_.indicators),
        )
        for break_ in review.catalogue.breaks
    )
