"""Locked periods: reason, author, exemptions, and the forms that lift or extend them."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.periods import Period
from indicators.domain.values.locks import Exemption, Lock
from indicators.reading.campaigns.campaigns import Colleague
from indicators.ui.campaigns import acts
from indicators.ui.kit.html import Html, card, empty, html, join, show

Names = Mapping[str, str]


def show_locks(
    locks: Sequence[Lock], names: Names, people: Sequence[Colleague], today: date, administers: bool
) -> None:
    """Draw every active lock; administrators also get the forms to add, exempt and lift."""
    if not locks:
        explanation = html(
            "<p>Verrouiller une période empêche d’y saisir ; les corrections passent alors par une exception.</p>"
        )
        show(empty("Aucune période n’est verrouillée", explanation))
    for lock in locks:
        if administers:
            _administered(lock, names, people, today)
        else:
            show(card(_lock_summary(lock, names, today)))
    if administers:
        _new()


def _lock_summary(lock: Lock, names: Names, today: date) -> Html:
    leaves = join(_exemption(leave, names, today) for leave in lock.exemptions)
    by = names.get(lock.locked_by, lock.locked_by)
    return html(
        '<h2><span aria-hidden="true">🔒</span> {}</h2>'
        '<p>{}</p><p class="note">Verrouillée par {}, jusqu’à sa réouverture.</p>',
        Period.parse(lock.period).label,
        lock.reason,
        by,
    ) + (
        html('<h3>{}</h3><ul class="plain">{}</ul>', count_of(len(lock.exemptions), "exception"), leaves)
        if leaves
        else Html()
    )


def _exemption(leave: Exemption, names: Names, today: date) -> Html:
    ended = today > leave.until
    until = f"a pris fin le {date_fr(leave.until)}" if ended else f"jusqu’au {date_fr(leave.until)} compris"
    by = names.get(leave.granted_by, leave.granted_by)
    attribution = f", accordée par {by}" if by else ""
    return html(
        '<li><b>{}</b>, {}<br><span class="muted">{}{}</span></li>',
        names.get(leave.email, leave.email),
        until,
        leave.reason.rstrip("."),
        attribution,
    )


def _administered(lock: Lock, names: Names, people: Sequence[Colleague], today: date) -> None:
    number = str(lock.id)
    everybody = {colleague.email: colleague.name for colleague in people}
    with st.container(border=True, key=f"card_campaign_lock_{number}"):
        show(_lock_summary(lock, names, today))
        with st.expander("Accorder une exception"):
            st.selectbox(
                "Personne",
                list(everybody),
                index=None,
                format_func=lambda email: f"{everybody[email]} ({email})",
                key=acts.key("leave_to", number),
                placeholder="Choisissez une personne",
            )
            st.text_input("Dernier jour", key=acts.key("exempt_until", number), placeholder="JJ/MM/AAAA")
            st.text_input(
                "Motif de l’exception",
                key=acts.key("leave_reason", number),
                placeholder="Pourquoi elle et pas les autres",
            )
            st.button("Accorder l’exception", key=f"campaign_grant_{number}", **acts.click(acts.grant, lock.id))
        with st.expander("Rouvrir la période"):
            st.text_input(
                "Motif de la réouverture", key=acts.key("lift_motive", number), placeholder="Pourquoi on rouvre"
            )
            st.button(
                "Rouvrir la période", key=f"campaign_lift_{number}", **acts.click(acts.lift, lock.id, lock.period)
            )


def _new() -> None:
    with st.container(border=True, key="card_campaign_lock_new"):
        show(
            html("<h2>Verrouiller une période</h2><p class='note'>Une année verrouillée verrouille aussi ses mois.</p>")
        )
        st.text_input("Période à verrouiller", key=acts.key("lock_period"), placeholder="2023, 2023-S1, 2023-Q3…")
        st.text_input(
            "Motif, montré dans les cases", key=acts.key("lock_reason"), placeholder="Par exemple : exercice clos"
        )
        st.button("Verrouiller", key="campaign_lock", type="primary", **acts.click(acts.lock))
