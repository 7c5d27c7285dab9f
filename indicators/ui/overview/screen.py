"""Vue d’ensemble: what needs attention, the matrix of areas and families, the latest published values."""

from dataclasses import replace

from indicators.domain.formatting import count_of, date_fr
from indicators.reading.progress.attention import ATTENTIONS, Attention, concerned
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import Selection, select
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import filters, links, lists, signs, view
from indicators.ui.kit.html import card, chip, empty, esc, header, link, show
from indicators.ui.overview.matrix import matrix
from indicators.ui.since.read import moved_since_last

LATEST = 8
SIGN_OF = {"recul": "recul", "retard": "en_retard", "manquee": "cible_non_atteinte"}


def screen() -> None:
    """Draw the overview for the filters of the address."""
    review = store.present()
    selection, unknown = filters.from_address(review)
    selection = Selection(core=selection.core, ambition=selection.ambition)
    head, *body = store.remembered(_pieces, selection, is_dark())
    show(head, _since())
    if unknown:
        show("".join(f'<p class="warn">{esc(text)}</p>' for text in unknown))
    for piece in body:
        show(piece)


def _since() -> str:
    """A quiet way to what has changed since the last meeting; its count comes once it is known, nobody waits for it."""
    last = moved_since_last() if store.present_view() == store.NOW else None
    if last is None:
        return ""
    edition, moved = last
    text = "Depuis la dernière réunion"
    if moved is not None:
        text += f" : {count_of(moved, 'statut a bougé', 'statuts ont bougé')}" if moved else " : aucun statut n’a bougé"
    return f'<p class="since-door screen-only">{link(links.bare_address("depuis", de=edition.code), esc(text))}</p>'


def _pieces(selection: Selection, dark: bool) -> tuple[str, ...]:
    """The screen from top to bottom, as HTML."""
    review = store.present()
    series = select(review, selection, review.matrix)
    note = "Nombre d’indicateurs par statut ; le trait indique la part évaluable. Ouvrez une case pour voir sa liste."
    table = matrix(review, series, selection) + signs.legend()
    return (
        header("Où en est la feuille de route ?", _lead(review, series), tools=_tools(review, selection)),
        _alerts(review, series, selection),
        card(table, "Aires stratégiques et familles d’indicateurs", note=note),
        _latest(review, dark),
        _foot(review),
    )


def _lead(review: Review, series: list[Judged]) -> str:
    judged = sum(one.is_assessable for one in series)
    current = next(((name, due) for name, due in review.catalogue.horizons if due >= review.today), None)
    horizon = f" · échéance en cours : {current[0]}, {date_fr(current[1])}" if current else ""
    newest = f" · valeurs jusqu’au {date_fr(review.newest_period_end)}" if review.newest_period_end else ""
    return esc(
        f"{count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(series)}{horizon}{newest}"
    )


def _tools(review: Review, selection: Selection) -> str:
    core = sum(one.core for one in review.catalogue.definitions.values())
    chips = [chip(f"Noyau ({core})", _address(replace(selection, core=not selection.core)), selection.core)]
    chips.append(chip("Toutes les ambitions", _address(replace(selection, ambition="")), not selection.ambition))
    for one in review.catalogue.ambitions:
        wanted = replace(selection, ambition=one.code)
        chips.append(chip(one.short, _address(wanted), selection.ambition == one.code))
    return "".join(chips)


def _address(selection: Selection) -> str:
    return links.address("", **filters.parameters(selection))


def _alerts(review: Review, series: list[Judged], selection: Selection) -> str:
    cards = "".join(_alert(review, one, concerned(one, series, review), selection) for one in ATTENTIONS)
    return f'<div class="alerts" role="group" aria-label="Ce qui demande votre attention">{cards}</div>'


def _alert(review: Review, attention: Attention, found: list[Judged], selection: Selection) -> str:
    href = links.address(
        "indicateurs", **filters.parameters(replace(selection, attention=attention.code, roadmap=True))
    )
    sign = SIGN_OF.get(attention.code)
    mark = f'<img class="sg" src="app/static/signs/{sign}.svg" alt="" width="14" height="14"> ' if sign else ""
    content = (
        f'<span class="name">{mark}{esc(attention.title)}</span><span class="big">{len(found)}</span>'
        f'<span class="sub">{esc(_under(review, attention, found))}</span>'
    )
    return link(href, content, "alert" if found else "alert quiet")


def _under(review: Review, attention: Attention, found: list[Judged]) -> str:
    if attention.code == "attendue":
        never = sum(one.latest is None for one in found)
        return f"dont {never} jamais renseignées" if never else "valeurs en retard de publication"
    if attention.code == "echeance":
        current = next(((name, due) for name, due in review.catalogue.horizons if due >= review.today), None)
        return f"{current[0]} au {date_fr(current[1])}" if current else "aucune échéance à venir"
    core = sum(one.definition.core for one in found)
    return f"dont {core} du noyau" if found else "aucun indicateur"


def _latest(review: Review, dark: bool) -> str:
    found = list(review.latest_by_indicator[:LATEST])
    title, note = "Dernières valeurs publiées", "Chaque valeur garde sa source, sa période et ses réserves."
    if not found:
        awaited = (
            "<p>Les valeurs arrivent de leurs sources (pôles, SPW, BNB, Réseau Santé Wallon…) ou par la saisie.</p>"
        )
        return card(empty("Aucune valeur n’est encore publiée", awaited), title)
    everything = link(links.address("indicateurs"), "Tous les indicateurs")
    return card(f"{lists.latest_values(found, dark)}<p style='margin-top:.8rem'>{everything}</p>", title, note=note)


def _foot(review: Review) -> str:
    method = link(links.address("methode"), "la méthode")
    export = link(links.bare_address("exporter", **view.parameters(store.present_view())), "Exporter cette revue")
    return (
        f'<p class="foot">Statuts calculés par la méthode de trajectoire, paramètres version '
        f"{review.parameters.version_no} ({method}). {view.dated(review)}. "
        "Les statuts ne sont jamais moyennés : seuls leurs nombres et la couverture sont montrés. "
        f'<span class="screen-only">{export}</span></p>'
    )


screen()
