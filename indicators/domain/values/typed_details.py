"""The rest of what a person says of a cell, as a draft keeps it: plain JSON out, and back without trusting it."""

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
    """A cell as its draft says it; whatever is not understood counts as not said."""
    texts = {name: text for name in _TEXTS if isinstance(text := details.get(name), str)}
    flags = details.get("flags")
    return CellInput(
        key,
        typed,
        base_version_no,
        flags=frozenset(filter(None, (_word(ObsStatus, one) for one in (flags if isinstance(flags, list) else ())))),
        absence=_word(ObsStatus, details.get("absence")),
        chosen=_number(details.get("chosen")),
        confidential=_word(ConfStatus, details.get("confidential")) or ConfStatus.FREE,
        **texts,
    )


def details_of(given: CellInput) -> dict[str, Any]:
    """What a cell says beside what was typed in it; what is not said is left out."""
    said: dict[str, Any] = {name: getattr(given, name) for name in _TEXTS if getattr(given, name)}
    if given.flags:
        said["flags"] = sorted(str(flag) for flag in given.flags)
    if given.absence is not None:
        said["absence"] = str(given.absence)
    if given.chosen is not None:
        said["chosen"] = str(given.chosen)
    if given.confidential is not ConfStatus.FREE:
        said["confidential"] = str(given.confidential)
    return said


def retyped(given: CellInput, typed: str) -> CellInput:
    """The same cell with another text: answers were about the former one, texts and flags stay."""
    return replace(given, typed=typed, chosen=None, absence=None)


def _word(words: type[Word], said: object) -> Word | None:
    return words(said) if isinstance(said, str) and said in list(words) else None


def _number(said: object) -> Decimal | None:
    try:
        found = Decimal(said) if isinstance(said, str) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
