"""What a change of thresholds, of dates or of a definition would do to statuses, before it is saved."""

from indicators.domain.formatting import count_of
from indicators.domain.statuses import SIGNS
from indicators.reading.catalogue.administration import Transitions
from indicators.reading.progress.review import Review
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, details, esc, html, link, show, table


def show_changes(review: Review, found: Transitions, under: str) -> None:
    """From which status to which, how many, and which series."""
    show(changes(review, found, under))


def changes(review: Review, found: Transitions, under: str) -> Html:
    """The same as HTML; ``under`` says on what and when."""
    if not found.changed:
        return html(
            '<div class="admin-effect" role="status"><p><b>Aucun statut ne changerait</b>, {}.</p></div>', under
        )
    count = count_of(len(found.changed), "statut changerait", "statuts changeraient")
    rows = [[signs.badge(before), signs.badge(after), str(number)] for before, after, number in found.counts]
    listed = [
        [
            link(links.address("indicateur", serie=code), esc(code)),
            esc(review.judged[code].definition.label),
            html("{} → <b>{}</b>", SIGNS[before].word, SIGNS[after].word),
        ]
        for code, before, after in found.changed
    ]
    return (
        html('<div class="admin-effect" role="status"><p><b>{}</b>, {}.</p>', count, under)
        + table("Changements de statut", ["Aujourd’hui", "Deviendrait", "Séries"], rows, (2,))
        + details("Voir les séries", table("Séries concernées", ["Série", "Indicateur", "Statut"], listed))
        + html("</div>")
    )
