"""Retiring an indicator or one of its series from a given day, and reinstating it."""

from datetime import date

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.reading.catalogue.administration import IndicatorFile
from indicators.services.catalogue import definitions
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.act import ActAnswer, click, drop_parameters
from indicators.ui.kit.fields import key, needed_day, typed
from indicators.ui.kit.html import Html, card, esc, html, link, show, table
from indicators.ui.who import current_person


def draw(file: IndicatorFile) -> None:
    """Draw the series, and the form for the item named by the address."""
    days = {file.code: file.retired_on} | {code: on for code, _, on in file.series}
    upper = links.parameter("objet").upper()
    if upper in days:
        _form(file, upper, days[upper])
    rows = [
        [
            html("<b>{}</b>", file.code),
            "L’indicateur entier",
            _state(file.retired_on),
            _act(file, file.code, file.retired_on),
        ]
    ]
    for code, perimeter, on in file.series:
        rows.append([esc(code), esc(perimeter), _state(on), _act(file, code, on)])
    note = (
        "Retirer n’efface rien : les valeurs, les cibles et les lectures du passé restent, et tout peut être rétabli."
    )
    content = table("L’indicateur et ses séries", ["Code", "Périmètre", "État", "Agir"], rows)
    show(card(content, "Séries et retrait", note=note))


def _state(on: date | None) -> Html:
    if on is None:
        return esc("au catalogue")
    past = on <= store.today()
    return html("<b>{} le {}</b>", "retiré" if past else "sera retiré", date_fr(on))


def _act(file: IndicatorFile, code: str, on: date | None) -> Html:
    verb = "Retirer" if on is None else "Rétablir"
    href = links.address("catalogue", indicateur=file.code, vue="series", objet=code)
    return link(href, verb, label=f"{verb} {code}")


def _form(file: IndicatorFile, code: str, on: date | None) -> None:
    form = f"retire:{code}"
    with st.container(border=True, key="card_catalogue_retire"):
        if on is None:
            show(
                html("<h2>Retirer {} ?</h2>", code),
                html(
                    "<p>À partir de ce jour, plus rien n’y est saisi et les écrans du comité ne le montrent plus.</p>"
                ),
            )
            st.text_input(
                "À partir du", date_fr(store.today()), key=key(form, "day"), placeholder="JJ/MM/AAAA", max_chars=40
            )
        else:
            show(
                html("<h2>Rétablir {} ?</h2>", code),
                html("<p>Il revient au catalogue avec tout ce qu’il contenait.</p>"),
            )
        st.text_area("Motif", key=key(form, "reason"), max_chars=4000, height=80)
        label = f"{'Retirer' if on is None else 'Rétablir'} {code}"
        st.button(label, type="primary", key=key(form, "go"), **click(form, _go, form, code, on is None))
        back = links.address("catalogue", indicateur=file.code, vue="series")
        show(html("<p>{}</p>", link(back, "Annuler")))


def _go(form: str, code: str, retire: bool) -> ActAnswer:
    engine, me, reason = store.engine(), current_person(), typed(form, "reason")
    if retire:
        on = needed_day(form, "day", "le premier jour sans lui")
        definitions.retire(engine, me, code, on, reason)
        answer = f"{code} est retiré à partir du {date_fr(on)}."
    else:
        definitions.reinstate(engine, me, code, reason)
        answer = f"{code} est rétabli."
    return ActAnswer(answer, then=drop_parameters("objet"))
