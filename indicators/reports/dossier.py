"""The cover of a document of the review, and what people said and decided as its notes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from indicators import __version__
from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.editions import Edition
from indicators.reading.committee.judgements import Judgements, Standing
from indicators.reading.instants import LOCAL, day_of
from indicators.reading.progress.review import Review
from indicators.reading.progress.selection import area_of
from indicators.reports.cover import Cover, Note, NoteKind
from indicators.reports.fingerprint import fingerprint

Named = Callable[[str], str]
"""Name of an author; empty where it must not be told."""


@dataclass(frozen=True, slots=True)
class CommitteeRecord:
    """What stood beside the figures when they were read: judgements, decisions, and how authors are named."""

    judgements: Judgements
    decisions: Iterable[Decision]
    named: Named


def cover_for(
    review: Review,
    record: CommitteeRecord,
    *,
    made_at: datetime,
    edition: Edition | None = None,
    area: int | None = None,
    title: str = "",
    is_draft: bool = False,
) -> Cover:
    """What a document says of itself. An edition prints the fingerprint that it was frozen with."""
    return Cover(
        title=title or title_of(review, edition),
        made_at=made_at,
        subtitle=_subtitle(review, edition),
        code_version=edition.code_version if edition else __version__,
        fingerprint=_grouped(edition.fingerprint) if edition else fingerprint(review),
        filters=f"aire {area}" if area is not None else "",
        is_draft=is_draft,
        notes=tuple(_notes(review, record, area)),
    )


def title_of(review: Review, edition: Edition | None) -> str:
    """« Comité du 12/03/2026 », « Revue du 22/11/2026 »."""
    return edition.label if edition is not None else f"Revue du {date_fr(review.today)}"


def _subtitle(review: Review, edition: Edition | None) -> str:
    if edition is not None:
        frozen = edition.frozen_at.astimezone(LOCAL)
        return f"Édition {edition.code}, figée le {date_fr(frozen.date())} à {frozen:%H:%M}"
    if review.as_of is not None:
        return f"Tel que connu le {date_fr(day_of(review.as_of))}"
    return "Suivi des indicateurs de la feuille de route"


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _notes(review: Review, record: CommitteeRecord, area: int | None) -> Iterator[Note]:
    """Appreciations adopted, comments that stand, decisions: those of the area alone where one is asked."""
    for subject, standing in _standings(review, record.judgements, area):
        yield from _words(standing, subject, record.named)
    for decision in record.decisions:
        if decision.is_open and _concerns(decision, review, area):
            yield _decision(decision, record.named)


def _standings(review: Review, judgements: Judgements, area: int | None) -> Iterator[tuple[str, Standing]]:
    """What is said of areas, by their perimeter, then of series."""
    for each in review.catalogue.areas:
        if area in (None, each.number):
            yield each.perimeter, judgements.of_area(each.number)
    for judged in review.judged.values():
        if area is None or area_of(judged) == str(area):
            yield judged.code, judgements.of_series(judged.code)


def _words(standing: Standing, subject: str, named: Named) -> Iterator[Note]:
    if standing.adopted is not None:
        appreciation = standing.adopted
        text = label(appreciation.level) + (f" : {appreciation.motive}" if appreciation.motive else "")
        yield Note(
            NoteKind.APPRECIATION,
            subject,
            text,
            named(appreciation.recorded_by),
            appreciation.meeting or _day(appreciation.recorded_at),
        )
    for comment in standing.texts:
        text = f"{label(comment.kind)} : {comment.text}"
        author, day = named(comment.recorded_by), comment.meeting or _day(comment.recorded_at)
        yield Note(NoteKind.COMMENT, subject, text, author, day)


def _decision(decision: Decision, named: Named) -> Note:
    due = f"échéance {date_fr(decision.due_on)}" if decision.due_on else ""
    follow = ", ".join(filter(None, (decision.in_charge, due, label(decision.state).lower())))
    text = f"{decision.code} : {decision.text}" + (f" ({follow})" if follow else "")
    return Note(NoteKind.DECISION, (*decision.series, "")[0], text, named(decision.recorded_by), decision.taken_on)


def _concerns(decision: Decision, review: Review, area: int | None) -> bool:
    """Decisions that are about no indicator concern every area."""
    if area is None or not (decision.series or decision.indicators):
        return True
    about = (
        each
        for each in review.judged.values()
        if each.code in decision.series or each.definition.code in decision.indicators
    )
    return any(area_of(each) == str(area) for each in about)


def _day(instant: datetime) -> date:
    return instant.astimezone(LOCAL).date()
