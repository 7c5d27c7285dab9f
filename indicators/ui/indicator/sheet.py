"""The metadata sheet of an indicator."""

from db.vocabulary import Frequency
from indicators.domain.formatting import date_fr
from indicators.domain.wording import label
from indicators.reading.progress.review import Judged, Review
from indicators.ui.kit.html import Html, card, html, join, show


def sheet(review: Review, judged: Judged) -> None:
    """Draw the definition, unit, perimeter, source, roadmap wording, cautions and known breaks."""
    definition = judged.definition
    rows = [
        ("Définition", definition.definition),
        ("Périmètre", _perimeter(judged)),
        ("Unité", judged.series.unit.label),
        ("Nature", definition.nature_text),
        ("Fréquence", _frequency(judged)),
        ("Source", definition.source),
        ("Agrégation des aires", label(definition.aggregation)),
        ("Ventilations", definition.breakdowns_text),
        ("Dans la feuille de route", definition.roadmap_anchor),
        ("Attention", definition.caution),
        ("Responsable", "non désigné"),
    ]
    if definition.added:
        rows.append(("Origine", "Indicateur ajouté aux mots de la feuille de route"))
    items = join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in rows if text)
    show(card(html('<dl class="sheet">{}</dl>{}{}', items, _effects(review, judged), _breaks(review, judged)), "Fiche"))


def _perimeter(judged: Judged) -> str:
    text = judged.perimeter.label
    if judged.series.precision:
        text += f" ; précision : {judged.series.precision}"
    return text


def _frequency(judged: Judged) -> str:
    words = judged.definition.frequency_text or label(judged.definition.frequency)
    if judged.definition.frequency is Frequency.IRREGULAR:
        return words
    return f"{words} ; publication environ {judged.definition.publication_delay_months} mois après la période"


def _effects(review: Review, judged: Judged) -> Html:
    numbers = judged.perimeter.areas if len(judged.perimeter.areas) == 1 else ()
    lines = []
    for number in numbers:
        area = review.catalogue.areas_by_number[number]
        lines += [
            html("<li>Effet attendu : {}</li>", each.wording)
            for each in area.effects
            if each.kind in judged.definition.effects
        ]
        lines += [
            html("<li>Opération : {}</li>", each.wording)
            for each in area.operations
            if each.theme in judged.definition.operations
        ]
    return html("<h3>Logique d’intervention</h3><ul>{}</ul>", join(lines)) if lines else Html()


def _breaks(review: Review, judged: Judged) -> Html:
    breaks = [each for each in review.catalogue.breaks if judged.definition.code in each.indicators]
    lines = join(html("<li>{} : {}</li>", date_fr(each.happened_on), each.event) for each in breaks)
    return html("<h3>Ruptures de série connues</h3><ul>{}</ul>", lines) if lines else Html()
