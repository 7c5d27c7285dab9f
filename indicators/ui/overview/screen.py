"""« Vue d’ensemble » screen: alerts, the matrix of areas and families, the latest published values."""

from dataclasses import replace
from functools import partial

from indicators.domain.formatting import count_of, date_fr
from indicators.reading.progress.attention import ATTENTIONS, Attention, concerned
from indicators.reading.progress.review import Judged, Review
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import filters, links, lists, signs, view
from indicators.ui.kit.html import Html, card, chip, empty, esc, header, html, join, link, show, warnings
from indicators.ui.kit.query import Query
from indicators.ui.overview.matrix import matrix
from indicators.ui.since.read import moved_since_last

LATEST = 8
SIGN_OF = {"recul": "recul", "retard": "en_retard", "manquee": "cible_non_atteinte"}


def screen() -> None:
    """Draw the overview with the filters of the address."""
    every = filters.of_series(store.present())
    query = Query((), [*every.values()], partial(links.address, ""))
    head, *body = store.remembered(_pieces, query.values["noyau"], query.values["ambition"], is_dark())
    show(head, _since())
    if query.unknown:
        show(warnings(query.unknown))
    for piece in body:
        show(piece)


def _since() -> Html:
    """Link to the changes since the last meeting; their number is added once computed, without waiting for it."""
    last = moved_since_last() if store.present_view() == store.NOW else None
    if last is None:
        return Html()
    edition, moved = last
    text = "Depuis la dernière réunion"
    if moved is not None:
        text += f" : {count_of(moved, 'statut a bougé', 'statuts ont bougé')}" if moved else " : aucun statut n’a bougé"
    return html(
        '<p class="since-door screen-only">{}</p>', link(links.bare_address("depuis", de=edition.code), esc(text))
    )


def _pieces(core: str, ambition: str, dark: bool) -> tuple[Html, ...]:
    """The screen from top to bottom, as HTML."""
    review = store.present()
    every = filters.of_series(review)
    selection = {"noyau": core, "ambition": ambition}
    ambitions = replace(every["ambition"], everything="Toutes les ambitions", count=None, shows_empty=True)
    query = Query(review.matrix, [ambitions, every["noyau"]], partial(links.address, ""), parameters=selection)
    # The list of indicators that stand behind a count of this screen.
    behind = Query(
        (),
        [*every.values()],
        partial(links.address, "indicateurs"),
        parameters={**selection, "feuille_de_route": "oui"},
    )
    areas = [area for area in review.catalogue.areas if ambition in ("", area.ambition)]
    note = "Nombre d’indicateurs par statut ; le trait indique la part évaluable. Ouvrez une case pour voir sa liste."
    table = matrix(review, query.matching, areas, behind.at) + signs.legend()
    core_indicators = sum(definition.core for definition in review.catalogue.definitions.values())
    core_chip = chip(f"Noyau ({core_indicators})", query.at(noyau="" if core else "oui"), bool(core))
    alerts = join(_alert(review, each, concerned(each, query.matching, review), behind) for each in ATTENTIONS)
    return (
        header(
            "Où en est la feuille de route ?", _lead(review, query.matching), tools=core_chip + query.chips("ambition")
        ),
        html('<div class="alerts" role="group" aria-label="Ce qui demande votre attention">{}</div>', alerts),
        card(table, "Aires stratégiques et familles d’indicateurs", note=note),
        _latest(review, dark),
        _foot(review),
    )


def _lead(review: Review, series: list[Judged]) -> Html:
    judged = sum(judged.is_assessable for judged in series)
    current = next(((name, due) for name, due in review.catalogue.horizons if due >= review.today), None)
    horizon = f" · échéance en cours : {current[0]}, {date_fr(current[1])}" if current else ""
    newest = f" · valeurs jusqu’au {date_fr(review.newest_period_end)}" if review.newest_period_end else ""
    return esc(
        f"{count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(series)}{horizon}{newest}"
    )


def _alert(review: Review, attention: Attention, series: list[Judged], behind: Query[Judged]) -> Html:
    sign = SIGN_OF.get(attention.code)
    mark = (
        html('<img class="sg" src="app/static/signs/{}.svg" alt="" width="14" height="14"> ', sign) if sign else Html()
    )
    content = html(
        '<span class="name">{}{}</span><span class="big">{}</span><span class="sub">{}</span>',
        mark,
        attention.title,
        len(series),
        _under(review, attention, series),
    )
    return link(behind.at(a_voir=attention.code), content, "alert" if series else "alert quiet")


def _under(review: Review, attention: Attention, series: list[Judged]) -> str:
    if attention.code == "attendue":
        never = sum(each.latest is None for each in series)
        return f"dont {never} jamais renseignées" if never else "valeurs en retard de publication"
    if attention.code == "echeance":
        current = next(((name, due) for name, due in review.catalogue.horizons if due >= review.today), None)
        return f"{current[0]} au {date_fr(current[1])}" if current else "aucune échéance à venir"
    core = sum(each.definition.core for each in series)
    return f"dont {core} du noyau" if series else "aucun indicateur"


def _latest(review: Review, dark: bool) -> Html:
    latest = list(review.latest_by_indicator[:LATEST])
    title, note = "Dernières valeurs publiées", "Chaque valeur garde sa source, sa période et ses réserves."
    if not latest:
        awaited = html(
            "<p>Les valeurs arrivent de leurs sources (pôles, SPW, BNB, Réseau Santé Wallon…) ou par la saisie.</p>"
        )
        return card(empty("Aucune valeur n’est encore publiée", awaited), title)
    everything = link(links.address("indicateurs"), "Tous les indicateurs")
    return card(
        html("{}<p style='margin-top:.8rem'>{}</p>", lists.latest_values(latest, dark), everything), title, note=note
    )


def _foot(review: Review) -> Html:
    method = link(links.address("methode"), "la méthode")
    export = link(links.bare_address("exporter", **view.parameters(store.present_view())), "Exporter cette revue")
    return html(
        '<p class="foot">Statuts calculés par la méthode de trajectoire, paramètres version '
        "{} ({}). {}. "
        "Les statuts ne sont jamais moyennés : seuls leurs nombres et la couverture sont montrés. "
        '<span class="screen-only">{}</span></p>',
        review.parameters.version_no,
        method,
        view.dated(review),
        export,
    )


screen()
