"""Forms over what others may write at the same time: which version one had before one's eyes when one began to type."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from indicators.domain.values.cells import Kind
from indicators.services.refusals import Refused
from indicators.ui.kit.administration import attempt, key, turn

_AGAIN = " Ce que vous avez écrit est resté dans le formulaire : enregistrez à nouveau pour le garder."


@dataclass(frozen=True, slots=True)
class Began:
    """What a form began from. ``seen`` is the version sent back; ``turn`` says which rendering was clicked."""

    form: str
    seen: int
    turn: int


def began(form: str, version_no: int, *, is_untouched: bool) -> Began:
    """Where a form begins. While nothing is typed it follows what is stored; then it stays where it was."""
    name = key(form, "seen")
    if is_untouched or name not in st.session_state:
        st.session_state[name] = version_no
    return Began(form, int(st.session_state[name]), turn(form))


def leave(form: str) -> None:
    """Forget where a form began: it is not on the screen any more."""
    st.session_state.pop(key(form, "seen"), None)


def send(start: Began, call: Callable[[], tuple[Kind, str, int]], *, away: tuple[str, ...] = ()) -> None:
    """Carry out an act within a callback. A second click on the same rendering does nothing.

    ``call`` gives the kind, the message and the version that stands; a conflict is told, and the next click is over
    the version told.
    """
    if turn(start.form) != start.turn:
        return

    def act() -> str:
        kind, message, version_no = call()
        if kind is Kind.CONFLICT:
            st.session_state[key(start.form, "seen")] = version_no
            raise Refused(message + _AGAIN)
        if kind not in (Kind.SAVED, Kind.UNCHANGED):
            raise Refused(message)
        return message or "Déjà enregistré."

    attempt(act, start.form, leave=away)
