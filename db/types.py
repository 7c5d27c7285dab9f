"""Column types with the same meaning on both engines."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Numeric, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from db.vocabulary import ObsStatus


def canonical_decimal(value: Decimal) -> str:
    """Canonical text of a decimal: no exponent, no trailing zeros after the point, « 0 » for any zero.

    Raises ValueError for NaN and infinities, which are not values.
    """
    if not value.is_finite():
        raise ValueError("NaN et l’infini ne sont pas des valeurs.")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=2**14)
def _read_decimal(value: str | Decimal) -> Decimal:
    """Decimal of a stored text, cached: each screen reads the same thousands of figures."""
    return Decimal(canonical_decimal(Decimal(value)))


@lru_cache(maxsize=256)
def _read_flags(letters: str) -> frozenset[ObsStatus]:
    return frozenset(ObsStatus(letter) for letter in letters)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal of any precision: NUMERIC on PostgreSQL, canonical text on SQLite, which has no decimal type.

    No value passes through a float: a float is refused, since it has already lost digits.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"Decimal attendu, reçu {type(value).__name__}.")
        text = canonical_decimal(value)
        return text if dialect.name == "sqlite" else Decimal(text)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        # Both engines give back the canonical form, so that 12.50 and 12.5 are the same on each.
        return None if value is None else _read_decimal(value)


class FlagSet(TypeDecorator[frozenset[ObsStatus]]):
    """A set of SDMX status codes, stored as its sorted letters (« EW »); the empty set is code A."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: Iterable[ObsStatus] | None, dialect: Dialect) -> str | None:
        return None if value is None else "".join(sorted(ObsStatus(flag) for flag in set(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[ObsStatus] | None:
        return None if value is None else _read_flags(value)


class UtcTimestamp(TypeDecorator[datetime]):
    """An instant in UTC. A naive datetime is refused as ambiguous."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("Instant sans fuseau horaire.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
