"""The list of indicators under administration, searched and filtered by the address."""

import re
import unicodedata

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.wording import label
from indicators.reading.catalogue.administration import Retired, read_labels, read_retired
from indicators.reading.catalogue.catalogue import Definition
from indicators.reading.progress.review import Review
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import card, chip, empty, esc, header, link, show

RETIRED, PAGE = "retires", 40


def draw(review: Review) -> None:
    """Draw the list for the filters of the address."""
    retired = read_retired(store.engine())
    definitions = review.catalogue.definitions
    lead = (
        f"{count_of(len(definitions), 'indicateur')}, {count_of(len(review.catalogue.series), 'série')}. "
        "Une fiche se modifie par une nouvelle version : les séries, leurs valeurs et le passé restent."
    )
    rules = link(links.address("catalogue", vue="regles"), "Règles entre séries", "chip")
    show(header("Que mesure-t-on, et comment ?", esc(lead), tools=rules))
    _search()
    show(card(_filters(review, retired)))
    if links.parameter("etat") == RETIRED:
        show(_retired(retired))
        return
    found = _found(review)
    if found:
        asked = links.parameter("page")
        last = -(-len(found) // PAGE)
        page = min(max(int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 1, 1), last)
        show(card(_table(review, found[(page - 1) * PAGE : page * PAGE]) + _pages(page, last)))
    else:
        everything = link(links.address("catalogue"), "Lever les filtres")
        show(empty("Aucun indicateur ne répond à cette recherche", f"<p>{everything}</p>"))


def _search() -> None:
    asked = links.parameter("q")
    # Another key for another address: the field follows links and the back button.
    name = f"catalogue:q:{asked}"
    st.text_input(
        "Chercher un indicateur",
        asked,
        key=name,
        placeholder="Code, mot du libellé, de la définition ou de la source",
        max_chars=100,
        on_change=_go,
        args=(name,),
    )


def _go(name: str) -> None:
    """Put what was searched in the address."""
    text = str(st.session_state.get(name) or "").strip()
    st.query_params.pop("page", None)
    if text:
        st.query_params["q"] = text
    else:
        st.query_params.pop("q", None)


def _found(review: Review) -> list[Definition]:
    words = _plain(links.parameter("q")).split()
    family = links.parameter("famille")
    families = review.catalogue.families_by_code
    return [
        one
        for one in review.catalogue.definitions.values()
        if (family not in families or one.family == family)
        and all(word in _plain(f"{one.code} {one.label} {one.definition} {one.source}") for word in words)
    ]


def _plain(text: str) -> str:
    """Without accents nor capitals: « sante » finds « Santé »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _filters(review: Review, retired: tuple[Retired, ...]) -> str:
    family, q, state = links.parameter("famille"), links.parameter("q"), links.parameter("etat")
    everything = review.catalogue.definitions.values()
    chips = [chip(f"Toutes ({len(everything)})", links.address("catalogue", q=q), not family and state != RETIRED)]
    for one in review.catalogue.families:
        count = sum(each.family == one.code for each in everything)
        href = links.address("catalogue", q=q, famille=one.code)
        chips.append(chip(f"{one.short} ({count})", href, one.code == family and state != RETIRED))
    chips.append(chip(f"Retirés ({len(retired)})", links.address("catalogue", etat=RETIRED), state == RETIRED))
    return (
        '<div class="chip-row" role="group" aria-label="Famille"><span class="name">Famille</span>'
        f'<span class="chips">{"".join(chips)}</span></div>'
    )


def _table(review: Review, found: list[Definition]) -> str:
    heads = "".join(
        f'<th scope="col" class="{css}">{esc(text)}</th>'
        for text, css in (
            ("Code", "c-code"),
            ("Indicateur", "catalogue-name"),
            ("Type", ""),
            ("Fréquence", ""),
            ("Séries", "num"),
            ("Version", "num"),
        )
    )
    rows = "".join(_row(review, one) for one in found)
    return (
        f'<table class="list catalogue-list"><caption class="sr">{len(found)} indicateurs</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _pages(page: int, last: int) -> str:
    if last == 1:
        return ""
    kept = {name: links.parameter(name) for name in ("q", "famille")}
    numbers = "".join(
        chip(str(one), links.address("catalogue", **kept, page=one), one == page) for one in range(1, last + 1)
    )
    return (
        '<nav class="chip-row" aria-label="Pages de la liste"><span class="name">Page</span>'
        f'<span class="chips">{numbers}</span></nav>'
    )


def _row(review: Review, one: Definition) -> str:
    name = link(links.address("catalogue", indicateur=one.code), esc(one.label))
    core = '<br><span class="muted">noyau</span>' if one.core else ""
    series = len(review.catalogue.series_of_indicator.get(one.code, ()))
    return (
        f'<tr><td class="code">{esc(one.code)}</td><td class="title">{name}{core}</td>'
        f'<td data-head="Type">{esc(label(one.type))}</td><td data-head="Fréquence">{esc(label(one.frequency))}</td>'
        f'<td class="num" data-head="Séries">{series}</td><td class="num" data-head="Version">{one.version_no}</td></tr>'
    )


def _retired(retired: tuple[Retired, ...]) -> str:
    if not retired:
        return empty(
            "Rien n’est retiré du catalogue",
            "<p>Un indicateur se retire depuis sa fiche, à une date ; il peut être rétabli.</p>",
        )
    labels = read_labels(store.engine())
    rows = "".join(
        f'<tr><td class="code">{esc(one.series or one.indicator)}</td><td class="title">'
        f"{link(links.address('catalogue', indicateur=one.indicator, vue='series'), esc(labels[one.indicator]))}</td>"
        f'<td data-head="Retiré le">{date_fr(one.on)}</td></tr>'
        for one in retired
    )
    head = '<th scope="col" class="target-code">Code</th><th scope="col">Indicateur</th><th scope="col">Retiré le</th>'
    return card(
        f'<table class="list"><caption class="sr">Retirés</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )
