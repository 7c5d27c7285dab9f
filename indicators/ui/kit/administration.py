"""What the administration screens share: carrying out an act, fields that start anew once saved, days and people."""

from collections.abc import Callable
from datetime import date, datetime

import streamlit as st

from db.errors import StoreError
from indicators.domain.formatting import date_fr
from indicators.domain.values.typed_dates import read_date
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit.html import esc
from indicators.ui.kit.notices import Tone, tell


def attempt(act: Callable[[], str], *done: str, leave: tuple[str, ...] = ()) -> bool:
    """Carry out an act within a callback and tell what became of it; says whether it worked.

    Once it has, the fields of the forms in ``done`` start anew from what is stored, and the parameters in ``leave``
    go from the address. A refusal leaves everything as it was typed.
    """
    try:
        said = act()
    except (Refused, StoreError, ValueError) as refusal:
        tell(Tone.REFUSED, str(refusal))
        return False
    tell(Tone.DONE, said)
    for form in done:
        st.session_state[_turn(form)] = turn(form) + 1
    for name in leave:
        st.query_params.pop(name, None)
    return True


def key(form: str, field: str) -> str:
    """Key of a field: another one after each success of its form, so that it shows what is stored."""
    return f"{form}:{field}:{turn(form)}"


def turn(form: str) -> int:
    """How many times a form has been saved in this session."""
    found: int = st.session_state.get(_turn(form), 0)
    return found


def typed(form: str, field: str) -> str:
    """What stands in a text field, as typed; empty where it is not on the screen."""
    return str(st.session_state.get(key(form, field)) or "")


def chosen(form: str, field: str) -> object:
    """What stands in any other field; None where it is not on the screen."""
    return st.session_state.get(key(form, field))


def day_of(form: str, field: str) -> date | None:
    """The day typed in a field, None where nothing is. Raises ValueError, in French."""
    return read_date(typed(form, field))


def needed_day(form: str, field: str, what: str) -> date:
    """The same, where there must be one."""
    day = day_of(form, field)
    if day is None:
        raise Refused(f"Indiquez {what}, comme 31/12/2026.")
    return day


def day_fr(instant: datetime | None) -> str:
    """The day of an instant in Wallonia."""
    return date_fr(instant.astimezone(store.LOCAL).date()) if instant else ""


def problem(text: str) -> str:
    """What is in the way of a field, under it."""
    return f'<p class="admin-problem" role="alert">{esc(text)}</p>' if text else ""


def _turn(form: str) -> str:
    return f"turn:{form}"
