"""The frame around every screen: style, navigation, demonstration banner, and the error page when the store fails."""

import logging
from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Literal

import streamlit as st

from db.errors import SchemaMismatch, StoreError
from db.vocabulary import StoreKind
from indicators.domain.rights import PUBLIC, Person, offered
from indicators.settings import SettingsError
from indicators.ui import presence, store, who
from indicators.ui.kit import act, links, notices, view
from indicators.ui.kit.html import header, html, show
from indicators.ui.registry import PIECES, SCREENS, Screen
from indicators.ui.store import View
from seeds.problems import SeedError

ASSETS = Path(__file__).resolve().parent / "assets"
NAME = "Innovations pour une santé renforcée"

LIGHT = {
    "ink": "#1b2430",
    "muted": "#56616d",
    "accent": "#0b5d62",
    "on-accent": "#ffffff",
    "surface": "#ffffff",
    "cell": "#fbfbfa",
    "line": "#e4e7e4",
    "line-strong": "#c3c9c5",
    "track": "#e3e6e4",
    "fill": "#7d8b93",
    "hatch": "#e2e4df",
    "banner": "#fff1d6",
    "banner-ink": "#5c3b00",
}
DARK = {
    "ink": "#e8ebee",
    "muted": "#a9b3bd",
    "accent": "#7fd0d0",
    "on-accent": "#0e1a1b",
    "surface": "#1b222a",
    "cell": "#20282f",
    "line": "#313a44",
    "line-strong": "#4a5560",
    "track": "#39434d",
    "fill": "#9aa8b3",
    "hatch": "#2f3840",
    "banner": "#4a3608",
    "banner-ink": "#ffe2a8",
}


def run() -> None:
    """Draw the frame, then the screen of the current address."""
    store.start_run()
    st.set_page_config(page_title=NAME, layout="wide", initial_sidebar_state="auto")
    st.html(_style(is_dark()))
    st.html(_asset("page.html"), unsafe_allow_javascript=True)
    try:
        here = who.presence()
        screens = (*SCREENS, PIECES) if store.is_demonstration() else SCREENS
    except (StoreError, SeedError, SettingsError) as trouble:
        st.navigation(_navigation(SCREENS, PUBLIC))
        with st.sidebar:
            _brand()
        _trouble(trouble)
        return
    position: Literal["sidebar", "hidden"] = "sidebar" if here.may_read else "hidden"
    page = st.navigation(_navigation(screens, here.person), position=position, expanded=True)
    with st.sidebar:
        _brand()
        presence.aside(here, page.url_path)
    if here.may_read:
        _open(page, here.person)
    else:
        presence.gate(here, page.url_path)


def _open(page: st.Page, person: Person) -> None:
    """Draw the screen of the current address, if the person may read it."""
    shows_values = page.url_path in links.VALUES_SCREENS
    try:
        current_view = view.of_address(person) if shows_values else view.NOW
        review = store.review(current_view)
    except (StoreError, SeedError) as trouble:
        _trouble(trouble)
        return
    links.carry(view.parameters(current_view))
    if shows_values:
        view.band(review, current_view, page.url_path)
    if review is None or not review.judged:
        _nothing_loaded(current_view)
        return
    if review.kind is StoreKind.DEMONSTRATION:
        show(
            html(
                '<p class="banner" role="note">Données fictives : base de démonstration, aucun chiffre n’est réel.</p>'
            )
        )
    notices.show_notices()
    screen = next(screen for screen in (*SCREENS, PIECES) if screen.address == page.url_path)
    decision = offered(person, screen.action)
    if decision:
        _draw(page)
        if shows_values:
            view.switch(person, current_view, page.url_path)
    else:
        show(header(screen.title), html('<section class="card"><p>{}</p></section>', decision.reason))


def _draw(page: st.Page) -> None:
    """Run a screen. Errors in it, or in the action just before, are logged and shown in French without a traceback.

    Streamlit's stop and rerun exceptions do not derive from ``Exception`` and pass through.
    """
    try:
        act.raise_fault()
        page.run()
    except StoreError as trouble:
        _trouble(trouble)
    except Exception:
        logging.getLogger(__name__).exception("screen %s", page.url_path)
        show(
            header("Cette page n’a pas pu s’afficher"),
            html(
                '<section class="card"><p>Une erreur inattendue est survenue. Elle est notée dans le journal du serveur.</p>'
                '<p class="note">Rien n’a été modifié. Rechargez la page ; si l’erreur persiste, prévenez l’administrateur.</p>'
                "</section>"
            ),
        )


def is_dark() -> bool:
    """Whether the reader chose the dark theme."""
    return bool(st.context.theme.type == "dark")


def _navigation(screens: Iterable[Screen], person: Person) -> dict[str, list[st.Page]]:
    sections: dict[str, list[st.Page]] = {}
    for screen in screens:
        # A hidden screen still answers at its address: what guards it is in _open.
        is_visible = screen.in_navigation and bool(offered(person, screen.action))
        sections.setdefault(screen.section, []).append(copy(_page(screen, is_visible)))
    return sections


@lru_cache
def _page(screen: Screen, is_visible: bool) -> st.Page:
    """A page to copy for each run, which marks its own: to make one looks for its file on the disk."""
    return st.Page(
        screen.path,
        title=screen.title,
        url_path=screen.address,
        default=screen.address == "",
        visibility="visible" if is_visible else "hidden",
    )


def _brand() -> None:
    show(html('<p class="brand">{}<small>Suivi de la feuille de route S3</small></p>', NAME))


@lru_cache
def _style(dark: bool) -> str:
    # On one line: Streamlit looks at each line of it, at each run.
    variables = "".join(f"--{name}:{value};" for name, value in (DARK if dark else LIGHT).items())
    return f"<style>:root{{{variables}}}{' '.join(_asset('style.css').split())}</style>"


@lru_cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _trouble(trouble: StoreError | SeedError | SettingsError) -> None:
    if isinstance(trouble, SchemaMismatch):
        advice = {
            "schema_older": "Sauvegardez-la, puis lancez « python -m indicators init » pour la mettre à niveau.",
            "schema_newer": "Installez la version du logiciel qui l’a mise à niveau.",
            "schema_empty": "Lancez « python -m indicators init » pour la préparer.",
        }.get(trouble.rule, "")
    elif isinstance(trouble, SeedError):
        advice = "Corrigez les fichiers nommés ci-dessus, puis rechargez la page."
    elif isinstance(trouble, SettingsError):
        advice = "Corrigez ce réglage, puis relancez le serveur."
    else:
        advice = "Vérifiez qu’elle fonctionne et que l’adresse INDICATORS_DATABASE_URL est la bonne."
    show(
        header("Le tableau de bord ne peut pas s’ouvrir"),
        html(
            '<section class="card"><p>{}</p><p>{}</p><p class="note">Rien n’a été modifié.</p></section>',
            trouble,
            advice,
        ),
    )


def _nothing_loaded(current_view: View) -> None:
    if current_view.as_of:
        show(
            header("Rien n’était encore enregistré à cette date"),
            html(
                '<section class="card"><p>Le catalogue et les valeurs ont été chargés dans cette base plus tard.</p></section>'
            ),
        )
        return
    show(
        header("Le catalogue n’est pas encore chargé"),
        html(
            '<section class="card"><p>La base de données est prête mais vide : ni indicateurs, ni valeurs.</p>'
            "<p>Lancez « python -m indicators init » pour charger le catalogue et les valeurs publiées.</p></section>"
        ),
    )
