"""Indicateurs: the list behind every count, with filters that the address holds."""

import re

import streamlit as st

from indicators.domain.formatting import count_of
from indicators.exchange import writers
from indicators.reading.progress.attention import BY_CODE
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import Selection, select
from indicators.reading.store import tables
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import filters, links, lists, signs
from indicators.ui.kit.html import card, details, empty, esc, header, link, show

FIELDS = ("attention", "area", "family", "status", "type", "core", "roadmap", "ambition")
PAGE = 60


def screen() -> None:
    """Draw the list for the filters of the address."""
    review = store.present()
    selection, unknown = filters.from_address(review)
    found = sorted(select(review, selection), key=lambda one: not one.definition.core)  # the core first
    title = BY_CODE[selection.attention].title if selection.attention else "Indicateurs"
    show(header(title, _lead(found, selection), (("Vue d’ensemble", links.address("")),)))
    if unknown:
        show("".join(f'<p class="warn">{esc(text)}</p>' for text in unknown))
    is_filtered = selection != Selection()
    show(card(details("Filtres", filters.panel(review, "indicateurs", selection, FIELDS), is_open=is_filtered)))
    if not found:
        everything = link(links.address("indicateurs"), "Lever les filtres")
        show(empty("Aucune série ne répond à ces filtres", f"<p>{everything}</p>"))
        return
    _list(review, found, selection)
    table = tables.statuses(review, published=not store.present_view().unpublished)
    rows = [row for row in table if row["serie"] in {one.code for one in found}]
    st.download_button(
        "Télécharger cette liste (CSV)",
        lambda: writers.to_spreadsheet_csv(rows).encode(),
        file_name="indicateurs.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _lead(found: list[Judged], selection: Selection) -> str:
    explanation = f"{BY_CODE[selection.attention].explanation} " if selection.attention else ""
    indicators = len({one.definition.code for one in found})
    counts = signs.sentence(one.status for one in found)
    text = f"{count_of(len(found), 'série')} de {count_of(indicators, 'indicateur')}"
    return esc(f"{explanation}{text}{' : ' + counts if counts else ''}.")


def _list(review: Review, found: list[Judged], selection: Selection) -> None:
    asked = links.parameter("page")
    page = int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 1
    last = -(-len(found) // PAGE)
    page = min(max(page, 1), last)
    shown = found[(page - 1) * PAGE : page * PAGE]
    pages = _pages(page, last, selection) if last > 1 else ""
    show(card(lists.series_list(review, shown, "Séries et leur statut", is_dark()) + pages))


def _pages(page: int, last: int, selection: Selection) -> str:
    kept = filters.parameters(selection)
    numbers = "".join(
        f'<a class="chip{" on" if number == page else ""}" href="{esc(links.address("indicateurs", **kept, page=number))}"'
        f"{' aria-current=page' if number == page else ''}>{number}</a>"
        for number in range(1, last + 1)
    )
    return (
        '<nav class="chip-row" aria-label="Pages de la liste"><span class="name">Page</span>'
        f'<span class="chips">{numbers}</span></nav>'
    )


screen()
