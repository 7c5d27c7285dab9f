"""The review as a PDF: tagged (PDF/UA-1), in French, with vector charts and embedded typeface."""

from dataclasses import asdict
from typing import Any

from indicators.charts.glyphs import sign_svg
from indicators.domain.statuses import STATUS_ORDER
from indicators.reading.progress.review import Review
from indicators.reports import words
from indicators.reports.cover import Cover
from indicators.reports.edition import PrintedEdition, Progress, edition_of, silent
from indicators.reports.typesetting import typeset_pdf

MARK_TEXTS = {
    words.FICTITIOUS: "Toutes les valeurs de cette édition sont inventées pour la démonstration.",
    words.DRAFT: "Cette édition montre des valeurs qui ne sont pas encore publiées.",
    words.RESTRICTED: "Certaines valeurs sont couvertes par le secret : ne la transmettez pas.",
}
_DRAWN = 0.6  # share of the work that drawing the charts is


def pdf(
    review: Review, cover: Cover, *, area: int | None = None, apart: bool = False, progress: Progress = silent
) -> bytes:
    """The edition of the whole review, or of one area.

    ``apart`` typesets in a process of its own, as a server should (see ``compiler``). ``progress`` is called with
    growing shares up to 1. Raises ``UnknownArea``, ``TypesettingFailed``.
    """
    edition = edition_of(review, cover, area=area, progress=lambda share: progress(share * _DRAWN))
    content = typeset_pdf(printed(edition), cover.made_at, apart=apart)
    progress(1.0)
    return content


def printed(edition: PrintedEdition) -> dict[str, Any]:
    """What the template reads: the edition, the drawings of the signs, the sentences of the marks."""
    return {
        **asdict(edition),
        "is_draft": words.DRAFT in edition.marks,
        "mark_texts": MARK_TEXTS,
        "signs": {status.value: sign_svg(status) for status in STATUS_ORDER},
    }
