"""The store of this process, and cached readers keyed on its data version. The one home of caching."""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar

import streamlit as st

from indicators.reading.committee.editions import Edition, OpenEdition, open_edition
from indicators.reading.instants import LOCAL as LOCAL
from indicators.reading.instants import end_of
from indicators.reading.progress.renewal import Reading, read_present
from indicators.reading.progress.review import Review, read_data_version, read_review
from indicators.services.store.preparing import Engine, make_usable, open_store
from indicators.settings import settings

# Streamlit's full collection after each run is switched off (.streamlit/config.toml): Python's own rule remains, and
# a reading, which makes many records that last, passes by without a collection every 700 of them (ADR 12).
gc.set_threshold(10_000, 10, 10)

Made = TypeVar("Made")
_present: ContextVar[Review] = ContextVar("present review")
_version: ContextVar[tuple[str, int] | None] = ContextVar("store and data version of this run", default=None)


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


def start_run() -> None:
    """Begin a run of the script: the data version will be asked for anew, once."""
    _version.set(None)


def review(view: View = NOW) -> Review | None:
    """The review of today in a view, shared by all sessions until somebody writes (None: nothing was loaded then).

    One small query gives the data version, which is the key: a write by any process makes the next rerun read anew.
    """
    review = _review_at(_version_of_run(), view)
    if review is not None:
        _present.set(review)
        _view.set(view)
    return review


def review_of(view: View) -> Review | None:
    """The review of a view as the store is at this instant, for what is made beside the screen."""
    return _review_at(read_data_version(engine()), view)


def _version_of_run() -> int:
    """Data version of the store when this run first asked."""
    url, known = settings().database_url, _version.get()
    if known is None or known[0] != url:
        known = url, read_data_version(engine())
        _version.set(known)
    return known[1]


def _review_at(version: int, view: View) -> Review | None:
    if view.edition is not None:
        return opened(view.edition.code).review
    words = (settings().database_url, version, view.as_of or today(), view.as_of is not None)
    return _mixed(words, view.unpublished) if view.unpublished else _review(words, True)


def opened(code: str) -> OpenEdition:
    """An edition open as the public may see it today. Raises LookupError where there is none of that code."""
    at = engine()
    key = (settings().database_url, read_data_version(at), code)
    edition: OpenEdition | None = _editions.get(key, lambda: open_edition(at, code))
    if edition is None:
        raise LookupError(f"L’édition « {code} » n’existe pas.")
    return edition


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
    made: Made = _remembered.get(key, lambda: make(*words))
    return made


def unchanged(read: Callable[..., Made], *words: Hashable) -> Made:
    """What a function reads in the store (its engine, then a few words), kept until somebody writes."""
    key = (settings().database_url, _version_of_run(), f"{read.__module__}.{read.__qualname__}", words)
    made: Made = _remembered.get(key, lambda: read(engine(), *words))
    return made


class Shared:
    """Values made once for all sessions; the last used are kept.

    Keys are compared as they are: Streamlit's own cache digests them at each look-up, which costs more than the rest.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key. Sessions that ask while it is being made wait for it.

        A failure is not kept, and is its maker's alone: it may be that session's run that was stopped. Who waited tries.
        """
        while True:
            with self._lock:
                value = self._made.get(key)
                is_mine = value is None
                if value is None:
                    value = self._made[key] = Future()
                self._made.move_to_end(key)
                while len(self._made) > self._size:
                    self._made.popitem(last=False)
            if is_mine:
                try:
                    value.set_result(make())
                except BaseException as trouble:
                    with self._lock:
                        self._made.pop(key, None)
                    value.set_exception(trouble)
                    raise
            if value.exception() is None:
                return value.result()


_remembered, _reviews, _mixtures, _editions = Shared(400), Shared(8), Shared(16), Shared(4)
# The last reading of the present, of published values and of the latest, with its store: the next starts from it.
_latest: dict[bool, tuple[str, Reading | None]] = {}


@st.cache_resource(max_entries=4, show_spinner=False, on_release=lambda engine: engine.dispose())
def _usable_engine(url: str) -> Engine:
    made = open_store(url)
    try:
        make_usable(made)
    except Exception:
        made.dispose()  # it will be tried again at the next rerun: its connection must not stay open
        raise
    return made


def _review(words: tuple[str, int, date, bool], published: bool) -> Review | None:
    url, _, day, is_past = words

    def read() -> Review | None:
        if is_past:
            return read_review(_usable_engine(url), day, as_of=end_of(day), published=published)
        last_url, last = _latest.get(published, (url, None))
        reading = read_present(_usable_engine(url), day, published=published, before=last if last_url == url else None)
        _latest[published] = url, reading
        return reading.review if reading else None

    review: Review | None = _reviews.get((words, published), read)
    return review


def _mixed(words: tuple[str, int, date, bool], unpublished: frozenset[str]) -> Review | None:
    """The published review, with some series as they stand on their way to publication."""

    def mix() -> Review | None:
        published, latest = _review(words, True), _review(words, False)
        if published is None or latest is None:
            return None
        judged = {code: latest.judged[code] if code in unpublished else one for code, one in published.judged.items()}
        return replace(published, judged=judged)

    review: Review | None = _mixtures.get((words, unpublished), mix)
    return review
