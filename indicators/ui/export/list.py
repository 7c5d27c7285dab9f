"""Documents requested in this session: progress, refreshed every second, then a download button."""

import streamlit as st

from indicators.domain.formatting import number, plural
from indicators.ui.export import acts, jobs
from indicators.ui.export.jobs import Job, Stage
from indicators.ui.export.make import ABOUT, DocumentKind
from indicators.ui.kit.act import click
from indicators.ui.kit.html import html, show

EVERY = 1.0


def documents() -> None:
    """Draw the list; it refreshes itself while a document is being made."""
    requested = acts.requested_documents()
    if not requested:
        return
    show(html("<h2 class='export-title'>Vos documents</h2>"))
    if any(job is not None and job.is_under_way for *_, job in requested):
        _followed()
    else:
        _list()


@st.fragment(run_every=EVERY)
def _followed() -> None:
    """Refresh only this fragment every second; rerun the whole screen once every document is finished."""
    requested = acts.requested_documents()
    if any(job is not None and job.is_under_way for *_, job in requested):
        _list()
    else:
        st.rerun()


def _list() -> None:
    for identifier, file_name, title, job in acts.requested_documents():
        with st.container(border=True, key=f"card_export_{identifier}"):
            _document(identifier, file_name, title, job)


def _document(identifier: str, file_name: str, title: str, job: Job | None) -> None:
    form = DocumentKind(file_name.rpartition(".")[2])
    show(html('<p class="export-name"><b>{}</b> <span class="muted">{}</span></p>', title, ABOUT[form].title))
    if job is None:
        show(html('<p class="note">Ce document n’est plus gardé : préparez-le à nouveau.</p>'))
        st.button("Retirer de la liste", key=f"export_forget_{identifier}", on_click=acts.forget, args=(identifier,))
    elif job.stage is Stage.READY:
        _ready(identifier, file_name, job, form)
    elif job.stage is Stage.FAILED:
        show(
            html(
                '<p class="warn" role="alert">Le document n’a pas pu être composé. L’erreur est notée dans le journal du '
                "serveur ; rien n’a été modifié.</p>"
            )
        )
        st.button("Réessayer", key=f"export_retry_{identifier}", **click(acts.FORM, acts.again, identifier))
    else:
        _under_way(job)


def _under_way(job: Job) -> None:
    if job.stage is Stage.WAITING:
        before = jobs.before(job)
        text = f"En attente : {number(before)} {plural(before, 'document')} avant celui-ci" if before else "En attente"
    else:
        text = f"Composition : {number(int(job.share * 100))}\u00a0%"
    st.progress(job.share, text=text)


def _ready(identifier: str, file_name: str, job: Job, form: DocumentKind) -> None:
    size = f"{number(max(1, round(len(job.content) / 1000)))}\u00a0Ko"
    st.download_button(
        f"Télécharger ({size})",
        job.content,
        file_name=file_name,
        mime=ABOUT[form].mime,
        key=f"export_download_{identifier}",
        type="primary",
        on_click="ignore",
    )
