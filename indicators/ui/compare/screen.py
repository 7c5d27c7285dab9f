"""Comparer: several series as small multiples and as a table, filtered by the address."""

from functools import partial

import streamlit as st

from indicators.charts.base import Chart
from indicators.charts.multiples import compare_multiples
from indicators.domain.formatting import count_of, percent
from indicators.exchange import writers
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.reading.store import tables
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import charts, filters, links, signs
from indicators.ui.kit.figures import cumulative_html, qualifiers_html
from indicators.ui.kit.html import Html, card, empty, esc, header, html, link, show, table, warnings
from indicators.ui.kit.query import Query

FILTERS = ("ambition", "aire", "famille", "type", "noyau", "statut")
DRAWN = 12


def screen() -> None:
    """Draw the comparison, filtered by the address."""
    review = store.present()
    every = [*review.judged.values()]
    query = Query(every, [*filters.of_series(review).values()], partial(links.address, "comparer"))
    valued = [series for series in query.matching if series.latest]
    lead = (
        f"{count_of(len(query.matching), 'série')} répondent aux filtres, dont {len(valued)} avec au moins une valeur."
    )
    show(header("Comment les indicateurs se comparent-ils ?", esc(lead), (("Vue d’ensemble", links.address("")),)))
    if query.unknown:
        show(warnings(query.unknown))
    show(card(query.panel(*FILTERS), "Filtres"))
    if not valued:
        lift = link(links.address("comparer"), "Lever les filtres") if any(query.values.values()) else Html()
        words = html(
            "<p>Aucune série de ce choix n’a encore de valeur publiée : les comparer n’aurait pas de sens.</p>"
        )
        show(empty("Rien à comparer pour l’instant", html("{}<p>{}</p>", words, lift)))
        return
    _multiples(valued)
    _table(review, valued)


def _multiples(valued: list[Judged]) -> None:
    with st.container(border=True, key="card_multiples"):
        note = "Chaque case a son axe : comparez les allures, pas les hauteurs."
        if len(valued) > DRAWN:
            note += f" Les {DRAWN} premières sont dessinées, le tableau les donne toutes ; précisez les filtres."
        show(html('<h2>Allures</h2><p class="note">{}</p>', note))
        drawn = store.remembered(_compared, tuple(series.code for series in valued[:DRAWN]), is_dark())
        charts.draw("multiples", "Valeurs des séries dessinées", *drawn)


def _compared(codes: tuple[str, ...], dark: bool) -> tuple[Chart, Chart]:
    """The small multiples in two layouts: three columns for wide windows, one for narrow ones."""
    review = store.present()
    drawn = [review.judged[code] for code in codes]
    entries = [(f"{each.definition.code} {each.perimeter.short}", each.facts, each.assessment) for each in drawn]
    wide, narrow = (compare_multiples(entries, today=review.today, columns=many, dark=dark) for many in (3, 1))
    return wide, narrow


def _table(review: Review, valued: list[Judged]) -> None:
    heads = ["Série", "Indicateur", "Périmètre", "Dernière valeur", "Période", "Avancement", "Rythme", "Statut"]
    rows = [
        [
            html(
                '<span class="code">{}</span>', link(links.address("indicateur", serie=series.code), esc(series.code))
            ),
            esc(series.definition.label),
            esc(series.perimeter.label),
            html("{}{} {}", value_of(series, series.latest), cumulative_html(series), qualifiers_html(series.latest)),
            esc(series.latest.period.label) if series.latest else Html(),
            percent(series.assessment.progress),
            percent(series.assessment.pace),
            signs.badge(series.status),
        ]
        for series in valued
    ]
    show(card(table("Séries comparées", heads, rows, (3, 5, 6)), "Tableau"))
    codes = {series.code for series in valued}
    lines = [row for row in tables.statuses(review) if row["serie"] in codes]
    st.download_button(
        "Télécharger ce tableau (CSV)",
        lambda: writers.to_spreadsheet_csv(lines).encode(),
        file_name="comparaison.csv",
        mime="text/csv",
        on_click="ignore",
    )


screen()
