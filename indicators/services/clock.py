"""The day and the instant that services act on; both are parameters wherever something depends on them."""

from datetime import UTC, date, datetime


def day_or_today(day: date | None) -> date:
    """The day given, or the present one where this software runs."""
    return datetime.now().astimezone().date() if day is None else day


def instant_or_now(instant: datetime | None) -> datetime:
    """The instant given, or the present one."""
    return datetime.now(UTC) if instant is None else instant
