"""Results of actions, displayed at the top of the next run: actions run in callbacks, before the script."""

from enum import StrEnum
from typing import NamedTuple

import streamlit as st

from indicators.ui.kit.html import html, join, show

_KEY = "notices"


class Tone(StrEnum):
    """Severity of a notice. The value is its CSS class."""

    DONE = "done"
    ATTENTION = "attention"
    REFUSED = "refused"


class Notice(NamedTuple):
    """A message for the top of the screen."""

    tone: Tone
    text: str


_SIGNS = {Tone.DONE: "✓", Tone.ATTENTION: "!", Tone.REFUSED: "✕"}
_WORDS = {Tone.DONE: "Fait", Tone.ATTENTION: "Attention", Tone.REFUSED: "Refusé"}


def waiting() -> list[Notice]:
    """The list of notices to display in the next run; appending to it adds a notice."""
    notices: list[Notice] = st.session_state.setdefault(_KEY, [])
    return notices


def tell(tone: Tone, text: str) -> None:
    """Add a sentence to the notices."""
    waiting().append(Notice(tone, text))


def show_notices() -> None:
    """Draw the notices and clear them; screen readers announce them without moving the focus."""
    notices: list[Notice] = st.session_state.pop(_KEY, [])
    if not notices:
        return
    lines = join(
        html(
            '<p class="notice {}"><span class="sign" aria-hidden="true">{}</span><span><b>{}</b> : {}</span></p>',
            notice.tone,
            _SIGNS[notice.tone],
            _WORDS[notice.tone],
            notice.text,
        )
        for notice in notices
    )
    role = "alert" if any(notice.tone is Tone.REFUSED for notice in notices) else "status"
    show(html('<div class="notices" role="{}">{}</div>', role, lines))
