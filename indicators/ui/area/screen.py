"""Aires stratégiques: the intervention logic and the indicators of one area; without a number, all six areas."""

from indicators.domain.formatting import count_of
from indicators.domain.wording import label
from indicators.reading.catalogue.catalogue import Area, Operation
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import area_of
from indicators.ui import store
from indicators.ui.area import bullets
from indicators.ui.frame import is_dark
from indicators.ui.judgements import cards
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, card, chip, empty, esc, header, html, join, link, show


def screen() -> None:
    """Draw the area named by the address, or the list of all areas."""
    review = store.present()
    parameter = links.parameter("aire")
    area = next((area for area in review.catalogue.areas if str(area.number) == parameter), None)
    if area is not None:
        _area(review, area)
        return
    show(
        header(
            "Que poursuit chaque aire stratégique ?",
            esc("Six aires, trois ambitions : ouvrez une aire pour ses indicateurs."),
        )
    )
    if parameter:
        show(
            html(
                '<p class="warn">{}</p>',
                f"L’aire « {parameter} » n’existe pas ; voici les six aires de la feuille de route.",
            )
        )
    show(join(_summary(review, area) for area in review.catalogue.areas))


def _series_of(review: Review, area: Area) -> list[Judged]:
    return [series for series in review.matrix if area_of(series) == str(area.number)]


def _summary(review: Review, area: Area) -> Html:
    series = _series_of(review, area)
    title = link(links.address("aire", aire=area.number), html("{}. {}", area.number, area.label))
    judged = sum(judged.is_assessable for judged in series)
    coverage = f"{count_of(judged, 'évaluable')} sur {count_of(len(series), 'indicateur')}"
    return html(
        '<section class="card" style="margin-bottom:.8rem"><h2>{}</h2><p>{}</p>'
        '<p>{}<span class="muted">{}</span></p></section>',
        title,
        area.focus,
        signs.counts(judged.status for judged in series),
        coverage,
    )


def _area(review: Review, area: Area) -> None:
    series = _series_of(review, area)
    ambition = next(ambition for ambition in review.catalogue.ambitions if ambition.code == area.ambition)
    chips = join(
        chip(
            f"{listed_area.number} {review.catalogue.area_names[listed_area.number]}",
            links.address("aire", aire=listed_area.number),
            listed_area is area,
        )
        for listed_area in review.catalogue.areas
    )
    crumbs = (("Vue d’ensemble", links.address("")), ("Aires stratégiques", links.address("aire")))
    show(header(f"{area.number}. {area.label}", esc(_coverage(series)), crumbs, chips))
    effects = join(html("<dt>{}</dt><dd>{}</dd>", label(effect.kind), effect.wording) for effect in area.effects)
    intent = html("<p><b>{}</b> : {}</p><p>{}</p>", ambition.short, ambition.label, area.focus)
    show(
        html('<div class="halves">'),
        card(intent, "Ambition et focus"),
        card(html('<dl class="sheet">{}</dl>', effects), "Effets attendus"),
        html("</div>"),
    )
    cards.about_area(review, area)
    reading = (
        "Barre : dernière valeur, de la situation initiale vers la cible LT ; trait : attendu ; losanges : cibles."
    )
    show(signs.legend(), html('<p class="note">{}</p>', reading))
    dark = is_dark()
    for family in review.catalogue.families:
        of_family = [judged for judged in series if judged.definition.family == family.code]
        if of_family:
            show(card(bullets.rows(review, of_family, family.label, dark), family.label, note=_coverage(of_family)))
    show(_operations(area, series))


def _coverage(series: list[Judged]) -> str:
    judged = sum(judged.is_assessable for judged in series)
    valued = sum(judged.latest is not None for judged in series)
    words = signs.sentence(judged.status for judged in series if judged.is_assessable)
    text = f"{count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(series)}"
    if words:
        return f"{text} : {words}."
    return f"{text} ; {count_of(valued, 'avec valeur', 'avec valeur')}."


def _operations(area: Area, series: list[Judged]) -> Html:
    if not area.operations:
        return Html()
    followed: list[str] = []
    alone: list[str] = []
    for operation in area.operations:
        linked = [judged for judged in series if operation.theme in judged.definition.operations]
        (followed if linked else alone).append(_operation(operation, linked))
    content = html('<ul class="plain">{}</ul>', join(followed))
    if alone:
        content += html(
            '<h3>Opérations qu’aucun indicateur ne suit ({})</h3><ul class="plain">{}</ul>', len(alone), join(alone)
        )
    else:
        content += empty("Chaque opération est suivie par au moins un indicateur")
    note = "Ce que la feuille de route met en œuvre, en continu, et les indicateurs qui le suivent."
    return card(content, "Opérations", note=note)


def _operation(operation: Operation, linked: list[Judged]) -> Html:
    indicators = join(
        (
            link(
                links.address("indicateur", serie=judged.code),
                esc(judged.definition.code),
                label=f"{judged.definition.code} {judged.definition.label}",
            )
            for judged in linked
        ),
        ", ",
    )
    under = html('<br><span class="muted">Suivie par {}</span>', indicators) if linked else Html()
    line = html(' <span class="muted">({})</span>', operation.roadmap_line) if operation.roadmap_line else Html()
    return html("<li>{}{}{}</li>", operation.wording, line, under)


screen()
