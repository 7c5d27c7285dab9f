"""Forms over what others may write at the same time: which version one had before one's eyes when one began to type."""

import streamlit as st

from indicators.domain.values.cells import Kind
from indicators.services.refusals import Refused
from indicators.ui.kit.fields import key

_AGAIN = " Ce que vous avez écrit est resté dans le formulaire : enregistrez à nouveau pour le garder."


def began(form: str, version_no: int, *, is_untouched: bool) -> int:
    """The version that a form begins from, to send back.

    While nothing is typed it follows what is stored; then it stays where it was.
    """
    name = key(form, "seen")
    if is_untouched or name not in st.session_state:
        st.session_state[name] = version_no
    return int(st.session_state[name])


def leave(form: str) -> None:
    """Forget where a form began: it is not on the screen any more."""
    st.session_state.pop(key(form, "seen"), None)


def answer(form: str, kind: Kind, message: str, version_no: int) -> str:
    """The sentence of an act that was carried out. Raises Refused for any other.

    After a conflict the form begins from the version that stands: the next click is over it.
    """
    if kind is Kind.CONFLICT:
        st.session_state[key(form, "seen")] = version_no
        raise Refused(message + _AGAIN)
    if kind not in (Kind.SAVED, Kind.UNCHANGED):
        raise Refused(message)
    return message or "Déjà enregistré."
