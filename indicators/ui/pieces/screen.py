"""Pièces : every piece of the kit with what it is called in the code. In the demonstration only, and for whoever codes.

A test finds a piece that is missing here: a new one gets its place in the section that it belongs to.
"""

from datetime import timedelta
from functools import partial

import streamlit as st

from db.vocabulary import ConfStatus, ObsStatus
from indicators.charts.multiples import compare_multiples
from indicators.domain.quality import by_precedence
from indicators.domain.statuses import SIGNS, STATUS_ORDER
from indicators.reading.catalogue.administration import Transitions
from indicators.reading.progress.review import Judged, Review
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import (
    act,
    cell_text,
    charts,
    committee_memory,
    days,
    fields,
    figures,
    filters,
    links,
    lists,
    moved_statuses,
    notices,
    signs,
    view,
)
from indicators.ui.kit.html import (
    Html,
    card,
    chip,
    chip_row,
    details,
    empty,
    header,
    html,
    join,
    link,
    show,
    table,
    warnings,
)
from indicators.ui.kit.query import Query
from indicators.ui.store import View
from indicators.ui.who import current_person

ADDRESS = "pieces"
FORM = "pieces"


def screen() -> None:
    """Draw each family of pieces in a card of its own."""
    review = store.present()
    lead = f"Ce dont les écrans sont faits, et son nom dans le code. Données du {days.day_fr(review.changed_at)}."
    tools = chip("Une pastille", links.address(ADDRESS), True) + chip("Une autre", links.address(ADDRESS, vue="autre"))
    show(header("Pièces de l’interface", lead, (("Vue d’ensemble", links.address("")),), tools))
    series = _of_every_status(review)
    rows: list[list[str]] = [["Ligne", "12,5"], [link(links.address(""), "Ligne avec un lien"), "7"]]
    _titled(
        "Surfaces",
        "html : card, table, details, empty, link",
        table("Un tableau et sa légende", ["Colonne", "Chiffre"], rows, (1,)),
        details("Ce qui s’ouvre à la demande", html("<p>Le contenu était là, replié.</p>")),
        empty("Un état vide", html("<p>Il dit ce qui est attendu, et où le trouver.</p>")),
    )
    show(warnings(["Ce que l’adresse demande et qui n’existe pas est dit, puis ignoré."]))
    for tone, text in (
        (notices.Tone.DONE, "ce qui a été enregistré."),
        (notices.Tone.ATTENTION, "ce qui mérite un regard."),
        (notices.Tone.REFUSED, "ce qui n’a pas été enregistré, et pourquoi."),
    ):
        notices.tell(tone, text)
    notices.show_notices()
    _titled(
        "Messages",
        "html : warnings ; notices : tell, show_notices ; fields : problem ; committee_memory : quoted",
        fields.problem("Ce qui ne va pas dans un champ se lit sous lui."),
        committee_memory.quoted("Ce que quelqu’un a écrit reste du texte : <b>pas de gras</b>.\nSes lignes restent."),
    )
    _titled("Vues", "view : band au-dessus de l’écran, switch au pied ; dated", html("<p>{}</p>", view.dated(review)))
    view.band(review, View(as_of=review.today - timedelta(days=365)), ADDRESS)
    for edition in list(committee_memory.editions().values())[:1]:
        view.band(review, View(edition=edition), ADDRESS)
    view.switch(current_person(), view.NOW, ADDRESS)
    _signs(series)
    _figures(series)
    _lists(review, series)
    _query(review)
    _titled("Ce qui changerait", "moved_statuses : show_changes")
    others = [*STATUS_ORDER[1:], STATUS_ORDER[0]]
    moves = tuple((each.code, each.status, others[STATUS_ORDER.index(each.status)]) for each in series[:3])
    moved_statuses.show_changes(review, Transitions(moves), "exemple inventé")
    moved_statuses.show_changes(review, Transitions(()), "exemple inventé")
    _chart(review, series)
    _form()


def _of_every_status(review: Review) -> list[Judged]:
    """The first series of each status, in the order of statuses."""
    first: dict[object, Judged] = {}
    for series in review.judged.values():
        first.setdefault(series.status, series)
    return [first[status] for status in STATUS_ORDER if status in first]


