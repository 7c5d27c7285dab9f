"""Value ranges of one indicator: those that block and those that require an explanation."""

import streamlit as st

from indicators.domain.formatting import number
from indicators.domain.values.checks import MAX_CHANGE, MAX_POINTS
from indicators.reading.catalogue.administration import IndicatorFile
from indicators.reading.progress.review import Review
from indicators.services.catalogue import rules
from indicators.services.catalogue.rules import RANGES
from indicators.ui import store
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import chosen, key, typed
from indicators.ui.kit.html import html, show
from indicators.ui.who import current_person


def draw(review: Review, file: IndicatorFile) -> None:
    """Draw the range fields and the save button."""
    form = f"ranges:{file.code}"
    texts = {name: "" if value is None else number(value, None) for name, value in file.ranges.items()}
    unit, default = ("points", MAX_POINTS) if file.is_percent else ("%", MAX_CHANGE)
    with st.container(border=True, key="card_catalogue_ranges"):
        show(html("<h2>Règles de saisie</h2>"), html('<p class="note">{}</p>', _published_range(review, file)))
        show(html('<p class="admin-legend">Hors de ces bornes, une valeur est refusée</p>'))
        _pair(form, texts, "hard_low", "hard_high", file.unit)
        show(html('<p class="admin-legend">Hors de celles-ci, elle demande une explication</p>'))
        _pair(form, texts, "plausible_low", "plausible_high", file.unit)
        st.text_input(
            f"{RANGES['max_change']} ({unit})",
            texts["max_change"],
            key=key(form, "max_change"),
            placeholder=f"{number(default)} par défaut",
            max_chars=40,
        )
        st.checkbox("Nombres entiers seulement", file.is_integer, key=key(form, "is_integer"))
        st.text_area("Motif", key=key(form, "reason"), max_chars=1000, height=80)
        act = click(form, _save, file.code, form)
        st.button("Enregistrer les règles", type="primary", key=key(form, "save"), **act)


def _pair(form: str, texts: dict[str, str], low: str, high: str, unit: str) -> None:
    for column, name in zip(st.columns(2), (low, high), strict=True):
        column.text_input(
            f"{RANGES[name]} ({unit})", texts[name], key=key(form, name), placeholder="aucun", max_chars=100
        )


def _published_range(review: Review, file: IndicatorFile) -> str:
    """A sentence giving the range of the published values of an indicator."""
    values = [
        each.value
        for judged in review.judged.values()
        if judged.definition.code == file.code
        for each in judged.facts.observations
        if each.value is not None
    ]
    if not values:
        return "Aucune valeur n’est encore publiée pour cet indicateur. Un champ vide : pas de borne."
    low, high = number(min(values), None), number(max(values), None)
    return f"Valeurs publiées jusqu’ici : de {low} à {high} ({file.unit}). Un champ vide : pas de borne."


def _save(code: str, form: str) -> str:
    changed = rules.set_value_rule(
        store.engine(),
        current_person(),
        code,
        {name: typed(form, name) for name in RANGES},
        is_integer=bool(chosen(form, "is_integer")),
        reason=typed(form, "reason"),
    )
    return f"Règles de saisie de {code} enregistrées." if changed else "Rien n’était à changer."
