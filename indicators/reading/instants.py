"""Days and instants in Wallonia: « tel que connu le … » means at the end of that day there."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Brussels")


def end_of(day: date) -> datetime:
    """The last instant of a day, as the one at which the next begins."""
    return datetime.combine(day + timedelta(days=1), time.min, LOCAL).astimezone(UTC)


def day_of(instant: datetime) -> date:
    """The day that an instant belongs to; the end of a day still is of that day."""
    return (instant - timedelta(microseconds=1)).astimezone(LOCAL).date()
