"""The store of this process, and cached readers keyed on its data version. The one home of caching."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import streamlit as st

from indicators.reading.review import Review, read_data_version, read_review
from indicators.services.store import make_usable, open_store
from indicators.settings import settings

LOCAL = ZoneInfo("Europe/Brussels")

Made = TypeVar("Made")
_present: ContextVar[Review] = ContextVar("present review")


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
    found = _review(settings().database_url, read_data_version(engine()), today())
    if found is not None:
        _present.set(found)
    return found


def present() -> Review:
    """The review that the frame has read for this run of the script: the store is asked once a run."""
    return _present.get()


def remembered(make: Callable[..., Made], *words: Hashable) -> Made:
    """What a function makes of the present review and a few words, kept until somebody writes or the day ends.

    For pure functions of the review: HTML and figures, which cost more to build than to send.
    """
    review = present()
    key = (settings().database_url, review.data_version, review.today, f"{make.__module__}.{make.__qualname__}", words)
    kept: Made = _kept(key, make)
    return kept


@st.cache_resource(max_entries=400, show_spinner=False)
def _kept(key: tuple[Any, ...], _make: Callable[..., Any]) -> Any:
    return _make(*key[-1])


def _let_go(engine: Any) -> None:
    engine.dispose()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_let_go)
def _usable_engine(url: str) -> Any:
    made = open_store(url)
    try:
        make_usable(made)
    except Exception:
        _let_go(made)  # it will be tried again at the next rerun: its connection must not stay open
        raise
    return made


@st.cache_resource(max_entries=3, show_spinner=False)
def _review(url: str, data_version: int, day: date) -> Review | None:
    return read_review(_usable_engine(url), day)
