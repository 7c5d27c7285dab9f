"""Draws that look like chance and never change: each is read from the hash of a series code and of what is drawn."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")


def rank(*words: object) -> int:
    """A whole number of 64 bits that depends on the words alone: same machine or not, same run or not."""
    digest = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8], "big")


class Chance:
    """Draws about one series. The key says what is drawn, so that adding a draw changes no other.

    >>> Chance("ENT-01-A1").below(10, "couleur") == Chance("ENT-01-A1").below(10, "couleur")
    True
    """

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def below(self, bound: int, *key: object) -> int:
        """A whole number from 0 to ``bound`` - 1."""
        return rank(self.seed, *key) % bound

    def between(self, low: int, high: int, *key: object) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1, *key)

    def happens(self, percent: int, *key: object) -> bool:
        """True ``percent`` times out of a hundred."""
        return self.below(100, *key) < percent

    def pick(self, options: Sequence[T], *key: object) -> T:
        """One of the options."""
        return options[self.below(len(options), *key)]

    def share(self, *key: object) -> Fraction:
        """A share from 0 to 1, in thousandths."""
        return Fraction(self.below(1001, *key), 1000)

    def swing(self, *key: object) -> Fraction:
        """A share from -1 to 1, in thousandths."""
        return 2 * self.share(*key) - 1

    def instant(self, first: date, last: date, *key: object) -> datetime:
        """An instant of office hours between two days, in UTC."""
        day = first + timedelta(days=self.below((last - first).days + 1, *key, "jour"))
        hour, minute, second = self.between(7, 16, *key, "h"), self.below(60, *key, "min"), self.below(60, *key, "s")
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
