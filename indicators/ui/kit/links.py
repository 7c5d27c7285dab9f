"""Addresses of views. The whole view is in the address, so that a link restores it."""

from collections.abc import Container, Mapping
from contextvars import ContextVar
from urllib.parse import urlencode

import streamlit as st

from indicators.ui.registry import SCREENS

# A link from one of these screens to another keeps which values are shown, and as known when.
VALUES_SCREENS = frozenset(screen.address for screen in SCREENS if screen.shows_values)
_SHOWN = 60  # of a value that means nothing, as many signs are repeated
_carried: ContextVar[Mapping[str, str] | None] = ContextVar("carried parameters", default=None)


def carry(parameters: Mapping[str, str]) -> None:
    """Give these parameters to every link of this run that leads to a screen of values."""
    _carried.set(dict(parameters))


def address(screen: str, **parameters: object) -> str:
    """Relative address of a screen with its parameters; empty ones are left out."""
    carried = (_carried.get() or {}) if screen in VALUES_SCREENS else {}
    return bare_address(screen, **{**parameters, **carried})


def bare_address(screen: str, **parameters: object) -> str:
    """The same without what is carried along: a link that changes or leaves the view."""
    non_empty = {name: value for name, value in parameters.items() if value not in (None, "", False)}
    query = urlencode({name: "oui" if value is True else str(value) for name, value in non_empty.items()})
    return f"{screen or './'}{'?' + query if query else ''}"


def parameter(name: str) -> str:
    """A parameter of the present address, empty where it is absent."""
    return str(st.query_params.get(name, "")).strip()


def parameters() -> dict[str, str]:
    """All parameters of the present address."""
    return {name: parameter(name) for name in st.query_params}


def ignored(name: str, value: str) -> str:
    """What is said of a value of the address that means nothing."""
    excerpt = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return f"Le filtre « {name} = {excerpt} » n’existe pas ; il est ignoré."


def chosen(name: str, allowed: Container[str]) -> tuple[str, list[str]]:
    """A parameter that must be one of a list; anything else counts as absent, with the sentence that says so."""
    value = parameter(name)
    return (value, []) if not value or value in allowed else ("", [ignored(name, value)])
