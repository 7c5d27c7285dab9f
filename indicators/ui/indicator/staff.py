"""Doors from a series to where it is filled and where its targets are set, for those who may."""

from indicators.domain.rights import Action, Person, Subject, allowed
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit import links
from indicators.ui.kit.html import html, join, link, show


def doors(review: Review, one: Judged, person: Person) -> None:
    """Links to the acts that the person may do on a series; nothing for the others."""
    source = review.judged.get(one.series.reads_from or "", one)
    subject = Subject(source.code, frozenset(source.perimeter.areas))
    found = [
        link(links.bare_address(screen, serie=source.code, periode=period), text, "chip")
        for action, screen, period, text in (
            (Action.ENTER_VALUE, "valeur", _period(review, source), "Saisir ou corriger une valeur"),
            (Action.SET_TARGET, "cibles", "", "Situation initiale et cibles"),
            (Action.READ_UNPUBLISHED, "journal", "", "Journal de cette série"),
        )
        if allowed(person, action, subject)
    ]
    if found:
        show(html('<nav class="chips screen-only" aria-label="Agir sur cette série">{}</nav>', join(found)))


def _period(review: Review, one: Judged) -> str:
    """The period awaited; else the one of the last value; else the last year that ended."""
    if one.due.period_code_expected:
        return one.due.period_code_expected
    return one.latest.period.code if one.latest else str(review.today.year - 1)
