"""Content of an exported document: the review of a view, its cover and the committee's remarks; and its making."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from indicators.domain.formatting import date_fr
from indicators.reading.committee.decisions import read_decisions, told_to
from indicators.reading.committee.judgements import read_judgements
from indicators.reading.progress.review import Review
from indicators.reading.store import tables
from indicators.reports.cover import Cover
from indicators.reports.dossier import CommitteeRecord, Named, cover_for, title_of
from indicators.reports.pdf import pdf
from indicators.reports.slides import Detail, pptx
from indicators.reports.workbook import xlsx
from indicators.services.store.preparing import Engine
from indicators.ui import store
from indicators.ui.store import View

Progress = Callable[[float], None]


class DocumentKind(StrEnum):
    """Document formats; the value is the file extension."""

    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """Title, purpose and MIME type of a format."""

    title: str
    text: str
    mime: str


ABOUT: Mapping[DocumentKind, DocumentInfo] = {
    DocumentKind.PDF: DocumentInfo(
        "Document (PDF)",
        "Le dossier complet, à imprimer ou à lire : synthèse, aires, fiches du noyau, décisions, méthode. Accessible.",
        "application/pdf",
    ),
    DocumentKind.PPTX: DocumentInfo(
        "Présentation (PPTX)",
        "Pour la réunion : synthèse, aires et indicateurs qui demandent attention. Les graphiques se modifient.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    DocumentKind.XLSX: DocumentInfo(
        "Classeur (XLSX)",
        "Les chiffres : statuts, valeurs, cibles, métadonnées et réserves, prêts à filtrer.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


DETAILS: Mapping[Detail, str] = {
    "attention": "Ceux qui demandent attention",
    "tout": "Tout le noyau",
    "rien": "Aucun",
}
"""Which indicators get a slide of their own, in words; the first is the default."""


@dataclass(frozen=True)
class Order:
    """Everything needed to make a document, read beforehand or through ``engine``.

    ``detail`` applies to slides only; ``is_public``: people are not named.
    """

    form: DocumentKind
    area: int | None
    view: View
    review: Review
    named: Named
    engine: Engine
    detail: Detail = "attention"
    is_public: bool = False

    @property
    def title(self) -> str:
        """Title of the document: « Comité du 12/03/2026 », « Revue du 22/11/2026 »."""
        return title_of(self.review, self.view.edition)

    @property
    def file_name(self) -> str:
        """File name with ASCII letters, digits, hyphens and underscores only, whatever the edition code."""
        name = self.view.edition.code if self.view.edition else f"revue-{self.review.today.isoformat()}"
        plain = (
            "".join(character if character.isascii() and character.isalnum() else "-" for character in name).strip("-")
            or "edition"
        )
        parts = (
            plain,
            f"aire-{self.area}" if self.area else "",
            "document-de-travail" if self.view.unpublished else "",
        )
        return "_".join(filter(None, parts)) + f".{self.form}"


def make(order: Order, progress: Progress) -> bytes:
    """The bytes of a document. Errors of the store and of typesetting propagate."""
    review, area = order.review, order.area
    cover = cover_of(order, datetime.now(UTC))
    match order.form:
        case DocumentKind.PDF:
            return pdf(review, cover, area=area, apart=True, progress=progress)
        case DocumentKind.PPTX:
            return pptx(review, cover, area=area, detail=order.detail, progress=progress)
        case DocumentKind.XLSX:
            instant = store.instant_of(order.view)
            values = tables.values(order.engine, review, instant, unpublished=order.view.unpublished)
            return xlsx(review, cover, area=area, values=values, progress=progress)


def cover_of(order: Order, made_at: datetime) -> Cover:
    """Cover of the document, with ratings, comments and decisions as known at the instant of the view."""
    at = store.instant_of(order.view)
    decisions = told_to(order.is_public, read_decisions(order.engine, at))
    remarks = CommitteeRecord(read_judgements(order.engine, at), decisions, order.named)
    return cover_for(
        order.review,
        remarks,
        made_at=made_at,
        edition=order.view.edition,
        area=order.area,
        is_draft=bool(order.view.unpublished),
    )


def name_of(view: View) -> str:
    """Short name of what is exported."""
    if view.edition is not None:
        return view.edition.label
    return f"Tel que connu le {date_fr(view.as_of)}" if view.as_of else "Vue publiée d’aujourd’hui"
