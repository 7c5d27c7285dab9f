"""Aires stratégiques: one area with its logic of intervention and its indicators; without a number, the six of them."""

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
from indicators.ui.kit.html import card, chip, empty, esc, header, link, show


def screen() -> None:
    """Draw the area of the address, or all of them."""
    review = store.present()
    asked = links.parameter("aire")
    area = next((one for one in review.catalogue.areas if str(one.number) == asked), None)
    if area is not None:
        _area(review, area)
        return
    show(
        header(
            "Que poursuit chaque aire stratégique ?",
            esc("Six aires, trois ambitions : ouvrez une aire pour ses indicateurs."),
        )
    )
    if asked:
        show(
            f'<p class="warn">{esc(f"L’aire « {asked} » n’existe pas ; voici les six aires de la feuille de route.")}</p>'
        )
    show("".join(_summary(review, one) for one in review.catalogue.areas))


def _series_of(review: Review, area: Area) -> list[Judged]:
    return [series for series in review.matrix if area_of(series) == str(area.number)]


def _summary(review: Review, area: Area) -> str:
    series = _series_of(review, area)
    title = link(links.address("aire", aire=area.number), f"{area.number}. {esc(area.label)}")
    judged = sum(one.is_assessable for one in series)
    coverage = f"{count_of(judged, 'évaluable')} sur {count_of(len(series), 'indicateur')}"
    return (
        f'<section class="card" style="margin-bottom:.8rem"><h2>{title}</h2><p>{esc(area.focus)}</p>'
        f'<p>{signs.counts(one.status for one in series)}<span class="muted">{esc(coverage)}</span></p></section>'
    )


def _area(review: Review, area: Area) -> None:
    series = _series_of(review, area)
    ambition = next(one for one in review.catalogue.ambitions if one.code == area.ambition)
    chips = "".join(
        chip(
            f"{one.number} {review.catalogue.area_names[one.number]}",
            links.address("aire", aire=one.number),
            one is area,
        )
        for one in review.catalogue.areas
    )
    crumbs = (("Vue d’ensemble", links.address("")), ("Aires stratégiques", links.address("aire")))
    show(header(f"{area.number}. {area.label}", esc(_coverage(series)), crumbs, chips))
    effects = "".join(f"<dt>{esc(label(one.kind))}</dt><dd>{esc(one.wording)}</dd>" for one in area.effects)
    intent = f"<p><b>{esc(ambition.short)}</b> : {esc(ambition.label)}</p><p>{esc(area.focus)}</p>"
    show(
        '<div class="halves">',
        card(intent, "Ambition et focus"),
        card(f'<dl class="sheet">{effects}</dl>', "Effets attendus"),
        "</div>",
    )
    cards.about_area(review, area)
    reading = (
        "Barre : dernière valeur, de la situation initiale vers la cible LT ; trait : attendu ; losanges : cibles."
    )
    show(signs.legend(), f'<p class="note">{esc(reading)}</p>')
    dark = is_dark()
    for family in review.catalogue.families:
        of_family = [one for one in series if one.definition.family == family.code]
        if of_family:
            show(card(bullets.rows(review, of_family, family.label, dark), family.label, note=_coverage(of_family)))
    show(_operations(area, series))


def _coverage(series: list[Judged]) -> str:
    judged = sum(one.is_assessable for one in series)
    valued = sum(one.latest is not None for one in series)
    words = signs.sentence(one.status for one in series if one.is_assessable)
    text = f"{count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(series)}"
    if words:
        return f"{text} : {words}."
    return f"{text} ; {count_of(valued, 'avec valeur', 'avec valeur')}."


def _operations(area: Area, series: list[Judged]) -> str:
    if not area.operations:
        return ""
    followed: list[str] = []
    alone: list[str] = []
    for operation in area.operations:
        linked = [one for one in series if operation.theme in one.definition.operations]
        (followed if linked else alone).append(_operation(operation, linked))
    content = f'<ul class="plain">{"".join(followed)}</ul>'
    if alone:
        content += (
            f'<h3>Opérations qu’aucun indicateur ne suit ({len(alone)})</h3><ul class="plain">{"".join(alone)}</ul>'
        )
    else:
        content += empty("Chaque opération est suivie par au moins un indicateur", "")
    note = "Ce que la feuille de route met en œuvre, en continu, et les indicateurs qui le suivent."
    return card(content, "Opérations", note=note)


def _operation(operation: Operation, linked: list[Judged]) -> str:
    indicators = ", ".join(
        link(
            links.address("indicateur", serie=one.code),
            esc(one.definition.code),
            label=f"{one.definition.code} {one.definition.label}",
        )
        for one in linked
    )
    under = f'<br><span class="muted">Suivie par {indicators}</span>' if linked else ""
    line = f' <span class="muted">({esc(operation.roadmap_line)})</span>' if operation.roadmap_line else ""
    return f"<li>{esc(operation.wording)}{line}{under}</li>"


screen()
