"""Preview of the statuses that a change of thresholds, dates or definition would move."""

from indicators.domain.formatting import count_of
from indicators.domain.statuses import SIGNS
from indicators.reading.catalogue.administration import Transitions
from indicators.reading.progress.review import Review
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, details, esc, html, link, show, table


def show_changes(review: Review, transitions: Transitions, under: str) -> None:
    """Draw the status transitions: from, to, their number and their series."""
    show(changes(review, transitions, under))


def changes(review: Review, transitions: Transitions, under: str) -> Html:
    """The status transitions as HTML; ``under`` states their scope and date."""
    if not transitions.changed:
        return html(
            '<div class="admin-effect" role="status"><p><b>Aucun statut ne changerait</b>, {}.</p></div>', under
        )
    count = count_of(len(transitions.changed), "statut changerait", "statuts changeraient")
    rows = [[signs.badge(before), signs.badge(after), str(number)] for before, after, number in transitions.counts]
    listed = [
        [
            link(links.address("indicateur", serie=code), esc(code)),
            esc(review.judged[code].definition.label),
            html("{} → <b>{}</b>", SIGNS[before].word, SIGNS[after].word),
        ]
        for code, before, after in transitions.changed
    ]
    return (
        html('<div class="admin-effect" role="status"><p><b>{}</b>, {}.</p>', count, under)
        + table("Changements de statut", ["Aujourd’hui", "Deviendrait", "Séries"], rows, (2,))
        + details("Voir les séries", table("Séries concernées", ["Série", "Indicateur", "Statut"], listed))
        + html("</div>")
    )
