"""The fields of a cell beside its typed text, as a draft stores them: plain JSON, validated when read back."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.values.cells import CellInput, CellKey

_TEXTS = ("comment", "motive", "source", "source_url", "numerator", "denominator")

Word = TypeVar("Word", bound=StrEnum)


def with_details(key: CellKey, typed: str, base_version_no: int, details: Mapping[str, object]) -> CellInput:
    """A cell with the details of its draft; invalid ones are ignored."""
    texts = {name: text for name in _TEXTS if isinstance(text := details.get(name), str)}
    flags = details.get("flags")
    return CellInput(
        key,
        typed,
        base_version_no,
        flags=frozenset(filter(None, (_word(ObsStatus, flag) for flag in (flags if isinstance(flags, list) else ())))),
        absence=_word(ObsStatus, details.get("absence")),
        chosen=_number(details.get("chosen")),
        confidential=_word(ConfStatus, details.get("confidential")) or ConfStatus.FREE,
        **texts,
    )


def details_of(cell: CellInput) -> dict[str, Any]:
    """The fields of a cell beside its typed text, without the empty ones."""
    details: dict[str, Any] = {name: getattr(cell, name) for name in _TEXTS if getattr(cell, name)}
    if cell.flags:
        details["flags"] = sorted(str(flag) for flag in cell.flags)
    if cell.absence is not None:
        details["absence"] = str(cell.absence)
    if cell.chosen is not None:
        details["chosen"] = str(cell.chosen)
    if cell.confidential is not ConfStatus.FREE:
        details["confidential"] = str(cell.confidential)
    return details


def retyped(cell: CellInput, typed: str) -> CellInput:
    """The same cell with another text: answers are dropped, texts and flags kept."""
    return replace(cell, typed=typed, chosen=None, absence=None)


def _word(words: type[Word], detail: object) -> Word | None:
    return words(detail) if isinstance(detail, str) and detail in list(words) else None


def _number(detail: object) -> Decimal | None:
    try:
        number = Decimal(detail) if isinstance(detail, str) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
