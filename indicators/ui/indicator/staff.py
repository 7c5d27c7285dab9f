"""Links from a series to the screens where its values and targets are edited, for authorised people."""

from indicators.domain.rights import Action, Person, Subject, allowed
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links
from indicators.ui.kit.html import html, join, link, show


def doors(review: Review, judged: Judged, person: Person) -> None:
    """Draw links to the actions allowed to the person on a series; draws nothing if there are none."""
    source = review.judged.get(judged.series.reads_from or "", judged)
    subject = Subject(source.code, frozenset(source.perimeter.areas))
    htmls = [
        link(links.bare_address(screen, serie=source.code, periode=period), text, "chip")
        for action, screen, period, text in (
            (Action.ENTER_VALUE, "valeur", _period(review, source), "Saisir ou corriger une valeur"),
            (Action.SET_TARGET, "cibles", "", "Situation initiale et cibles"),
            (Action.READ_UNPUBLISHED, "journal", "", "Journal de cette série"),
        )
        if allowed(person, action, subject)
    ]
    if htmls:
        show(html('<nav class="chips screen-only" aria-label="Agir sur cette série">{}</nav>', join(htmls)))


def _period(review: Review, judged: Judged) -> str:
    """Code of the expected period; otherwise that of the last value; otherwise the previous year."""
    if judged.due.period_code_expected:
        return judged.due.period_code_expected
    return judged.latest.period.code if judged.latest else str(review.today.year - 1)
