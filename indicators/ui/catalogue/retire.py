"""Taking an indicator, or one of its series, out of the catalogue from a day on; and putting it back."""

from datetime import date

import streamlit as st

from indicators.domain.formatting import date_fr
from indicators.reading.catalogue.administration import IndicatorFile
from indicators.services.catalogue import definitions
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.administration import attempt, key, needed_day, typed
from indicators.ui.kit.html import card, esc, link, show, table
from indicators.ui.who import current_person


def draw(found: IndicatorFile) -> None:
    """Draw the series, and the form that the address asks for."""
    days = {found.code: found.retired_on} | {code: on for code, _, on in found.series}
    asked = links.parameter("objet").upper()
    if asked in days:
        _form(found, asked, days[asked])
    rows = [
        [
            f"<b>{esc(found.code)}</b>",
            "L’indicateur entier",
            _state(found.retired_on),
            _act(found, found.code, found.retired_on),
        ]
    ]
    for code, perimeter, on in found.series:
        rows.append([esc(code), esc(perimeter), _state(on), _act(found, code, on)])
    note = (
        "Retirer n’efface rien : les valeurs, les cibles et les lectures du passé restent, et tout peut être rétabli."
    )
    content = table("L’indicateur et ses séries", ["Code", "Périmètre", "État", "Agir"], rows)
    show(card(content, "Séries et retrait", note=note))


def _state(on: date | None) -> str:
    if on is None:
        return "au catalogue"
    past = on <= store.today()
    return f"<b>{'retiré' if past else 'sera retiré'} le {date_fr(on)}</b>"


def _act(found: IndicatorFile, code: str, on: date | None) -> str:
    verb = "Retirer" if on is None else "Rétablir"
    href = links.address("catalogue", indicateur=found.code, vue="series", objet=code)
    return link(href, verb, label=f"{verb} {code}")


def _form(found: IndicatorFile, code: str, on: date | None) -> None:
    form = f"retire:{code}"
    with st.container(border=True, key="card_catalogue_retire"):
        if on is None:
            show(
                f"<h2>Retirer {esc(code)} ?</h2>",
                "<p>À partir de ce jour, plus rien n’y est saisi et les écrans du comité ne le montrent plus.</p>",
            )
            st.text_input(
                "À partir du", date_fr(store.today()), key=key(form, "day"), placeholder="JJ/MM/AAAA", max_chars=40
            )
        else:
            show(f"<h2>Rétablir {esc(code)} ?</h2>", "<p>Il revient au catalogue avec tout ce qu’il contenait.</p>")
        st.text_area("Motif", key=key(form, "reason"), max_chars=4000, height=80)
        label = f"{'Retirer' if on is None else 'Rétablir'} {code}"
        st.button(label, type="primary", key=key(form, "go"), on_click=_go, args=(form, code, on is None))
        back = links.address("catalogue", indicateur=found.code, vue="series")
        show(f"<p>{link(back, 'Annuler')}</p>")


def _go(form: str, code: str, retire: bool) -> None:
    def act() -> str:
        engine, me, reason = store.engine(), current_person(), typed(form, "reason")
        if not retire:
            definitions.put_back(engine, me, code, reason)
            return f"{code} est rétabli."
        on = needed_day(form, "day", "le premier jour sans lui")
        definitions.retire(engine, me, code, on, reason)
        return f"{code} est retiré à partir du {date_fr(on)}."

    attempt(act, form, leave=("objet",))
