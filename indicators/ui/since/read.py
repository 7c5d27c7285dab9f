"""The two bounds of « depuis la dernière réunion », read from the address, and their comparison.

A comparison takes about a second: it is computed in a thread, once per version of the data, and cached. The first
screen does not wait for it.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from indicators.domain.formatting import date_fr
from indicators.reading.committee.changes import Since, since
from indicators.reading.committee.editions import Edition, read_editions
from indicators.reading.instants import end_of
from indicators.settings import settings
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.view import past_day

FROM, TO = "de", "a"
_CACHE_SIZE = 6

_Key = tuple[str, int, date, datetime, datetime | None]
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="since")
_futures: "OrderedDict[_Key, Future[Since | None]]" = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound of a comparison: an edition, the end of a past day, or now if both are None."""

    edition: Edition | None = None
    day: date | None = None

    @property
    def instant(self) -> datetime | None:
        """Instant of the bound; None means now."""
        if self.edition is not None:
            return self.edition.as_of
        return None if self.day is None else end_of(self.day)

    @property
    def word(self) -> str:
        """The bound in an address; empty for now."""
        if self.edition is not None:
            return self.edition.code
        return "" if self.day is None else self.day.isoformat()

    @property
    def label(self) -> str:
        """The bound in words: « Comité du 12/03/2026 », « le 31/12/2025 », « maintenant »."""
        if self.edition is not None:
            return self.edition.label
        return "maintenant" if self.day is None else f"le {date_fr(self.day)}"

    @property
    def view(self) -> dict[str, str]:
        """Address parameters that show a screen as of this bound."""
        if self.edition is not None:
            return {"edition": self.edition.code}
        return {} if self.day is None else {"au": self.day.isoformat()}


NOW = Bound()


@dataclass(frozen=True, slots=True)
class ComparisonBounds:
    """Bounds of the comparison; ``start`` is None if there is no edition and no day was given."""

    start: Bound | None
    end: Bound
    editions: tuple[Edition, ...]
    unknown: tuple[str, ...] = ()


def from_address() -> ComparisonBounds:
    """Bounds read from the address; by default, the last edition before the end, and now."""
    editions = read_editions(store.engine())
    unknown: list[str] = []
    end = _bound(TO, editions, unknown) or NOW
    start = _bound(FROM, editions, unknown) or _last(editions, end)
    if start is not None and _order(start) > _order(end):
        start, end = end, start
        unknown.append("La fin précède le début : les deux ont été échangés.")
    return ComparisonBounds(start, end, editions, tuple(unknown))


def comparison(start: Bound, end: Bound) -> Since | None:
    """Changes between two bounds, waiting for the computation; None if there was no data at the start."""
    return _future(_key(start, end)).result()


def moved_since_last() -> tuple[Edition, int | None] | None:
    """Last edition and the number of statuses changed since, None while being computed; None if there is no edition."""
    editions = store.remembered(_editions)
    if not editions:
        return None
    future = _future(_key(Bound(editions[0]), NOW))
    if not future.done():
        return editions[0], None
    difference = None if future.exception() else future.result()
    return editions[0], None if difference is None else statuses_moved(difference)


def _editions() -> tuple[Edition, ...]:
    return read_editions(store.engine())


def statuses_moved(difference: Since) -> int:
    """Number of statuses that changed; a change of the reason for not assessing does not count."""
    return sum(not move.is_reason_only for move in difference.changes.moves)


def _key(start: Bound, end: Bound) -> _Key:
    at = start.instant
    assert at is not None  # nothing is later than now: no comparison starts there
    return settings().database_url, store.present().data_version, store.today(), at, end.instant


def _future(key: _Key) -> "Future[Since | None]":
    """Future of the comparison of a key, started if needed; a failed one is retried."""
    with _lock:
        submit = _futures.get(key)
        if submit is None or (submit.done() and submit.exception() is not None):
            submit = _pool.submit(partial(since, store.engine(), key[3], key[4], today=key[2]))
            _futures[key] = submit
        _futures.move_to_end(key)
        while len(_futures) > _CACHE_SIZE:
            _futures.popitem(last=False)
        return submit


def _bound(name: str, editions: Sequence[Edition], unknown: list[str]) -> Bound | None:
    """Bound given by a parameter, or None; an invalid value appends a message to ``unknown``."""
    text = links.parameter(name)
    if not text or (name == TO and text == store.today().isoformat()):
        return None
    edition = next((edition for edition in editions if edition.code == text), None)
    if edition is not None:
        return Bound(edition)
    day = past_day(text)
    if day is not None:
        return Bound(day=day)
    unknown.append(f"« {text} » n’est ni une édition ni un jour passé ; ce choix est ignoré.")
    return None


def _last(editions: Sequence[Edition], end: Bound) -> Bound | None:
    return next((Bound(edition) for edition in editions if _order(Bound(edition)) < _order(end)), None)


def _order(bound: Bound) -> datetime:
    return bound.instant or datetime.max.replace(tzinfo=UTC)
