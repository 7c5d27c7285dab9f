"""The form of one value: every field with its label, what is understood of it, and what stands in the way beside it."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.formatting import with_unit
from indicators.domain.periods import Period
from indicators.domain.quality import LABELS
from indicators.domain.series import Unit
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.values.checks import Part, check_breakdown
from indicators.domain.values.typed_cells import Meaning, understand
from indicators.domain.values.typed_numbers import ABSENCE_CHOICES
from indicators.domain.wording import label
from indicators.reading.values.entry import Form, GridCell
from indicators.ui import store
from indicators.ui.kit.act import click
from indicators.ui.kit.cell_text import exact, understood, value_words
from indicators.ui.kit.html import Html, details, html, join, show
from indicators.ui.store import LOCAL
from indicators.ui.value import acts
from indicators.ui.value.state import Held

FLAGS = tuple(ObsStatus(code) for code in "PEUDINWFB")
"""Marks offered for a value (docs/method.md, Quality flags)."""

_NEEDS = (Kind.QUESTION, Kind.REFUSED, Kind.EXPLAIN, Kind.CONFLICT, Kind.LOCKED)


def form(found: Form, held: Held, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """Fields and the button that saves them."""
    with st.container(border=True, key="card_value_form"):
        show(html("<h2>La valeur</h2>"))
        _figure(found, held, outcomes.get(held.key))
        _terms(held)
        _marks(held)
        _proof(found, held)
        if found.parts and not held.key.item:
            _parts(found, held, outcomes)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Enregistrer", key="value_save", type="primary", **click(held.name, acts.save))
            if held.typed:
                st.button("Abandonner ma saisie", key="value_leave", type="tertiary", on_click=acts.give_up)
        waiting = "Brouillon gardé pour vous seul, pas encore enregistré." if held.typed else "Rien à enregistrer."
        show(html('<p class="note" role="status">{}</p>', waiting))


def plain_label(text: str) -> Html:
    """A label of a widget from data: none of its signs is markup."""
    return join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|~<>:$" else sign for sign in text)


def _figure(found: Form, held: Held, outcome: CellOutcome | None) -> None:
    unit, given = found.row.unit, held.now(held.key)
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        _text(held, "typed", f"Valeur {_period(found)}{_in_unit(unit)}", given.typed, "1 380,5")
    with right:
        st.selectbox(
            "S’il n’y a pas de valeur, pourquoi ?",
            list(ABSENCE_CHOICES),
            index=ABSENCE_CHOICES.index(given.absence) if given.absence in ABSENCE_CHOICES else None,
            format_func=lambda one: LABELS[one],
            placeholder="La valeur existe",
            key=held.widget("absence"),
            on_change=acts.changed,
        )
    _answer(found, held, held.key, outcome)


def _answer(found: Form, held: Held, key: CellKey, outcome: CellOutcome | None) -> None:
    """What is understood, or what is asked, right under the field."""
    given, unit, decimals = held.now(key), found.row.unit, found.row.decimals
    text = understood(given, unit, decimals)
    if text and key in held.typed:
        show(html('<p class="value-echo" role="status">Compris : <b>{}</b></p>', text))
    if outcome is None or outcome.kind not in _NEEDS:
        return
    show(html('<p class="value-ask" role="alert">{}</p>', outcome.message))
    if outcome.kind is Kind.CONFLICT:
        _conflict(held, key, outcome, unit, text or given.typed)
    elif outcome.candidates:
        with st.container(horizontal=True):
            for value in outcome.candidates:
                st.button(
                    with_unit(exact(value), unit),
                    key=held.widget(f"choose_{key}_{value}"),
                    on_click=acts.choose,
                    args=(key, value),
                )


def _conflict(held: Held, key: CellKey, outcome: CellOutcome, unit: Unit, mine: str) -> None:
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
        st.button("Garder la mienne", key=held.widget(f"mine_{key}"), on_click=acts.keep_mine, args=(key, version))
        st.button("Garder la leur", key=held.widget(f"theirs_{key}"), on_click=acts.give_up)


def _terms(held: Held) -> None:
    given = held.now(held.key)
    left, right = st.columns(2, gap="medium")
    with left:
        _text(held, "numerator", "Numérateur, s’il s’agit d’un rapport", given.numerator, "128")
    with right:
        _text(held, "denominator", "Dénominateur", given.denominator, "512")
    show(html('<p class="note">Laissez la valeur vide et donnez les deux termes : elle est calculée.</p>'))


def _marks(held: Held) -> None:
    given = held.now(held.key)
    st.pills(
        "Ce qu’il faut savoir de cette valeur",
        list(FLAGS),
        selection_mode="multi",
        default=[one for one in FLAGS if one in given.flags],
        format_func=lambda one: LABELS[one],
        key=held.widget("flags"),
        on_change=acts.changed,
    )


def _proof(found: Form, held: Held) -> None:
    given = held.now(held.key)
    if found.cell.correctable:
        _text(held, "motive", "Motif de la correction", given.motive, "Erreur, source révisée, méthode…")
    st.text_area(
        "Commentaire, ou explication de ce qui est inhabituel",
        given.comment,
        key=held.widget("comment"),
        placeholder="Deux nouvelles sociétés depuis 2023",
        on_change=acts.changed,
        height=90,
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _text(held, "source", "Source", given.source, "Enquête du pôle, comptes annuels…")
    with right:
        _text(held, "source_url", "Lien vers la preuve", given.source_url, "https://…")
    if held.stored[held.key].confidential is ConfStatus.FREE:
        st.selectbox(
            "Diffusion",
            list(ConfStatus),
            index=list(ConfStatus).index(given.confidential),
            format_func=label,
            key=held.widget("confidential"),
            on_change=acts.changed,
        )


def _parts(found: Form, held: Held, outcomes: Mapping[CellKey, CellOutcome]) -> None:
    """Each breakdown with its sum beside the total; open where something is typed or stored in it."""
    lists = {one.code: one.label for one in store.present().catalogue.series[found.row.series].breakdowns}
    for code, cells in found.parts.items():
        busy = any(cell.value is not None or cell.key in held.typed for cell in cells)
        with st.expander(plain_label(f"Ventilation : {lists.get(code, code)}"), expanded=busy):
            for start in range(0, len(cells), 2):  # two by two: on a phone they stay in their order
                for column, cell in zip(st.columns(2, gap="medium"), cells[start : start + 2], strict=False):
                    with column:
                        _part(found, held, cell, outcomes.get(cell.key))
            show(html('<p class="note" role="status">{}</p>', _sum(found, held, cells)))


def _part(found: Form, held: Held, cell: GridCell, outcome: CellOutcome | None) -> None:
    widget = held.widget(f"part_{cell.key.breakdown}_{cell.key.item}")
    st.text_input(
        plain_label(cell.label),
        held.now(cell.key).typed,
        key=widget,
        placeholder="n.d. si elle manque",
        on_change=acts.part_changed,
        args=(cell.key, widget),
        disabled=not (cell.editable or cell.correctable),
    )
    _answer(found, held, cell.key, outcome)
    if not (cell.editable or cell.correctable):
        show(html('<p class="note">{}</p>', cell.why_not))


def _sum(found: Form, held: Held, cells: tuple[GridCell, ...]) -> str:
    """Whether the parts, as they are now, add up to the total."""
    row = found.row
    nature = store.present().judged[row.series].definition.nature
    total = _number(found, held, held.key)
    parts = [Part(cell.key.item, _number(found, held, cell.key), cell.parent, cell.label) for cell in cells]
    if all(part.value is None for part in parts):
        return "Aucune part n’est donnée."
    remarks = check_breakdown(total, parts, row.unit, row.decimals, nature)
    if remarks:
        return " ".join(one.message for one in remarks)
    adds_up = check_breakdown(None, parts, row.unit, row.decimals, nature)
    return "La somme des parts correspond au total." if adds_up else "Ces parts ne s’additionnent pas."


def _number(found: Form, held: Held, key: CellKey) -> Decimal | None:
    meant = understand(held.now(key), found.row.unit, found.row.decimals)
    return meant.value if isinstance(meant, Meaning) else None


def _text(held: Held, name: str, title: str, value: str, example: str) -> None:
    st.text_input(title, value, key=held.widget(name), placeholder=f"Par exemple : {example}", on_change=acts.changed)


def _period(found: Form) -> str:
    return Period.parse(found.cell.period).label


def _in_unit(unit: Unit) -> Html:
    return plain_label(f", en {unit.symbol}") if unit.symbol else plain_label(f" ({unit.label})")


def read_only(found: Form) -> Html:
    """The same for whoever may only read it, or where entry is closed."""
    one, unit = found.cell.value, found.row.unit
    if one is None:
        return html('<p class="note">Aucune valeur n’a encore été saisie.</p>')
    pairs = [("Valeur", value_words(one, unit))]
    if one.numerator is not None and one.denominator is not None:
        pairs.append(("Rapport", f"{exact(one.numerator)} sur {exact(one.denominator)}"))
    pairs += [("Source", one.source), ("Réserve", one.caveat), ("Commentaire", one.comment)]
    rows = join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in pairs if text)
    return html('<dl class="sheet">{}</dl>{}', rows, _part_table(found))


def _part_table(found: Form) -> Html:
    rows = join(
        html("<li>{} : {}</li>", cell.label, value_words(cell.value, found.row.unit))
        for cells in found.parts.values()
        for cell in cells
        if cell.value is not None
    )
    return details("Ventilation", html('<ul class="plain">{}</ul>', rows)) if rows else Html()
