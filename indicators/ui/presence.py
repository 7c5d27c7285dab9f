"""The signed-in person in the sidebar, and the page displayed to people without access."""

from urllib.parse import urlencode

import streamlit as st

from db.vocabulary import Role
from indicators.domain.rights import ROLE_LABELS, Action
from indicators.settings import Mode, settings
from indicators.ui.kit.html import Html, header, html, show
from indicators.ui.registry import SCREENS
from indicators.ui.who import ROLE_KEY, Presence


def aside(here: Presence, screen: str) -> None:
    """Draw the signed-in person and the sign-in or sign-out button."""
    mode = settings().mode
    if mode is Mode.LOCAL:
        _role_switch(here)
    elif here.is_signed_in:
        _signed_in(here, mode)
    elif here.may_read:
        _sign_in(mode, screen)


def gate(here: Presence, screen: str) -> None:
    """Draw the only content for a person without access: the reason and what to do."""
    mode = settings().mode
    if here.refusal:
        show(header("Accès refusé"), html('<section class="card"><p>{}</p></section>', here.refusal))
    elif here.must_change_password:
        show(
            header("Choisissez votre mot de passe"),
            html(
                '<section class="card"><p>Votre mot de passe est provisoire : choisissez le vôtre pour continuer.</p>'
                "{}</section>",
                _button("auth/password", "Changer de mot de passe"),
            ),
        )
    else:
        show(header("Connexion"), html("<p>Ce tableau de bord s’ouvre aux personnes qui ont un compte.</p>"))
        _sign_in(mode, screen)


def _role_switch(here: Presence) -> None:
    # A switch that would change nothing is not shown: every screen may only be for reading.
    if not here.may_read or all(screen.action is Action.READ_PUBLISHED for screen in SCREENS):
        return
    st.session_state.setdefault(ROLE_KEY, Role.ADMINISTRATOR)
    st.selectbox("Voir l’outil comme", list(Role), format_func=lambda role: ROLE_LABELS[role], key=ROLE_KEY)


def _signed_in(here: Presence, mode: Mode) -> None:
    roles = ", ".join(ROLE_LABELS[role].lower() for role in Role if role in here.person.roles)
    name = html("<b>{}</b> ", here.person.name) if here.person.email else Html()
    who = html('<p class="note">{}{}</p>', name, roles)
    if mode is Mode.OIDC:
        show(html('<div class="presence">{}</div>', who))
        st.button("Se déconnecter", on_click=st.logout, key="sign_out", type="tertiary")
        return
    leave = _button("auth/logout", "Se déconnecter", method="post", css="quiet")
    change = _button("auth/password", "Mot de passe", css="quiet")
    show(html('<div class="presence">{}{}{}</div>', who, leave, change))


def _sign_in(mode: Mode, screen: str) -> None:
    if mode is Mode.OIDC:
        st.button("Se connecter", on_click=st.login, key="sign_in")
        return
    parameters = urlencode(st.query_params.to_dict())
    back = f"{screen}?{parameters}" if parameters else screen
    show(_button("auth/login", "Se connecter", hidden=("retour", back)))


def _button(action: str, label: str, method: str = "get", css: str = "", hidden: tuple[str, str] | None = None) -> Html:
    """A form with one button: unlike a link it reloads the page, which setting a cookie requires."""
    field = html('<input type="hidden" name="{}" value="{}">', hidden[0], hidden[1]) if hidden else Html()
    button = html('<button type="submit" class="{}">{}</button>', css, label)
    return html('<form class="door" method="{}" action="{}">{}{}</form>', method, action, field, button)
