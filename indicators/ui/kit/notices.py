"""What became of an act, told at the top of the next run: the act itself happens in a callback, before the script."""

from enum import StrEnum

import streamlit as st

from indicators.ui.kit.html import esc, show

_KEY = "notices"


class Tone(StrEnum):
    """How a notice sounds. The value is its class in the style sheet."""

    DONE = "done"
    ATTENTION = "attention"
    REFUSED = "refused"


_SIGNS = {Tone.DONE: "✓", Tone.ATTENTION: "!", Tone.REFUSED: "✕"}
_WORDS = {Tone.DONE: "Fait", Tone.ATTENTION: "Attention", Tone.REFUSED: "Refusé"}


def tell(tone: Tone, text: str) -> None:
    """Keep a sentence for the top of the screen, shown once."""
    st.session_state.setdefault(_KEY, []).append((tone, text))


def show_notices() -> None:
    """Show what was kept, and forget it. Readers of screens hear it without moving."""
    kept = st.session_state.pop(_KEY, [])
    if not kept:
        return
    lines = "".join(
        f'<p class="notice {tone}"><span class="sign" aria-hidden="true">{_SIGNS[tone]}</span>'
        f"<span><b>{_WORDS[tone]}</b> : {esc(text)}</span></p>"
        for tone, text in kept
    )
    role = "alert" if any(tone is Tone.REFUSED for tone, _ in kept) else "status"
    show(f'<div class="notices" role="{role}">{lines}</div>')
