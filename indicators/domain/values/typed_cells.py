"""Interpreting what was typed in a cell: its meaning, or the question or refusal that it requires."""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain.quality import LABELS, MISSING
from indicators.domain.series import Unit
from indicators.domain.values.cells import CellInput, CellOutcome, Kind
from indicators.domain.values.typed_numbers import (
    MAX_DIGITS,
    Absent,
    Ambiguous,
    Empty,
    RefusedNumber,
    Understood,
    read_number,
)

_TERMS = {"numerator": "numérateur", "denominator": "dénominateur"}
_SHARE_DECIMALS = 2  # digits of a share that nobody typed: the terms, which are kept, say the rest
_TERM_DECIMALS = 6  # « 1,234 » is then a decimal number: the terms of a ratio have no fixed number of decimals


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a typed cell: a value, or its absence with the reason among the flags."""

    value: Decimal | None
    flags: frozenset[ObsStatus] = frozenset()
    conf: ConfStatus = ConfStatus.FREE
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def understand(cell: CellInput, unit: Unit, decimals: int) -> Meaning | CellOutcome | None:
    """The meaning; an outcome when a question or a refusal is needed; None for an empty cell."""
    reading = read_number(cell.typed, is_percent=unit.is_percent, decimals=decimals)
    match reading:
        case RefusedNumber():
            return _refused(cell, reading)
        case Ambiguous():
            return _ambiguous(cell, reading)
        case Understood():
            return _valued(cell, reading)
        case Absent():
            return _absent(cell, reading)
        case Empty() if cell.absence is None and cell.numerator.strip() and cell.denominator.strip():
            return _share(cell, unit, decimals)
        case Empty():
            return None if cell.absence is None else _absent(cell, None)


def _refused(cell: CellInput, reading: RefusedNumber) -> Meaning | CellOutcome:
    """A refusal, or the offered reading if the person confirmed it."""
    if reading.offer is not None and cell.chosen == reading.offer:
        return _valued(cell, Understood(cell.typed, reading.offer))
    offered = () if reading.offer is None else (reading.offer,)
    return CellOutcome(cell.key, Kind.REFUSED, reading.reason, candidates=offered)


def _ambiguous(cell: CellInput, reading: Ambiguous) -> Meaning | CellOutcome:
    if cell.chosen is None:
        return CellOutcome(cell.key, Kind.QUESTION, reading.question, candidates=reading.candidates)
    try:
        return _valued(cell, reading.choose(cell.chosen))
    except ValueError as error:
        return CellOutcome(cell.key, Kind.QUESTION, str(error), candidates=reading.candidates)


def _absent(cell: CellInput, reading: Absent | None) -> Meaning | CellOutcome:
    """No value, with the given reason; a missing value may carry a break."""
    if cell.absence is None:
        question = reading.question if reading else ""
        return CellOutcome(cell.key, Kind.QUESTION, question, hint=reading.hint if reading else None)
    if cell.absence not in MISSING:
        message = f"« {LABELS[cell.absence]} » n'explique pas l'absence d'une valeur."
        return CellOutcome(cell.key, Kind.REFUSED, message)
    if cell.numerator.strip() or cell.denominator.strip():
        return CellOutcome(cell.key, Kind.REFUSED, "Une valeur manquante n'a ni numérateur ni dénominateur.")
    return Meaning(None, (cell.flags & {ObsStatus.BREAK}) | {cell.absence}, cell.confidential)


def _valued(cell: CellInput, reading: Understood) -> Meaning | CellOutcome:
    reasons = (cell.flags | ({cell.absence} if cell.absence else set())) & MISSING
    if reasons:
        labels = ", ".join(LABELS[reason] for reason in sorted(reasons))
        return CellOutcome(cell.key, Kind.REFUSED, f"Une valeur chiffrée ne peut pas porter « {labels} ».")
    terms: dict[str, Decimal | None] = {}
    for name in _TERMS:
        term = _term(cell, name)
        if isinstance(term, CellOutcome):
            return term
        terms[name] = term
    conf = reading.conf if cell.confidential is ConfStatus.FREE else cell.confidential
    return Meaning(reading.value, reading.flags | cell.flags, conf, **terms)


def _share(cell: CellInput, unit: Unit, decimals: int) -> Meaning | CellOutcome:
    """The value computed from its two terms, as a percentage where the unit is one."""
    terms = []
    for name in _TERMS:
        term = _term(cell, name)
        if not isinstance(term, Decimal):
            return term or CellOutcome(cell.key, Kind.REFUSED, "Le numérateur et le dénominateur vont ensemble.")
        terms.append(term)
    top, bottom = terms
    if bottom <= 0:
        return CellOutcome(cell.key, Kind.REFUSED, "Le dénominateur doit être plus grand que zéro.")
    share = rounded_share(top, bottom, unit.is_percent, max(decimals, _SHARE_DECIMALS))
    return _valued(cell, Understood(cell.typed, share))


def rounded_share(top: Decimal, bottom: Decimal, is_percent: bool, decimals: int) -> Decimal:
    """The exact ratio of two terms, in % if requested, rounded half up."""
    ratio = Fraction(top) / Fraction(bottom) * (100 if is_percent else 1) * 10**decimals
    steps = (abs(ratio) + Fraction(1, 2)) // 1
    return Decimal(-steps if ratio < 0 else steps).scaleb(-decimals, Context(prec=MAX_DIGITS * 2))


def _term(cell: CellInput, name: str) -> Decimal | CellOutcome | None:
    typed: str = getattr(cell, name)
    reading = read_number(typed, is_percent=False, decimals=_TERM_DECIMALS)
    prefix = f"Le {_TERMS[name]} : "
    match reading:
        case Empty():
            return None
        case Understood() if not reading.flags and reading.conf is ConfStatus.FREE:
            return reading.value
        case Ambiguous():
            return CellOutcome(
                cell.key, Kind.QUESTION, prefix + reading.question + " Écrivez-le sans séparateur de milliers."
            )
        case RefusedNumber():
            return CellOutcome(cell.key, Kind.REFUSED, prefix + reading.reason)
        case _:
            return CellOutcome(cell.key, Kind.REFUSED, prefix + "écrivez un nombre seul.")
