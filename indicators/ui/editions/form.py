"""Freezing an edition: the form, a confirmation that lists the content, then an irreversible write."""

from collections.abc import Sequence

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.reading.committee.decisions import open_decisions
from indicators.reading.committee.editions import Edition
from indicators.reading.committee.judgements import read_judgements
from indicators.ui import store
from indicators.ui.editions import acts
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import key
from indicators.ui.kit.html import Html, html, join, show


def freezing(editions: Sequence[Edition]) -> None:
    """Draw the form, or its confirmation."""
    waiting = acts.waiting()
    with st.container(border=True, key="card_edition_new"):
        if waiting is None:
            _form(editions)
        else:
            _confirmation(waiting)


def _form(editions: Sequence[Edition]) -> None:
    today = store.today()
    code = acts.suggested_code(today, frozenset(edition.code for edition in editions))
    show(
        html(
            "<h2>Figer une édition</h2>"
            '<p class="note">Ce qui est publié maintenant, tel que le comité le voit. Ce que vous laissez vide est proposé.</p>'
        )
    )
    left, middle, right = st.columns(3)
    left.text_input("Date de la réunion", key=key(acts.FORM, "held_on"), placeholder=date_fr(today))
    middle.text_input("Intitulé", key=key(acts.FORM, "label"), placeholder=acts.suggested_label(today))
    right.text_input("Code", key=key(acts.FORM, "code"), placeholder=code)
    st.text_area(
        "Note (facultative)", key=key(acts.FORM, "note"), placeholder="Par exemple : séance du printemps", height=80
    )
    st.button("Figer une édition…", key="edition_prepare", **click(acts.FORM, acts.prepare))


def _confirmation(pending: acts.PendingEdition) -> None:
    note = html('<p class="note">Note : {}</p>', pending.note) if pending.note else Html()
    lines = join(html("<li>{}</li>", line) for line in _content())
    show(
        html(
            "<h2>{}</h2>"
            "<p>{}</p>{}"
            '<ul class="ed-content">{}</ul>'
            "<p>Une édition ne se modifie plus et ne se supprime pas. Les corrections à venir n’y changeront rien.</p>",
            f"Figer « {pending.label} » ?",
            f"Code {pending.code}, réunion du {date_fr(pending.held_on)}.",
            note,
            lines,
        )
    )
    with st.container(horizontal=True):
        act = click(acts.FORM, acts.freeze, pending)
        st.button("Figer définitivement", type="primary", key="edition_freeze", **act)
        st.button("Revenir", key="edition_forget", on_click=acts.forget)


def _content() -> tuple[str, ...]:
    """What will be frozen, as counts in words."""
    review, engine = store.present(), store.engine()
    judged = sum(indicator.is_assessable for indicator in review.matrix)
    standing = read_judgements(engine).standing.values()
    adopted = sum(each.adopted is not None for each in standing)
    comments = sum(len(each.texts) for each in standing)
    return (
        f"{count_of(len(review.judged), 'série')}, avec valeurs, cibles, réserves et statuts : "
        f"{count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(review.matrix)}",
        f"{count_of(adopted, 'appréciation')} du comité et {count_of(comments, 'commentaire')} des pilotes",
        f"les paramètres de la méthode, version {review.parameters.version_no}",
        f"pour mémoire, {count_of(len(open_decisions(engine)), 'décision')} à suivre à cette date",
    )
