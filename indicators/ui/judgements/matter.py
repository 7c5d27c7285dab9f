"""The subject of appreciations and comments: an area or a series, with its computed statuses and access rights."""

from collections.abc import Callable
from dataclasses import dataclass

from db.vocabulary import AppreciationLevel
from indicators.domain.committee.appreciations import Matter, required_appreciation, required_for_area
from indicators.domain.rights import Subject
from indicators.reading.catalogue.catalogue import Area
from indicators.reading.committee.judgements import in_area
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import signs
from indicators.ui.kit.html import html


@dataclass(frozen=True)
class TopicCard:
    """An area or series. ``computed`` is its status as HTML; ``owed`` gives what the committee must still provide."""

    matter: Matter
    subject: Subject
    computed: str
    owed: Callable[[AppreciationLevel | None], str]
    noun: str
    source: Judged | None = None


def of_series(review: Review, judged: Judged) -> TopicCard:
    """Card of a series; a series that reads its values from another uses the card of that one."""
    source = review.judged.get(judged.series.reads_from or "", judged)
    return TopicCard(
        matter=Matter(series=source.code),
        subject=Subject(source.code, frozenset(source.perimeter.areas)),
        computed=signs.badge(source.status),
        owed=lambda level: required_appreciation(source.status, level),
        noun="cet indicateur",
        source=source if source is not judged else None,
    )


def of_area(review: Review, area: Area) -> TopicCard:
    """Card of an area: its statuses are counted, never averaged."""
    statuses = [judged.status for judged in in_area(review, area.number)]
    return TopicCard(
        matter=Matter(area=area.number),
        subject=Subject(areas=frozenset({area.number})),
        computed=signs.counts(statuses) or html('<span class="muted">aucun indicateur évaluable</span>'),
        owed=lambda level: required_for_area(statuses, level),
        noun="cette aire",
    )
