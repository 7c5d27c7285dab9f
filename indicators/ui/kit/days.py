"""Instants as dates in Belgian local time."""

from datetime import datetime

from indicators.domain.formatting import date_fr
from indicators.ui import store


def day_fr(instant: datetime | None) -> str:
    """Date of an instant in Belgian local time, « 05/12/2025 »; empty for None."""
    return date_fr(instant.astimezone(store.LOCAL).date()) if instant else ""