def _titled(title: str, names: str, *pieces: Html) -> None:
    """A card for a family of pieces, over the names that they have in the code."""
    show(card(join(pieces), title, note=names))


def _signs(series: list[Judged]) -> None:
    statuses = [each.status for each in series]
    rows = [[signs.mark(status, SIGNS[status].word), signs.badge(status)] for status in STATUS_ORDER]
    _titled(
        "Signes",
        "signs : mark, badge, counts, sentence, legend",
        table("Les statuts", ["Signe seul", "Signe et mot"], rows),
        html("<p>{} {}</p>", signs.counts(statuses), signs.sentence(statuses)),
        html("<p>{}</p>", signs.badge(statuses[0], "avec une précision")),
        signs.legend(),
    )


def _figures(series: list[Judged]) -> None:
    valued = [each for each in series if each.latest]
    rows: list[list[str]] = [
        [
            lists.title(each),
            cell_text.cell_text(each.latest),
            cell_text.value_words(each.latest, each.series.unit),
            cell_text.last_words(each.latest),
            html("{}{}", figures.cumulative_html(each), figures.qualifiers_html(each.latest)),
        ]
        for each in valued
    ]
    flags = ", ".join(flag.label.lower() for flag in by_precedence(ObsStatus))
    _titled(
        "Chiffres",
        "cell_text : cell_text, value_words, last_words ; figures : cumulative_html, reserve_html",
        table("La même valeur", ["Série", "Dans une case", "En mots", "Avec sa période", "Ses réserves"], rows),
        details("Les mots de la qualité", html("<p>{}.</p>", flags)),
        details("Les mots de la diffusion", join(html("<p>{}</p>", word.label) for word in ConfStatus)),
    )


def _lists(review: Review, series: list[Judged]) -> None:
    dark = is_dark()
    valued = [each for each in series if each.latest]
    _titled(
        "Listes",
        "lists : series_list, latest_values, title, status, sparkline, heads",
        lists.series_list(review, series, "Une série de chaque statut", dark),
        details("Les dernières valeurs", lists.latest_values(valued, dark)),
    )


def _query(review: Review) -> None:
    query = Query(
        [*review.judged.values()], [*filters.of_series(review).values()], partial(links.address, ADDRESS), size=20
    )
    if query.unknown:
        show(warnings(query.unknown))
    _titled(
        "Liste filtrée",
        "query : Query, Filter ; filters : of_series ; pages : Pages ; html : chip_row",
        query.panel("famille", "statut", "noyau"),
        chip_row("Un rang", chip("Pastille", links.address(ADDRESS)), "et un mot après elle"),
        html("<p>{} séries gardées sur {}.</p>", len(query.matching), len(query.items)),
        query.pages.nav(query.at, near=1),
    )


def _chart(review: Review, series: list[Judged]) -> None:
    drawn = [(each.code, each.facts, each.assessment) for each in series if len(each.alike) > 1][:3]
    figure = charts.both(
        lambda is_narrow: compare_multiples(drawn, today=review.today, columns=1 if is_narrow else 3, dark=is_dark())
    )
    with st.container(border=True, key="card_pieces_chart"):
        show(html('<h2>Graphiques</h2><p class="note">charts : both, draw</p>'))
        if figure:
            charts.draw("pieces", "Valeurs dessinées", *figure)


def _form() -> None:
    with st.container(border=True, key="card_pieces_form"):
        show(
            html(
                '<h2>Formulaire</h2><p class="note">fields : key, typed, day_of, problem ; act : click. '
                "Rien n’est enregistré ; laissez vide pour voir un refus.</p>"
            )
        )
        st.text_input("Date", key=fields.key(FORM, "day"), placeholder="JJ/MM/AAAA", max_chars=40)
        st.button("Essayer", key=f"{FORM}:go", type="primary", **act.click(FORM, _try))


def _try() -> str:
    day = fields.needed_day(FORM, "day", "une date")
    return f"date comprise, {day:%d/%m/%Y}. Rien n’a été enregistré."


screen()
