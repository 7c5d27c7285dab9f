"""What became of an act, told at the top of the next run: the act itself happens in a callback, before the script."""

from enum import StrEnum
from typing import NamedTuple

import streamlit as st

from indicators.ui.kit.html import html, join, show

_KEY = "notices"


class Tone(StrEnum):
    """How a notice sounds. The value is its class in the style sheet."""

    DONE = "done"
    ATTENTION = "attention"
    REFUSED = "refused"


class Notice(NamedTuple):
    """A sentence for the top of the screen."""

    tone: Tone
    text: str


_SIGNS = {Tone.DONE: "✓", Tone.ATTENTION: "!", Tone.REFUSED: "✕"}
_WORDS = {Tone.DONE: "Fait", Tone.ATTENTION: "Attention", Tone.REFUSED: "Refusé"}


def waiting() -> list[Notice]:
    """The notices that the next run shows, once; what is added to the list is shown too."""
    notices: list[Notice] = st.session_state.setdefault(_KEY, [])
    return notices


def tell(tone: Tone, text: str) -> None:
    """Add a sentence to the notices."""
    waiting().append(Notice(tone, text))


def show_notices() -> None:
    """Show the notices and forget them. Readers of screens hear them without moving."""
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
