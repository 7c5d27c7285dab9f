"""Content of one version of a value, shared by checks, store and journal."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from db.vocabulary import ConfStatus, ObsStatus


@dataclass(frozen=True, slots=True)
class ValueContent:
    """Content of a version of a value, without its author, instant or state; empty for a withdrawal.

    Fields have the names of the stored columns.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    flags: frozenset[ObsStatus] = frozenset()
    conf_status: ConfStatus = ConfStatus.FREE
    source: str = ""
    source_url: str = ""
    source_published_on: date | None = None
    reliability: str = ""
    caveat: str = ""
    comment: str = ""

    def columns(self) -> dict[str, Any]:
        """The fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
