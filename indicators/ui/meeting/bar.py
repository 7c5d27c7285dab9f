"""Navigation bar of a meeting: current place, next, previous and exit links, keyboard shortcuts."""

from pathlib import Path

import streamlit as st

from indicators.ui.kit import links
from indicators.ui.kit.html import Html, html, link, show
from indicators.ui.meeting.plan import CurrentMeeting

_ASSETS = Path(__file__).resolve().parents[1] / "assets"
_KEYS, _STYLE = ((_ASSETS / name).read_text(encoding="utf-8") for name in ("meeting.html", "meeting.css"))


def bar(meeting: CurrentMeeting, number: int) -> None:
    """Draw the bar of a view; 0 is the opening, one past the last view is the closing."""
    last = len(meeting.places) + 1
    before = _step(meeting, number - 1, "Précédent", "meeting-previous") if number > 0 else _still("Précédent")
    after = _step(meeting, number + 1, "Suivant", "meeting-next") if number < last else _still("Suivant")
    leave = link(links.address(""), "Quitter", "meeting-leave")
    agenda = link(meeting.address(), "Ordre du jour") if number else Html()
    closing = link(meeting.address(last), "Clôture", "meeting-close") if number < last else Html()
    st.html(f"<style>{_STYLE}</style>")
    with st.container(key="meeting_bar"):
        show(
            html(
                '<nav class="meeting-bar" aria-label="Séance"><span class="meeting-ways">{}{}{}</span>'
                '<span class="meeting-place" role="status">{}</span>'
                '<span class="meeting-ways">{}{}</span></nav>',
                leave,
                agenda,
                closing,
                _place(meeting, number),
                before,
                after,
            )
        )


def keys() -> None:
    """Install the keyboard shortcuts. Call it last: its empty element would push the content down."""
    st.html(_KEYS, unsafe_allow_javascript=True)


def _place(meeting: CurrentMeeting, number: int) -> str:
    if number == 0:
        return "Ouverture"
    return f"{number} sur {len(meeting.places)}" if number <= len(meeting.places) else "Clôture"


def _step(meeting: CurrentMeeting, number: int, text: str, css: str) -> Html:
    return link(meeting.address(number), text, f"meeting-step {css}")


def _still(text: str) -> Html:
    return html('<span class="meeting-step still" aria-hidden="true">{}</span>', text)
