"""From what was typed in a cell to what it means, or to the question or refusal that it calls for."""

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
    Refused,
    Understood,
    read_number,
)

_TERMS = {"numerator": "numérateur", "denominator": "dénominateur"}
_SHARE_DECIMALS = 2  # digits of a share that nobody typed: the terms, which are kept, say the rest
_TERM_DECIMALS = 6  # « 1,234 » is then a decimal number: the terms of a ratio have no fixed number of decimals


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell says: a value, or its absence with the reason among the flags."""

    value: Decimal | None
    flags: frozenset[ObsStatus] = frozenset()
    conf: ConfStatus = ConfStatus.FREE
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def understand(given: CellInput, unit: Unit, decimals: int) -> Meaning | CellOutcome | None:
    """What was meant; an outcome when it must be asked or refused; None when nothing was typed and nothing said."""
    reading = read_number(given.typed, is_percent=unit.is_percent, decimals=decimals)
    match reading:
        case Refused():
            return _refused(given, reading)
        case Ambiguous():
            return _ambiguous(given, reading)
        case Understood():
            return _valued(given, reading)
        case Absent():
            return _absent(given, reading)
        case Empty() if given.absence is None and given.numerator.strip() and given.denominator.strip():
            return _share(given, unit, decimals)
        case Empty():
            return None if given.absence is None else _absent(given, None)


def _refused(given: CellInput, reading: Refused) -> Meaning | CellOutcome:
    """Refused, unless the person confirmed what the reader offered."""
    if reading.offer is not None and given.chosen == reading.offer:
        return _valued(given, Understood(given.typed, reading.offer))
    offered = () if reading.offer is None else (reading.offer,)
    return CellOutcome(given.key, Kind.REFUSED, reading.reason, candidates=offered)


def _ambiguous(given: CellInput, reading: Ambiguous) -> Meaning | CellOutcome:
    if given.chosen is None:
        return CellOutcome(given.key, Kind.QUESTION, reading.question, candidates=reading.candidates)
    try:
        return _valued(given, reading.choose(given.chosen))
    except ValueError as error:
        return CellOutcome(given.key, Kind.QUESTION, str(error), candidates=reading.candidates)


def _absent(given: CellInput, reading: Absent | None) -> Meaning | CellOutcome:
    """No value, for the reason given; a break may fall on a missing value."""
    if given.absence is None:
        question = reading.question if reading else ""
        return CellOutcome(given.key, Kind.QUESTION, question, hint=reading.hint if reading else None)
    if given.absence not in MISSING:
        said = f"« {LABELS[given.absence]} » n'explique pas l'absence d'une valeur."
        return CellOutcome(given.key, Kind.REFUSED, said)
    if given.numerator.strip() or given.denominator.strip():
        return CellOutcome(given.key, Kind.REFUSED, "Une valeur manquante n'a ni numérateur ni dénominateur.")
    kept = given.flags & {ObsStatus.BREAK}
    return Meaning(None, kept | {given.absence}, given.confidential)


def _valued(given: CellInput, reading: Understood) -> Meaning | CellOutcome:
    reasons = (given.flags | ({given.absence} if given.absence else set())) & MISSING
    if reasons:
        named = ", ".join(LABELS[one] for one in sorted(reasons))
        return CellOutcome(given.key, Kind.REFUSED, f"Une valeur chiffrée ne peut pas porter « {named} ».")
    terms: dict[str, Decimal | None] = {}
    for name in _TERMS:
        term = _term(given, name)
        if isinstance(term, CellOutcome):
            return term
        terms[name] = term
    conf = reading.conf if given.confidential is ConfStatus.FREE else given.confidential
    return Meaning(reading.value, reading.flags | given.flags, conf, **terms)


def _share(given: CellInput, unit: Unit, decimals: int) -> Meaning | CellOutcome:
    """The two terms without the value that they make: it is computed, as a percentage where the unit is one."""
    terms = []
    for name in _TERMS:
        term = _term(given, name)
        if not isinstance(term, Decimal):
            return term or CellOutcome(given.key, Kind.REFUSED, "Le numérateur et le dénominateur vont ensemble.")
        terms.append(term)
    top, bottom = terms
    if bottom <= 0:
        return CellOutcome(given.key, Kind.REFUSED, "Le dénominateur doit être plus grand que zéro.")
    share = rounded_share(top, bottom, unit.is_percent, max(decimals, _SHARE_DECIMALS))
    return _valued(given, Understood(given.typed, share))


def rounded_share(top: Decimal, bottom: Decimal, is_percent: bool, decimals: int) -> Decimal:
    """The ratio of two terms, in % where asked, rounded half up; exact before that."""
    ratio = Fraction(top) / Fraction(bottom) * (100 if is_percent else 1) * 10**decimals
    steps = (abs(ratio) + Fraction(1, 2)) // 1
    return Decimal(-steps if ratio < 0 else steps).scaleb(-decimals, Context(prec=MAX_DIGITS * 2))


def _term(given: CellInput, name: str) -> Decimal | CellOutcome | None:
    typed: str = getattr(given, name)
    reading = read_number(typed, is_percent=False, decimals=_TERM_DECIMALS)
    said = f"Le {_TERMS[name]} : "
    match reading:
        case Empty():
            return None
        case Understood() if not reading.flags and reading.conf is ConfStatus.FREE:
            return reading.value
        case Ambiguous():
            return CellOutcome(
                given.key, Kind.QUESTION, said + reading.question + " Écrivez-le sans séparateur de milliers."
            )
        case Refused():
            return CellOutcome(given.key, Kind.REFUSED, said + reading.reason)
        case _:
            return CellOutcome(given.key, Kind.REFUSED, said + "écrivez un nombre seul.")
