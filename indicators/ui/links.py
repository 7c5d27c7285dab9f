"""Addresses of views. The whole view is in the address, so that a link restores it."""

from urllib.parse import urlencode

import streamlit as st


def address(screen: str, **parameters: object) -> str:
    """Relative address of a screen with its parameters; empty ones are left out."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "", False)}
    query = urlencode({name: "oui" if value is True else str(value) for name, value in kept.items()})
    return f"{screen or './'}{'?' + query if query else ''}"


def parameter(name: str) -> str:
    """A parameter of the present address, empty where it is absent."""
    return str(st.query_params.get(name, "")).strip()


def choice(name: str, allowed: tuple[str, ...] | list[str]) -> str:
    """A parameter that must be one of a list; anything else counts as absent, and the screen says so."""
    value = parameter(name)
    return value if value in allowed else ""
