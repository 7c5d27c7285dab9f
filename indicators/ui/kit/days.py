"""Instants as days of Wallonia, in words."""

from datetime import datetime

from indicators.domain.formatting import date_fr
from indicators.ui import store


def day_fr(instant: datetime | None) -> str:
    """« 05/12/2025 »: the day of an instant in Wallonia; empty where there is none."""
    return date_fr(instant.astimezone(store.LOCAL).date()) if instant else ""
