"""The store of this process and cached readers keyed on its data version. All caching is done here."""

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

from db.vocabulary import StoreKind
from indicators.reading.committee.editions import Edition, OpenEdition, open_edition
from indicators.reading.instants import LOCAL as LOCAL
from indicators.reading.instants import end_of
from indicators.reading.progress.renewal import Reading, read_present
from indicators.reading.progress.review import Review, read_data_version, read_kind, read_review
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
    """Values that the screens show: published ones, plus the unpublished ones of some series, at a given time.

    ``as_of`` is a past day, seen as of its end; None means now. An ``edition`` shows what was published at its own
    instant and has no ``as_of``.
    """

    unpublished: frozenset[str] = frozenset()
    as_of: date | None = None
    edition: Edition | None = None


NOW = View()
_view: ContextVar[View] = ContextVar("present view", default=NOW)


def today() -> date:
    """Current date in Belgium."""
    return datetime.now(LOCAL).date()


def engine() -> Engine:
    """The engine of this process, created and checked at first use. Raises StoreError if it cannot be used."""
    return _usable_engine(settings().database_url)


def start_run() -> None:
    """Start a run of the script: the data version is queried again, once."""
    _version.set(None)


def is_demonstration() -> bool:
    """Whether the figures of the store are made up. Raises StoreError."""
    return unchanged(read_kind) is StoreKind.DEMONSTRATION


def review(view: View = NOW) -> Review | None:
    """Today's review in a view, shared by all sessions until the next write (None if nothing was loaded at that time).

    One small query gives the data version, used as the cache key: a write by any process makes the next rerun reload.
    """
    review = _review_at(_version_of_run(), view)
    if review is not None:
        _present.set(review)
        _view.set(view)
    return review


def review_of(view: View) -> Review | None:
    """The review of a view, read from the store now, for background work."""
    return _review_at(read_data_version(engine()), view)


def _version_of_run() -> int:
    """Data version of the store at the first request of this run."""
    url, cached = settings().database_url, _version.get()
    if cached is None or cached[0] != url:
        cached = url, read_data_version(engine())
        _version.set(cached)
    return cached[1]


def _review_at(version: int, view: View) -> Review | None:
    if view.edition is not None:
        return opened(view.edition.code).review
    words = (settings().database_url, version, view.as_of or today(), view.as_of is not None)
    return _mixed(words, view.unpublished) if view.unpublished else _review(words, True)


def opened(code: str) -> OpenEdition:
    """An edition as visible to the public today. Raises LookupError if there is none with that code."""
    at = engine()
    key = (settings().database_url, read_data_version(at), code)
    edition: OpenEdition | None = _editions.get(key, lambda: open_edition(at, code))
    if edition is None:
        raise LookupError(f"L’édition « {code} » n’existe pas.")
    return edition


def present() -> Review:
    """The review of this run of the script, read by the frame: the store is queried once per run."""
    return _present.get()


def present_view() -> View:
    """The view of this run of the script."""
    return _view.get()


def shows_unpublished(code: str) -> bool:
    """Whether the current view shows unpublished values of a series."""
    return code in _view.get().unpublished


def instant() -> datetime | None:
    """Instant of the current view, for readings outside the review; None means now."""
    return instant_of(_view.get())


def instant_of(view: View) -> datetime | None:
    """Instant of a view; None means now."""
    if view.edition is not None:
        return view.edition.as_of
    return None if view.as_of is None else end_of(view.as_of)


def remembered(make: Callable[..., Made], *words: Hashable) -> Made:
    """Result of a function of the current review and a few arguments, cached until the next write or the next day.

    For pure functions of the review: HTML and figures, which cost more to build than to send.
    """
    review, name = present(), f"{make.__module__}.{make.__qualname__}"
    key = (settings().database_url, review.data_version, review.today, present_view(), name, words)
    result: Made = _remembered.get(key, lambda: make(*words))
    return result


def unchanged(read: Callable[..., Made], *words: Hashable) -> Made:
    """Result of a function that reads the store (engine, then a few arguments), cached until the next write."""
    key = (settings().database_url, _version_of_run(), f"{read.__module__}.{read.__qualname__}", words)
    result: Made = _remembered.get(key, lambda: read(engine(), *words))
    return result


class Shared:
    """Values computed once for all sessions; the most recently used are kept.

    Keys are compared directly: Streamlit's own cache hashes them at each look-up, which costs more than the rest.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Value of a key. Sessions that request it while it is being computed wait for it.

        A failure is not cached and reaches one session only, whose run may have been stopped: the others compute it again.
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
    new_engine = open_store(url)
    try:
        make_usable(new_engine)
    except Exception:
        new_engine.dispose()  # it will be tried again at the next rerun: its connection must not stay open
        raise
    return new_engine


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
    """The published review, with some series including their unpublished values."""

    def mix() -> Review | None:
        published, latest = _review(words, True), _review(words, False)
        if published is None or latest is None:
            return None
        judged = {
            code: latest.judged[code] if code in unpublished else judged for code, judged in published.judged.items()
        }
        return replace(published, judged=judged)

    review: Review | None = _mixtures.get((words, unpublished), mix)
    return review
