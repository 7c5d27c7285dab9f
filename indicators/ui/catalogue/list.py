"""Administration list of indicators, searched and filtered by the address."""

import unicodedata
from functools import partial

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.wording import label
from indicators.reading.catalogue.administration import Retired, read_labels, read_retired
from indicators.reading.catalogue.catalogue import Definition
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.kit import filters, links
from indicators.ui.kit.html import Html, card, chip_row, empty, esc, header, html, join, link, show, warnings
from indicators.ui.kit.query import Filter, Query

RETIRED = "retires"


def draw(review: Review, unknown: list[str]) -> None:
    """Draw the list filtered by the address. ``unknown``: warnings about other invalid parameters."""
    retired = read_retired(store.engine())
    definitions = review.catalogue.definitions
    lead = (
        f"{count_of(len(definitions), 'indicateur')}, {count_of(len(review.catalogue.series), 'série')}. "
        "Une fiche se modifie par une nouvelle version : les séries, leurs valeurs et le passé restent."
    )
    rules = link(links.address("catalogue", vue="regles"), "Règles entre séries", "chip")
    show(header("Que mesure-t-on, et comment ?", esc(lead), tools=rules))
    query = _query(review, retired)
    if unknown or query.unknown:
        show(warnings([*unknown, *query.unknown]))
    _search()
    show(card(chip_row("Famille", query.chips("famille") + query.chips("etat"))))
    if query.values["etat"] == RETIRED:
        show(_retired(retired))
    elif query.matching:
        page = query.matching[query.pages.part]
        show(card(_table(review, page) + query.pages.nav(query.at)))
    else:
        everything = link(links.address("catalogue"), "Lever les filtres")
        show(empty("Aucun indicateur ne répond à cette recherche", html("<p>{}</p>", everything)))


def _query(review: Review, retired: tuple[Retired, ...]) -> Query[Definition]:
    """The filtered list. Retired indicators are a separate list and exclude the other filters."""
    families = filters.families(review.catalogue)
    gone = {RETIRED: f"Retirés ({len(retired)})"}
    return Query(
        [*review.catalogue.definitions.values()],
        (
            Filter("q", "", {}, _matches, accepts=bool),
            Filter(
                "famille",
                "Famille",
                families,
                lambda definition, code: definition.family == code,
                everything="Toutes ({})",
                shows_empty=True,
                lifts=("etat",),
            ),
            Filter("etat", "", gone, lambda *_: True, everything="", count=None, lifts=("q", "famille")),
        ),
        partial(links.address, "catalogue"),
        size=40,
        counts_whole=True,
    )


def _matches(definition: Definition, text: str) -> bool:
    words = _plain(f"{definition.code} {definition.label} {definition.definition} {definition.source}")
    return all(word in words for word in _plain(text).split())


def _search() -> None:
    text = links.parameter("q")
    # Another key for another address: the field follows links and the back button.
    name = f"catalogue:q:{text}"
    st.text_input(
        "Chercher un indicateur",
        text,
        key=name,
        placeholder="Code, mot du libellé, de la définition ou de la source",
        max_chars=100,
        on_change=_go,
        args=(name,),
    )


def _go(name: str) -> None:
    """Put the search text in the address."""
    text = str(st.session_state.get(name) or "").strip()
    st.query_params.pop("page", None)
    if text:
        st.query_params["q"] = text
    else:
        st.query_params.pop("q", None)


def _plain(text: str) -> Html:
    """Lower case without accents, for searching: « sante » matches « Santé »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return join(sign for sign in decomposed if not unicodedata.combining(sign))


def _table(review: Review, page: list[Definition]) -> Html:
    heads = join(
        html('<th scope="col" class="{}">{}</th>', css, text)
        for text, css in (
            ("Code", "c-code"),
            ("Indicateur", "catalogue-name"),
            ("Type", ""),
            ("Fréquence", ""),
            ("Séries", "num"),
            ("Version", "num"),
        )
    )
    rows = join(_row(review, definition) for definition in page)
    return html(
        '<table class="list catalogue-list"><caption class="sr">{} indicateurs</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        len(page),
        heads,
        rows,
    )


def _row(review: Review, definition: Definition) -> Html:
    kind, frequency = esc(label(definition.type)), esc(label(definition.frequency))
    name = link(links.address("catalogue", indicateur=definition.code), esc(definition.label))
    core = html('<br><span class="muted">noyau</span>') if definition.core else Html()
    series = len(review.catalogue.series_of_indicator.get(definition.code, ()))
    return html(
        '<tr><td class="code">{}</td><td class="title">{}{}</td>'
        '<td data-head="Type">{}</td><td data-head="Fréquence">{}</td>'
        '<td class="num" data-head="Séries">{}</td><td class="num" data-head="Version">{}</td></tr>',
        definition.code,
        name,
        core,
        kind,
        frequency,
        series,
        definition.version_no,
    )


def _retired(retired: tuple[Retired, ...]) -> Html:
    if not retired:
        return empty(
            "Rien n’est retiré du catalogue",
            html("<p>Un indicateur se retire depuis sa fiche, à une date ; il peut être rétabli.</p>"),
        )
    labels = read_labels(store.engine())
    rows = join(
        html(
            '<tr><td class="code">{}</td><td class="title">{}</td><td data-head="Retiré le">{}</td></tr>',
            retirement.series or retirement.indicator,
            link(
                links.address("catalogue", indicateur=retirement.indicator, vue="series"),
                esc(labels[retirement.indicator]),
            ),
            date_fr(retirement.on),
        )
        for retirement in retired
    )
    head = html(
        '<th scope="col" class="target-code">Code</th><th scope="col">Indicateur</th><th scope="col">Retiré le</th>'
    )
    return card(
        html(
            '<table class="list"><caption class="sr">Retirés</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
            head,
            rows,
        )
    )
