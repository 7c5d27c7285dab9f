"""The store of this process, and cached readers keyed on its data version. The one home of caching."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

import streamlit as st

from db.vocabulary import StoreKind
from indicators.reading.committee.editions import Edition, OpenEdition, open_edition
from indicators.reading.instants import LOCAL as LOCAL
from indicators.reading.instants import end_of
from indicators.reading.progress.review import Review, read_data_version, read_kind, read_review
from indicators.services.store.preparing import Engine, make_usable, open_store
from indicators.settings import settings

Made = TypeVar("Made")
_present: ContextVar[Review] = ContextVar("present review")


@dataclass(frozen=True, slots=True)
class View:
    """Which values the screens show: those published, and of some series also those on their way; as known when.

    ``as_of`` is a past day, seen as it was at its end; None is now. An ``edition`` shows what was published at its own
    instant, and says no day.
    """

    unpublished: frozenset[str] = frozenset()
    as_of: date | None = None
    edition: Edition | None = None


NOW = View()
_view: ContextVar[View] = ContextVar("present view", default=NOW)


def today() -> date:
    """The day in Wallonia."""
    return datetime.now(LOCAL).date()


def engine() -> Engine:
    """The engine of this process, made and checked at first use. Raises StoreError where it cannot serve."""
    return _usable_engine(settings().database_url)


def is_demonstration() -> bool:
    """Whether the figures of the store are made up. A change of its kind shows within a minute. Raises StoreError."""
    return _kind(settings().database_url) is StoreKind.DEMONSTRATION


def review(view: View = NOW) -> Review | None:
    """The review of today in a view, shared by all sessions until somebody writes (None: nothing was loaded then).

    One small query gives the data version, which is the key: a write by any process makes the next rerun read anew.
    """
    found = review_of(view)
    if found is not None:
        _present.set(found)
        _view.set(view)
    return found


def review_of(view: View) -> Review | None:
    """The same without making it that of this run: for what is made beside the screen."""
    if view.edition is not None:
        return opened(view.edition.code).review
    words = (settings().database_url, read_data_version(engine()), view.as_of or today(), view.as_of is not None)
    return _mixed(words, view.unpublished) if view.unpublished else _review(words, True)


def opened(code: str) -> OpenEdition:
    """An edition open as the public may see it today. Raises LookupError where there is none of that code."""
    found = _opened((settings().database_url, read_data_version(engine()), code))
    if found is None:
        raise LookupError(f"L’édition « {code} » n’existe pas.")
    return found


def present() -> Review:
    """The review that the frame has read for this run of the script: the store is asked once a run."""
    return _present.get()


def present_view() -> View:
    """The view that it was read in."""
    return _view.get()


def shows_unpublished(code: str) -> bool:
    """Whether the present view shows values of a series that are not published yet."""
    return code in _view.get().unpublished


def instant() -> datetime | None:
    """The instant that the present view looks back to, for readings beside the review; None is now."""
    return instant_of(_view.get())


def instant_of(view: View) -> datetime | None:
    """The same for any view."""
    if view.edition is not None:
        return view.edition.as_of
    return None if view.as_of is None else end_of(view.as_of)


def remembered(make: Callable[..., Made], *words: Hashable) -> Made:
    """What a function makes of the present review and a few words, kept until somebody writes or the day ends.

    For pure functions of the review: HTML and figures, which cost more to build than to send.
    """
    review, name = present(), f"{make.__module__}.{make.__qualname__}"
    key = (settings().database_url, review.data_version, review.today, present_view(), name, words)
    kept: Made = _kept(key, make)
    return kept


@st.cache_resource(max_entries=400, show_spinner=False)
def _kept(key: tuple[Any, ...], _make: Callable[..., Any]) -> Any:
    return _make(*key[-1])


def _let_go(engine: Engine) -> None:
    engine.dispose()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_let_go)
def _usable_engine(url: str) -> Engine:
    made = open_store(url)
    try:
        make_usable(made)
    except Exception:
        _let_go(made)  # it will be tried again at the next rerun: its connection must not stay open
        raise
    return made


@st.cache_resource(max_entries=4, ttl=60, show_spinner=False)
def _kind(url: str) -> StoreKind:
    return read_kind(_usable_engine(url))


@st.cache_resource(max_entries=8, show_spinner=False)
def _review(words: tuple[str, int, date, bool], published: bool) -> Review | None:
    url, _, day, is_past = words
    return read_review(_usable_engine(url), day, as_of=end_of(day) if is_past else None, published=published)


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(words: tuple[str, int, str]) -> OpenEdition | None:
    url, _, code = words
    return open_edition(_usable_engine(url), code)


@st.cache_resource(max_entries=16, show_spinner=False)
def _mixed(words: tuple[str, int, date, bool], unpublished: frozenset[str]) -> Review | None:
    """The published review, with some series as they stand on their way to publication."""
    published, latest = _review(words, True), _review(words, False)
    if published is None or latest is None:
        return None
    judged = {code: latest.judged[code] if code in unpublished else one for code, one in published.judged.items()}
    return replace(published, judged=judged)
