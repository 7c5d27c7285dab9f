"""Optimistic locking of forms: the version of the data that was displayed when editing began."""

import streamlit as st

from indicators.domain.values.cells import Kind
from indicators.services.refusals import Refused
from indicators.ui.kit.fields import key

_AGAIN = " Ce que vous avez écrit est resté dans le formulaire : enregistrez à nouveau pour le garder."


def began(form: str, version_no: int, *, is_untouched: bool) -> int:
    """Version that the edit started from, to send to the service.

    It follows the stored version until something is typed, then stays fixed.
    """
    name = key(form, "seen")
    if is_untouched or name not in st.session_state:
        st.session_state[name] = version_no
    return int(st.session_state[name])


def forget(form: str) -> None:
    """Forget the version that an edit started from, when its form leaves the screen."""
    st.session_state.pop(key(form, "seen"), None)


def answer(form: str, kind: Kind, message: str, version_no: int) -> str:
    """Message of a successful action. Raises Refused for any other outcome.

    After a conflict the edit restarts from the stored version: the next click overwrites it.
    """
    if kind is Kind.CONFLICT:
        st.session_state[key(form, "seen")] = version_no
        raise Refused(message + _AGAIN)
    if kind not in (Kind.SAVED, Kind.UNCHANGED):
        raise Refused(message)
    return message or "Déjà enregistré."
