"""« Une valeur » screen: form of one observation, usable by keyboard and screen reader, with its history."""

from collections.abc import Mapping

import streamlit as st

from indicators.domain.periods import Period
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellKey
from indicators.reading.campaigns.calls import read_calls
from indicators.reading.values import entry
from indicators.reading.values.entry import ValueForm
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, empty, esc, header, html, link, show
from indicators.ui.value import around, form, state
from indicators.ui.who import current_person


def screen() -> None:
    """Draw the value selected in the address."""
    person, key = current_person(), _cell_in_address()
    stored_form = entry.form(store.engine(), person, key, store.today()) if key is not None else None
    if key is None or stored_form is None:
        _unknown()
        return
    period, listed = _list(person, key)
    steps = around.steps_in_list(entry.sheet_keys(store.engine(), person, period, listed.get("campagne")), key, listed)
    show(header(stored_form.row.label, _lead(stored_form), _crumbs(stored_form, listed), steps))
    present = state.present(person, stored_form)
    outcomes = state.outcomes(present, person) if present.typed else {}
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        if stored_form.cell.editable or stored_form.cell.correctable:
            form.form(stored_form, present, outcomes)
        else:
            show(card(form.read_only(stored_form), "La valeur"))
    with right:
        show(around.life(stored_form))
        show(around.after(present.typed.get(key), outcomes.get(key)), around.references(stored_form))
        around.acts(stored_form, present, person)
    around.history(stored_form)


def _cell_in_address() -> CellKey | None:
    """Cell selected in the address; None if it is invalid."""
    words = [links.parameter(name) for name in ("serie", "periode", "ventilation", "modalite")]
    try:
        period = Period.parse(words[1]).code
    except ValueError:
        return None
    breakdown = words[2] if words[3] else ""
    return CellKey(words[0], period, breakdown, words[3] if breakdown else "")


def _list(person: Person, key: CellKey) -> tuple[str, Mapping[str, str]]:
    """Period of the list that the person came from, and the address parameters of that list."""
    code = links.parameter("campagne")
    call = (
        next((call for call in read_calls(store.engine(), person) if call.campaign.code == code), None)
        if code
        else None
    )
    if call is not None:
        return call.campaign.period, {"campagne": code}
    year = key.period[:4]
    return year, {"annee": year}


def _lead(stored_form: ValueForm) -> Html:
    row, cell = stored_form.row, stored_form.cell
    words = [row.series, row.area, Period.parse(cell.period).label]
    if cell.label:
        words.append(cell.label)
    words.append(row.unit.label)
    return esc(" · ".join(words))


def _crumbs(stored_form: ValueForm, listed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    crumbs = [("Ma saisie", links.address("saisie", **listed))]
    if stored_form.cell.key.item:
        total = stored_form.cell.key.total
        crumbs.append(
            (stored_form.row.label, links.address("valeur", serie=total.series, periode=total.period, **listed))
        )
    return tuple(crumbs)


def _unknown() -> None:
    """Draw the message for a missing value; it is the same if the person has no access."""
    named = links.parameter("serie") and links.parameter("periode")
    title = (
        "Cette valeur n’existe pas, ou elle ne vous est pas ouverte" if named else "Quelle valeur voulez-vous voir ?"
    )
    show(header(title, crumbs=(("Ma saisie", links.address("saisie")),)))
    choose = link(links.address("saisie"), "Choisir dans ma liste")
    browse = link(links.address("indicateurs"), "voir les indicateurs et leurs valeurs publiées")
    show(
        empty(
            "Une adresse nomme une série et une période, par exemple ENT-01-A1 et 2024",
            html("<p>{}, ou {}.</p>", choose, browse),
        )
    )


screen()
