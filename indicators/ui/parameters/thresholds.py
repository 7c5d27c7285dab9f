"""Form of the method's thresholds, with a preview of the statuses that would change."""

import streamlit as st

from indicators.domain.catalogue.typed_parameters import PARAMETERS, typed_of, understand
from indicators.domain.formatting import count_of
from indicators.domain.progress.assessment import Parameters
from indicators.domain.progress.trend import trend
from indicators.reading.catalogue.administration import Transitions, transitions
from indicators.reading.progress.review import Review
from indicators.services.catalogue import parameters as service
from indicators.ui import store
from indicators.ui.kit import moved_statuses
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import key, problem, typed
from indicators.ui.kit.html import html, join, show
from indicators.ui.who import current_person

FORM = "parameters"
_FIRST = ("on_track", "accelerate", "decline")


def draw(review: Review) -> None:
    """Draw the fields, the preview of their effect and the save button."""
    stored = typed_of(review.parameters)
    with st.container(border=True, key="card_parameters"):
        show(
            html("<h2>Seuils</h2>"),
            html('<p class="note">Écrivez 95 pour 95 %. Ce qui changerait est montré avant l’enregistrement.</p>'),
        )
        for column, name in zip(st.columns(3), _FIRST, strict=True):
            with column:
                _field(name, stored[name])
        parameters, problems = understand(_typed(stored), review.parameters.version_no)
        is_open = any(name in problems for name in stored if name not in _FIRST)
        with st.expander("Tendance et tolérance", expanded=is_open):
            for name in stored:
                if name not in _FIRST:
                    _field(name, stored[name])
        show(join(problem(f"{PARAMETERS[name].label} : {reason}") for name, reason in problems.items()))
        if parameters is not None and parameters != review.parameters:
            _effect(review, parameters)
        st.text_area("Motif du changement", key=key(FORM, "reason"), max_chars=4000, height=80)
        label = f"Enregistrer la version {review.parameters.version_no + 1}"
        act = click(FORM, _save, review.parameters.version_no)
        st.button(label, type="primary", key=key(FORM, "save"), **act)


def _typed(stored: dict[str, str]) -> dict[str, str]:
    """Content of the fields, or the stored values before they are drawn."""
    return {name: str(st.session_state.get(key(FORM, name), value)) for name, value in stored.items()}


def _field(name: str, value: str) -> None:
    """Draw a field with its help text under it (Streamlit's tooltip would have an English label)."""
    parameter = PARAMETERS[name]
    unit = " (%)" if parameter.is_percent else ""
    st.text_input(f"{parameter.label}{unit}", value, key=key(FORM, name), max_chars=40)
    show(html('<p class="admin-help">{}</p>', parameter.explanation))


def _effect(review: Review, parameters: Parameters) -> None:
    statuses = store.remembered(_transitions, parameters)
    trends = store.remembered(_trends, parameters)
    moved_statuses.show_changes(
        review, statuses, f"sur {len(review.judged)} séries, dès que la version est enregistrée"
    )
    if trends:
        count = count_of(trends, "tendance changerait aussi", "tendances changeraient aussi")
        show(html("<p>{} de mot.</p>", count))


def _transitions(parameters: Parameters) -> Transitions:
    return transitions(store.present(), parameters)


def _trends(parameters: Parameters) -> int:
    review = store.present()
    return sum(
        trend(series.facts, parameters).word is not trend(series.facts, review.parameters).word
        for series in review.judged.values()
        if series.latest is not None
    )


def _save(base_version: int) -> str:
    values = {name: typed(FORM, name) for name in PARAMETERS}
    version = service.set_parameters(
        store.engine(), current_person(), values, base_version_no=base_version, reason=typed(FORM, "reason")
    )
    return f"Paramètres version {version} en vigueur." if version != base_version else "Rien n’était à changer."
