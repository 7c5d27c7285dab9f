"""Form of one value: labelled fields, each with its interpretation and its errors."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.formatting import with_unit
from indicators.domain.periods import Period
from indicators.domain.quality import LABELS
from indicators.domain.series import Unit
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.checks import BreakdownPart, check_breakdown
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.domain.values.typed_numbers import ABSENCE_CHOICES
from indicators.domain.wording import label
from indicators.reading.values.entry import GridCell, ValueForm
from indicators.ui import store
from indicators.ui.kit.act import click
from indicators.ui.kit.cell_text import exact, understood, value_words
from indicators.ui.kit.html import Html, details, html, join, show
from indicators.ui.store import LOCAL
from indicators.ui.value import acts
from indicators.ui.value.state import OpenForm

FLAGS = tuple(ObsStatus(code) for code in "PEUDINWFB")
"""Marks offered for a value (docs/method.md, Quality flags)."""

_NEEDS = (Kind.QUESTION, Kind.REFUSED, Kind.EXPLAIN, Kind.CONFLICT, Kind.LOCKED)


def form(stored_form: ValueForm, value_form: OpenForm, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """Draw the fields and the save button."""
    with st.container(border=True, key="card_value_form"):
        show(html("<h2>La valeur</h2>"))
        _figure(stored_form, value_form, outcomes.get(value_form.key))
        _terms(value_form)
        _marks(value_form)
        _proof(stored_form, value_form)
        if stored_form.parts and not value_form.key.item:
            _parts(stored_form, value_form, outcomes)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Enregistrer", key="value_save", type="primary", **click(value_form.name, acts.save))
            if value_form.typed:
                st.button("Abandonner ma saisie", key="value_leave", type="tertiary", on_click=acts.give_up)
        waiting = (
            "Brouillon gardé pour vous seul, pas encore enregistré." if value_form.typed else "Rien à enregistrer."
        )
        show(html('<p class="note" role="status">{}</p>', waiting))


def plain_label(text: str) -> Html:
    """Data as the label of a widget, with Markdown escaped."""
    return join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|~<>:$" else sign for sign in text)


def _figure(stored_form: ValueForm, value_form: OpenForm, outcome: CellOutcome | None) -> None:
    unit, cell_input = stored_form.row.unit, value_form.now(value_form.key)
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        _text(value_form, "typed", f"Valeur {_period(stored_form)}{_in_unit(unit)}", cell_input.typed, "1 380,5")
    with right:
        st.selectbox(
            "S’il n’y a pas de valeur, pourquoi ?",
            list(ABSENCE_CHOICES),
            index=ABSENCE_CHOICES.index(cell_input.absence) if cell_input.absence in ABSENCE_CHOICES else None,
            format_func=lambda choice: LABELS[choice],
            placeholder="La valeur existe",
            key=value_form.widget("absence"),
            on_change=acts.changed,
        )
    _answer(stored_form, value_form, value_form.key, outcome)


def _answer(stored_form: ValueForm, value_form: OpenForm, key: CellKey, outcome: CellOutcome | None) -> None:
    """Draw the interpretation of the field, or the question to answer, under it."""
    cell_input, unit, decimals = value_form.now(key), stored_form.row.unit, stored_form.row.decimals
    text = understood(cell_input, unit, decimals)
    if text and key in value_form.typed:
        show(html('<p class="value-echo" role="status">Compris : <b>{}</b></p>', text))
    if outcome is None or outcome.kind not in _NEEDS:
        return
    show(html('<p class="value-ask" role="alert">{}</p>', outcome.message))
    if outcome.kind is Kind.CONFLICT:
        _conflict(value_form, key, outcome, unit, text or cell_input.typed)
    elif outcome.candidates:
        with st.container(horizontal=True):
            for value in outcome.candidates:
                st.button(
                    with_unit(exact(value), unit),
                    key=value_form.widget(f"choose_{key}_{value}"),
                    on_click=acts.choose,
                    args=(key, value),
                )


def _conflict(value_form: OpenForm, key: CellKey, outcome: CellOutcome, unit: Unit, mine: str) -> None:
    theirs = outcome.theirs
    when = theirs.recorded_at.astimezone(LOCAL) if theirs is not None and theirs.recorded_at is not None else None
    show(
        html(
            '<dl class="entry-both"><dt>La vôtre</dt><dd>{}</dd><dt>Celle de {}</dt><dd>{}',
            mine,
            theirs.recorded_by if theirs else "",
            value_words(theirs, unit),
        )
        + (html(' <span class="note">{}</span>', f"{when:%d/%m/%Y à %H:%M}") if when else Html())
        + html("</dd></dl>")
    )
    version = outcome.version_no or 0
    with st.container(horizontal=True):
        st.button(
            "Garder la mienne", key=value_form.widget(f"mine_{key}"), on_click=acts.keep_mine, args=(key, version)
        )
        st.button("Garder la leur", key=value_form.widget(f"theirs_{key}"), on_click=acts.give_up)


def _terms(value_form: OpenForm) -> None:
    cell_input = value_form.now(value_form.key)
    left, right = st.columns(2, gap="medium")
    with left:
        _text(value_form, "numerator", "Numérateur, s’il s’agit d’un rapport", cell_input.numerator, "128")
    with right:
        _text(value_form, "denominator", "Dénominateur", cell_input.denominator, "512")
    show(html('<p class="note">Laissez la valeur vide et donnez les deux termes : elle est calculée.</p>'))


def _marks(value_form: OpenForm) -> None:
    cell_input = value_form.now(value_form.key)
    st.pills(
        "Ce qu’il faut savoir de cette valeur",
        list(FLAGS),
        selection_mode="multi",
        default=[flag for flag in FLAGS if flag in cell_input.flags],
        format_func=lambda choice: LABELS[choice],
        key=value_form.widget("flags"),
        on_change=acts.changed,
    )


def _proof(stored_form: ValueForm, value_form: OpenForm) -> None:
    cell_input = value_form.now(value_form.key)
    if stored_form.cell.correctable:
        _text(value_form, "motive", "Motif de la correction", cell_input.motive, "Erreur, source révisée, méthode…")
    st.text_area(
        "Commentaire, ou explication de ce qui est inhabituel",
        cell_input.comment,
        key=value_form.widget("comment"),
        placeholder="Deux nouvelles sociétés depuis 2023",
        on_change=acts.changed,
        height=90,
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _text(value_form, "source", "Source", cell_input.source, "Enquête du pôle, comptes annuels…")
    with right:
        _text(value_form, "source_url", "Lien vers la preuve", cell_input.source_url, "https://…")
    if value_form.stored[value_form.key].confidential is ConfStatus.FREE:
        st.selectbox(
            "Diffusion",
            list(ConfStatus),
            index=list(ConfStatus).index(cell_input.confidential),
            format_func=label,
            key=value_form.widget("confidential"),
            on_change=acts.changed,
        )


def _parts(stored_form: ValueForm, value_form: OpenForm, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """Draw each breakdown with its sum; it is expanded if an item is typed or stored."""
    lists = {
        breakdown.code: breakdown.label
        for breakdown in store.present().catalogue.series[stored_form.row.series].breakdowns
    }
    for code, cells in stored_form.parts.items():
        busy = any(cell.value is not None or cell.key in value_form.typed for cell in cells)
        with st.expander(plain_label(f"Ventilation : {lists.get(code, code)}"), expanded=busy):
            for start in range(0, len(cells), 2):  # two by two: on a phone they stay in their order
                for column, cell in zip(st.columns(2, gap="medium"), cells[start : start + 2], strict=False):
                    with column:
                        _part(stored_form, value_form, cell, outcomes.get(cell.key))
            show(html('<p class="note" role="status">{}</p>', _sum(stored_form, value_form, cells)))


def _part(stored_form: ValueForm, value_form: OpenForm, cell: GridCell, outcome: CellOutcome | None) -> None:
    widget = value_form.widget(f"part_{cell.key.breakdown}_{cell.key.item}")
    st.text_input(
        plain_label(cell.label),
        value_form.now(cell.key).typed,
        key=widget,
        placeholder="n.d. si elle manque",
        on_change=acts.part_changed,
        args=(cell.key, widget),
        disabled=not (cell.editable or cell.correctable),
    )
    _answer(stored_form, value_form, cell.key, outcome)
    if not (cell.editable or cell.correctable):
        show(html('<p class="note">{}</p>', cell.why_not))


def _sum(stored_form: ValueForm, value_form: OpenForm, cells: tuple[GridCell, ...]) -> str:
    """Message that says whether the items, as typed, add up to the total."""
    row = stored_form.row
    nature = store.present().judged[row.series].definition.nature
    total = _number(stored_form, value_form, value_form.key)
    parts = [
        BreakdownPart(cell.key.item, _number(stored_form, value_form, cell.key), cell.parent, cell.label)
        for cell in cells
    ]
    if all(part.value is None for part in parts):
        return "Aucune part n’est donnée."
    remarks = check_breakdown(total, parts, row.unit, row.decimals, nature)
    if remarks:
        return " ".join(remark.message for remark in remarks)
    adds_up = check_breakdown(None, parts, row.unit, row.decimals, nature)
    return "La somme des parts correspond au total." if adds_up else "Ces parts ne s’additionnent pas."


def _number(stored_form: ValueForm, value_form: OpenForm, key: CellKey) -> Decimal | None:
    meaning = understand(value_form.now(key), stored_form.row.unit, stored_form.row.decimals)
    return meaning.value if isinstance(meaning, Meaning) else None


def _text(value_form: OpenForm, name: str, title: str, value: str, example: str) -> None:
    st.text_input(
        title, value, key=value_form.widget(name), placeholder=f"Par exemple : {example}", on_change=acts.changed
    )


def _period(stored_form: ValueForm) -> str:
    return Period.parse(stored_form.cell.period).label


def _in_unit(unit: Unit) -> Html:
    return plain_label(f", en {unit.symbol}") if unit.symbol else plain_label(f" ({unit.label})")


def read_only(stored_form: ValueForm) -> Html:
    """The stored value as HTML, for a person who may not edit it or if entry is closed."""
    observation, unit = stored_form.cell.value, stored_form.row.unit
    if observation is None:
        return html('<p class="note">Aucune valeur n’a encore été saisie.</p>')
    pairs = [("Valeur", value_words(observation, unit))]
    if observation.numerator is not None and observation.denominator is not None:
        pairs.append(("Rapport", f"{exact(observation.numerator)} sur {exact(observation.denominator)}"))
    pairs += [("Source", observation.source), ("Réserve", observation.caveat), ("Commentaire", observation.comment)]
    rows = join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in pairs if text)
    return html('<dl class="sheet">{}</dl>{}', rows, _part_table(stored_form))


def _part_table(stored_form: ValueForm) -> Html:
    rows = join(
        html("<li>{} : {}</li>", cell.label, value_words(cell.value, stored_form.row.unit))
        for cells in stored_form.parts.values()
        for cell in cells
        if cell.value is not None
    )
    return details("Ventilation", html('<ul class="plain">{}</ul>', rows)) if rows else Html()
