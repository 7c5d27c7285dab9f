"""Import by file: a pre-filled workbook to download, and the upload of the completed file."""

from pathlib import Path

import streamlit as st

from db.errors import StoreError
from indicators.domain.formatting import count_of
from indicators.domain.rights import Person
from indicators.exchange.limits import MAX_BYTES, MAX_ROWS
from indicators.services.files import imports, templates
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.imports import choice as import_choice
from indicators.ui.imports import preview, words
from indicators.ui.imports.choice import Choice
from indicators.ui.imports.state import FILE, Way, way
from indicators.ui.kit.html import html, show

_MEGA = 1024 * 1024
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEND = (Path(__file__).resolve().parents[1] / "assets" / "import.html").read_text(encoding="utf-8")


def file(person: Person) -> None:
    """Draw the import by file."""
    choice = import_choice.of_address(person)
    frame, problem = import_choice.frame(person, choice)
    state = way(FILE, person)
    preview.done(state)
    for text in (*choice.strange, problem):
        if text:
            show(html('<p class="warn">{}</p>', text))
    with st.container(border=True, key="card_import_template"):
        show(
            html("<h2>Emporter un classeur</h2>"),
            html(
                '<p class="note">Vos séries, une ligne par valeur, avec l’unité, la dernière valeur, les cibles et ce qui est '
                "déjà enregistré. Il se remplit dans Excel ou LibreOffice.</p>"
            ),
            import_choice.bar(choice, FILE, len(frame.rows) * len(choice.periods), with_breakdowns=True),
        )
        _template(person, choice, bool(frame.rows))
    with st.container(border=True, key="card_import_file"):
        _form(person, state)
    preview.preview(state, FILE)
    st.html(_MEND, unsafe_allow_javascript=True)


def _template(person: Person, choice: Choice, has_rows: bool) -> None:
    if not has_rows:
        show(html('<p class="note">Aucune série ne vous est attribuée ici : il n’y a pas de classeur à emporter.</p>'))
        return
    engine, today = store.engine(), store.today()
    count = templates.count_lines(
        engine, person, choice.periods, campaign=choice.campaign, breakdowns=choice.breakdowns
    )
    if count > templates.MAX_LINES:
        warning = f"Ce classeur aurait {count_of(count, 'ligne')}, et {templates.MAX_LINES} au plus sont admises."
        show(html('<p class="warn">{} Demandez moins de périodes.</p>', warning))
        return

    def made() -> bytes:
        return templates.template(
            engine, person, choice.periods, campaign=choice.campaign, breakdowns=choice.breakdowns, today=today
        )

    name = "-".join(words.period_words(code).replace("/", "-").replace(" ", "-") for code in choice.periods[:3])
    st.download_button(
        f"Télécharger le classeur ({count_of(count, 'ligne')})",
        made,
        file_name=f"valeurs-a-saisir-{name}.xlsx",
        mime=_WORKBOOK,
        key="import_template",
        on_click="ignore",
    )


def _form(person: Person, state: Way) -> None:
    show(html("<h2>Rapporter le fichier rempli</h2>"))
    with st.form(state.widget("file_form"), border=False, enter_to_submit=False):
        with st.container(key="import_uploader"):
            # Every kind of file is let through: what it holds decides, and the reason is then said in French.
            chosen = st.file_uploader("Classeur .xlsx ou fichier CSV", key=state.widget("file"))
        limits = (
            f"{MAX_BYTES // _MEGA} Mo et {count_of(MAX_ROWS, 'ligne')} au plus. Seul le contenu compte, pas le nom."
        )
        show(html('<p class="note">{}</p>', limits))
        form_submit_button = st.form_submit_button(
            "Prévisualiser", key="import_read", type="secondary" if state.preview else "primary"
        )
    if form_submit_button and chosen is None:
        state.refuse("Choisissez d’abord un fichier.")
    elif form_submit_button and chosen is not None:
        _read(person, state, chosen.name, chosen.getvalue())
    preview.problem(state)


def _read(person: Person, state: Way, name: str, content: bytes) -> None:
    """Read the file into a preview. Nothing is written: an interrupted run loses nothing."""
    bar = st.progress(0.0, text="Lecture du fichier…")
    try:
        file_preview = imports.preview_file(
            store.engine(),
            person,
            content,
            name,
            today=store.today(),
            progress=lambda part: bar.progress(part, text=f"Vérification : {part:.0%}".replace("%", "\u00a0%")),
        )
    except (Refused, StoreError) as error:
        state.refuse(f"{name} : {error}")
    else:
        state.show(file_preview)
        st.rerun()  # the button that confirms is now the first of the screen
    bar.empty()
