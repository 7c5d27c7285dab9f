"""« Indicateurs » screen: the list of series, filtered by the address; every count of other screens links here."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from indicators.domain.formatting import count_of
from indicators.exchange import writers
from indicators.reading.progress.attention import BY_CODE, Attention
from indicators.reading.progress.review import Judged
from indicators.reading.store import tables
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import filters, links, lists, signs
from indicators.ui.kit.html import Html, card, details, empty, esc, header, html, link, show, warnings
from indicators.ui.kit.query import Query

FILTERS = ("a_voir", "aire", "famille", "statut", "type", "noyau", "feuille_de_route", "ambition")


def screen() -> None:
    """Draw the list of series with the filters of the address."""
    review = store.present()
    core_first = sorted(review.judged.values(), key=lambda series: not series.definition.core)
    query = Query(core_first, [*filters.of_series(review).values()], partial(links.address, "indicateurs"), size=60)
    attention = BY_CODE.get(query.values["a_voir"])
    title = attention.title if attention else "Indicateurs"
    show(header(title, _lead(query.matching, attention), (("Vue d’ensemble", links.address("")),)))
    if query.unknown:
        show(warnings(query.unknown))
    show(card(details("Filtres", query.panel(*FILTERS), is_open=any(query.values.values()))))
    if not query.matching:
        everything = link(links.address("indicateurs"), "Lever les filtres")
        show(empty("Aucune série ne répond à ces filtres", html("<p>{}</p>", everything)))
        return
    page = query.matching[query.pages.part]
    show(card(lists.series_list(review, page, "Séries et leur statut", is_dark()) + query.pages.nav(query.at)))
    table = tables.statuses(review, published=not store.present_view().unpublished)
    codes = {series.code for series in query.matching}
    rows = [row for row in table if row["serie"] in codes]
    st.download_button(
        "Télécharger cette liste (CSV)",
        lambda: writers.to_spreadsheet_csv(rows).encode(),
        file_name="indicateurs.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _lead(judged_series: Sequence[Judged], attention: Attention | None) -> Html:
    explanation = f"{attention.explanation} " if attention else ""
    indicators = len({series.definition.code for series in judged_series})
    counts = signs.sentence(series.status for series in judged_series)
    text = f"{count_of(len(judged_series), 'série')} de {count_of(indicators, 'indicateur')}"
    return esc(f"{explanation}{text}{' : ' + counts if counts else ''}.")


screen()
