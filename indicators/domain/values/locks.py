"""Locked periods and their exemptions. Source: docs/method.md, Locked periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.domain.formatting import date_fr
from indicators.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Exemption:
    """Exemption of one person from a lock; ``until`` is its last day."""

    email: str
    until: date
    reason: str = ""
    granted_by: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A period closed to entry, and the people exempted."""

    id: int
    period: str
    reason: str
    locked_by: str = ""
    exemptions: tuple[Exemption, ...] = ()

    def covers(self, period: Period) -> bool:
        """Whether a period lies within the locked one: a locked year locks its months."""
        locked = Period.parse(self.period)
        return locked.start <= period.start and period.end <= locked.end

    def exemption_of(self, email: str, today: date) -> Exemption | None:
        """The longest exemption of this person still valid today, or None."""
        mine = [leave for leave in self.exemptions if leave.email == email and today <= leave.until]
        return max(mine, key=lambda candidate: candidate.until, default=None)


def why_locked(locks: Iterable[Lock], period: Period, email: str, today: date) -> str:
    """Why this person may not write in this period today; empty if they may."""
    for lock in locks:
        if lock.covers(period) and lock.exemption_of(email, today) is None:
            return _sentence(lock, email)
    return ""


def exempt_until(locks: Iterable[Lock], period: Period, email: str, today: date) -> date | None:
    """Last day on which this person may write in a locked period; None if unlocked, or locked for them."""
    leaves = [lock.exemption_of(email, today) for lock in locks if lock.covers(period)]
    days = [leave.until for leave in leaves if leave is not None]
    return min(days) if days and len(days) == len(leaves) else None


def _sentence(lock: Lock, email: str) -> str:
    past = max((leave.until for leave in lock.exemptions if leave.email == email), default=None)
    ended = f" Votre exception a pris fin le {date_fr(past)}." if past else ""
    reason = lock.reason.strip().rstrip(".")
    return f"Période {Period.parse(lock.period).label} verrouillée jusqu'à sa réouverture : {reason}.{ended}"
