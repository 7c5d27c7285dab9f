"""Import by paste: expected rows and columns, the text block, then its preview."""

import streamlit as st

from db.errors import StoreError
from indicators.domain.rights import Person
from indicators.services.files import imports
from indicators.services.files.imports import BlockFrame
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.imports import choice as import_choice
from indicators.ui.imports import preview
from indicators.ui.imports.state import PASTE, Way, way
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, empty, html, link, show

_PLACEHOLDER = "Dans votre tableur, copiez les cases (Ctrl+C), puis collez-les ici (Ctrl+V)."
_HELP = (
    "Si la première colonne porte les codes des séries, ou la première ligne nos en-têtes, c’est par eux que le bloc "
    "est lu. Sinon, sa première case va à la première ligne attendue. Une case vide laisse ce qui est enregistré."
)


def paste(person: Person) -> None:
    """Draw the import by paste."""
    choice = import_choice.of_address(person)
    frame, problem = import_choice.frame(person, choice)
    state = way(PASTE, person)
    if state.preview is not None and state.scope != frame:
        state.refuse("Vous avez changé de séries ou de périodes : prévisualisez de nouveau.")
    preview.done(state)
    for text in (*choice.strange, problem):
        if text:
            show(html('<p class="warn">{}</p>', text))
    with st.container(border=True, key="card_import_block"):
        show(html("<h2>Le bloc à coller</h2>"), import_choice.bar(choice, PASTE, len(frame.rows)))
        if frame.rows:
            show(import_choice.expected(frame))
        elif not problem:
            show(_nothing(choice))
        _form(person, state, frame)
    preview.preview(state, PASTE)


def _nothing(choice: import_choice.Choice) -> Html:
    where = "dans cette campagne" if choice.call else "pour le moment"
    everything = links.address("importer", facon=PASTE, campagne=import_choice.NO_CAMPAIGN)
    follow = (
        link(everything, "Voir toutes mes séries")
        if choice.call
        else link(links.address("campagnes"), "Voir les campagnes")
    )
    return empty(
        f"Aucune série ne vous est attribuée {where}",
        html("<p>L’administration attribue les séries, par campagne ou par personne.</p><p>{}</p>", follow),
    )


def _form(person: Person, state: Way, frame: BlockFrame) -> None:
    with st.form(state.widget("block"), border=False, enter_to_submit=False):
        text = st.text_area(
            "Cases copiées de votre tableur",
            key=state.widget("text"),
            height=170,
            placeholder=_PLACEHOLDER,
            persist_state="session",
        )
        show(html('<p class="note">{}</p>', _HELP))
        form_submit_button = st.form_submit_button(
            "Prévisualiser", key="import_read", type="secondary" if state.preview else "primary"
        )
    if form_submit_button:
        _read(person, state, frame, text or "")
    preview.problem(state)


def _read(person: Person, state: Way, frame: BlockFrame, text: str) -> None:
    """Read the block into a preview. Nothing is written: an interrupted run loses nothing."""
    try:
        with st.spinner("Vérification du bloc…"):
            block_preview = imports.preview_paste(store.engine(), person, text, frame, today=store.today())
    except (Refused, StoreError) as error:
        state.refuse(str(error))
    else:
        state.show(block_preview, frame)
        st.rerun()  # the button that confirms is now the first of the screen
