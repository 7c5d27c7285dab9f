"""Fields of a form: their keys, which change after each success of the form, and their content."""

from datetime import date

import streamlit as st

from indicators.domain.values.typed_dates import read_date
from indicators.services.refusals import Refused
from indicators.ui.kit.act import turn
from indicators.ui.kit.html import Html, html


def key(form: str, field: str) -> str:
    """Key of a field; it changes after each success of its form, so that the field shows the stored value."""
    return f"{form}:{field}:{turn(form)}"


def typed(form: str, field: str) -> str:
    """Content of a text field; empty if it is not on the screen."""
    return str(st.session_state.get(key(form, field)) or "")


def chosen(form: str, field: str) -> object:
    """Content of any other field; None if it is not on the screen."""
    return st.session_state.get(key(form, field))


def day_of(form: str, field: str) -> date | None:
    """Date typed in a field, or None if it is empty. Raises Refused for an invalid date."""
    try:
        return read_date(typed(form, field))
    except ValueError as error:
        raise Refused(str(error)) from error


def needed_day(form: str, field: str, what: str) -> date:
    """Date typed in a required field. Raises Refused if it is empty or invalid."""
    day = day_of(form, field)
    if day is None:
        raise Refused(f"Indiquez {what}, comme 31/12/2026.")
    return day


def problem(text: str) -> Html:
    """Error message under a field, as HTML."""
    return html('<p class="admin-problem" role="alert">{}</p>', text) if text else Html()
