"""The way in by paste: what the rows and columns of the block are, the block itself, then its preview."""

import streamlit as st

from db.errors import StoreError
from indicators.domain.rights import Person
from indicators.services.files import imports
from indicators.services.files.imports import Frame
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
    """Draw the way in by paste."""
    choice = import_choice.of_address(person)
    frame, problem = import_choice.frame(person, choice)
    held = way(PASTE, person)
    if held.preview is not None and held.scope != frame:
        held.refuse("Vous avez changé de séries ou de périodes : prévisualisez de nouveau.")
    preview.done(held)
    for text in (*choice.strange, problem):
        if text:
            show(html('<p class="warn">{}</p>', text))
    with st.container(border=True, key="card_import_block"):
        show(html("<h2>Le bloc à coller</h2>"), import_choice.bar(choice, PASTE, len(frame.rows)))
        if frame.rows:
            show(import_choice.expected(frame))
        elif not problem:
            show(_nothing(choice))
        _form(person, held, frame)
    preview.preview(held, PASTE)


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


def _form(person: Person, held: Way, frame: Frame) -> None:
    with st.form(held.widget("block"), border=False, enter_to_submit=False):
        text = st.text_area(
            "Cases copiées de votre tableur",
            key=held.widget("text"),
            height=170,
            placeholder=_PLACEHOLDER,
            persist_state="session",
        )
        show(html('<p class="note">{}</p>', _HELP))
        asked = st.form_submit_button(
            "Prévisualiser", key="import_read", type="secondary" if held.preview else "primary"
        )
    if asked:
        _read(person, held, frame, text or "")
    preview.problem(held)


def _read(person: Person, held: Way, frame: Frame, text: str) -> None:
    """Nothing is written here: a run of the script that stops midway loses nothing."""
    try:
        with st.spinner("Vérification du bloc…"):
            found = imports.preview_paste(store.engine(), person, text, frame, today=store.today())
    except (Refused, StoreError) as error:
        held.refuse(str(error))
    else:
        held.show(found, frame)
        st.rerun()  # the button that confirms is now the first of the screen
