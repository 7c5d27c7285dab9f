"""Questions about the cells of a preview, answered in place, and the confirm button."""

from collections.abc import Sequence

import streamlit as st

from indicators.domain.formatting import count_of, number
from indicators.domain.quality import LABELS
from indicators.domain.values.typed_numbers import ABSENCE_CHOICES
from indicators.services.files.previews import WRITABLE, Ask, Preview, PreviewCell
from indicators.ui.imports import acts, words
from indicators.ui.imports.answers import COMMON, LEAVE, MOST, OVERWRITE, TITLES, cells_to_answer, key_of
from indicators.ui.imports.state import Way
from indicators.ui.kit.act import click
from indicators.ui.kit.cell_text import value_words
from indicators.ui.kit.html import Html, html, join, show
from indicators.ui.store import LOCAL


def form(state: Way, way: str) -> None:
    """Draw questions and buttons in one form, so that a click never loses an answer being typed."""
    preview = state.preview
    assert preview is not None
    ready = sum(preview.counts[kind] for kind in WRITABLE)
    waiting = cells_to_answer(preview)
    if not ready and not waiting:
        st.button("Abandonner cet aperçu", key="import_drop", type="tertiary", on_click=acts.drop, args=(way,))
        return
    with st.form(state.widget("answers"), border=False, enter_to_submit=False):
        if waiting:
            _questions(preview, waiting)
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


def _questions(preview: Preview, waiting: Sequence[tuple[int, PreviewCell]]) -> None:
    sentence = f"{count_of(len(waiting), 'case attend', 'cases attendent')} votre réponse."
    more = f" Voici les {MOST} premières ; les suivantes viendront après." if len(waiting) > MOST else ""
    show(html('<div class="import-asked"><h3>À vous de dire</h3><p class="note">{}</p></div>', sentence + more))
    remaining = MOST
    for ask, title in TITLES.items():
        cells = [pair for pair in waiting if pair[1].asks is ask]
        if not cells or remaining <= 0:
            continue
        show(html("<h4>{} ({})</h4>", title, number(len(cells))))
        _common(preview, ask, len(cells))
        if ask is Ask.REASON:
            _corrections(preview, cells[:remaining])
        else:
            for place, cell in cells[:remaining]:
                _question(preview, place, cell)
        remaining -= len(cells)


def _common(preview: Preview, ask: Ask, count: int) -> None:
    """Draw the field for one answer common to all cells of a kind, where allowed."""
    key = key_of(preview, COMMON, ask)
    if ask is Ask.REASON:
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
            format_func=lambda reason: LABELS[reason],
            placeholder="Choisissez la raison",
            key=key,
            persist_state="session",
        )


def _question(preview: Preview, place: int, cell: PreviewCell) -> None:
    """Draw the question on the left and the answer on the right."""
    message = cell.outcome.message
    if cell.row.typed not in message:
        message = f"Lu : « {cell.row.typed} ». {message}"
    asked_of, answer = st.columns((3, 2), gap="medium")
    with asked_of:
        show(html('<div class="import-ask"><p>{}</p><p>{}</p>{}</div>', _cell(preview, cell), message, _both(cell)))
    with answer:
        _answer(cell, key_of(preview, place, cell.asks), words.short_name(cell))


def _answer(cell: PreviewCell, key: str, name: str) -> None:
    if cell.asks is Ask.NUMBER:
        readings = {candidate: words.candidate_words(cell, candidate) for candidate in cell.outcome.candidates}
        st.radio(
            f"{name} : que voulez-vous dire ?",
            cell.outcome.candidates,
            index=None,
            format_func=lambda one: readings[one],
            horizontal=True,
            key=key,
            persist_state="session",
        )
    elif cell.asks is Ask.ABSENCE:
        st.selectbox(
            f"{name} : pourquoi n’y a-t-il pas de valeur ?",
            sorted(ABSENCE_CHOICES, key=lambda reason: reason is not cell.outcome.hint),
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


def _corrections(preview: Preview, cells: Sequence[tuple[int, PreviewCell]]) -> None:
    """Draw the corrections, old → new, with an expander to give a cell its own reason."""
    lines = join(
        html("<li>{} : {} → <b>{}</b></li>", _cell(preview, cell), words.old_words(cell), words.new_words(cell))
        for _, cell in cells
    )
    show(html('<ul class="import-corrections">{}</ul>', lines))
    if len(cells) < 2:
        return
    with st.expander("Donner un autre motif à certaines cases"):
        for place, cell in cells:
            st.text_input(
                f"{words.short_name(cell)} : motif propre à cette case",
                key=key_of(preview, place, Ask.REASON),
                placeholder="Sinon, le motif commun",
                persist_state="session",
            )


def _cell(preview: Preview, cell: PreviewCell) -> Html:
    """Label and position of a cell."""
    series, _ = words.named(cell)
    where = words.place_words(cell.place, preview.method)
    return html('<b>{}</b>, {} <span class="muted">{}</span>', words.series_words(series), _period(cell), where)


def _period(cell: PreviewCell) -> str:
    item = words.item_of(cell)
    period = words.period_words(words.named(cell)[1])
    return f"{item}, {period}" if item else period


def _both(cell: PreviewCell) -> Html:
    """The two conflicting values."""
    theirs, mine = cell.outcome.theirs, words.new_words(cell)
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
