"""Current day and instant for services; both are parameters wherever behaviour depends on them."""

from datetime import UTC, date, datetime


def day_or_today(day: date | None) -> date:
    """The given day, or today's in the local time zone of the server."""
    return datetime.now().astimezone().date() if day is None else day


def instant_or_now(instant: datetime | None) -> datetime:
    """The given instant, or the current one."""
    return datetime.now(UTC) if instant is None else instant
