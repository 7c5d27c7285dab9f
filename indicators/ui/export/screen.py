"""Exporter la revue: an edition, a past day or the present view, as a PDF, slides or a workbook."""

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.reading.committee.editions import read_editions
from indicators.ui import store
from indicators.ui.export import acts
from indicators.ui.export import choice as choices
from indicators.ui.export.list import documents
from indicators.ui.export.make import DETAILS, DocumentKind, name_of
from indicators.ui.kit import links
from indicators.ui.kit import view as views
from indicators.ui.kit.act import click
from indicators.ui.kit.html import Html, esc, header, html, show, warnings
from indicators.ui.store import View
from indicators.ui.who import current_person


def screen() -> None:
    """Draw the choice, then the documents requested in this session."""
    person, review = current_person(), store.present()
    view, form, area = views.of_address(person), acts.form_of_address(), acts.area_of_address()
    detail = acts.detail_of_address() if form is DocumentKind.PPTX else "attention"
    choice, today = choices.choice_of(view, form, area, detail), store.today().isoformat()
    show(header("Quel document voulez-vous emporter ?", _lead(view, area)), _warnings(view, area))
    with st.container(border=True, key="card_export_choice"):
        editions = read_editions(store.engine())
        show(choices.what(review, editions, view, choice, area, person, today), choices.forms(choice, form))
        if form is DocumentKind.PPTX:
            show(choices.slides(choice, detail))
        if view.unpublished:
            show(
                html(
                    '<p class="warn">Des valeurs non publiées y figureront : chaque page portera « Document de travail ».</p>'
                )
            )
        st.button(
            "Préparer le document",
            type="primary",
            key="export_prepare",
            **click(acts.FORM, acts.prepare, form, area, view, detail),
        )
    documents()


def _lead(view: View, area: int | None) -> Html:
    where = f"aire {area}" if area else "toute la feuille de route"
    frozen = f" · figée le {date_fr(view.edition.frozen_at.astimezone(store.LOCAL).date())}" if view.edition else ""
    return esc(f"{name_of(view)}{frozen} · {where}")


def _warnings(view: View, area: int | None) -> Html:
    unknown = [links.ignored("aire", links.parameter("aire"))] if links.parameter("aire") and area is None else []
    unknown += links.chosen("forme", [*DocumentKind])[1] + links.chosen("fiches", DETAILS)[1]
    return warnings([*views.refusals(view), *unknown])


screen()
