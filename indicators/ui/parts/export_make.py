"""What a document of the review holds: the review of a view, its cover, what the committee said; and making it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.reading import tables
from indicators.reading.decisions import Decision, read_decisions
from indicators.reading.judgements import Judgements, Standing, read_judgements
from indicators.reading.review import Review
from indicators.reading.selection import area_of
from indicators.reports.cover import Cover, Note, NoteKind
from indicators.reports.fingerprint import fingerprint
from indicators.reports.pdf import pdf
from indicators.reports.slides import pptx
from indicators.reports.workbook import xlsx
from indicators.ui import store
from indicators.ui.store import View

Named = Callable[[str], str]
Progress = Callable[[float], None]


class Form(StrEnum):
    """Kinds of documents; the value is the end of their name."""

    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class About:
    """A form in words."""

    title: str
    text: str
    mime: str


ABOUT: Mapping[Form, About] = {
    Form.PDF: About(
        "Document (PDF)",
        "Le dossier complet, à imprimer ou à lire : synthèse, aires, fiches du noyau, décisions, méthode. Accessible.",
        "application/pdf",
    ),
    Form.PPTX: About(
        "Présentation (PPTX)",
        "Pour la réunion : synthèse, aires et indicateurs qui demandent attention. Les graphiques se modifient.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    Form.XLSX: About(
        "Classeur (XLSX)",
        "Les chiffres : statuts, valeurs, cibles, métadonnées et réserves, prêts à filtrer.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@dataclass(frozen=True)
class Order:
    """A document to be made: everything that making it needs, read from the store beforehand or by ``engine``."""

    form: Form
    area: int | None
    view: View
    review: Review
    named: Named
    engine: Any

    @property
    def title(self) -> str:
        """« Comité du 12/03/2026 », « Revue du 22/11/2026 »."""
        if self.view.edition is not None:
            return self.view.edition.label
        return f"Revue du {date_fr(self.review.today)}"

    @property
    def file_name(self) -> str:
        """Letters, digits and hyphens only, whatever the code of an edition is."""
        name = self.view.edition.code if self.view.edition else f"revue-{self.review.today.isoformat()}"
        plain = "".join(one if one.isascii() and one.isalnum() else "-" for one in name).strip("-") or "edition"
        parts = (
            plain,
            f"aire-{self.area}" if self.area else "",
            "document-de-travail" if self.view.unpublished else "",
        )
        return "_".join(filter(None, parts)) + f".{self.form}"


def make(order: Order, progress: Progress) -> bytes:
    """The bytes of a document. Raises what reading the store and typesetting raise."""
    review, area = order.review, order.area
    cover = cover_of(order, datetime.now(UTC))
    match order.form:
        case Form.PDF:
            return pdf(review, cover, area=area, apart=True, progress=progress)
        case Form.PPTX:
            return pptx(review, cover, area=area, progress=progress)
        case Form.XLSX:
            instant = store.instant_of(order.view)
            values = tables.values(order.engine, review, instant, unpublished=order.view.unpublished)
            return xlsx(review, cover, area=area, values=values, progress=progress)


def cover_of(order: Order, made_at: datetime) -> Cover:
    """What the document says of itself. An edition prints the fingerprint that it was frozen with."""
    edition = order.view.edition
    return Cover(
        title=order.title,
        made_at=made_at,
        subtitle=_subtitle(order),
        code_version=edition.code_version if edition else "",
        fingerprint=_grouped(edition.fingerprint) if edition else fingerprint(order.review),
        filters=f"aire {order.area}" if order.area is not None else "",
        is_draft=bool(order.view.unpublished),
        notes=tuple(_notes(order)),
    )


def _subtitle(order: Order) -> str:
    edition, day = order.view.edition, order.view.as_of
    if edition is not None:
        frozen = edition.frozen_at.astimezone(store.LOCAL)
        return f"Édition {edition.code}, figée le {date_fr(frozen.date())} à {frozen:%H:%M}"
    if day is not None:
        return f"Tel que connu le {date_fr(day)}"
    return "Suivi des indicateurs de la feuille de route"


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


# What people said -----------------------------------------------------------------------------------------------------


def _notes(order: Order) -> Iterator[Note]:
    """Appreciations adopted, comments that stand, decisions: those of the area alone where one is asked."""
    at, review = store.instant_of(order.view), order.review
    judgements = read_judgements(order.engine, at)
    for number, subject in _subjects(order):
        yield from _said(_standing(judgements, number, subject), subject, order.named)
    for one in read_decisions(order.engine, at):
        if one.is_open and _concerns(one, review, order.area):
            yield _decision(one, order.named)


def _subjects(order: Order) -> Iterator[tuple[int, str]]:
    """Areas by number and perimeter, then series by code (their number is 0)."""
    for area in order.review.catalogue.areas:
        if order.area in (None, area.number):
            yield area.number, area.perimeter
    for one in order.review.judged.values():
        if order.area is None or area_of(one) == str(order.area):
            yield 0, one.code


def _standing(judgements: Judgements, number: int, subject: str) -> Standing:
    return judgements.of_area(number) if number else judgements.of_series(subject)


def _said(standing: Standing, subject: str, named: Named) -> Iterator[Note]:
    if standing.adopted is not None:
        one = standing.adopted
        text = label(one.level) + (f" : {one.motive}" if one.motive else "")
        yield Note(NoteKind.APPRECIATION, subject, text, named(one.recorded_by), one.meeting or _day(one.recorded_at))
    for comment in standing.texts:
        text = f"{label(comment.kind)} : {comment.text}"
        author, day = named(comment.recorded_by), comment.meeting or _day(comment.recorded_at)
        yield Note(NoteKind.COMMENT, subject, text, author, day)


def _decision(one: Decision, named: Named) -> Note:
    due = f"échéance {date_fr(one.due_on)}" if one.due_on else ""
    follow = ", ".join(filter(None, (one.in_charge, due, label(one.state).lower())))
    text = f"{one.code} : {one.text}" + (f" ({follow})" if follow else "")
    return Note(NoteKind.DECISION, (*one.series, "")[0], text, named(one.recorded_by), one.taken_on)


def _concerns(one: Decision, review: Review, area: int | None) -> bool:
    """Decisions that are about no indicator concern every area."""
    if area is None or not (one.series or one.indicators):
        return True
    about = (
        each for each in review.judged.values() if each.code in one.series or each.definition.code in one.indicators
    )
    return any(area_of(each) == str(area) for each in about)


def _day(instant: datetime) -> Any:
    return instant.astimezone(store.LOCAL).date()


def name_of(view: View) -> str:
    """What is exported, in a few words."""
    if view.edition is not None:
        return view.edition.label
    return f"Tel que connu le {date_fr(view.as_of)}" if view.as_of else "Vue publiée d’aujourd’hui"
