"""The store of this process, and cached readers keyed on its data version. The one home of caching."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from indicators.reading.review import Review, read_data_version, read_review
from indicators.services.store import make_usable, open_store
from indicators.settings import settings

LOCAL = ZoneInfo("Europe/Brussels")


def today() -> date:
    """The day in Wallonia."""
    return datetime.now(LOCAL).date()


def engine() -> Any:
    """The engine of this process, made and checked at first use. Raises StoreError where it cannot serve."""
    return _usable_engine(settings().database_url)


def review() -> Review | None:
    """The review of today, shared by all sessions until somebody writes (None: nothing was loaded yet).

    One small query gives the data version, which is the key: a write by any process makes the next rerun read anew.
    """
    return _review(settings().database_url, read_data_version(engine()), today())


@st.cache_resource(max_entries=4, show_spinner=False)
def _usable_engine(url: str) -> Any:
    made = open_store(url)
    make_usable(made)
    return made


@st.cache_resource(max_entries=3, show_spinner=False)
def _review(url: str, data_version: int, day: date) -> Review | None:
    return read_review(_usable_engine(url), day)
