"""Revised targets, and the status that each series would have under its original targets."""

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


def section(review: Review, under_formers: Sequence[UnderFormer]) -> Html:
    """The card: series whose status depends on the revision first, the others on demand."""
    if not under_formers:
        return card(empty("Aucune cible n’a changé depuis qu’elle a été fixée"), TITLE)
    moved, same = (
        [under_former for under_former in under_formers if under_former.differs is side] for side in (True, False)
    )
    body = html("<p>{}</p>", reading(under_formers))
    if moved:
        body += _table("Indicateurs dont le statut serait autre", review, moved)
    if same:
        summary = f"Cibles changées sans effet sur le statut ({len(same)})"
        body += details(summary, _table("Indicateurs dont le statut serait le même", review, same))
    return card(body, TITLE, note=_NOTE)


def reading(under_formers: Sequence[UnderFormer]) -> str:
    """The counts in one sentence."""
    moved = sum(under_former.differs for under_former in under_formers)
    words = f"{count_of(len(under_formers), 'indicateur a vu ses cibles changer', 'indicateurs ont vu leurs cibles changer')}"
    if not moved:
        return f"{words} ; aucun n’aurait un autre statut sous les premières."
    return f"{words} ; sous les premières, {count_of(moved, 'aurait', 'auraient')} aujourd’hui un autre statut."


def _table(caption: str, review: Review, under_formers: Sequence[UnderFormer]) -> Html:
    heads = ["Indicateur", "Premières cibles", "Cibles d’aujourd’hui", "Statut sous les premières", "Statut"]
    return table(caption, heads, [_row(review, under_former) for under_former in under_formers])


def _row(review: Review, under_former: UnderFormer) -> list[str]:
    judged = review.judged[under_former.series]
    unit = judged.series.unit
    return [
        html(
            '{} {}<br><span class="muted">{}</span>',
            link(links.address("indicateur", serie=under_former.series), esc(under_former.series)),
            judged.definition.label,
            judged.perimeter.label,
        ),
        _targets(under_former.former, unit),
        _targets(under_former.current, unit) or html('<span class="muted">aucune</span>'),
        signs.badge(under_former.under_former.status),
        signs.badge(under_former.now.status),
    ]


def _targets(targets: Sequence[Target], unit: Unit) -> Html:
    lines = (
        esc(f"{target.horizon.value} {date_fr(target.date)} : {number(target.value, None, unit)}") for target in targets
    )
    return join(html('<span class="le-target">{}</span>', each) for each in lines)
