"""What is asked of the cells of a preview, answered in place; then the one button that writes."""

from collections.abc import Sequence

import streamlit as st

from indicators.domain.formatting import count_of, number
from indicators.domain.quality import LABELS
from indicators.domain.values.typed_numbers import ABSENCE_CHOICES
from indicators.services.files.previews import WRITABLE, Ask, Preview, PreviewCell
from indicators.ui.imports import acts, words
from indicators.ui.imports.answers import COMMON, LEAVE, MOST, OVERWRITE, TITLES, asked, key_of
from indicators.ui.imports.state import Way
from indicators.ui.kit.act import click
from indicators.ui.kit.cell_text import value_words
from indicators.ui.kit.html import Html, html, join, show
from indicators.ui.store import LOCAL


def form(held: Way, way: str) -> None:
    """Questions and buttons, sent together: an answer being typed is never lost to a click."""
    shown = held.preview
    assert shown is not None
    ready = sum(shown.counts[fate] for fate in WRITABLE)
    waiting = asked(shown)
    if not ready and not waiting:
        st.button("Abandonner cet aperçu", key="import_drop", type="tertiary", on_click=acts.drop, args=(way,))
        return
    with st.form(held.widget("answers"), border=False, enter_to_submit=False):
        if waiting:
            _questions(shown, waiting)
        with st.container(horizontal=True, vertical_alignment="center"):
            label = f"Confirmer {count_of(ready, 'valeur')}" if not waiting else "Confirmer l’import"
            confirm = click(acts.form(way), acts.confirm, way)
            st.form_submit_button(label, key="import_confirm", type="primary", **confirm)
            if waiting:
                recheck = click(acts.form(way), acts.recheck, way)
                st.form_submit_button("Vérifier mes réponses", key="import_recheck", **recheck)
            st.form_submit_button(
                "Abandonner cet aperçu", key="import_drop", type="tertiary", on_click=acts.drop, args=(way,)
            )
        if waiting:
            show(html('<p class="note">Une case sans réponse n’est pas importée ; les autres le sont.</p>'))


def _questions(shown: Preview, waiting: Sequence[tuple[int, PreviewCell]]) -> None:
    said = f"{count_of(len(waiting), 'case attend', 'cases attendent')} votre réponse."
    more = f" Voici les {MOST} premières ; les suivantes viendront après." if len(waiting) > MOST else ""
    show(html('<div class="import-asked"><h3>À vous de dire</h3><p class="note">{}</p></div>', said + more))
    left = MOST
    for ask, title in TITLES.items():
        cells = [pair for pair in waiting if pair[1].asks is ask]
        if not cells or left <= 0:
            continue
        show(html("<h4>{} ({})</h4>", title, number(len(cells))))
        _common(shown, ask, len(cells))
        if ask is Ask.MOTIVE:
            _corrections(shown, cells[:left])
        else:
            for place, cell in cells[:left]:
                _question(shown, place, cell)
        left -= len(cells)


def _common(shown: Preview, ask: Ask, count: int) -> None:
    """One answer for many, where one may do."""
    key = key_of(shown, COMMON, ask)
    if ask is Ask.MOTIVE:
        label = "Motif de la correction" if count == 1 else f"Motif commun à ces {number(count)} corrections"
        st.text_input(
            label, key=key, placeholder="Par exemple : erreur de copie dans le rapport", persist_state="session"
        )
    elif count == 1:
        return
    elif ask is Ask.COMMENT:
        label = "Explication commune, pour les cases qui n’en ont pas d’autre (facultatif)"
        st.text_input(label, key=key, placeholder="Par exemple : deux sociétés ont fusionné", persist_state="session")
    elif ask is Ask.ABSENCE:
        st.selectbox(
            "Raison commune, pour les cases qui n’en ont pas d’autre (facultatif)",
            ABSENCE_CHOICES,
            index=None,
            format_func=lambda one: LABELS[one],
            placeholder="Choisissez la raison",
            key=key,
            persist_state="session",
        )


def _question(shown: Preview, place: int, cell: PreviewCell) -> None:
    """What is asked on the left, the answer on the right."""
    message = cell.message if cell.row.typed in cell.message else f"Lu : « {cell.row.typed} ». {cell.message}"
    asked_of, answer = st.columns((3, 2), gap="medium")
    with asked_of:
        show(html('<div class="import-ask"><p>{}</p><p>{}</p>{}</div>', _cell(shown, cell), message, _both(cell)))
    with answer:
        _answer(cell, key_of(shown, place, cell.asks), words.short_name(cell))


def _answer(cell: PreviewCell, key: str, name: str) -> None:
    if cell.asks is Ask.NUMBER:
        readings = {one: words.candidate_words(cell, one) for one in cell.candidates}
        st.radio(
            f"{name} : que voulez-vous dire ?",
            cell.candidates,
            index=None,
            format_func=lambda one: readings[one],
            horizontal=True,
            key=key,
            persist_state="session",
        )
    elif cell.asks is Ask.ABSENCE:
        st.selectbox(
            f"{name} : pourquoi n’y a-t-il pas de valeur ?",
            sorted(ABSENCE_CHOICES, key=lambda one: one is not cell.hint),
            index=None,
            format_func=lambda one: LABELS[one],
            placeholder="Choisissez la raison",
            key=key,
            persist_state="session",
        )
    elif cell.asks is Ask.CHOICE:
        st.radio(f"{name} : laquelle garder ?", (OVERWRITE, LEAVE), index=None, key=key, persist_state="session")
    else:
        st.text_input(
            f"{name} : votre explication",
            key=key,
            placeholder="Par exemple : deux nouvelles sociétés",
            persist_state="session",
        )


def _corrections(shown: Preview, cells: Sequence[tuple[int, PreviewCell]]) -> None:
    """What is to be corrected, old → new; a motive of its own for a cell is rare, and waits behind a fold."""
    lines = join(
        html("<li>{} : {} → <b>{}</b></li>", _cell(shown, cell), words.old_words(cell), words.new_words(cell))
        for _, cell in cells
    )
    show(html('<ul class="import-corrections">{}</ul>', lines))
    if len(cells) < 2:
        return
    with st.expander("Donner un autre motif à certaines cases"):
        for place, cell in cells:
            st.text_input(
                f"{words.short_name(cell)} : motif propre à cette case",
                key=key_of(shown, place, Ask.MOTIVE),
                placeholder="Sinon, le motif commun",
                persist_state="session",
            )


def _cell(shown: Preview, cell: PreviewCell) -> Html:
    """Which cell, and where it was read."""
    series, _ = words.named(cell)
    where = words.place_words(cell.place, shown.method)
    return html('<b>{}</b>, {} <span class="muted">{}</span>', words.series_words(series), _period(cell), where)


def _period(cell: PreviewCell) -> str:
    item = words.item_of(cell)
    period = words.period_words(words.named(cell)[1])
    return f"{item}, {period}" if item else period


def _both(cell: PreviewCell) -> Html:
    """The two values of a conflict."""
    theirs, mine = cell.theirs, words.new_words(cell)
    if theirs is None:
        return Html()
    when = f"{theirs.recorded_at.astimezone(LOCAL):%d/%m/%Y à %H:%M}" if theirs.recorded_at else ""
    stored = value_words(theirs, words.unit_of(words.named(cell)[0]))
    return html(
        '<dl class="import-both"><dt>La vôtre</dt><dd>{}</dd>'
        '<dt>Celle de {}</dt><dd>{} <span class="muted">{}</span></dd></dl>',
        mine,
        theirs.recorded_by,
        stored,
        when,
    )
