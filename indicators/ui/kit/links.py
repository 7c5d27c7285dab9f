"""Addresses of screens. The address holds the whole view, so that a link restores it."""

from collections.abc import Container, Mapping
from contextvars import ContextVar
from urllib.parse import urlencode

import streamlit as st

from indicators.ui.registry import SCREENS

# A link from one of these screens to another keeps which values are shown, and as known when.
VALUES_SCREENS = frozenset(screen.address for screen in SCREENS if screen.shows_values)
_MAX_EXCERPT = 60  # of a value that means nothing, as many signs are repeated
_carried: ContextVar[Mapping[str, str] | None] = ContextVar("carried parameters", default=None)


def carry(parameters: Mapping[str, str]) -> None:
    """Add these parameters to every link of this run to a screen of values."""
    _carried.set(dict(parameters))


def address(screen: str, **parameters: object) -> str:
    """Relative address of a screen with its parameters; empty ones are omitted."""
    carried = (_carried.get() or {}) if screen in VALUES_SCREENS else {}
    return bare_address(screen, **{**parameters, **carried})


def bare_address(screen: str, **parameters: object) -> str:
    """Relative address without the carried parameters, for a link that changes or leaves the view."""
    non_empty = {name: value for name, value in parameters.items() if value not in (None, "", False)}
    query = urlencode({name: "oui" if value is True else str(value) for name, value in non_empty.items()})
    return f"{screen or './'}{'?' + query if query else ''}"


def parameter(name: str) -> str:
    """A parameter of the current address; empty if absent."""
    return str(st.query_params.get(name, "")).strip()


def parameters() -> dict[str, str]:
    """All parameters of the present address."""
    return {name: parameter(name) for name in st.query_params}


def ignored(name: str, value: str) -> str:
    """French message about an invalid value in the address."""
    excerpt = value if len(value) <= _MAX_EXCERPT else f"{value[:_MAX_EXCERPT]}…"
    return f"Le filtre « {name} = {excerpt} » n’existe pas ; il est ignoré."


def chosen(name: str, allowed: Container[str]) -> tuple[str, list[str]]:
    """A parameter restricted to a list; an invalid value counts as absent and is returned with a French message."""
    value = parameter(name)
    return (value, []) if not value or value in allowed else ("", [ignored(name, value)])
