"""Canonical text of a content, the same on any machine and engine, and its SHA-256: proof of an unchanged edition."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any


def canonical(content: Any) -> str:
    """Content as JSON: keys sorted, no space, exact numbers as text, instants in UTC, sets sorted.

    Raises TypeError for values without a canonical text (a float, an instant without time zone).

    >>> canonical({"b": Fraction(2, 4), "a": Decimal("1.50")})
    '{"a":"1.5","b":"1/2"}'
    """
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(header: str, lines: Mapping[str, str]) -> str:
    """SHA-256 of an edition, from the canonical texts of its header and of its lines, by series code."""
    return digest(canonical({"header": digest(header), "lines": {code: digest(text) for code, text in lines.items()}}))


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case StrEnum() | str():
            return str(value)
        case Decimal():
            return decimal_text(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted(_plain(item) for item in value)
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        # Abstract classes last: asking whether a value is of one takes ten times longer.
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case Iterable():
            return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} n’a pas de texte unique.")


def decimal_text(value: Decimal) -> str:
    """Canonical text of a decimal: no exponent, no trailing zeros after the point, « 0 » for any zero."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("Un instant sans fuseau horaire n’a pas de texte unique.")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
