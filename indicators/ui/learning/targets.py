"""Targets that changed, and what the status of today would be under the first ones."""

from collections.abc import Sequence

from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.series import Target, Unit
from indicators.reading.committee.learning import UnderFormer
from indicators.reading.progress.review import Review
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, card, details, empty, esc, html, join, link, table

TITLE = "Quelles cibles ont changé, et qu’est-ce que cela change ?"
_NOTE = (
    "Les cibles d’aujourd’hui, à côté des premières qui ont été fixées ; le statut est recalculé avec les premières."
)


def section(review: Review, found: Sequence[UnderFormer]) -> Html:
    """The card: those whose status depends on the change first, the others on demand."""
    if not found:
        return card(empty("Aucune cible n’a changé depuis qu’elle a été fixée"), TITLE)
    moved, same = ([one for one in found if one.differs is side] for side in (True, False))
    body = html("<p>{}</p>", reading(found))
    if moved:
        body += _table("Indicateurs dont le statut serait autre", review, moved)
    if same:
        summary = f"Cibles changées sans effet sur le statut ({len(same)})"
        body += details(summary, _table("Indicateurs dont le statut serait le même", review, same))
    return card(body, TITLE, note=_NOTE)


def reading(found: Sequence[UnderFormer]) -> str:
    """The counts in one sentence."""
    moved = sum(one.differs for one in found)
    words = f"{count_of(len(found), 'indicateur a vu ses cibles changer', 'indicateurs ont vu leurs cibles changer')}"
    if not moved:
        return f"{words} ; aucun n’aurait un autre statut sous les premières."
    return f"{words} ; sous les premières, {count_of(moved, 'aurait', 'auraient')} aujourd’hui un autre statut."


def _table(caption: str, review: Review, found: Sequence[UnderFormer]) -> Html:
    heads = ["Indicateur", "Premières cibles", "Cibles d’aujourd’hui", "Statut sous les premières", "Statut"]
    return table(caption, heads, [_row(review, one) for one in found])


def _row(review: Review, one: UnderFormer) -> list[str]:
    judged = review.judged[one.series]
    unit = judged.series.unit
    return [
        html(
            '{} {}<br><span class="muted">{}</span>',
            link(links.address("indicateur", serie=one.series), esc(one.series)),
            judged.definition.label,
            judged.perimeter.label,
        ),
        _targets(one.former, unit),
        _targets(one.current, unit) or html('<span class="muted">aucune</span>'),
        signs.badge(one.under_former.status),
        signs.badge(one.now.status),
    ]


def _targets(found: Sequence[Target], unit: Unit) -> Html:
    lines = (esc(f"{one.horizon.value} {date_fr(one.date)} : {number(one.value, None, unit)}") for one in found)
    return join(html('<span class="le-target">{}</span>', each) for each in lines)
