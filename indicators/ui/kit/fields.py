"""The fields of a form: their keys, renewed by each success of its act, and what stands in them."""

from datetime import date

import streamlit as st

from indicators.domain.values.typed_dates import read_date
from indicators.services.refusals import Refused
from indicators.ui.kit.act import turn
from indicators.ui.kit.html import Html, html


def key(form: str, field: str) -> str:
    """Key of a field: another one after each success of its form, so that it shows what is stored."""
    return f"{form}:{field}:{turn(form)}"


def typed(form: str, field: str) -> str:
    """What stands in a text field, as typed; empty where it is not on the screen."""
    return str(st.session_state.get(key(form, field)) or "")


def chosen(form: str, field: str) -> object:
    """What stands in any other field; None where it is not on the screen."""
    return st.session_state.get(key(form, field))


def day_of(form: str, field: str) -> date | None:
    """The day typed in a field, None where nothing is. Raises Refused for what is no date."""
    try:
        return read_date(typed(form, field))
    except ValueError as error:
        raise Refused(str(error)) from error


def needed_day(form: str, field: str, what: str) -> date:
    """The day typed in a field. Raises Refused where there is none."""
    day = day_of(form, field)
    if day is None:
        raise Refused(f"Indiquez {what}, comme 31/12/2026.")
    return day


def problem(text: str) -> Html:
    """What is in the way of a field, under it."""
    return html('<p class="admin-problem" role="alert">{}</p>', text) if text else Html()
