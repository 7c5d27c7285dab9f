"""What a document of the review holds: the review of a view, its cover, what the committee said; and making it."""

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
from indicators.reports.dossier import Named, Said, cover_for, title_of
from indicators.reports.pdf import pdf
from indicators.reports.slides import Detail, pptx
from indicators.reports.workbook import xlsx
from indicators.services.store.preparing import Engine
from indicators.ui import store
from indicators.ui.store import View

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


DETAILS: Mapping[Detail, str] = {
    "attention": "Ceux qui demandent attention",
    "tout": "Tout le noyau",
    "rien": "Aucun",
}
"""Which indicators get a slide of their own, in words; the first is the default."""


@dataclass(frozen=True)
class Order:
    """A document to be made: everything that making it needs, read from the store beforehand or by ``engine``.

    ``detail`` is about slides alone; ``is_public``: nobody is named.
    """

    form: Form
    area: int | None
    view: View
    review: Review
    named: Named
    engine: Engine
    detail: Detail = "attention"
    is_public: bool = False

    @property
    def title(self) -> str:
        """« Comité du 12/03/2026 », « Revue du 22/11/2026 »."""
        return title_of(self.review, self.view.edition)

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
            return pptx(review, cover, area=area, detail=order.detail, progress=progress)
        case Form.XLSX:
            instant = store.instant_of(order.view)
            values = tables.values(order.engine, review, instant, unpublished=order.view.unpublished)
            return xlsx(review, cover, area=area, values=values, progress=progress)


def cover_of(order: Order, made_at: datetime) -> Cover:
    """What the document says of itself and of what people said, as the view knows it."""
    at = store.instant_of(order.view)
    decisions = told_to(order.is_public, read_decisions(order.engine, at))
    said = Said(read_judgements(order.engine, at), decisions, order.named)
    return cover_for(
        order.review,
        said,
        made_at=made_at,
        edition=order.view.edition,
        area=order.area,
        is_draft=bool(order.view.unpublished),
    )


def name_of(view: View) -> str:
    """What is exported, in a few words."""
    if view.edition is not None:
        return view.edition.label
    return f"Tel que connu le {date_fr(view.as_of)}" if view.as_of else "Vue publiée d’aujourd’hui"
